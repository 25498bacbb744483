import { closeMeaning } from './close-codes.js';
import { ReconnectingSocket } from './socket.js';

/**
 * The state of a socket in a sentence.
 *
 * @param {ReconnectingSocket} socket
 * @returns {string}
 */
export function describe(socket) {
  switch (socket.state) {
    case 'connecting':
      return 'Connecting…';
    case 'open':
      return 'Connected';
    case 'waiting': {
      const seconds = Math.max(1, Math.ceil((socket.retryAt - socket.world.now()) / 1000));
      return `Reconnecting in ${seconds} s: ${reason(socket)}`;
    }
    default:
      if (!socket.lastClose) return 'Not connected';
      return socket.lastClose.code === 1000 ? 'Disconnected' : `Disconnected: ${reason(socket)}`;
  }
}

/** @param {ReconnectingSocket} socket */
function reason(socket) {
  const close = socket.lastClose;
  if (!close) return 'no connection yet';
  return `${closeMeaning(close.code).words} (${close.code})`;
}

/**
 * Shows a socket's state in an element with `role="status"`, and lets a button connect and disconnect.
 * The text changes once a state, not once a second, so that a screen reader is not made to count.
 *
 * @param {ReconnectingSocket} socket
 * @param {HTMLElement} status
 * @param {HTMLButtonElement} [button]
 */
export function showConnection(socket, status, button) {
  const show = () => {
    status.dataset.state = socket.state;
    status.textContent = describe(socket);
    status.title = (socket.state !== 'open' && socket.lastClose?.reason) || ''; // the server's own words
    if (button) button.textContent = socket.state === 'closed' ? 'Connect' : socket.state === 'waiting' ? 'Connect now' : 'Disconnect';
  };
  socket.addEventListener('state', show);
  socket.addEventListener('close', show);
  button?.addEventListener('click', () => {
    if (socket.state === 'closed' || socket.state === 'waiting') socket.connect();
    else socket.close(1000, '');
  });
  show();
}
