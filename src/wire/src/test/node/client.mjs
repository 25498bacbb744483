// Echoes text, binary, an empty message and a ping over ws, then closes; says what came back, or fails.
import assert from 'node:assert/strict';
import WebSocket from 'ws';

const large = 'Grüße, 世界 😀 '.repeat(20000);
const bytes = Buffer.from(Uint8Array.from({ length: 300000 }, (_, i) => i * 7));
const sent = ['one', large, bytes, ''];
const socket = new WebSocket(`ws://127.0.0.1:${process.argv[2]}/`, {
  perMessageDeflate: { threshold: 0 },
});
const got = [];
let pong = '';

socket.on('open', () => {
  socket.ping('are you there');
  sent.forEach((message) => socket.send(message));
});
socket.on('pong', (data) => {
  pong = data.toString();
});
socket.on('message', (data, isBinary) => {
  got.push(isBinary ? data : data.toString());
  if (got.length === sent.length) {
    socket.close(4001, 'enough');
  }
});
socket.on('close', (code) => {
  assert.deepEqual(got, sent);
  assert.equal(pong, 'are you there');
  console.log(`${got.length} messages, pong, ext=${socket.extensions} code=${code}`);
});
