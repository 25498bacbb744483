import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Backoff } from '../../main/webapp/js/backoff.js';
import { errorWords, nameProblem, roomProblem } from '../../main/webapp/js/chat-errors.js';
import { ChatRoom } from '../../main/webapp/js/chat-room.js';
import { ReconnectingSocket } from '../../main/webapp/js/socket.js';
import { VirtualWorld } from './virtual-world.js';

const message = (offset, from, text, id) => ({ type: 'message', offset, from, text, time: 1_700_000_000_000 + offset, id });
const welcome = (epoch, offset, history, members = ['Ada', 'Ben']) => ({ type: 'welcome', room: 'r', you: 'Ada', members, epoch, offset, history });

/** Ada, in the room or on the way; `seen` is what the page would draw, in order. */
class Visit {
  constructor() {
    this.world = new VirtualWorld();
    this.chat = new ChatRoom(new ReconnectingSocket('ws://test/chat/r', { world: this.world, backoff: new Backoff({ random: () => 1 }) }));
    this.seen = [];
    this.chat.addEventListener('message', ({ detail }) => this.seen.push(detail.message.text));
    this.chat.addEventListener('gap', ({ detail }) => this.seen.push(`gap ${detail.from}-${detail.to}`));
    this.chat.addEventListener('restarted', () => this.seen.push('restarted'));
    this.chat.addEventListener('refused', ({ detail }) => this.seen.push(`refused ${detail.code}`));
    this.chat.addEventListener('trouble', ({ detail }) => this.seen.push(`trouble ${detail.code}`));
    this.chat.join('Ada');
    this.world.socket.accept();
  }

  /** The connection is lost and comes back. */
  loseAndReturn() {
    this.world.socket.end(1006);
    this.world.pass(20_000);
    this.world.socket.accept();
  }

  deliver(...messages) {
    for (const each of messages) this.world.socket.deliver(each);
  }
}

describe('ChatRoom', () => {
  it('joins, and shows history before what comes after it', () => {
    const visit = new Visit();
    assert.deepEqual(visit.world.socket.takeSent(), [{ type: 'join', name: 'Ada' }]);
    visit.deliver(welcome('e', 2, [message(1, 'Ben', 'one'), message(2, 'Ben', 'two')]), message(3, 'Ben', 'three'));
    assert.deepEqual(visit.seen, ['one', 'two', 'three']);
    assert.equal(visit.chat.phase, 'in');
    assert.equal(visit.chat.offset, 3);
  });

  it('comes back at its position: nothing twice, nothing missing', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 1, [message(1, 'Ben', 'one')]));
    visit.loseAndReturn();
    visit.deliver(welcome('e', 3, [message(1, 'Ben', 'one'), message(2, 'Ben', 'two'), message(3, 'Ben', 'three')]), message(3, 'Ben', 'three'));
    assert.deepEqual(visit.seen, ['one', 'two', 'three']);
  });

  it('names the range that the history no longer holds', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 1, [message(1, 'Ben', 'one')]));
    visit.loseAndReturn();
    visit.deliver(welcome('e', 9, [message(9, 'Ben', 'nine')]));
    assert.deepEqual(visit.seen, ['one', 'gap 2-8', 'nine']);
  });

  it('names the whole range when the history is empty', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 1, [message(1, 'Ben', 'one')]));
    visit.loseAndReturn();
    visit.deliver(welcome('e', 4, []));
    assert.deepEqual(visit.seen, ['one', 'gap 2-4']);
    assert.equal(visit.chat.offset, 4);
  });

  it('does not call what was said before the first visit a gap', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 100, [message(100, 'Ben', 'hundred')]));
    assert.deepEqual(visit.seen, ['hundred']);
  });

  it('says that the room started anew when the epoch differs', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 5, [message(5, 'Ben', 'old')]));
    visit.loseAndReturn();
    visit.deliver(welcome('f', 1, [message(1, 'Ben', 'new')]));
    assert.deepEqual(visit.seen, ['old', 'restarted', 'new']);
    assert.equal(visit.chat.offset, 1);
  });

  it('reports a hole between live messages, and a gap that the server names once', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 0, []), message(2, 'Ben', 'two'), { type: 'gap', from: 3, to: 5, why: 'slow' }, message(6, 'Ben', 'six'));
    assert.deepEqual(visit.seen, ['gap 1-1', 'two', 'gap 3-5', 'six']);
  });

  it('says again under the same id what was not confirmed, and only that', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 0, []));
    visit.chat.say('a');
    visit.chat.say('b');
    const [, a, b] = visit.world.socket.takeSent();
    visit.loseAndReturn();
    visit.deliver(welcome('e', 1, [message(1, 'Ada', 'a', a.id)]));
    assert.deepEqual(visit.world.socket.takeSent(), [{ type: 'join', name: 'Ada' }, b]);
    visit.deliver(message(2, 'Ada', 'b', b.id));
    assert.equal(visit.chat.pending.size, 0);
    assert.deepEqual(visit.seen, ['a', 'b']);
  });

  it('leaves it to the person where the history cannot tell whether a message arrived', () => {
    for (const reply of [welcome('e', 99, [message(99, 'Ben', 'x')]), welcome('f', 0, [])]) {
      const visit = new Visit();
      visit.deliver(welcome('e', 0, []));
      visit.chat.say('a');
      visit.loseAndReturn();
      visit.chat.say('b');
      visit.world.socket.takeSent();
      visit.deliver(reply);
      assert.deepEqual([...visit.chat.pending.values()].map(({ text, problem }) => [text, problem]), [['a', 'unconfirmed'], ['b', null]]);
      assert.deepEqual(visit.world.socket.takeSent().map(({ text }) => text), ['b']);
    }
  });

  it('does not say again what was too big, and leaves the way back to the person', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 0, []));
    visit.chat.say('too long');
    visit.world.socket.end(1009);
    assert.equal(visit.chat.phase, 'away');
    visit.chat.join('Ada');
    visit.world.socket.accept();
    visit.world.socket.takeSent();
    visit.deliver(welcome('e', 0, []));
    assert.deepEqual(visit.world.socket.takeSent(), []);
    assert.deepEqual([...visit.chat.pending.values()].map(({ problem }) => problem), ['too-big']);
  });

  it('does not take another’s message with the same id for its own', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 0, []));
    visit.chat.say('a');
    const [, { id }] = visit.world.socket.takeSent();
    visit.deliver(message(1, 'Ben', 'x', id));
    assert.equal(visit.chat.pending.size, 1);
  });

  it('keeps a refused message until it is sent again', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 0, []));
    visit.chat.say('a');
    const [, { id }] = visit.world.socket.takeSent();
    visit.deliver({ type: 'error', code: 'overloaded', reason: '', id });
    assert.equal(visit.chat.pending.get(id).problem, 'overloaded');
    visit.chat.sayAgain(id);
    assert.deepEqual(visit.world.socket.takeSent(), [{ type: 'say', text: 'a', id }]);
  });

  it('is refused a name that somebody else has', () => {
    const visit = new Visit();
    visit.deliver({ type: 'error', code: 'name-taken', reason: '' });
    assert.deepEqual(visit.seen, ['refused name-taken']);
    assert.equal(visit.chat.phase, 'away');
  });

  it('waits for its own name when a lost connection still holds it', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 0, []));
    visit.loseAndReturn();
    visit.world.socket.takeSent();
    visit.deliver({ type: 'error', code: 'name-taken', reason: '' });
    assert.deepEqual(visit.seen, ['trouble name-held']);
    visit.world.pass(3_000);
    assert.deepEqual(visit.world.socket.takeSent(), [{ type: 'join', name: 'Ada' }]);
    visit.deliver(welcome('e', 0, []));
    assert.equal(visit.chat.phase, 'in');
  });

  it('follows who is there and who types', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 0, []), { type: 'joined', name: 'Cy' }, { type: 'typing', name: 'Cy', on: true });
    assert.deepEqual(visit.chat.members, ['Ada', 'Ben', 'Cy']);
    assert.deepEqual([...visit.chat.typing.keys()], ['Cy']);
    visit.deliver({ type: 'left', name: 'Cy' });
    assert.deepEqual(visit.chat.members, ['Ada', 'Ben']);
    assert.equal(visit.chat.typing.size, 0);
    visit.deliver({ type: 'typing', name: 'Ben', on: true });
    visit.world.pass(10_000);
    assert.equal(visit.chat.typing.size, 0, 'somebody who fell silent has stopped');
  });

  it('ignores messages of a type it does not know', () => {
    const visit = new Visit();
    visit.deliver(welcome('e', 0, []), { type: 'something-new' });
    assert.equal(visit.chat.phase, 'in');
    assert.deepEqual(visit.seen, []);
  });
});

describe('what a person may type', () => {
  it('counts a name in code points', () => {
    assert.equal(nameProblem('😀'.repeat(32)), null);
    assert.notEqual(nameProblem('😀'.repeat(33)), null);
    assert.notEqual(nameProblem(''), null);
  });

  it('takes rooms as the server does, but for those a URL cannot name', () => {
    assert.equal(roomProblem('a.B_c~d-9'), null);
    for (const room of ['', 'a b', 'ä', 'a/b', 'x'.repeat(65), '.', '..']) assert.notEqual(roomProblem(room), null, room);
  });

  it('puts every error code into words, and unknown ones as the server says them', () => {
    assert.match(errorWords('room-full'), /full/);
    assert.match(errorWords('new-code', 'the reason'), /the reason/);
    assert.match(errorWords('new-code'), /new-code/);
  });
});
