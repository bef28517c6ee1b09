import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { MUTANTS } from './by-hand.ts';

test.each(MUTANTS)('$what: the line that it changes is there', ({ file, from, to }) => {
  expect(readFileSync(file, 'utf8')).toContain(from);
  expect(to).not.toBe(from);
});
