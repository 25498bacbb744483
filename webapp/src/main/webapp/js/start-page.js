import { formatTime } from './bytes.js';
import { showConnection } from './connection-state.js';
import { byId, element } from './element.js';
import { fetchHealth } from './health.js';
import { Pinger } from './pinger.js';
import { ReconnectingSocket, socketUrl } from './socket.js';

/** @typedef {import('./health.js').Health} Health */

const page = {
  health: byId('health', HTMLElement),
  figures: byId('health-figures', HTMLElement),
  roundTrip: byId('round-trip', HTMLElement),
  endpoints: byId('endpoints', HTMLElement),
  snippet: byId('snippet', HTMLElement),
  copy: byId('copy', HTMLButtonElement),
};

/** Milliseconds between two looks at the server's health and at the round trip. */
const EVERY = 3_000;

/** @param {Health | null} health null if the server could not be reached */
function drawHealth(health) {
  const state = health === null ? 'unreachable' : health.ready ? 'ready' : health.live ? 'stopping' : 'down';
  const words = { unreachable: 'Cannot be reached', ready: 'Ready', stopping: 'Live, but takes no new connections', down: 'Not live' }[state];
  if (page.health.dataset.state !== state) {
    page.health.dataset.state = state;
    page.health.textContent = words;
  }
  const figures = Object.entries(health?.figures ?? {}).filter(([, value]) => typeof value !== 'object');
  page.figures.replaceChildren(
    ...figures.map(([name, value]) => element('div', {}, element('dt', {}, label(name)), element('dd', {}, String(value)))),
  );
}

/**
 * @param {string} name a JSON field, such as `openRooms`
 * @returns {string} such as `Open rooms`
 */
function label(name) {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_]/g, ' ').toLowerCase();
  return spaced[0].toUpperCase() + spaced.slice(1);
}

async function watchHealth() {
  if (!document.hidden) drawHealth(await fetchHealth().catch(() => null));
  setTimeout(watchHealth, EVERY);
}

function drawEndpoints() {
  const endpoints = { 'echo': 'echo', 'heartbeat': 'heartbeat', 'chat': 'chat/lobby' };
  for (const [name, path] of Object.entries(endpoints)) {
    const cell = page.endpoints.querySelector(`[data-endpoint="${name}"]`);
    if (cell) cell.textContent = socketUrl(path);
  }
  page.snippet.textContent = `const socket = new WebSocket('${socketUrl('chat/lobby')}');
const send = (message) => socket.send(JSON.stringify(message));

socket.onopen = () => send({ type: 'join', name: 'Ada' });
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === 'welcome') send({ type: 'say', text: 'Hello!', id: '1' });
  if (message.type === 'message') console.log(message.from + ': ' + message.text);
};`;
}

const socket = new ReconnectingSocket(socketUrl('heartbeat'));
const pinger = new Pinger((text) => socket.send(text), socket.world);
socket.addEventListener('open', () => pinger.start(EVERY));
socket.addEventListener('close', () => {
  pinger.stop();
  pinger.forget();
  page.roundTrip.textContent = '–';
});
socket.addEventListener('message', (event) => {
  const message = JSON.parse(/** @type {MessageEvent} */ (event).data);
  const ms = message.type === 'pong' ? pinger.answered(message.id) : null;
  if (ms !== null) page.roundTrip.textContent = formatTime(ms);
});

page.copy.addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(page.snippet.textContent ?? '');
    page.copy.textContent = 'Copied';
  } catch {
    getSelection()?.selectAllChildren(page.snippet); // no clipboard without TLS: select it instead
    page.copy.textContent = 'Selected: press Ctrl+C';
  }
});

drawEndpoints();
showConnection(socket, byId('connection', HTMLElement));
socket.connect();
void watchHealth();
