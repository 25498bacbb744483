import { ReconnectingSocket } from './socket.js';

/**
 * A message of the room, as the server sends it.
 *
 * @typedef {object} RoomMessage
 * @property {number} offset counts up by one from message to message within an epoch
 * @property {string} from
 * @property {string} text
 * @property {number} time milliseconds since 1970
 * @property {string} [id] what its sender called it
 */

/**
 * What this page said and the server has not confirmed yet.
 *
 * @typedef {object} Pending
 * @property {string} id
 * @property {string} text
 * @property {boolean} sent whether it was handed to a connection
 * @property {string | null} problem code of the error that refused it, `too-big` or `unconfirmed`; null while it is on its way
 */

/** While a name is held by our own lost connection, joining again is tried this often, in milliseconds. */
const REJOIN_EVERY = 3_000;

/** After this many attempts the name is somebody else's. The server frees a lost connection within 35 s. */
const REJOIN_LIMIT = 15;

/** Somebody who typed and was not heard of for this long, in milliseconds, has stopped. */
const TYPING_LASTS = 10_000;

/**
 * One person's place in one chat room: joins, says, follows, and comes back after a loss at the position
 * where it was. No DOM: the page draws what it is told.
 *
 * The position is (epoch, offset). A message at or below our offset is a repetition and is dropped; a hole
 * before it is reported, never hidden. What was said counts as confirmed when a message of ours with its
 * id appears. After a loss the history tells whether it had arrived, and what had not is said again; where
 * the history does not reach back far enough to tell, the person decides.
 *
 * Events (CustomEvent, in `detail`): `phase`, `members`, `typing`, `position` (no detail: read the fields);
 * `message` {message, own, history}; `pending` (a Pending changed, came or went);
 * `gap` {from, to, why}; `restarted`; `arrived` {name}; `departed` {name};
 * `refused` {code, reason} (the join failed); `trouble` {code, reason} (anything else the server refused).
 */
export class ChatRoom extends EventTarget {
  /** @type {any} */ #rejoinTimer = null;
  #rejoins = 0;
  #sequence = 0;
  #prefix = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(36)).join('');

  /** @param {ReconnectingSocket} socket to this room's endpoint, not connected yet */
  constructor(socket) {
    super();
    this.socket = socket;
    /** @type {'away' | 'joining' | 'in'} */
    this.phase = 'away';
    this.name = '';
    /** Whether this person has been in the room since `join` was called. */
    this.wasIn = false;
    /** @type {string[]} */
    this.members = [];
    /** @type {Map<string, any>} name to the timer that ends it */
    this.typing = new Map();
    /** @type {string | null} */
    this.epoch = null;
    this.offset = 0;
    /** @type {Map<string, Pending>} by id, in the order in which they were said */
    this.pending = new Map();
    socket.addEventListener('open', () => this.#join());
    socket.addEventListener('close', (event) => this.#lost(/** @type {CustomEvent} */ (event).detail.code));
    socket.addEventListener('message', (event) => {
      const { data } = /** @type {MessageEvent} */ (event);
      if (typeof data === 'string') this.#receive(JSON.parse(data));
    });
  }

  /** @param {string} name 1 to 32 code points */
  join(name) {
    this.name = name;
    this.#rejoins = 0;
    this.wasIn = false;
    if (this.socket.state === 'open') this.#join();
    else this.socket.connect();
  }

  /** Leaves the room and the server; what was not confirmed is dropped. */
  leave() {
    this.socket.world.clearTimeout(this.#rejoinTimer);
    this.wasIn = false;
    this.socket.send(JSON.stringify({ type: 'leave' }));
    this.pending.clear();
    this.socket.close(1000, '');
    this.members = [];
    this.#emit('members');
    this.#stopTyping();
    this.#become('away');
  }

  /**
   * Says something: now if we are in the room, else as soon as we are back.
   *
   * @param {string} text
   */
  say(text) {
    this.#sequence += 1;
    const id = `${this.#prefix}-${this.#sequence}`;
    /** @type {Pending} */
    const pending = { id, text, sent: false, problem: null };
    this.pending.set(id, pending);
    this.#sendPending(pending);
  }

  /** @param {string} id of a pending message that was refused */
  sayAgain(id) {
    const pending = this.pending.get(id);
    if (!pending) return;
    pending.sent = false;
    pending.problem = null;
    this.#sendPending(pending);
  }

  /** @param {boolean} on whether this person is typing */
  tellTyping(on) {
    if (this.phase === 'in') this.#send({ type: 'typing', on });
  }

  /** @param {Pending} pending */
  #sendPending(pending) {
    if (this.phase === 'in') pending.sent = this.#send({ type: 'say', text: pending.text, id: pending.id });
    this.#emit('pending');
  }

  #join() {
    if (!this.name) return;
    this.#become('joining');
    this.#send({ type: 'join', name: this.name });
  }

  /** @param {number} code of the close */
  #lost(code) {
    for (const pending of this.pending.values()) {
      if (code === 1009 && pending.sent) pending.problem ??= 'too-big'; // said again, it would end the connection again
    }
    this.#emit('pending');
    this.socket.world.clearTimeout(this.#rejoinTimer);
    this.#stopTyping();
    this.#become(this.socket.state === 'waiting' ? 'joining' : 'away');
  }

  #stopTyping() {
    for (const timer of this.typing.values()) this.socket.world.clearTimeout(timer);
    this.typing.clear();
    this.#emit('typing');
  }

  /** @param {any} message parsed JSON; types and fields we do not know are ignored */
  #receive(message) {
    switch (message.type) {
      case 'welcome':
        return this.#welcome(message);
      case 'message':
        return this.#message(message, false);
      case 'joined':
        if (!this.members.includes(message.name)) this.#setMembers([...this.members, message.name]);
        if (message.name !== this.name) this.#emit('arrived', { name: message.name });
        return;
      case 'left':
        this.#setMembers(this.members.filter((name) => name !== message.name));
        this.#setTyping(message.name, false);
        this.#emit('departed', { name: message.name });
        return;
      case 'members':
        return this.#setMembers(message.members);
      case 'typing':
        if (message.name !== this.name) this.#setTyping(message.name, message.on);
        return;
      case 'gap':
        this.#emit('gap', { from: message.from, to: message.to, why: message.why });
        return this.#setOffset(message.to);
      case 'error':
        return this.#error(message);
    }
  }

  /** @param {any} welcome */
  #welcome(welcome) {
    this.name = welcome.you;
    this.#rejoins = 0;
    this.wasIn = true;
    this.#setMembers(welcome.members);
    if (this.epoch !== null && this.epoch !== welcome.epoch) this.#emit('restarted');
    const returning = this.epoch === welcome.epoch;
    if (!returning) this.offset = 0;
    this.epoch = welcome.epoch;
    /** @type {RoomMessage[]} */
    const news = welcome.history.filter((/** @type {RoomMessage} */ m) => m.offset > this.offset);
    const next = news.length > 0 ? news[0].offset : welcome.offset + 1;
    const complete = returning && next === this.offset + 1;
    if (returning && !complete) {
      this.#emit('gap', { from: this.offset + 1, to: next - 1, why: 'no longer kept' });
    }
    this.offset = next - 1;
    for (const message of news) this.#message(message, !returning);
    this.#setOffset(welcome.offset);
    this.#become('in');
    for (const pending of this.pending.values()) {
      if (pending.sent && !complete) pending.problem ??= 'unconfirmed';
      if (!pending.problem) this.#sendPending(pending);
    }
    this.#emit('pending');
  }

  /**
   * @param {RoomMessage} message
   * @param {boolean} history whether it was said before we came
   */
  #message(message, history) {
    const own = message.from === this.name && message.id !== undefined && this.pending.delete(message.id);
    if (own) this.#emit('pending');
    if (message.offset <= this.offset) return; // a repetition
    if (message.offset > this.offset + 1) {
      this.#emit('gap', { from: this.offset + 1, to: message.offset - 1, why: 'not received' });
    }
    this.#setTyping(message.from, false);
    this.#emit('message', { message, own: own || message.from === this.name, history });
    this.#setOffset(message.offset);
  }

  /** @param {{code: string, reason?: string, id?: string}} error */
  #error({ code, reason, id }) {
    const pending = id === undefined ? undefined : this.pending.get(id);
    if (pending) {
      pending.problem = code;
      this.#emit('pending');
    } else if (this.phase !== 'joining') {
      this.#emit('trouble', { code, reason });
    } else if (code === 'name-taken' && this.wasIn && this.#rejoins < REJOIN_LIMIT) {
      this.#rejoins += 1; // our own lost connection may still hold it
      this.#rejoinTimer = this.socket.world.setTimeout(() => this.#join(), REJOIN_EVERY);
      this.#emit('trouble', { code: 'name-held', reason });
    } else {
      this.#become('away');
      this.#emit('refused', { code, reason });
    }
  }

  /** @param {string[]} members */
  #setMembers(members) {
    this.members = members.slice().sort((a, b) => a.localeCompare(b));
    this.#emit('members');
  }

  /** @param {number} offset */
  #setOffset(offset) {
    this.offset = Math.max(this.offset, offset);
    this.#emit('position');
  }

  /**
   * @param {string} name
   * @param {boolean} on
   */
  #setTyping(name, on) {
    const { world } = this.socket;
    if (!on && !this.typing.has(name)) return;
    world.clearTimeout(this.typing.get(name));
    if (on) this.typing.set(name, world.setTimeout(() => this.#setTyping(name, false), TYPING_LASTS));
    else this.typing.delete(name);
    this.#emit('typing');
  }

  /** @param {'away' | 'joining' | 'in'} phase */
  #become(phase) {
    if (this.phase === phase) return;
    this.phase = phase;
    this.#emit('phase');
  }

  /**
   * @param {object} message
   * @returns {boolean} whether it went out
   */
  #send(message) {
    return this.socket.send(JSON.stringify(message));
  }

  /**
   * @param {string} type
   * @param {object} [detail]
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
