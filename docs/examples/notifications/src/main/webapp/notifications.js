// Shows what comes on the user's own channel, and goes on where it was after a break.
const byId = (id) => document.getElementById(id);
const cid = crypto.randomUUID(); // names this page to the hub
let user = '';
let since; // {e, o}: what has been shown
let socket;

const show = (text) => { byId('state').textContent = text; };

function connect() {
  const url = new URL('hub', document.baseURI);
  url.protocol = url.protocol.replace('http', 'ws');
  socket = new WebSocket(url, 'parley.v1.json');
  const say = (message) => socket.send(JSON.stringify(message));
  const on = {
    welcome: () => say({ t: 'sub', id: 1, ch: `notify:${user}`, ...(since ? { since } : { history: 20 }) }),
    ok: ({ e, from }) => { since = { e, o: from }; show(`${user}: connected`); },
    err: ({ reason }) => show(reason),
    gap: ({ to }) => { since = { ...since, o: to ?? since.o }; show('older notifications are gone'); },
    msg: ({ o, from, d }) => {
      since = { ...since, o };
      const item = document.createElement('li');
      item.textContent = `${from}: ${d.text}`;
      byId('notifications').prepend(item);
    },
    ping: () => say({ t: 'pong' }),
  };
  socket.onopen = () => say({ t: 'hello', v: 1, cid });
  socket.onmessage = ({ data }) => [JSON.parse(data)].flat().forEach((message) => on[message.t]?.(message));
  socket.onclose = ({ code }) => {
    const over = code >= 4400 && code < 4500; // not to come back
    show(over ? 'logged out' : 'connecting…');
    if (!over) setTimeout(connect, 500 + Math.random() * 2000);
  };
}

async function begin() {
  const answer = await fetch('login');
  if (!answer.ok) return;
  user = await answer.text();
  byId('login').hidden = true;
  byId('send').hidden = false;
  connect();
}

byId('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await fetch('login', { method: 'POST', body: new URLSearchParams(new FormData(event.target)) });
  show(answer.ok ? '' : 'wrong name or password');
  await begin();
});

byId('send').addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = JSON.stringify(Object.fromEntries(new FormData(event.target)));
  const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body };
  let answer = await fetch('rest/notifications', request);
  if (answer.status === 404) answer = await fetch('notifications', request); // Tomcat, Jetty
  if (!answer.ok) show(`not sent: ${answer.status}`);
});

byId('logout').addEventListener('click', async () => {
  await fetch('login', { method: 'DELETE' });
  location.reload();
});

await begin();
