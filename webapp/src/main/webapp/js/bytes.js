/** Bytes as people read and write them. */

/**
 * Reads bytes written in hexadecimal: pairs of digits, with any blanks, commas, colons or `0x` between them.
 *
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {SyntaxError} naming the first thing that is not a pair of hexadecimal digits
 */
export function parseHex(text) {
  const digits = text.replace(/0x/gi, ' ').replace(/[\s,:]+/g, '');
  const bad = /[^0-9a-f]/i.exec(digits);
  if (bad) throw new SyntaxError(`“${bad[0]}” is not a hexadecimal digit`);
  if (digits.length % 2) throw new SyntaxError('the last byte has only one digit');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/**
 * @param {Uint8Array} bytes
 * @param {number} [limit] how many bytes are written out
 * @returns {string} such as `48 65 6c …`
 */
export function formatHex(bytes, limit = bytes.length) {
  const shown = Array.from(bytes.subarray(0, limit), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > limit ? `${shown} …` : shown;
}

/**
 * @param {number} count
 * @returns {string} such as `17 B`, `4.0 KiB`, `16.0 MiB`
 */
export function formatSize(count) {
  if (count < 1024) return `${count} B`;
  if (count < 1024 * 1024) return `${(count / 1024).toFixed(1)} KiB`;
  return `${(count / 1024 / 1024).toFixed(1)} MiB`;
}

/**
 * @param {number} ms milliseconds
 * @returns {string} such as `0.42 ms`, `18.3 ms`, `1.20 s`
 */
export function formatTime(ms) {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 * @returns {boolean} whether both hold the same bytes
 */
export function sameBytes(a, b) {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
