import uPlot from '../vendor/uplot/uPlot.esm.js';
import { formatTime } from './bytes.js';

/** The chart of round-trip times. Its colours are the style sheet's, in the dark as in the light. */
export class RttChart {
  /** @type {uPlot | null} */ #plot = null;
  /** @type {any[]} */ #columns = [[], [], []];
  #now = Date.now() / 1000;

  /**
   * @param {HTMLElement} host
   * @param {number} span seconds shown
   */
  constructor(host, span) {
    this.host = host;
    this.span = span;
    new ResizeObserver(() => this.#resize()).observe(host);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#build());
    this.#build();
  }

  /**
   * @param {any[]} columns seconds, milliseconds of the browser, milliseconds of the server
   * @param {number} now seconds; right edge
   */
  draw(columns, now) {
    this.#columns = columns;
    this.#now = now;
    this.#plot?.batch(() => {
      this.#plot?.setData(/** @type {any} */ (columns), false);
      this.#plot?.setScale('x', { min: now - this.span, max: now });
      this.#plot?.setScale('ms', this.#range(now));
    });
  }

  /** @param {number} now seconds */
  #range(now) {
    const [times, ...series] = this.#columns;
    let max = 1;
    for (const values of series) {
      values.forEach((/** @type {number | null} */ ms, /** @type {number} */ i) => {
        if (typeof ms === 'number' && times[i] >= now - this.span) max = Math.max(max, ms);
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
        scales: { x: { time: true, auto: false }, ms: { auto: false, range: (_plot, min, max) => [min ?? 0, max ?? 1] } },
        axes: [
          { ...axis, space: 90, values: (_plot, ticks) => ticks.map(clock) },
          { ...axis, scale: 'ms', size: 64, values: (_plot, ticks) => ticks.map((ms) => `${ms} ms`) },
        ],
        series: [
          { label: 'Time', value: (_plot, at) => (typeof at === 'number' ? clock(at) : '–') },
          { label: 'Browser', scale: 'ms', stroke: colour('--series-1'), width: 2, points, value: (_plot, ms) => words(ms) },
          { label: 'Server', scale: 'ms', stroke: colour('--series-2'), width: 2, dash: [6, 4], points, value: (_plot, ms) => words(ms) },
        ],
      },
      /** @type {any} */ (this.#columns),
      this.host,
    );
    this.draw(this.#columns, this.#now);
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

/** @param {number | null | undefined} ms */
function words(ms) {
  return typeof ms === 'number' ? formatTime(ms) : '–';
}
