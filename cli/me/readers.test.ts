import { expect, test } from '@jest/globals';
import { readersText, readingsIn } from './readers.ts';

const T = Date.UTC(2026, 10, 25, 12);
type Tips = Parameters<typeof readersText>[0];
type Entry = NonNullable<Tips['entries']>[number];
const entry = (change: Partial<Entry>): Entry => ({
  ...{ kind: 'read', at: T, actor: 'reader:sub-of-ivan', chain: 'c0', seq: 7, previous: '', hash: '' },
  ...change,
});
const tips = (entries: Entry[], more: Partial<Tips> = {}): Tips => ({
  ...{ chains: [], publicKey: '', entries },
  purposes: { research: { description: 'How editors are used.', readers: ['investigators'] } },
  ...more,
});

test('who read, when, for what, under whose grant, and why, in words', () => {
  const one = entry({
    segment: '01KB5DBJH0000000000000000A',
    purpose: 'research',
    reason: 'sample of the week',
    grant: { givenBy: 'giver:sub-of-stella', givenAt: T - 1_000, expires: T + 1_000 },
  });
  const text = readersText(tips([one]), [one]);
  expect(text).toContain('a member of investigators (sub-of-ivan) read a record of yours');
  expect(text).toContain('for: research: How editors are used.');
  expect(text).toContain('allowed by: sub-of-stella');
  expect(text).toContain('  | sample of the week');
  expect(text).toContain('in the ledger: c0 7');
});

test('refusals are told when asked for, choices and own readings as what they are, other kinds not at all', () => {
  const entries = [
    entry({ at: T + 1, kind: 'read-refused', detail: { refusal: 'no-grant' } }),
    entry({ at: T + 2, kind: 'choice', choice: 'consent', actor: 'subject:x' }),
    entry({ at: T + 3, actor: 'subject:anna', segment: 's' }),
    entry({ at: T + 4, kind: 'listing', purpose: 'nothing that is known' }),
    entry({ at: T + 5, kind: 'pause' }),
  ];
  const told = readersText(tips(entries), readingsIn({ entries }, true));
  expect(told.match(/^.*Z {2}(.*)$|^\S+.*? {2}(.*)$/gm)).toHaveLength(4);
  expect(told).toContain('was refused (no-grant)');
  expect(told).toContain('you agreed to the text');
  expect(told).toContain('you read a record of yours: s');
  expect(told).toContain('somebody (sub-of-ivan) looked at when you were recorded');
  expect(readingsIn({ entries }, false)).toHaveLength(3);
});

test('what was read into a data set is told as a reading, with which one and how many records', () => {
  const detail = { export: '01KB5DBJH0000000000000000E', step: 'slice', segments: 12, hash: 'a' };
  const entries = [entry({ kind: 'export', subject: 'anna', purpose: 'research', detail })];
  const told = readersText(tips(entries, { everybody: [] }), readingsIn({ entries }, false));
  expect(told).toContain('a member of investigators (sub-of-ivan) had records of yours read into a data set');
  expect(told).toContain('data set: 01KB5DBJH0000000000000000E, 12 records at once');
  expect(told).not.toContain('Nobody but you');
});

test('nobody is said as far as it is known, and what was left out or not looked at', () => {
  expect(readersText(tips([], { everybody: [] }), [])).toBe('Nobody but you has read what is stored of you.');
  const text = readersText(tips([], { own: 12, since: T, unreadable: 2, everybody: [] }), []);
  expect(text).toMatch(/^As far as was looked through, nobody but you has read/);
  // What an export asks is the same answer.
  expect(text).not.toContain('an export has it all');
  expect(text).toContain('12 entries: --mine');
  expect(text).toContain('Looked through since');
  expect(text).toContain('2 entries cannot be read');
});

test('lists of everybody are told beside readings and beside nobody, by purpose', () => {
  const everybody = [{ purpose: 'research', count: 2, first: T, newest: T + 1_000 }];
  for (const readings of [[], [entry({})]]) {
    const text = readersText(tips(readings, { everybody }), readings);
    expect(text).toMatch(/Lists of everybody, in which you may have stood: 2, .* for research: How editors are used\./);
    expect(text).not.toContain('Nobody but you has read what is stored of you.');
  }
});
