// An echo server on ws, with compression, for the conformance suite. Prints the port when it listens.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: true, maxPayload: 16 * 1024 * 1024 });
server.on('listening', () => console.log('listening on ' + server.address().port));
server.on('connection', socket => {
  socket.on('error', () => {}); // what the suite does wrong
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
process.stdin.resume();
process.stdin.on('end', () => process.exit()); // whoever started it is gone
