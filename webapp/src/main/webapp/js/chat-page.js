import { errorWords, gapWords, nameProblem, roomProblem } from './chat-errors.js';
import { ChatRoom } from './chat-room.js';
import { showConnection } from './connection-state.js';
import { byId, element } from './element.js';
import { MessageList } from './message-list.js';
import { badge } from './person.js';
import { ReconnectingSocket, socketUrl } from './socket.js';
import { TypingNotice, typingWords } from './typing.js';

const page = {
  joinForm: byId('join-form', HTMLFormElement),
  joinRoom: byId('join-room', HTMLInputElement),
  joinName: byId('join-name', HTMLInputElement),
  joinButton: byId('join-button', HTMLButtonElement),
  problem: byId('problem', HTMLElement),
  room: byId('room', HTMLElement),
  roomName: byId('room-name', HTMLElement),
  leave: byId('leave', HTMLButtonElement),
  position: byId('position', HTMLElement),
  members: byId('members', HTMLElement),
  memberTitle: byId('member-title', HTMLElement),
  memberCount: byId('member-count', HTMLElement),
  typing: byId('typing', HTMLElement),
  scroller: byId('scroller', HTMLElement),
  sayForm: byId('say-form', HTMLFormElement),
  sayText: byId('say-text', HTMLTextAreaElement),
  connection: byId('connection', HTMLElement),
};
const list = new MessageList(page.scroller, byId('log', HTMLElement), byId('pending', HTMLElement), byId('jump', HTMLButtonElement));
const NAME_KEY = 'parley.name';

/** @param {string} words what went wrong; empty to take it back */
function tell(words) {
  page.problem.textContent = words;
  page.problem.hidden = words === '';
}

/** @returns {string} the name used last time, if the browser lets us remember */
function rememberedName() {
  try {
    return localStorage.getItem(NAME_KEY) ?? '';
  } catch {
    return ''; // storage is switched off: nothing to remember
  }
}

/** @param {string} name */
function rememberName(name) {
  try {
    localStorage.setItem(NAME_KEY, name);
  } catch {
    // storage is switched off: the name is asked for again
  }
}

/** @param {ChatRoom} chat */
function drawMembers(chat) {
  page.memberCount.textContent = String(chat.members.length);
  page.members.replaceChildren(
    ...chat.members.map((name) => element('li', {}, badge(name), name === chat.name ? `${name} (you)` : name)),
  );
}

/**
 * @param {ChatRoom} chat
 * @param {string} roomName
 */
function drawPhase(chat, roomName) {
  const away = chat.phase === 'away' || (chat.phase === 'joining' && !chat.wasIn);
  page.joinForm.hidden = !away;
  page.room.hidden = away;
  page.roomName.textContent = roomName;
  page.room.dataset.phase = chat.phase;
  page.memberTitle.textContent = chat.phase === 'in' ? 'In the room' : 'Last seen in the room';
  if (chat.phase !== 'in') return;
  tell('');
  rememberName(chat.name);
  page.sayText.focus();
}

/** @param {ChatRoom} chat */
function drawPosition(chat) {
  page.position.textContent = `Position ${chat.offset} in epoch ${chat.epoch}`;
}

/**
 * @param {ChatRoom} chat
 * @param {string} roomName
 */
function drawRoom(chat, roomName) {
  chat.addEventListener('phase', () => drawPhase(chat, roomName));
  chat.addEventListener('members', () => drawMembers(chat));
  chat.addEventListener('position', () => drawPosition(chat));
  chat.addEventListener('typing', () => {
    page.typing.textContent = typingWords([...chat.typing.keys()]);
  });
  chat.addEventListener('pending', () => list.showPending(chat.pending.values(), (id) => chat.sayAgain(id)));
  on(chat, 'message', ({ message, own, history }) => list.add(message, own, !history));
  on(chat, 'arrived', ({ name }) => list.note(`${name} joined`));
  on(chat, 'departed', ({ name }) => list.note(`${name} left`));
  on(chat, 'gap', ({ from, to, why }) => list.note(`Messages ${from} to ${to} are missing here: ${gapWords(why)}`));
  on(chat, 'restarted', () => list.note('The room has started anew; what was said before is above'));
  on(chat, 'refused', ({ code, reason }) => {
    tell(errorWords(code, reason));
    page.joinName.focus();
  });
  on(chat, 'trouble', ({ code, reason }) => tell(errorWords(code, reason)));
  on(chat.socket, 'close', ({ code, meaning }) => {
    if (!meaning.reconnect && code !== 1000) tell(`The connection ended: ${meaning.words} (${code}).`);
  });
}

/**
 * @param {EventTarget} target
 * @param {string} type
 * @param {(detail: any) => void} run
 */
function on(target, type, run) {
  target.addEventListener(type, (event) => run(/** @type {CustomEvent} */ (event).detail));
}

/** @type {{name: string, chat: ChatRoom} | null} */
let current = null;

/** @param {string} roomName */
function enter(roomName) {
  if (current?.name === roomName) return current.chat;
  current?.chat.leave();
  const chat = new ChatRoom(new ReconnectingSocket(socketUrl(`chat/${encodeURIComponent(roomName)}`)));
  current = { name: roomName, chat };
  list.clear();
  showConnection(chat.socket, page.connection);
  drawRoom(chat, roomName);
  return chat;
}

page.joinForm.addEventListener('submit', (event) => {
  event.preventDefault();
  const roomName = page.joinRoom.value.trim();
  const name = page.joinName.value.trim();
  const problem = roomProblem(roomName) ?? nameProblem(name);
  tell(problem ?? '');
  if (problem) return;
  const address = new URL(location.href);
  address.searchParams.set('room', roomName);
  history.replaceState(null, '', address);
  document.title = `${roomName} · Parley chat`;
  enter(roomName).join(name);
});

const typing = new TypingNotice((isOn) => current?.chat.tellTyping(isOn), {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer),
  now: () => performance.now(),
});

page.sayForm.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = page.sayText.value.trim();
  if (text === '' || !current) return;
  tell('');
  current.chat.say(text);
  page.sayText.value = '';
  typing.stop();
});
page.sayText.addEventListener('input', () => typing.typed(page.sayText.value.trim() === ''));
page.sayText.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  page.sayForm.requestSubmit();
});
page.leave.addEventListener('click', () => {
  current?.chat.leave();
  current = null;
  page.joinName.focus();
});
page.scroller.addEventListener('unread', () => {
  const title = document.title.replace(/^\(\d+\) /, '');
  document.title = list.unread > 0 ? `(${list.unread}) ${title}` : title;
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) list.returned();
});

page.joinRoom.value = new URL(location.href).searchParams.get('room') ?? 'lobby';
page.joinName.value = rememberedName();
(page.joinName.value ? page.joinButton : page.joinName).focus();
