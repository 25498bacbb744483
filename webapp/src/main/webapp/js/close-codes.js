/**
 * What a close code (RFC 6455 section 7.4) tells a client: whether to come back, and why in words.
 *
 * @typedef {object} CloseMeaning
 * @property {boolean} reconnect whether the client should connect again
 * @property {string} words for people
 */

/** @type {Record<number, CloseMeaning>} */
const KNOWN = {
  1000: { reconnect: false, words: 'closed normally' },
  1001: { reconnect: true, words: 'the server is going away' },
  1002: { reconnect: false, words: 'a side broke the protocol' },
  1003: { reconnect: false, words: 'this kind of data is not accepted' },
  1005: { reconnect: false, words: 'closed without a code' },
  1006: { reconnect: true, words: 'connection lost or refused' },
  1007: { reconnect: false, words: 'the text was not valid UTF-8' },
  1008: { reconnect: false, words: 'refused by the server’s policy' },
  1009: { reconnect: false, words: 'the message was too big' },
  1010: { reconnect: false, words: 'an extension is missing' },
  1011: { reconnect: true, words: 'the server met an error' },
  1012: { reconnect: true, words: 'the server restarts' },
  1013: { reconnect: true, words: 'the server is overloaded' },
  1014: { reconnect: true, words: 'a proxy got a bad answer' },
  4404: { reconnect: false, words: 'there is no such room' },
  4500: { reconnect: true, words: 'the server heard nothing for too long' },
  4501: { reconnect: true, words: 'this client read too slowly' },
};

/**
 * @param {number} code
 * @returns {CloseMeaning}
 */
export function closeMeaning(code) {
  if (KNOWN[code]) return KNOWN[code];
  if (code >= 4400 && code <= 4499) return { reconnect: false, words: 'refused by the application' };
  if (code >= 4500 && code <= 4599) return { reconnect: true, words: 'closed by the application' };
  return { reconnect: false, words: 'closed with an unknown code' };
}
