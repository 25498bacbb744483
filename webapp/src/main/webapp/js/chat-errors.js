/** What the chat's error codes mean for a person at the page. */

/** @type {Record<string, string>} */
const WORDS = {
  malformed: 'The server did not understand the message.',
  'unknown-type': 'The server does not know this kind of message.',
  'bad-name': 'This name does not work. Use 1 to 32 characters, without control characters.',
  'name-taken': 'Somebody in this room has that name already. Choose another.',
  'name-held': 'Your name is still held by your lost connection. Trying again…',
  'too-big': 'It is longer than the server takes.',
  unconfirmed: 'The connection was lost, and the history no longer tells whether it arrived.',
  'not-joined': 'You are not in the room. Join first.',
  'already-joined': 'You are in this room already.',
  'bad-text': 'The message is empty or too long.',
  'room-full': 'This room is full.',
  'too-many-rooms': 'The server has as many rooms as it can hold. Try a room that exists.',
  'too-many-connections': 'You are connected as often as one user may be. Close another page, or try again later.',
  overloaded: 'The server is busy. Try again in a moment.',
  forbidden: 'The rules of this server do not let you do that here.',
  'rate-limited': 'That was too often. Wait a moment and try again.',
  'bad-token': 'The server does not accept who you say you are. Sign in again.',
  'token-expired': 'Your sign-in has run out. Sign in again.',
  'key-pending': 'The server is still asking for the key of your sign-in. Try again in a moment.',
  'bad-room': 'There can be no room of this name.',
};

/**
 * @param {string} code
 * @param {string} [reason] the server's own words, for codes this page does not know
 * @returns {string}
 */
export function errorWords(code, reason) {
  return WORDS[code] ?? (reason ? `The server says: ${reason}` : `The server refused (${code}).`);
}

/**
 * @param {string} why the reason that the server gives for a gap, or one of ours
 * @returns {string}
 */
export function gapWords(why) {
  return why === 'trimmed' ? 'the server no longer keeps them' : why;
}

const ROOM = /^[A-Za-z0-9._~-]{1,64}$/;

/**
 * @param {string} room
 * @returns {string | null} what is wrong with a room's name; null if nothing is
 */
export function roomProblem(room) {
  if (!ROOM.test(room)) return 'A room has 1 to 64 letters, digits, dots, underscores, tildes or hyphens.';
  if (room === '.' || room === '..') return 'A room cannot be called “.” or “..”: in a URL these mean a folder.';
  return null;
}

/**
 * @param {string} name
 * @returns {string | null} what is wrong with a nickname; null if nothing is
 */
export function nameProblem(name) {
  const length = [...name].length; // code points, as the server counts
  return length >= 1 && length <= 32 ? null : 'A name has 1 to 32 characters.';
}
