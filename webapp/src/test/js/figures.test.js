import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatHex, formatSize, formatTime, parseHex, sameBytes } from '../../main/webapp/js/bytes.js';
import { EchoLedger } from '../../main/webapp/js/echo-ledger.js';
import { frameHeader } from '../../main/webapp/js/frame-header.js';
import { readHealth } from '../../main/webapp/js/health.js';
import { Pinger } from '../../main/webapp/js/pinger.js';
import { RttSeries } from '../../main/webapp/js/rtt-series.js';
import { TypingNotice, typingWords } from '../../main/webapp/js/typing.js';
import { VirtualWorld } from './virtual-world.js';

const bytes = (...values) => Uint8Array.from(values);

describe('bytes', () => {
  it('reads hexadecimal as people write it', () => {
    for (const text of ['48656c', '48 65 6C', '0x48, 0x65, 0x6c', '48:65:6c', ' 48\n65 6c ']) {
      assert.deepEqual(parseHex(text), bytes(0x48, 0x65, 0x6c), text);
    }
    assert.deepEqual(parseHex(''), bytes());
  });

  it('names what is not hexadecimal', () => {
    assert.throws(() => parseHex('48 6g'), /“g”/);
    assert.throws(() => parseHex('486'), /one digit/);
  });

  it('writes bytes, sizes and times', () => {
    assert.equal(formatHex(bytes(0, 255, 16), 2), '00 ff …');
    assert.equal(formatSize(1023), '1023 B');
    assert.equal(formatSize(16 * 1024 * 1024), '16.0 MiB');
    assert.equal(formatTime(0.417), '0.42 ms');
    assert.equal(formatTime(1200), '1.20 s');
  });

  it('compares every byte', () => {
    assert.ok(sameBytes(bytes(1, 2), bytes(1, 2)));
    assert.ok(!sameBytes(bytes(1, 2), bytes(1, 3)));
    assert.ok(!sameBytes(bytes(1, 2), bytes(1, 2, 3)));
  });
});

describe('frameHeader', () => {
  // RFC 6455 section 5.7 has the first four; the others are its length rules at their borders.
  for (const [kind, length, masked, head, size] of [
    ['text', 5, false, '81 05', 2],
    ['text', 5, true, '81 85', 6],
    ['binary', 256, false, '82 7e 01 00', 4],
    ['binary', 65536, false, '82 7f 00 00 00 00 00 01 00 00', 10],
    ['binary', 125, true, '82 fd', 6],
    ['binary', 126, true, '82 fe 00 7e', 8],
    ['binary', 65535, false, '82 7e ff ff', 4],
  ]) {
    it(`of ${masked ? 'masked' : 'unmasked'} ${kind} with ${length} bytes`, () => {
      const header = frameHeader(kind, length, masked);
      assert.equal(formatHex(Uint8Array.from(header.head)), head);
      assert.equal(header.size, size);
    });
  }
});

describe('EchoLedger', () => {
  it('pairs echoes in order and times them', () => {
    const ledger = new EchoLedger();
    const first = ledger.sent('text', bytes(1), 0);
    const second = ledger.sent('binary', bytes(2), 5);
    assert.equal(ledger.received('text', bytes(1), 10), first);
    assert.equal(ledger.received('binary', bytes(2), 35), second);
    assert.ok(first.faithful && second.faithful);
    assert.deepEqual(ledger.times(), { count: 2, last: 30, min: 10, median: 30, max: 30 });
    assert.equal(ledger.waiting, 0);
  });

  it('marks an echo that differs in a byte or in kind', () => {
    const ledger = new EchoLedger();
    ledger.sent('text', bytes(1), 0);
    ledger.sent('text', bytes(1), 0);
    assert.equal(ledger.received('text', bytes(2), 1).faithful, false);
    assert.equal(ledger.received('binary', bytes(1), 1).faithful, false);
  });

  it('knows nothing of a message that nobody sent', () => {
    assert.equal(new EchoLedger().received('text', bytes(1), 0), null);
  });

  it('counts what was on its way as lost, and does not pair it later', () => {
    const ledger = new EchoLedger();
    ledger.sent('text', bytes(1), 0);
    assert.deepEqual(ledger.lost().map(({ state }) => state), ['lost']);
    assert.equal(ledger.received('text', bytes(1), 1), null);
  });

  it('keeps only the beginning of what was answered', () => {
    const ledger = new EchoLedger();
    const entry = ledger.sent('binary', new Uint8Array(100_000), 0);
    ledger.received('binary', new Uint8Array(100_000), 1);
    assert.equal(entry.length, 100_000);
    assert.equal(entry.bytes.buffer.byteLength, 256);
  });
});

describe('RttSeries', () => {
  it('summarises the times that are still kept', () => {
    const series = new RttSeries(10);
    series.add('browser', 0, 1000);
    for (let at = 1; at <= 10; at += 1) series.add('browser', at + 0.5, at);
    assert.deepEqual(series.summary(), { count: 10, last: 10, min: 1, mean: 5.5, p99: 10 });
  });

  it('keeps its columns equally long, with null only where the connection was lost', () => {
    const series = new RttSeries();
    series.add('browser', 1, 5);
    series.add('server', 2, 6);
    series.gap(3);
    assert.deepEqual(series.columns(), [[1, 2, 3], [5, undefined, null], [undefined, 6, null]]);
  });
});

describe('Pinger', () => {
  it('pings at once and then at its interval, and times each answer', () => {
    const world = new VirtualWorld();
    const sent = [];
    const pinger = new Pinger((text) => sent.push(JSON.parse(text)) > 0, world);
    pinger.start(1000);
    world.pass(1000);
    assert.deepEqual(sent, [{ type: 'ping', id: 1 }, { type: 'ping', id: 2 }]);
    world.pass(7);
    assert.equal(pinger.answered(2), 7);
    assert.equal(pinger.answered(2), null, 'a second answer measures nothing');
    assert.equal(pinger.waiting, 1);
    pinger.stop();
    world.pass(10_000);
    assert.equal(sent.length, 2);
  });

  it('does not wait for a ping that did not go out', () => {
    const pinger = new Pinger(() => false, new VirtualWorld());
    pinger.start(1000);
    assert.equal(pinger.waiting, 0);
  });
});

describe('TypingNotice', () => {
  it('tells at the first key, again every three seconds, and when it ends', () => {
    const world = new VirtualWorld();
    const told = [];
    const notice = new TypingNotice((on) => told.push([world.now(), on]), world);
    for (let key = 0; key < 8; key += 1) {
      notice.typed(false);
      world.pass(500);
    }
    world.pass(60_000);
    assert.deepEqual(told, [[0, true], [3000, true], [7500, false]]);
  });

  it('tells nothing of an empty field', () => {
    const told = [];
    const notice = new TypingNotice((on) => told.push(on), new VirtualWorld());
    notice.typed(true);
    notice.stop();
    assert.deepEqual(told, []);
  });

  it('words it for any number of people', () => {
    assert.equal(typingWords([]), '');
    assert.equal(typingWords(['A']), 'A is typing…');
    assert.equal(typingWords(['A', 'B']), 'A and B are typing…');
    assert.equal(typingWords(['A', 'B', 'C', 'D']), 'A, B and 2 more are typing…');
  });
});

describe('readHealth', () => {
  it('takes live and ready, and every other field as a figure', () => {
    assert.deepEqual(readHealth({ live: true, ready: false, connections: 3 }), { live: true, ready: false, figures: { connections: 3 } });
  });

  it('refuses what is not a health report', () => {
    for (const json of [null, 'ok', {}, { live: true }, { live: 1, ready: 1 }]) assert.throws(() => readHealth(json), TypeError);
  });
});
