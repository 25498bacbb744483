import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HubFollower } from '../../main/webapp/js/hub-follower.js';
import { MonitorSeries } from '../../main/webapp/js/monitor-series.js';

describe('the monitor’s series', () => {
  it('makes rates of numbers that only rise, and leaves the others', () => {
    const series = new MonitorSeries();
    assert.deepEqual(series.add({ at: 1000, connections: 3, received: 10 }).received, null);
    const point = series.add({ at: 3000, connections: 4, received: 30 });
    assert.equal(point.received, 10);
    assert.equal(point.connections, 4);
    assert.deepEqual(series.columns('connections', 'received'), [[1, 3], [3, 4], [null, 10]]);
    assert.equal(series.last, 3);
  });

  it('leaves a gap where nobody looked, or where the server was started again', () => {
    const series = new MonitorSeries();
    series.add({ at: 1000, received: 10 });
    assert.equal(series.add({ at: 60_000, received: 500 }).received, null);
    assert.deepEqual(series.columns('received')[0], [1, 1.001, 60]);
    assert.equal(series.add({ at: 61_000, received: 0 }).received, 0);
  });

  it('forgets what is older than its span', () => {
    const series = new MonitorSeries(2);
    for (let at = 1000; at <= 10_000; at += 1000) series.add({ at, connections: at });
    assert.deepEqual(series.columns('connections')[0], [8, 9, 10]);
  });

  it('keeps a number that is not known as a gap', () => {
    const series = new MonitorSeries();
    series.add({ at: 1000, store99: null });
    assert.deepEqual(series.columns('store99', 'never'), [[1], [null], [null]]);
  });
});

/** A socket that is open when it says so. */
class Line extends EventTarget {
  sent = [];

  send(text) {
    this.sent.push(JSON.parse(text));
    return true;
  }

  tell(...messages) {
    for (const message of messages) this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
}

describe('the follower of a key', () => {
  function follow() {
    const line = new Line();
    const follower = new HubFollower(line, 'monitor:hub', 'hub', 'c'.repeat(16));
    const heard = [];
    for (const type of ['value', 'refused']) follower.addEventListener(type, (event) => heard.push([type, event.detail]));
    line.dispatchEvent(new Event('open'));
    return { line, heard };
  }

  it('says hello, subscribes when it is welcome, and answers pings', () => {
    const { line } = follow();
    line.tell({ t: 'welcome' }, { t: 'ping', now: 1 });
    assert.deepEqual(line.sent, [{ t: 'hello', v: 1, cid: 'c'.repeat(16) }, { t: 'sub', id: 1, ch: 'monitor:hub' }, { t: 'pong' }]);
  });

  it('tells the value of a snapshot and of a change, also in an array, and of no other key', () => {
    const { line, heard } = follow();
    line.tell({ t: 'snap', keys: { hub: { at: 1 }, other: 2 } }, [{ t: 'upd', set: { other: 3 } }, { t: 'upd', set: { hub: { at: 4 } } }], { t: 'upd', del: ['hub'] });
    assert.deepEqual(heard, [['value', { at: 1 }], ['value', { at: 4 }]]);
  });

  it('tells why it is refused', () => {
    const { line, heard } = follow();
    line.tell({ t: 'err', id: 1, code: 'forbidden', reason: 'no' });
    assert.deepEqual(heard, [['refused', 'no']]);
  });
});
