import { sameBytes } from './bytes.js';

/**
 * One message of the echo console.
 *
 * @typedef {object} Entry
 * @property {number} number counting from 1
 * @property {'sent' | 'received' | 'lost'} state
 * @property {'text' | 'binary'} kind
 * @property {number} length bytes of payload; text counts as UTF-8
 * @property {Uint8Array} bytes payload; once it is answered or lost only its beginning, so that memory stays small
 * @property {number} sentAt milliseconds
 * @property {number} roundTrip milliseconds; NaN until its echo came
 * @property {boolean} faithful whether the echo was the same, byte for byte
 */

/** How many bytes of a message stay once it is answered. */
const KEPT = 256;

/**
 * Pairs what was sent with what came back. An echo keeps the order, so each message that arrives belongs
 * to the oldest that waits; one that differs is marked, never hidden.
 */
export class EchoLedger {
  /** @type {Entry[]} */ #waiting = [];
  /** @type {number[]} */ #times = [];
  #count = 0;

  /** How many messages have not come back yet. */
  get waiting() {
    return this.#waiting.length;
  }

  /**
   * @param {'text' | 'binary'} kind
   * @param {Uint8Array} bytes
   * @param {number} now milliseconds
   * @returns {Entry}
   */
  sent(kind, bytes, now) {
    this.#count += 1;
    /** @type {Entry} */
    const entry = { number: this.#count, state: 'sent', kind, length: bytes.length, bytes, sentAt: now, roundTrip: NaN, faithful: false };
    this.#waiting.push(entry);
    return entry;
  }

  /**
   * @param {'text' | 'binary'} kind
   * @param {Uint8Array} bytes
   * @param {number} now milliseconds
   * @returns {Entry | null} what it answers; null if nothing was waiting
   */
  received(kind, bytes, now) {
    const entry = this.#waiting.shift();
    if (!entry) return null;
    entry.state = 'received';
    entry.roundTrip = now - entry.sentAt;
    entry.faithful = kind === entry.kind && sameBytes(bytes, entry.bytes);
    entry.bytes = entry.bytes.slice(0, KEPT);
    this.#times.push(entry.roundTrip);
    return entry;
  }

  /** @returns {Entry[]} what will not come back, now that the connection is gone */
  lost() {
    const gone = this.#waiting;
    this.#waiting = [];
    for (const entry of gone) {
      entry.state = 'lost';
      entry.bytes = entry.bytes.slice(0, KEPT);
    }
    return gone;
  }

  /** @returns {{count: number, last: number, min: number, median: number, max: number}} of the round trips, in milliseconds */
  times() {
    const sorted = this.#times.slice().sort((a, b) => a - b);
    return {
      count: sorted.length,
      last: this.#times.at(-1) ?? NaN,
      min: sorted[0] ?? NaN,
      median: sorted[sorted.length >> 1] ?? NaN,
      max: sorted.at(-1) ?? NaN,
    };
  }

  /** Forgets the times and starts to count anew; what waits stays. */
  clear() {
    this.#times = [];
  }
}
