import { errorWords } from './chat-errors.js';
import { element } from './element.js';
import { badge } from './person.js';

/** @typedef {import('./chat-room.js').RoomMessage} RoomMessage */
/** @typedef {import('./chat-room.js').Pending} Pending */

/** Messages of one person within this many milliseconds stand under one name. */
const SAME_BREATH = 5 * 60_000;

/** This close to the end, in pixels, a reader follows the conversation. */
const NEAR_END = 48;

/** No more messages than this are kept on the page. */
const KEPT = 2_000;

/**
 * The conversation on the page. It follows the end while the reader is there; a reader who has scrolled
 * back stays, and a button says how many messages are new.
 */
export class MessageList {
  /** @type {RoomMessage | null} */ #last = null;
  #unread = 0;
  /** Whether the reader was at the end when last seen to scroll; a change of the window's size keeps that. */
  #pinned = true;

  /**
   * @param {HTMLElement} scroller holds `log` and `pending`
   * @param {HTMLElement} log
   * @param {HTMLElement} pendingList
   * @param {HTMLButtonElement} jump
   */
  constructor(scroller, log, pendingList, jump) {
    this.scroller = scroller;
    this.log = log;
    this.pendingList = pendingList;
    this.jump = jump;
    scroller.addEventListener('scroll', () => {
      this.#pinned = this.#following();
      if (this.#pinned) this.#read();
    });
    jump.addEventListener('click', () => {
      this.#follow();
      this.#read();
    });
    new ResizeObserver(() => {
      if (this.#pinned) this.#follow();
    }).observe(scroller);
  }

  /** How many messages came while the reader was elsewhere. */
  get unread() {
    return this.#unread;
  }

  /**
   * @param {RoomMessage} message
   * @param {boolean} own
   * @param {boolean} news whether it counts as unread if the reader is not at the end
   */
  add(message, own, news) {
    this.#keepPlace(() => {
      const time = new Date(message.time);
      const last = this.#last;
      if (!last || new Date(last.time).toDateString() !== time.toDateString()) {
        this.log.append(element('li', { class: 'day' }, element('span', {}, dayWords(time))));
      }
      const follows = last !== null && last.from === message.from && message.time - last.time < SAME_BREATH;
      const item = element('li', { class: 'message', 'data-own': String(own), 'data-follows': String(follows) });
      const stamp = element('time', { datetime: time.toISOString(), title: `${time.toLocaleString()} · offset ${message.offset}` }, clock(time));
      const head = element('p', { class: 'head' }, element('b', {}, own ? `${message.from} (you)` : message.from), stamp);
      item.append(badge(message.from), element('div', {}, head, element('p', { class: 'text', dir: 'auto' }, message.text)));
      this.log.append(item);
      this.#last = message;
    });
    if (news && !own && (!this.#following() || document.hidden)) {
      this.#unread += 1;
      this.#showUnread();
    }
  }

  /** Takes everything off the page; called on the way into another room. */
  clear() {
    this.log.replaceChildren();
    this.pendingList.replaceChildren();
    this.#last = null;
    this.#unread = 0;
    this.#showUnread();
  }

  /** @param {string} words about the room: who came, who left, what is missing */
  note(words) {
    this.#keepPlace(() => this.log.append(element('li', { class: 'note' }, words)));
    this.#last = null;
  }

  /**
   * @param {Iterable<Pending>} pending what is not confirmed yet
   * @param {(id: string) => void} again
   */
  showPending(pending, again) {
    this.#keepPlace(() => {
      this.pendingList.replaceChildren(
        ...Array.from(pending, ({ id, text, problem }) => {
          const state = element('p', { class: 'head' }, problem ? `Not confirmed. ${errorWords(problem)}` : 'Sending…');
          const item = element('li', { class: 'message', 'data-own': 'true', 'data-problem': String(problem !== null) });
          item.append(element('div', {}, state, element('p', { class: 'text', dir: 'auto' }, text)));
          if (problem) {
            const button = element('button', { type: 'button' }, 'Send again');
            button.addEventListener('click', () => again(id));
            state.append(' ', button);
          }
          return item;
        }),
      );
    });
  }

  /** The reader is back at the page: what is in sight is read. */
  returned() {
    if (this.#following()) this.#read();
  }

  /** @param {() => void} change of the list's content */
  #keepPlace(change) {
    const following = this.#following();
    change();
    while (this.log.childElementCount > KEPT) this.log.firstElementChild?.remove();
    if (following) this.#follow();
  }

  #following() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight <= NEAR_END;
  }

  #follow() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #read() {
    if (this.#unread === 0 || document.hidden) return;
    this.#unread = 0;
    this.#showUnread();
  }

  #showUnread() {
    this.jump.hidden = this.#unread === 0;
    this.jump.textContent = this.#unread === 1 ? '1 new message ↓' : `${this.#unread} new messages ↓`;
    this.scroller.dispatchEvent(new Event('unread'));
  }
}

/** @param {Date} time */
function clock(time) {
  return time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

/** @param {Date} time */
function dayWords(time) {
  const today = new Date();
  if (time.toDateString() === today.toDateString()) return 'Today';
  return time.toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}
