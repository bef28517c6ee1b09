import { expect, test } from '@jest/globals';
import { whoRead } from './who-read.ts';

const all = { found: 0, cut: false, unreadable: 0, everybody: 0 };

test('that nobody has read it is said without more where all of it was looked through', () => {
  expect(whoRead(all)).toBe('Nobody but you has read what is stored of you.');
});

test.each([{ cut: true }, { unreadable: 3 }])('with %j, as far as was looked through', (more) => {
  expect(whoRead({ ...all, ...more })).toMatch(/^As far as was looked through, nobody but you has read/);
});

test('lists of everybody are in the same breath, and that nobody knows of them, too', () => {
  expect(whoRead({ ...all, everybody: 2 })).toMatch(
    /a list of you alone\. Lists of everybody were looked at, 2 of them/,
  );
  expect(whoRead({ ...all, everybody: undefined })).toMatch(/lists of everybody were looked at is not known/);
});

test('where some have, they are told and no sentence is needed', () => {
  expect(whoRead({ ...all, found: 1, cut: true, everybody: 2 })).toBeUndefined();
});
