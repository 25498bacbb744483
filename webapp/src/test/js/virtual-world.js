import { webcrypto } from 'node:crypto';

// What browsers have, and Node only since 19.
globalThis.crypto ??= webcrypto;
globalThis.CustomEvent ??= class extends Event {
  constructor(type, options) {
    super(type, options);
    this.detail = options?.detail ?? null;
  }
};

/** A world for ReconnectingSocket and its like: the test holds the clock and plays the server. */
export class VirtualWorld {
  constructor() {
    this.time = 0;
    /** @type {{at: number, run: () => void}[]} */
    this.timers = [];
    /** @type {FakeWebSocket[]} */
    this.sockets = [];
    this.network = new EventTarget();
    const world = this;
    this.WebSocket = class extends FakeWebSocket {
      constructor(url) {
        super(url);
        world.sockets.push(this);
      }
    };
  }

  setTimeout(run, ms) {
    const timer = { at: this.time + ms, run };
    this.timers.push(timer);
    return timer;
  }

  clearTimeout(timer) {
    this.timers = this.timers.filter((other) => other !== timer);
  }

  now() {
    return this.time;
  }

  /** Lets so many milliseconds pass, running what falls due, in order. */
  pass(ms) {
    const end = this.time + ms;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.clearTimeout(due);
      this.time = due.at;
      due.run();
    }
    this.time = end;
  }

  /** The newest connection. */
  get socket() {
    return this.sockets.at(-1);
  }
}

/** Stands for the browser's WebSocket. */
export class FakeWebSocket {
  constructor(url) {
    this.url = url;
    this.readyState = 0;
    this.sent = [];
    this.closedWith = null;
  }

  send(data) {
    this.sent.push(data);
  }

  close(code) {
    this.readyState = 2;
    this.closedWith = code ?? 1005;
  }

  /** The server accepted. */
  accept() {
    this.readyState = 1;
    this.onopen?.();
  }

  /** The server sent this object as JSON. */
  deliver(message) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The connection ended. */
  end(code, reason = '') {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  /** What was sent since the last call, parsed. */
  takeSent() {
    return this.sent.splice(0).map((text) => JSON.parse(text));
  }
}
