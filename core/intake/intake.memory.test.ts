import { describe, expect, test } from '@jest/globals';
import { intakeContract } from './intake.contract.ts';
import { intakeTables, memoryIntake } from './intake.memory.ts';
import type { Chunk } from './intake.ts';

intakeContract('in memory', async () => {
  const tables = intakeTables();
  return {
    intake: memoryIntake({ tables }),
    putLane: async (lane, row) => void tables.lanes.set(lane, row),
    putSubject: async (row) => void tables.subjects.set(row.subject, row),
    counters: async (lane) => tables.lanes.get(lane)?.counters ?? {},
    segments: async (subject) => [...tables.index.values()].filter((row) => row.subject === subject),
  };
});

/** What the double that most tests of intake run on does as DynamoDB does it, beyond the contract. */
describe('in memory', () => {
  const setup = () => {
    const tables = intakeTables();
    tables.lanes.set('lane', { state: 'open', epoch: 1 });
    const row = { subject: 'anna', state: 'live' as const, serial: 's', disclosure: '1.0', keyId: 'k', revision: 0 };
    tables.subjects.set('anna', { ...row, windows: new Map() });
    const chunk: Chunk = {
      ...{ token: 't', lane: 'lane', first: '1', checkpoint: '1', epoch: 1, disclosure: '1.0' },
      ...{ counters: { admitted: 1 }, segments: [] },
      subjects: [{ subject: 'anna', revision: 0, windows: new Map([['d', { high: 1, seen: 1n }]]) }],
    };
    return { tables, chunk };
  };

  test('the same token takes the same bytes, and refuses others, however little they differ', async () => {
    const { tables, chunk } = setup();
    const intake = memoryIntake({ tables });
    expect(await intake.commit(chunk)).toEqual({ kind: 'committed' });
    expect(await intake.commit(setup().chunk)).toEqual({ kind: 'committed' });
    expect(tables.lanes.get('lane')!.counters).toEqual({ admitted: 1 });

    const windows = new Map([['d', { high: 1, seen: 3n }]]);
    for (const change of [{ counters: { admitted: 2 } }, { subjects: [{ ...chunk.subjects[0]!, windows }] }]) {
      await expect(intake.commit({ ...chunk, ...change })).rejects.toThrow('IdempotentParameterMismatchException');
    }
  });

  test.each([
    ['unknown-lost', 'unknown', 0],
    ['unknown-written', 'unknown', 1],
    [{ conflict: ['anna'] }, 'conflict', 0],
    [undefined, 'committed', 1],
  ] as const)('a fault of %p: %s, and %p is written', async (fault, kind, written) => {
    const { tables, chunk } = setup();
    const outcome = await memoryIntake({ tables, fault: () => fault }).commit(chunk);
    expect(outcome.kind).toBe(kind);
    if (outcome.kind === 'conflict') expect(outcome.subjects).toEqual(['anna']);
    if (outcome.kind === 'unknown') expect(outcome.cause).toMatchObject({ message: 'timed out' });
    expect(tables.subjects.get('anna')!.revision).toBe(written);
  });

  test('what is told is a copy: nobody changes a row by what was read', async () => {
    const { tables, chunk } = setup();
    const intake = memoryIntake({ tables });
    tables.lanes.get('lane')!.damaged = new Map([['key:k', 1]]);
    const [read, lane] = [await intake.readSubjects(['anna']), await intake.readLane('lane')];
    (read.get('anna') as unknown as { windows: Map<string, unknown> }).windows.set('x', {});
    (lane!.damaged as Map<string, number>).clear();
    const stale = await intake.commit({ ...chunk, subjects: [{ ...chunk.subjects[0]!, revision: 9 }] });
    (stale as unknown as { subjects: Map<string, { windows: Map<string, unknown> }> }).subjects
      .get('anna')!
      .windows.set('x', {});
    expect([tables.subjects.get('anna')!.windows.size, tables.lanes.get('lane')!.damaged!.size]).toEqual([0, 1]);
  });

  test('attempts are not taken back below none', async () => {
    const { tables } = setup();
    const intake = memoryIntake({ tables });
    await intake.addAttempt('lane', '7');
    for (let times = 0; times < 3; times++) await intake.forgiveAttempt('lane', '7');
    expect(await intake.addAttempt('lane', '7')).toBe(1);
  });
});
