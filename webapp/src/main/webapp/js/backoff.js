/**
 * How long to wait before a connection is tried again: full jitter, so that a thousand clients that lost
 * the same server do not come back in the same instant.
 */
export class Backoff {
  /**
   * @param {object} [options]
   * @param {number} [options.base] milliseconds; upper bound of the first wait
   * @param {number} [options.cap] milliseconds; no wait is longer
   * @param {() => number} [options.random] uniform in [0, 1)
   */
  constructor({ base = 500, cap = 20_000, random = Math.random } = {}) {
    this.base = base;
    this.cap = cap;
    this.random = random;
    this.attempt = 0;
  }

  /** @returns {number} milliseconds to wait now: random in [0, min(cap, base · 2ⁿ)), n counting up with each call */
  next() {
    const bound = Math.min(this.cap, this.base * 2 ** this.attempt);
    this.attempt += 1;
    return this.random() * bound;
  }

  /** Starts again at the shortest wait; called once a connection has proven stable. */
  reset() {
    this.attempt = 0;
  }
}
