import { Backoff } from './backoff.js';
import { closeMeaning } from './close-codes.js';

/**
 * Where a WebSocket endpoint of this application is, whatever its context path and scheme.
 *
 * @param {string} path relative to the page, such as `echo`
 * @param {string} [base] URL of the page
 * @returns {string} a `ws:` or `wss:` URL
 */
export function socketUrl(path, base = document.baseURI) {
  const url = new URL(path, base);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  return url.href;
}

/**
 * - `connecting`: the opening handshake is under way
 * - `open`: messages flow
 * - `waiting`: lost; it is tried again at `retryAt`
 * - `closed`: ended, by us or by a code that says not to come back
 *
 * @typedef {'connecting' | 'open' | 'waiting' | 'closed'} SocketState
 */

/**
 * What the socket needs of the world; tests pass their own.
 *
 * @typedef {object} SocketWorld
 * @property {new (url: string) => WebSocket} WebSocket
 * @property {(run: () => void, ms: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} now milliseconds
 * @property {EventTarget | null} network fires `online` when the network is back
 */

/** @returns {SocketWorld} */
function browserWorld() {
  return {
    WebSocket: globalThis.WebSocket,
    setTimeout: (run, ms) => globalThis.setTimeout(run, ms),
    clearTimeout: (timer) => globalThis.clearTimeout(timer),
    now: () => performance.now(),
    network: globalThis.window ?? null,
  };
}

/** An attempt that has not opened after this many milliseconds counts as lost. */
const CONNECT_LIMIT = 10_000;

/** A peer that has not answered our close after this many milliseconds is left. */
const CLOSE_LIMIT = 3_000;

/** A connection that lasted this many milliseconds is stable: the next loss starts at the shortest wait again. */
const STABLE_AFTER = 10_000;

/**
 * A WebSocket that comes back. It obeys the close codes (4400–4499: stay away; 4500–4599, 1001, 1006, 1012,
 * 1013: return) and waits with full jitter in between. It keeps no messages: what was not sent because the
 * socket was not open, `send` refuses, and the caller decides.
 *
 * Events: `state` (every change of `state`), `open`, `message` (a MessageEvent with `data`), `close`
 * (a CustomEvent whose detail is `{code, reason, meaning}`).
 */
export class ReconnectingSocket extends EventTarget {
  /** @type {WebSocket | null} */ #socket = null;
  /** @type {any} */ #timer = null;
  /** @type {any} */ #stableTimer = null;
  #wanted = false;

  /**
   * @param {string} url
   * @param {{backoff?: Backoff, world?: SocketWorld}} [options]
   */
  constructor(url, { backoff = new Backoff(), world = browserWorld() } = {}) {
    super();
    this.url = url;
    this.backoff = backoff;
    this.world = world;
    /** @type {SocketState} */
    this.state = 'closed';
    /** When the next attempt is due, on the world's clock in milliseconds; only while `waiting`. */
    this.retryAt = 0;
    /** @type {{code: number, reason: string} | null} */
    this.lastClose = null;
    world.network?.addEventListener('online', () => {
      if (this.state === 'waiting') this.connect();
    });
  }

  /** The extensions agreed upon, as the server named them; empty if none or not open. */
  get extensions() {
    return this.#socket?.extensions ?? '';
  }

  /** Bytes handed to `send` that have not left yet. */
  get bufferedAmount() {
    return this.#socket?.bufferedAmount ?? 0;
  }

  /** Connects now, unless it is connected or connecting. */
  connect() {
    if (this.state === 'open' || this.state === 'connecting') return;
    this.#wanted = true;
    this.world.clearTimeout(this.#timer);
    const socket = new this.world.WebSocket(this.url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#timer = this.world.setTimeout(() => this.#lost(socket, 1006, 'no answer in time'), CONNECT_LIMIT);
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.dispatchEvent(new MessageEvent('message', { data: event.data }));
    };
    socket.onclose = (event) => this.#lost(socket, event.code, event.reason);
    this.#become('connecting');
  }

  /**
   * Ends the connection and stays away until `connect` is called.
   *
   * @param {number} [code] 1000 or 3000–4999
   * @param {string} [reason] at most 123 bytes of UTF-8
   */
  close(code = 1000, reason = '') {
    this.#wanted = false;
    const socket = this.#socket;
    if (socket && this.state === 'open') {
      socket.close(code, reason); // onclose reports it
      this.#timer = this.world.setTimeout(() => this.#lost(socket, 1006, 'no answer to the close'), CLOSE_LIMIT);
      return;
    }
    this.#drop();
    this.#become('closed');
  }

  /**
   * @param {string | ArrayBuffer | Uint8Array<ArrayBuffer>} data
   * @returns {boolean} whether it was handed to an open connection; not whether it arrived
   */
  send(data) {
    if (this.state !== 'open' || this.#socket?.readyState !== 1) return false;
    this.#socket.send(data);
    return true;
  }

  /** @param {WebSocket} socket */
  #opened(socket) {
    if (socket !== this.#socket) return;
    this.world.clearTimeout(this.#timer);
    this.#stableTimer = this.world.setTimeout(() => this.backoff.reset(), STABLE_AFTER);
    this.#become('open');
    this.dispatchEvent(new Event('open'));
  }

  /**
   * @param {WebSocket} socket
   * @param {number} code
   * @param {string} reason
   */
  #lost(socket, code, reason) {
    if (socket !== this.#socket) return;
    this.#drop();
    this.lastClose = { code, reason };
    const meaning = closeMeaning(code);
    if (this.#wanted && meaning.reconnect) {
      const wait = this.backoff.next();
      this.retryAt = this.world.now() + wait;
      this.#timer = this.world.setTimeout(() => this.connect(), wait);
      this.#become('waiting');
    } else {
      this.#wanted = false;
      this.#become('closed');
    }
    this.dispatchEvent(new CustomEvent('close', { detail: { code, reason, meaning } }));
  }

  #drop() {
    this.world.clearTimeout(this.#timer);
    this.world.clearTimeout(this.#stableTimer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (socket.readyState < 2) socket.close();
  }

  /** @param {SocketState} state */
  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }
}
