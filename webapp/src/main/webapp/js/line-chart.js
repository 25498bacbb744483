import uPlot from '../vendor/uplot/uPlot.esm.js';

/** A chart of one or two numbers over time. Its colours are the style sheet's, in the dark as in the light. */
export class LineChart {
  /** @type {uPlot | null} */ #plot = null;
  /** @type {any[]} */ #columns;
  #now = Date.now() / 1000;

  /**
   * @param {HTMLElement} host
   * @param {number} span seconds shown
   * @param {{labels: string[], words: (value: number) => string, tick?: (value: number) => string, least?: number}} options
   *   names of the numbers, how they are written, and what the axis reaches at least
   */
  constructor(host, span, { labels, words, tick = words, least = 1 }) {
    this.host = host;
    this.span = span;
    this.labels = labels;
    this.words = words;
    this.tick = tick;
    this.least = least;
    this.#columns = [[], ...labels.map(() => [])];
    new ResizeObserver(() => this.#resize()).observe(host);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#build());
    this.#build();
  }

  /**
   * @param {any[]} columns seconds, then each number; null is a gap, undefined is unknown
   * @param {number} now seconds; right edge
   */
  draw(columns, now) {
    this.#columns = columns;
    this.#now = now;
    this.#plot?.batch(() => {
      this.#plot?.setData(/** @type {any} */ (columns), false);
      this.#plot?.setScale('x', { min: now - this.span, max: now });
      this.#plot?.setScale('value', this.#range(now));
    });
  }

  /** @param {number} now seconds */
  #range(now) {
    const [times, ...series] = this.#columns;
    let max = this.least;
    for (const values of series) {
      values.forEach((/** @type {number | null} */ value, /** @type {number} */ i) => {
        if (typeof value === 'number' && times[i] >= now - this.span) max = Math.max(max, value);
      });
    }
    return { min: 0, max: max * 1.15 };
  }

  #build() {
    this.#plot?.destroy();
    const style = getComputedStyle(this.host);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
    const points = { show: true, size: 5 };
    this.#plot = new uPlot(
      {
        ...this.#size(),
        cursor: { y: false, drag: { x: false, y: false } },
        legend: { live: true, markers: { width: 3 } },
        scales: { x: { time: true, auto: false }, value: { auto: false, range: (_plot, min, max) => [min ?? 0, max ?? this.least] } },
        axes: [
          { ...axis, space: 90, values: (_plot, ticks) => ticks.map(clock) },
          { ...axis, scale: 'value', size: 76, values: (_plot, ticks) => ticks.map(this.tick) },
        ],
        series: [
          { label: 'Time', value: (_plot, at) => (typeof at === 'number' ? clock(at) : '–') },
          ...this.labels.map((label, index) => ({
            label,
            scale: 'value',
            stroke: colour(`--series-${index + 1}`),
            width: 2,
            points,
            ...(index === 0 ? {} : { dash: [6, 4] }),
            value: (/** @type {uPlot} */ _plot, /** @type {number} */ value) => this.#write(value),
          })),
        ],
      },
      /** @type {any} */ (this.#columns),
      this.host,
    );
    this.draw(this.#columns, this.#now);
  }

  /** @param {number | null | undefined} value */
  #write(value) {
    return typeof value === 'number' ? this.words(value) : '–';
  }

  #size() {
    return { width: Math.max(240, this.host.clientWidth), height: this.host.clientWidth < 560 ? 220 : 320 };
  }

  #resize() {
    const size = this.#size();
    if (this.#plot && this.#plot.width !== size.width) this.#plot.setSize(size);
  }
}

/** @param {number} at seconds */
function clock(at) {
  return new Date(at * 1000).toLocaleTimeString();
}
