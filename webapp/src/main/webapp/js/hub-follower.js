import { ReconnectingSocket } from './socket.js';

/**
 * Follows one key of one channel of values over `/hub`, by the few messages of the protocol that this takes.
 *
 * Events: `value` (a CustomEvent with the key's value), `refused` (a CustomEvent with the server's reason).
 */
export class HubFollower extends EventTarget {
  /**
   * @param {ReconnectingSocket} socket to `/hub`
   * @param {string} channel
   * @param {string} key
   * @param {string} client 16 to 64 characters that nobody else has
   */
  constructor(socket, channel, key, client) {
    super();
    this.socket = socket;
    this.channel = channel;
    this.key = key;
    socket.addEventListener('open', () => this.#send({ t: 'hello', v: 1, cid: client }));
    socket.addEventListener('message', (event) => {
      const told = JSON.parse(/** @type {MessageEvent} */ (event).data);
      for (const message of Array.isArray(told) ? told : [told]) this.#receive(message);
    });
  }

  /** @param {any} message */
  #receive(message) {
    switch (message.t) {
      case 'welcome':
        this.#send({ t: 'sub', id: 1, ch: this.channel });
        break;
      case 'ping':
        this.#send({ t: 'pong' });
        break;
      case 'snap':
        this.#found(message.keys);
        break;
      case 'upd':
        this.#found(message.set);
        break;
      case 'err':
      case 'unsub':
        this.dispatchEvent(new CustomEvent('refused', { detail: message.reason }));
        break;
      default: // nothing else is of interest here
    }
  }

  /** @param {Record<string, any> | undefined} values */
  #found(values) {
    const value = values?.[this.key];
    if (value !== undefined) this.dispatchEvent(new CustomEvent('value', { detail: value }));
  }

  /** @param {object} message */
  #send(message) {
    this.socket.send(JSON.stringify(message));
  }
}
