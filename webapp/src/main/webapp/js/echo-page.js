import { formatHex, formatSize, formatTime, parseHex } from './bytes.js';
import { showConnection } from './connection-state.js';
import { EchoLedger } from './echo-ledger.js';
import { byId, element } from './element.js';
import { frameHeader } from './frame-header.js';
import { ReconnectingSocket, socketUrl } from './socket.js';

/** @typedef {import('./echo-ledger.js').Entry} Entry */

const page = {
  form: byId('echo-form', HTMLFormElement),
  text: byId('echo-text', HTMLTextAreaElement),
  hex: byId('echo-hex', HTMLTextAreaElement),
  file: byId('echo-file', HTMLInputElement),
  times: byId('echo-times', HTMLInputElement),
  size: byId('echo-size', HTMLElement),
  problem: byId('problem', HTMLElement),
  rows: byId('rows', HTMLTableSectionElement),
  empty: byId('empty', HTMLElement),
  clear: byId('clear', HTMLButtonElement),
  figures: byId('figures', HTMLElement),
  url: byId('url', HTMLElement),
};

/** How many of a message's bytes or letters a row shows. */
const PREVIEW = 64;

/** No more rows than this are kept; figures count all messages. */
const ROWS = 500;

/** Bytes; above the server's limit, so that its refusal (1009) can be seen. */
const FILE_LIMIT = 64 * 1024 * 1024;

const socket = new ReconnectingSocket(socketUrl('echo'));
const ledger = new EchoLedger();
const utf8 = new TextEncoder();
/** @type {WeakMap<Entry, HTMLTableRowElement>} */
const rowOf = new WeakMap();

/** @param {string} words what went wrong; empty to take it back */
function tell(words) {
  page.problem.textContent = words;
  page.problem.hidden = words === '';
}

/** @returns {'text' | 'hex' | 'file'} */
function chosenInput() {
  return /** @type {'text' | 'hex' | 'file'} */ (new FormData(page.form).get('input'));
}

/** @returns {Promise<{kind: 'text' | 'binary', bytes: Uint8Array<ArrayBuffer>, data: string | Uint8Array<ArrayBuffer>}>} */
async function composed() {
  switch (chosenInput()) {
    case 'hex': {
      const bytes = parseHex(page.hex.value);
      return { kind: 'binary', bytes, data: bytes };
    }
    case 'file': {
      const file = page.file.files?.[0];
      if (!file) throw new Error('choose a file first');
      if (file.size > FILE_LIMIT) throw new Error(`the file has ${formatSize(file.size)}, more than ${formatSize(FILE_LIMIT)}`);
      const bytes = new Uint8Array(await file.arrayBuffer());
      return { kind: 'binary', bytes, data: bytes };
    }
    default:
      return { kind: 'text', bytes: utf8.encode(page.text.value), data: page.text.value };
  }
}

/** Says how big the message is and what its frame would begin with. */
async function drawSize() {
  for (const [input, field] of Object.entries({ text: page.text, hex: page.hex, file: page.file })) {
    /** @type {HTMLElement} */ (field.closest('.field')).hidden = input !== chosenInput();
  }
  try {
    const { kind, bytes } = await composed();
    const { head, size } = frameHeader(kind, bytes.length, true);
    page.size.textContent =
      `${kind}, ${formatSize(bytes.length)}; as one plain frame: header ${formatHex(Uint8Array.from(head))} ` +
      `+ 4 bytes of masking key = ${size} bytes`;
  } catch (problem) {
    page.size.textContent = problem instanceof Error ? problem.message : String(problem);
  }
}

/** @param {Entry} entry */
function hexPreview(entry) {
  const shown = formatHex(entry.bytes.subarray(0, PREVIEW / 2));
  return entry.length > PREVIEW / 2 ? `${shown} …` : shown;
}

/** @param {Entry} entry */
function preview(entry) {
  if (entry.length === 0) return '(empty)';
  if (entry.kind === 'binary') return hexPreview(entry);
  const text = new TextDecoder().decode(entry.bytes.subarray(0, PREVIEW * 4));
  return [...text].length > PREVIEW ? `${[...text].slice(0, PREVIEW).join('')}…` : text;
}

/** @param {Entry} entry */
function outcome(entry) {
  if (entry.state === 'sent') return 'on its way';
  if (entry.state === 'lost') return 'lost with the connection';
  return entry.faithful ? 'came back the same' : 'came back DIFFERENT';
}

/** @param {Entry} entry */
function drawRow(entry) {
  const { head } = frameHeader(entry.kind, entry.length, false);
  const cells = [
    element('td', { class: 'number' }, String(entry.number)),
    element('td', {}, entry.kind),
    element('td', { class: 'number' }, formatSize(entry.length)),
    element('td', {}, element('code', {}, formatHex(Uint8Array.from(head)))),
    element('td', { class: 'payload' }, entry.kind === 'binary' ? element('code', {}, preview(entry)) : preview(entry)),
    element('td', { class: 'number' }, Number.isNaN(entry.roundTrip) ? '–' : formatTime(entry.roundTrip)),
    element('td', { class: 'outcome', 'data-outcome': entry.state === 'received' && !entry.faithful ? 'different' : entry.state }, outcome(entry)),
  ];
  const row = rowOf.get(entry) ?? element('tr');
  row.replaceChildren(...cells);
  if (!rowOf.has(entry)) {
    rowOf.set(entry, row);
    page.rows.prepend(row);
    if (page.rows.rows.length > ROWS) page.rows.deleteRow(-1);
  }
  page.empty.hidden = true;
}

function drawFigures() {
  const times = ledger.times();
  const show = (/** @type {number} */ ms) => (Number.isNaN(ms) ? '–' : formatTime(ms));
  const values = [String(times.count), String(ledger.waiting), show(times.last), show(times.min), show(times.median), show(times.max)];
  page.figures.querySelectorAll('dd').forEach((figure, index) => (figure.textContent = values[index]));
}

page.form.addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const { kind, bytes, data } = await composed();
    for (let left = Number(page.times.value); left > 0; left -= 1) {
      const now = performance.now();
      if (!socket.send(data)) throw new Error('not connected, so nothing was sent');
      drawRow(ledger.sent(kind, bytes, now));
    }
    tell('');
  } catch (problem) {
    tell(`Cannot send: ${problem instanceof Error ? problem.message : problem}.`);
  }
  drawFigures();
});
page.form.addEventListener('input', () => void drawSize());
page.form.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) page.form.requestSubmit();
});
page.clear.addEventListener('click', () => {
  ledger.clear();
  page.rows.replaceChildren();
  page.empty.hidden = false;
  drawFigures();
});

socket.addEventListener('message', (event) => {
  const now = performance.now();
  const { data } = /** @type {MessageEvent} */ (event);
  const kind = typeof data === 'string' ? 'text' : 'binary';
  const entry = ledger.received(kind, typeof data === 'string' ? utf8.encode(data) : new Uint8Array(data), now);
  if (entry) drawRow(entry);
  else tell('A message came that nobody had asked for.');
  drawFigures();
});
socket.addEventListener('open', () => {
  page.url.textContent = `${socket.url} · extensions: ${socket.extensions || 'none'}`;
});
socket.addEventListener('close', () => {
  for (const entry of ledger.lost()) drawRow(entry);
  drawFigures();
});

page.url.textContent = socket.url;
showConnection(socket, byId('connection', HTMLElement), byId('connect', HTMLButtonElement));
void drawSize();
drawFigures();
socket.connect();
