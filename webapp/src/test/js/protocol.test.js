import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { errorWords } from '../../main/webapp/js/chat-errors.js';
import { closeMeaning } from '../../main/webapp/js/close-codes.js';

const page = readFileSync(new URL('../../../../docs/protocol.md', import.meta.url), 'utf8');

describe('docs/protocol.md and the pages agree', () => {
  const closeCodes = [...page.matchAll(/^\| (\d{4}) \|.*\| (yes|no) \|$/gm)];
  const errorCodes = [...page.matchAll(/^\| `([a-z]+(?:-[a-z]+)*)` \| [^|]+ \|$/gm)].map(([, code]) => code);

  it('has tables to compare', () => {
    assert.ok(closeCodes.length >= 8);
    assert.ok(errorCodes.includes('name-taken') && errorCodes.includes('bad-room'));
  });

  for (const [, code, reconnect] of closeCodes) {
    it(`on whether to come back after ${code}`, () => {
      assert.equal(closeMeaning(Number(code)).reconnect, reconnect === 'yes');
      assert.doesNotMatch(closeMeaning(Number(code)).words, /unknown/);
    });
  }

  for (const code of errorCodes) {
    it(`on there being an error ${code}`, () => assert.doesNotMatch(errorWords(code), /The server refused/));
  }
});
