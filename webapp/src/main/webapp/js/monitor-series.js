/**
 * The server's numbers of the last while, ready to be drawn. Numbers that only rise become rates: by how much they rose
 * in a second. After a pause in which nobody looked there is a gap.
 *
 * @typedef {Record<string, number | null>} Numbers as the server tells them; `at` is its time in milliseconds
 */

/** Two samples with more milliseconds between them are not of one look. */
const PAUSE = 5_000;

/** What only rises. */
export const COUNTED = /** @type {const} */ ([
  'opened', 'closed', 'received', 'sent', 'bytes', 'publications', 'deliveries', 'conflated', 'refusals', 'tooFast', 'handshakesRefused',
]);

export class MonitorSeries {
  /** @type {Numbers[]} */ #points = [];
  /** @type {Numbers | null} */ #last = null;

  /** @param {number} [span] seconds kept */
  constructor(span = 120) {
    this.span = span;
  }

  /**
   * @param {Numbers} numbers
   * @returns {Numbers} the same, with rates in a second in place of numbers that only rise; they are null at first
   */
  add(numbers) {
    const before = this.#last;
    const after = numbers.at ?? 0;
    const passed = before ? after - (before.at ?? 0) : Infinity;
    const known = passed > 0 && passed <= PAUSE;
    const point = { ...numbers };
    for (const name of COUNTED) {
      const now = numbers[name];
      const then = before?.[name];
      point[name] = known && typeof now === 'number' && typeof then === 'number' ? Math.max(0, ((now - then) * 1000) / passed) : null;
    }
    if (before && !known) this.#points.push({ at: (before.at ?? 0) + 1 });
    this.#points.push(point);
    this.#last = numbers;
    while ((this.#points[0].at ?? 0) < after - this.span * 1000) this.#points.shift();
    return point;
  }

  /** The server's time of the last numbers, in seconds. */
  get last() {
    return (this.#last?.at ?? 0) / 1000;
  }

  /**
   * @param {string[]} names
   * @returns {(number | null)[][]} seconds, then a column of each
   */
  columns(...names) {
    return [this.#points.map((point) => (point.at ?? 0) / 1000), ...names.map((name) => this.#points.map((point) => point[name] ?? null))];
  }
}
