import { expect, test } from '@jest/globals';
import type { Concern } from '../../api/incident.ts';
import { readers } from './incidents.ts';

const T = Date.UTC(2026, 10, 25, 12);
const text = (reads: Partial<Concern['reads']>) =>
  readers({ reads: { count: 0, newest: [], everybody: 0, ...reads } } as Concern).join('\n');

test('that nobody read what is theirs is said, and no further than it is known', () => {
  expect(text({})).toContain('Of this time: Nobody but you has read what is stored of you.');
  expect(text({ more: true })).toMatch(/As far as was looked through, nobody .*\nNot all of the ledger/);
  expect(text({ unreadable: 3 })).toMatch(/As far as was looked through, nobody .*\n3 entries of the ledger/);
  expect(text({ everybody: 2 })).toContain('2 of them: you may have stood in them.');
  expect(text({ listed: 1 })).not.toMatch(/nobody/i);
});

test('who did is told one by one, and lists beside them', () => {
  const read = { at: T, reader: 'ivan', purpose: 'research', segment: '01KB5DBJH0000000000000000A' };
  const told = text({ count: 1, newest: [read], listed: 2, everybody: 3 });
  expect(told).toMatch(/ivan +research/);
  expect(told).toContain('2 times: sluice me readers');
  expect(told).toContain('Lists of everybody were looked at, 3 of them.');
});
