/**
 * The header that a message takes as one frame (RFC 6455 section 5.2). A page cannot see the frames
 * themselves: a browser or server may split or compress a message. This is what an unfragmented,
 * uncompressed frame looks like, which is how browsers send small messages where nothing else was agreed.
 *
 * @param {'text' | 'binary'} kind
 * @param {number} length bytes of payload
 * @param {boolean} masked whether a client sends it; a server's frames are not masked (5.1)
 * @returns {{head: number[], size: number}} first bytes up to the length field, and bytes of the whole header
 */
export function frameHeader(kind, length, masked) {
  const head = [0x80 | (kind === 'text' ? 0x1 : 0x2)]; // FIN and opcode
  const mask = masked ? 0x80 : 0;
  if (length <= 125) {
    head.push(mask | length);
  } else if (length <= 0xffff) {
    head.push(mask | 126, length >>> 8, length & 0xff);
  } else {
    head.push(mask | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (length >>> shift) & 0xff));
  }
  return { head, size: head.length + (masked ? 4 : 0) };
}
