/**
 * Round-trip times of the last while, ready to be drawn: three columns of equal length, oldest first.
 * A lost connection leaves a gap (null in both columns), so that no line is drawn across it.
 */
export class RttSeries {
  /** @type {number[]} */ times = [];
  /** @type {(number | null)[]} */ browser = [];
  /** @type {(number | null | undefined)[]} */ server = [];
  /** @type {number[]} */ #measured = [];

  /** @param {number} [span] seconds kept */
  constructor(span = 120) {
    this.span = span;
  }

  /**
   * @param {'browser' | 'server'} side who measured
   * @param {number} at seconds
   * @param {number} ms
   */
  add(side, at, ms) {
    this.#push(at, side === 'browser' ? ms : undefined, side === 'server' ? ms : undefined);
    if (side === 'browser') this.#measured.push(ms);
  }

  /** @param {number} at seconds; the connection was lost then */
  gap(at) {
    if (this.times.length > 0) this.#push(at, null, null);
  }

  /** @returns {{count: number, last: number, min: number, mean: number, p99: number}} of the browser's times that are kept, in milliseconds */
  summary() {
    const kept = this.#measured;
    const sorted = kept.slice().sort((a, b) => a - b);
    const sum = kept.reduce((total, ms) => total + ms, 0);
    return {
      count: kept.length,
      last: kept.at(-1) ?? NaN,
      min: sorted[0] ?? NaN,
      mean: sum / kept.length,
      p99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? NaN,
    };
  }

  /** The columns as uPlot takes them: undefined is “not measured then” (the line goes on), null is a gap. */
  columns() {
    return [this.times, this.browser, this.server];
  }

  /**
   * @param {number} at
   * @param {number | null | undefined} browser
   * @param {number | null | undefined} server
   */
  #push(at, browser, server) {
    this.times.push(at);
    this.browser.push(/** @type {number | null} */ (browser));
    this.server.push(server);
    while (this.times[0] < at - this.span) {
      this.times.shift();
      if (typeof this.browser.shift() === 'number') this.#measured.shift();
      this.server.shift();
    }
  }
}
