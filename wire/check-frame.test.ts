import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { checkFrame } from './check-frame.ts';
import type { Filter } from './filter.ts';
import { sealFrame } from './frame.ts';

const vectors = (name: string) =>
  JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), 'utf8')) as {
    name: string;
    fault?: string;
    frame: string;
    frameKey: string;
  }[];
const bytes = (hex: string) => Buffer.from(hex, 'hex');

test.each(vectors('frames'))('$name opens', ({ frame, frameKey }) => {
  expect(checkFrame(bytes(frame), bytes(frameKey)).fault).toBeUndefined();
});

test.each(vectors('faults'))('$name is $fault', ({ frame, frameKey, fault }) => {
  expect(checkFrame(bytes(frame), bytes(frameKey)).fault).toBe(fault);
});

test('lines that would not be stored are told by number and reason, and nothing of what is in them', () => {
  const key = Buffer.alloc(32, 7);
  const filter: Filter = {
    program: 'p',
    disclosure: '1.0',
    kinds: { click: ['x', 'y', 'button'] },
    applications: { editor: { keys: 'none' } },
  };
  const click = { kind: 'click', time: 1, app: 'editor', x: 1, y: 1, button: 0 };
  const lines = [click, { ...click, app: 'canary' }, { ...click, x: 'canary' }, { kind: 'key' }].map((one) =>
    JSON.stringify(one),
  );
  const frame = sealFrame({ lease: 'a.b', number: 7 }, key, Buffer.from(`${lines.join('\n')}\ncanary\n`));

  const verdict = checkFrame(frame, key, filter);
  expect(verdict).toEqual({
    number: 7,
    lines: 5,
    bad: [
      { line: 2, fault: 'dropped', reason: 'application' },
      { line: 3, fault: 'dropped', reason: 'invalid' },
      { line: 4, fault: 'dropped', reason: 'kind' },
      { line: 5, fault: 'not-json' },
    ],
  });
  expect(JSON.stringify(verdict)).not.toContain('canary');
  expect(checkFrame(frame, key).bad).toEqual([{ line: 5, fault: 'not-json' }]);
});
