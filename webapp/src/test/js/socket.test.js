import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Backoff } from '../../main/webapp/js/backoff.js';
import { closeMeaning } from '../../main/webapp/js/close-codes.js';
import { ReconnectingSocket, socketUrl } from '../../main/webapp/js/socket.js';
import { VirtualWorld } from './virtual-world.js';

/** A socket whose waits are the longest that full jitter allows. */
function socketIn(world) {
  return new ReconnectingSocket('ws://test/echo', { world, backoff: new Backoff({ random: () => 1 }) });
}

describe('socketUrl', () => {
  for (const [base, path, expected] of [
    ['http://host:8080/', 'echo', 'ws://host:8080/echo'],
    ['http://host/parley/chat.html?room=a#x', 'chat/a', 'ws://host/parley/chat/a'],
    ['https://host/a/b/', 'heartbeat', 'wss://host/a/b/heartbeat'],
    ['http://[::1]:1/', 'echo', 'ws://[::1]:1/echo'],
  ]) {
    it(`keeps host, context path and scheme of ${base}`, () => assert.equal(socketUrl(path, base), expected));
  }
});

describe('Backoff', () => {
  it('doubles its bound up to the cap', () => {
    const backoff = new Backoff({ random: () => 1 });
    assert.deepEqual(Array.from({ length: 8 }, () => backoff.next()), [500, 1000, 2000, 4000, 8000, 16000, 20000, 20000]);
  });

  it('spreads over the whole range below the bound', () => {
    const backoff = new Backoff({ random: () => 0 });
    assert.equal(backoff.next(), 0);
  });

  it('starts anew after reset', () => {
    const backoff = new Backoff({ random: () => 1 });
    backoff.next();
    backoff.next();
    backoff.reset();
    assert.equal(backoff.next(), 500);
  });
});

describe('closeMeaning', () => {
  for (const code of [1001, 1006, 1012, 1013, 4500, 4501, 4599]) {
    it(`${code} says come back`, () => assert.equal(closeMeaning(code).reconnect, true));
  }
  for (const code of [1000, 1002, 1008, 1009, 4400, 4404, 4499, 4000]) {
    it(`${code} says stay away`, () => assert.equal(closeMeaning(code).reconnect, false));
  }
});

describe('ReconnectingSocket', () => {
  it('tells each state once, in order', () => {
    const world = new VirtualWorld();
    const socket = socketIn(world);
    const states = [];
    socket.addEventListener('state', () => states.push(socket.state));
    socket.connect();
    world.socket.accept();
    world.socket.end(1006);
    world.pass(500);
    world.socket.accept();
    socket.close();
    world.socket.end(1000);
    assert.deepEqual(states, ['connecting', 'open', 'waiting', 'connecting', 'open', 'closed']);
    assert.equal(world.sockets.length, 2);
    assert.deepEqual(world.timers, [], 'no timer may outlive a closed socket');
  });

  it('waits longer after each failure, and shortly again after a stable connection', () => {
    const world = new VirtualWorld();
    const socket = socketIn(world);
    socket.connect();
    world.socket.end(1006);
    assert.equal(socket.retryAt - world.now(), 500);
    world.pass(500);
    world.socket.accept();
    world.pass(9_999);
    world.socket.end(1006);
    assert.equal(socket.retryAt - world.now(), 1000, 'not stable yet');
    world.pass(1000);
    world.socket.accept();
    world.pass(10_000);
    world.socket.end(1006);
    assert.equal(socket.retryAt - world.now(), 500, 'stable');
  });

  it('stays away after a code that says so', () => {
    const world = new VirtualWorld();
    const socket = socketIn(world);
    let detail = null;
    socket.addEventListener('close', (event) => (detail = event.detail));
    socket.connect();
    world.socket.accept();
    world.socket.end(4404, 'no such room');
    world.pass(60_000);
    assert.equal(world.sockets.length, 1);
    assert.equal(socket.state, 'closed');
    assert.equal(detail.code, 4404);
    assert.equal(detail.reason, 'no such room');
  });

  it('gives up an attempt that never opens, and does not listen to it any more', () => {
    const world = new VirtualWorld();
    const socket = socketIn(world);
    socket.connect();
    const first = world.socket;
    const late = first.onopen;
    world.pass(10_000);
    assert.equal(socket.state, 'waiting');
    assert.equal(first.onopen, null);
    late();
    assert.equal(socket.state, 'waiting');
  });

  it('leaves a server that does not answer the close', () => {
    const world = new VirtualWorld();
    const socket = socketIn(world);
    socket.connect();
    world.socket.accept();
    socket.close();
    assert.equal(world.socket.closedWith, 1000);
    world.pass(3_000);
    assert.equal(socket.state, 'closed');
    world.pass(60_000);
    assert.equal(world.sockets.length, 1);
  });

  it('tries at once when the network is back', () => {
    const world = new VirtualWorld();
    const socket = socketIn(world);
    socket.connect();
    world.socket.end(1006);
    world.network.dispatchEvent(new Event('online'));
    assert.equal(world.sockets.length, 2);
    world.pass(500);
    assert.equal(world.sockets.length, 2, 'the planned attempt must not come as well');
  });

  it('refuses to send unless open', () => {
    const world = new VirtualWorld();
    const socket = socketIn(world);
    assert.equal(socket.send('x'), false);
    socket.connect();
    assert.equal(socket.send('x'), false);
    world.socket.accept();
    assert.equal(socket.send('x'), true);
    world.socket.readyState = 2;
    assert.equal(socket.send('y'), false);
    assert.deepEqual(world.socket.sent, ['x']);
  });
});
