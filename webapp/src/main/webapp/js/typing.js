/** While somebody types on, the others are told again this often, in milliseconds. */
const REPEAT_EVERY = 3_000;

/** Somebody who has not touched a key for this long, in milliseconds, has stopped. */
const IDLE_AFTER = 4_000;

/** Turns keystrokes into the few “is typing” and “has stopped” that are worth sending. */
export class TypingNotice {
  /** @type {any} */ #idle = null;
  #toldAt = -Infinity;
  #on = false;

  /**
   * @param {(on: boolean) => void} tell
   * @param {Pick<import('./socket.js').SocketWorld, 'setTimeout' | 'clearTimeout' | 'now'>} world
   */
  constructor(tell, world) {
    this.tell = tell;
    this.world = world;
  }

  /** @param {boolean} empty whether the field is empty now, after a keystroke */
  typed(empty) {
    this.world.clearTimeout(this.#idle);
    if (empty) return this.stop();
    const now = this.world.now();
    if (!this.#on || now - this.#toldAt >= REPEAT_EVERY) {
      this.#on = true;
      this.#toldAt = now;
      this.tell(true);
    }
    this.#idle = this.world.setTimeout(() => this.stop(), IDLE_AFTER);
  }

  /** The message was sent or given up. */
  stop() {
    this.world.clearTimeout(this.#idle);
    if (!this.#on) return;
    this.#on = false;
    this.tell(false);
  }
}

/**
 * @param {string[]} names
 * @returns {string} such as `Ann and Ben are typing…`; empty if nobody is
 */
export function typingWords(names) {
  if (names.length === 0) return '';
  if (names.length === 1) return `${names[0]} is typing…`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are typing…`;
  return `${names[0]}, ${names[1]} and ${names.length - 2} more are typing…`;
}
