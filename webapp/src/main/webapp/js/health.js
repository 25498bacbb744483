/**
 * What `GET /health` says.
 *
 * @typedef {object} Health
 * @property {boolean} live
 * @property {boolean} ready
 * @property {Record<string, unknown>} figures every other field, in the server's order
 */

/**
 * Asks the server how it is. A server that shuts down answers 503 with the same JSON, which is an answer too.
 *
 * @param {string} [base] URL of the page
 * @returns {Promise<Health>}
 * @throws if it cannot be reached or what it says is not its health
 */
export async function fetchHealth(base = document.baseURI) {
  const response = await fetch(new URL('health', base), { cache: 'no-store', signal: AbortSignal.timeout(5_000) });
  return readHealth(await response.json());
}

/**
 * @param {unknown} json
 * @returns {Health}
 */
export function readHealth(json) {
  if (typeof json !== 'object' || json === null) throw new TypeError('health is not an object');
  const { live, ready, ...figures } = /** @type {Record<string, unknown>} */ (json);
  if (typeof live !== 'boolean' || typeof ready !== 'boolean') throw new TypeError('health lacks live or ready');
  return { live, ready, figures };
}
