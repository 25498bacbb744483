import { formatTime } from './bytes.js';
import { showConnection } from './connection-state.js';
import { byId } from './element.js';
import { LineChart } from './line-chart.js';
import { Pinger } from './pinger.js';
import { RttSeries } from './rtt-series.js';
import { ReconnectingSocket, socketUrl } from './socket.js';

const page = {
  every: byId('every', HTMLSelectElement),
  pause: byId('pause', HTMLButtonElement),
  figures: byId('figures', HTMLElement),
  serverFigures: byId('server-figures', HTMLElement),
  problem: byId('problem', HTMLElement),
  url: byId('url', HTMLElement),
};

const series = new RttSeries(120);
const chart = new LineChart(byId('chart', HTMLElement), series.span, {
  labels: ['Browser', 'Server'],
  words: formatTime,
  tick: (ms) => `${ms} ms`,
});
const socket = new ReconnectingSocket(socketUrl('heartbeat'));
const pinger = new Pinger((text) => socket.send(text), socket.world);
let paused = false;

const seconds = () => Date.now() / 1000;

/**
 * @param {HTMLElement} figures
 * @param {(string | number)[]} values numbers are milliseconds
 */
function fill(figures, values) {
  const words = values.map((value) => (typeof value === 'string' ? value : Number.isFinite(value) ? formatTime(value) : '–'));
  figures.querySelectorAll('dd').forEach((figure, index) => (figure.textContent = words[index]));
}

function draw() {
  const { count, last, min, mean, p99 } = series.summary();
  fill(page.figures, [last, min, mean, p99, String(count), String(pinger.waiting)]);
  chart.draw(series.columns(), seconds());
}

function setPinging() {
  if (socket.state === 'open' && !paused) pinger.start(Number(page.every.value));
  else pinger.stop();
}

/** @param {any} message */
function receive(message) {
  if (message.type === 'pong') {
    const ms = pinger.answered(message.id);
    if (ms !== null) series.add('browser', seconds(), ms);
  } else if (message.type === 'rtt') {
    series.add('server', seconds(), message.ms);
    fill(page.serverFigures, [message.ms, message.min, message.mean, message.p99]);
  } else if (message.type === 'error') {
    page.problem.textContent = `The server says: ${message.reason}`;
    page.problem.hidden = false;
  }
  draw();
}

socket.addEventListener('message', (event) => receive(JSON.parse(/** @type {MessageEvent} */ (event).data)));
socket.addEventListener('open', setPinging);
socket.addEventListener('close', () => {
  setPinging();
  pinger.forget();
  series.gap(seconds());
  draw();
});
page.every.addEventListener('change', setPinging);
page.pause.addEventListener('click', () => {
  paused = !paused;
  page.pause.textContent = paused ? 'Resume pings' : 'Pause pings';
  setPinging();
});

page.url.textContent = socket.url;
showConnection(socket, byId('connection', HTMLElement), byId('connect', HTMLButtonElement));
setInterval(draw, 1000); // the time axis moves on even when nothing comes
draw();
socket.connect();
