/**
 * Sends `{"type":"ping","id":…}` at an interval and times the answers. A page has to do this in text: the
 * browser's WebSocket answers the protocol's Ping by itself and cannot send one.
 */
export class Pinger {
  /** @type {Map<number, number>} id to when it was sent, in milliseconds */ #sentAt = new Map();
  /** @type {any} */ #timer = null;
  #every = 0;
  #id = 0;

  /**
   * @param {(text: string) => boolean} send whether it went out
   * @param {Pick<import('./socket.js').SocketWorld, 'setTimeout' | 'clearTimeout' | 'now'>} world
   */
  constructor(send, world) {
    this.send = send;
    this.world = world;
  }

  /** How many pings have no answer yet. */
  get waiting() {
    return this.#sentAt.size;
  }

  /** @param {number} every milliseconds between two pings; the first goes out now */
  start(every) {
    this.stop();
    this.#every = every;
    this.#ping();
  }

  /** Sends no more; answers to what was sent are still taken. */
  stop() {
    this.world.clearTimeout(this.#timer);
  }

  /** The connection is gone, and with it the answers. */
  forget() {
    this.#sentAt.clear();
  }

  /**
   * @param {number} id of a pong
   * @returns {number | null} round trip in milliseconds; null if no such ping was waiting
   */
  answered(id) {
    const sentAt = this.#sentAt.get(id);
    if (sentAt === undefined) return null;
    this.#sentAt.delete(id);
    return this.world.now() - sentAt;
  }

  #ping() {
    this.#id += 1;
    const now = this.world.now();
    if (this.send(JSON.stringify({ type: 'ping', id: this.#id }))) this.#sentAt.set(this.#id, now);
    this.#timer = this.world.setTimeout(() => this.#ping(), this.#every);
  }
}
