import { element } from './element.js';

/** How many colours the style sheet has for people (`[data-hue]`). */
const HUES = 8;

/**
 * @param {string} name
 * @returns {string} the colour of a person: the same on every page, for everybody
 */
export function hue(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return String(sum % HUES);
}

/**
 * A round badge with the first letter of a name. The name stands beside it, so it says nothing itself.
 *
 * @param {string} name
 */
export function badge(name) {
  return element('span', { class: 'badge', 'data-hue': hue(name), 'aria-hidden': 'true' }, [...name][0].toUpperCase());
}
