import { formatSize, formatTime } from './bytes.js';
import { showConnection } from './connection-state.js';
import { byId } from './element.js';
import { HubFollower } from './hub-follower.js';
import { LineChart } from './line-chart.js';
import { MonitorSeries } from './monitor-series.js';
import { ReconnectingSocket, socketUrl } from './socket.js';

/** @typedef {import('./monitor-series.js').Numbers} Numbers */

const series = new MonitorSeries(120);
const count = (/** @type {number} */ value) => Math.round(value).toLocaleString('en');
const rate = (/** @type {number} */ value) => `${value < 10 ? value.toFixed(1) : count(value)}/s`;

/** How each figure of the page is written, by its `data-figure`. */
const WORDS = /** @type {Record<string, (value: number) => string>} */ ({
  opened: rate,
  closed: rate,
  received: rate,
  sent: rate,
  publications: rate,
  deliveries: rate,
  conflated: rate,
  refusals: rate,
  tooFast: rate,
  handshakesRefused: rate,
  bytes: (value) => `${formatSize(Math.round(value))}/s`,
  outbox: formatSize,
  heap: formatSize,
  heapMax: formatSize,
  roundTrip50: formatTime,
  roundTrip99: formatTime,
  store50: formatTime,
  store99: formatTime,
});

const charts = [
  { chart: chart('chart-connections', ['Open', 'Opened a second'], count, 4), names: ['connections', 'opened'] },
  { chart: chart('chart-traffic', ['Deliveries a second', 'Messages received a second'], count, 4), names: ['deliveries', 'received'] },
  { chart: chart('chart-memory', ['Outboxes', 'Heap'], (value) => formatSize(Math.round(value)), 1024), names: ['outbox', 'heap'] },
  { chart: chart('chart-times', ['Round trip, 99 of 100', 'Store, 99 of 100'], formatTime), names: ['roundTrip99', 'store99'] },
];

/**
 * @param {string} id
 * @param {string[]} labels
 * @param {(value: number) => string} words
 * @param {number} [least]
 */
function chart(id, labels, words, least) {
  return new LineChart(byId(id, HTMLElement), series.span, { labels, words, least });
}

/** @param {Numbers} point */
function fill(point) {
  for (const figure of document.querySelectorAll('[data-figure]')) {
    const name = /** @type {HTMLElement} */ (figure).dataset.figure ?? '';
    const value = point[name];
    figure.textContent = typeof value === 'number' ? (WORDS[name] ?? count)(value) : '–';
  }
}

const problem = byId('problem', HTMLElement);
const socket = new ReconnectingSocket(socketUrl('hub'));
const client = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const follower = new HubFollower(socket, 'monitor:hub', 'hub', client);

follower.addEventListener('value', (event) => {
  problem.hidden = true;
  fill(series.add(/** @type {CustomEvent<Numbers>} */ (event).detail));
  for (const { chart, names } of charts) chart.draw(series.columns(...names), series.last);
});
follower.addEventListener('refused', (event) => {
  problem.textContent = `The server does not show its numbers here: ${/** @type {CustomEvent<string>} */ (event).detail}.`;
  problem.hidden = false;
});

showConnection(socket, byId('connection', HTMLElement), byId('connect', HTMLButtonElement));
socket.connect();
