import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';

const root = new URL('../../main/webapp/', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const pages = readdirSync(root).filter((name) => name.endsWith('.html'));
const policy = (html) => /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1];

describe('every page', () => {
  it('is found at all', () => assert.ok(pages.length >= 4));

  for (const page of pages) {
    const html = read(page);

    it(`${page} has the strict policy of all pages`, () => {
      assert.equal(policy(html), policy(read('index.html')));
      assert.match(policy(html), /^default-src 'none';/);
      assert.doesNotMatch(policy(html), /unsafe|\*/);
    });

    it(`${page} has nothing inline that the policy would forbid`, () => {
      assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|javascript:/i);
      for (const [script] of html.matchAll(/<script[^]*?<\/script>/g)) assert.match(script, /src="[^"]+"><\/script>$/);
    });

    it(`${page} refers to files beside it, so that it works under any context path`, () => {
      for (const [, address] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
        if (address.startsWith('#')) continue;
        assert.doesNotMatch(address, /^\/|^\w+:/);
        assert.ok(read(address === './' ? 'index.html' : address).length > 0, address);
      }
    });
  }
});

describe('vendored files', () => {
  const rows = [...read('vendor/uplot/VERSION.md').matchAll(/^\| (\S+) \| \S+ \| ([0-9a-f]{64}) \|$/gm)];

  it('are listed', () => assert.equal(rows.length, 4));

  for (const [, file, sum] of rows) {
    it(`${file} is as it was published`, () => {
      assert.equal(createHash('sha256').update(readFileSync(new URL(`vendor/uplot/${file}`, root))).digest('hex'), sum);
    });
  }
});
