import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoryGate } from './gate.memory.ts';
import type { GateName, GateState } from './gate.ts';
import { GATES } from './gate.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';
import { memorySecondLineNotes, memorySecondLinePolicies } from './second-line.memory.ts';
import {
  IN_FLIGHT,
  isSecondLinePolicy,
  judgeSecondLine,
  keepSecondLine,
  LATE,
  type SecondLineNote,
  SPREADS,
  secondLineGate,
  secondLinePolicy,
  secondLineSeen,
} from './second-line.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const INCIDENT = '01KB0000000000000000000000';

function world() {
  const clock = { time: NOW, now: () => clock.time };
  const gates = { collection: memoryGate(), reading: memoryGate() };
  const texts = new Map<GateName, string>();
  const policies = memorySecondLinePolicies(texts);
  const notes = memorySecondLineNotes();
  const parts = { gates, policies, notes, clock };
  return {
    ...parts,
    ...{ texts, parts },
    keep: () => keepSecondLine(parts),
    seen: async (gate: GateName) => secondLineSeen(await gates[gate].read(), await notes.read(gate), clock.time),
    close: () => pause(gates, INCIDENT, clock),
    open: async () => {
      const [collection, reading] = [await gates.collection.read(), await gates.reading.read()];
      await resume(gates, INCIDENT, { collection: collection.epoch, reading: reading.epoch }, clock);
    },
    /** What is there of a gate. */
    there: (gate: GateName) => texts.get(gate) && JSON.parse(texts.get(gate)!),
  };
}

describe('the policies', () => {
  test('deny agents everything but to listen under sessions of before, and the reader its keys and bodies', () => {
    expect(secondLinePolicy('collection', NOW).Statement).toEqual([
      {
        Sid: 'OlderSessions',
        Effect: 'Deny',
        NotAction: ['iot:Connect', 'iot:Subscribe', 'iot:Receive'],
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-25T12:00:00.000Z' } },
      },
    ]);
    expect(secondLinePolicy('reading', NOW).Statement.map(({ Effect, Action }) => [Effect, Action])).toEqual([
      ['Deny', 'kms:Decrypt'],
      ['Deny', 's3:GetObject'],
    ]);
  });
});

test('who opens segments or data sets has that of reading, and nobody else', () => {
  const roles = ['agent', 'reader', 'exports', 'export-job', 'redactor', 'export-workflow', ''];
  expect(roles.map((role) => secondLineGate('sluice-p-s', `sluice-p-s-${role}`))).toEqual([
    ...['collection', 'reading', 'reading', 'reading', undefined, undefined, undefined],
  ]);
  expect(secondLineGate('sluice-p', 'sluice-p-s-reader')).toBeUndefined();
});

test('where one role of a gate lacks what the others have, all get it, and it is said', () => {
  const note = { inForce: true, epoch: 2, at: NOW, before: NOW, seenAt: NOW };
  const root = { state: 'closed', epoch: 2, since: NOW } as const;
  const text = JSON.stringify(secondLinePolicy('reading', NOW));
  const judged = (texts: (string | undefined)[]) => {
    const { moved, altered } = judgeSecondLine('reading', root, { texts, note, now: NOW + SPREADS });
    return [moved, altered];
  };
  expect(judged([text, text])).toEqual([false, false]);
  expect(judged([text, undefined])).toEqual([true, true]);
});

test('a policy is known for what it is, whenever it denies from, and by nothing else', () => {
  for (const gate of GATES) {
    for (const before of [0, NOW])
      expect(isSecondLinePolicy(gate, JSON.stringify(secondLinePolicy(gate, before)))).toBe(true);
  }
  const collection = JSON.stringify(secondLinePolicy('collection', NOW));
  for (const other of [
    '',
    '{',
    collection.replace('"*"', '"s3:*"'),
    collection.replace('.000Z', ''),
    `${collection}x`,
  ]) {
    expect([other, isSecondLinePolicy('collection', other)]).toEqual([other, false]);
  }
  expect(isSecondLinePolicy('reading', collection)).toBe(false);
});

describe('a pause and a resume', () => {
  test('put both policies, and take both away', async () => {
    const { keep, close, open, there, seen, clock } = world();
    expect(await keep()).toEqual({ moved: [], altered: [], errors: [] });
    expect(await seen('reading')).toBeUndefined();

    await close();
    expect(await seen('reading')).toEqual({ state: 'being-put', since: NOW });
    clock.time += 1_000;
    expect(await keep()).toEqual({ moved: [...GATES], altered: [], errors: [] });
    for (const gate of GATES) {
      expect(there(gate)).toEqual(secondLinePolicy(gate, NOW + 1_000));
      expect(await seen(gate)).toEqual({ state: 'in-force', since: NOW + 1_000 });
    }

    clock.time += 1_000;
    await open();
    expect(await seen('collection')).toEqual({ state: 'being-taken', since: NOW + 2_000 });
    expect(await keep()).toEqual({ moved: [...GATES], altered: [], errors: [] });
    for (const gate of GATES) expect([there(gate), await seen(gate)]).toEqual([undefined, undefined]);
  });

  test('sessions that were in flight when the gate closed are denied by a second one, of later; then it stands', async () => {
    const { keep, close, there, seen, clock } = world();
    await close();
    await keep();
    clock.time += IN_FLIGHT - 1;
    expect((await keep()).moved).toEqual([]);
    clock.time += 1;
    expect((await keep()).moved).toEqual(['collection']);
    expect(there('collection')).toEqual(secondLinePolicy('collection', NOW + IN_FLIGHT));
    expect(await seen('collection')).toEqual({ state: 'in-force', since: NOW });
    clock.time += LATE;
    expect(await keep()).toEqual({ moved: [], altered: [], errors: [] });
  });

  test('a session of after the resume is later than what is denied, though the policy is still there', async () => {
    const { keep, close, open, there, clock } = world();
    await close();
    clock.time += IN_FLIGHT;
    await keep();
    clock.time += 5;
    await open();
    const issued = clock.time;
    const before = Date.parse(there('collection').Statement[0].Condition.DateLessThan['aws:TokenIssueTime']);
    expect(issued).toBeGreaterThanOrEqual(before);
  });

  test('one that is closed again before anybody looked denies what was issued in between', async () => {
    const { keep, close, open, there, gates, clock } = world();
    await close();
    await keep();
    clock.time += 90_000;
    await open();
    clock.time += 10_000;
    await pause(gates, '01KB0000000000000000000001', clock);
    await keep();
    expect(there('collection')).toEqual(secondLinePolicy('collection', NOW + 100_000));
  });

  test('a gate that was never made has none', async () => {
    const { parts, texts } = world();
    const root: GateState = { state: 'closed', epoch: 0, holds: [], since: 0, over: [], placed: new Map() };
    const gates = { collection: memoryGate({ state: root }), reading: memoryGate({ state: root }) };
    expect((await keepSecondLine({ ...parts, gates })).moved).toEqual([]);
    expect([texts.size, secondLineSeen(root, undefined, NOW)]).toEqual([0, undefined]);
  });
});

describe('what somebody else did', () => {
  test.each([
    ['taken away', undefined],
    ['made weaker', JSON.stringify({ ...secondLinePolicy('reading', NOW), Statement: [] })],
    ['made into no JSON', '{'],
  ])('while the gate is closed, %s: it is put again, and said', async (_what, text) => {
    const { keep, close, texts, there, clock } = world();
    await close();
    await keep();
    clock.time += SPREADS;
    await keep();
    if (text === undefined) texts.delete('reading');
    else texts.set('reading', text);
    expect(await keep()).toMatchObject({ moved: ['reading'], altered: ['reading'] });
    expect(there('reading')).toEqual(secondLinePolicy('reading', clock.time));
    expect(await keep()).toEqual({ moved: [], altered: [], errors: [] });
  });

  test('while it is open, put: it is taken away, and said', async () => {
    const { keep, texts, clock } = world();
    await keep();
    clock.time += SPREADS;
    texts.set('collection', '{}');
    expect(await keep()).toMatchObject({ moved: ['collection'], altered: ['collection'] });
    expect(texts.size).toBe(0);
  });

  test('is not said of what IAM may only not show yet', async () => {
    const { keep, close, texts, clock } = world();
    await close();
    await keep();
    clock.time += SPREADS - 1;
    texts.delete('reading');
    expect(await keep()).toMatchObject({ moved: expect.arrayContaining(['reading']), altered: [] });
  });
});

describe('where something fails', () => {
  test('one gate keeps the other from nothing, and the next run finishes it', async () => {
    const { keep, close, parts, texts, policies, seen, clock } = world();
    await close();
    const put: typeof policies.put = async (gate, policy) => {
      if (gate === 'collection') throw new Error('throttled');
      await policies.put(gate, policy);
    };
    const run = await keepSecondLine({ ...parts, policies: { ...policies, put } });
    expect(run).toMatchObject({ moved: ['reading'], errors: [new Error('throttled')] });
    clock.time += LATE;
    expect(await seen('collection')).toEqual({ state: 'missing', since: NOW });
    expect((await keep()).moved).toEqual(['collection']);
    expect(texts.size).toBe(2);
  });

  test('after the policy was put and before it was noted: it is put again', async () => {
    const { keep, close, parts, notes, seen } = world();
    await close();
    const write = async () => Promise.reject(new Error('away'));
    expect((await keepSecondLine({ ...parts, notes: { ...notes, write } })).errors).toHaveLength(2);
    expect(await keep()).toEqual({ moved: [...GATES], altered: [], errors: [] });
    expect((await seen('reading'))?.state).toBe('in-force');
  });
});

describe('what is seen of it', () => {
  const closed = { state: 'closed', epoch: 2, since: NOW } as const;
  const open = { state: 'open', epoch: 3, since: NOW } as const;
  const note: SecondLineNote = { inForce: true, epoch: 2, at: NOW, before: NOW, seenAt: NOW };
  test.each([
    ['nobody has compared it for long', closed, note, LATE, { state: 'unseen', since: NOW }],
    ['it is of an earlier closing', closed, { ...note, epoch: 1 }, LATE, { state: 'missing', since: NOW }],
    ['it is there though the gate is open', open, note, LATE, { state: 'left-over', since: NOW }],
    ['it is still there', open, note, LATE - 1, { state: 'being-taken', since: NOW }],
    ['there is none, and none is wanted', open, { ...note, inForce: false }, LATE, undefined],
    ['it closes', { ...closed, state: 'closing' as const }, undefined, 0, { state: 'being-put', since: NOW }],
  ])('%s', (_what, root, seen, after, expected) => {
    expect(secondLineSeen(root, seen, NOW + after)).toEqual(expected);
  });
});

test('whatever was there, judged and done once it is as wanted, and judged again it is left alone', () => {
  const state = fc.constantFrom('open' as const, 'closing' as const, 'closed' as const);
  const time = fc.integer({ min: NOW, max: NOW + 2 * LATE });
  const root = fc.record({ state, epoch: fc.integer({ min: 0, max: 3 }), since: time });
  const note = fc.record({
    inForce: fc.boolean(),
    epoch: fc.integer({ min: 0, max: 3 }),
    ...{ at: time, before: time, seenAt: time },
  });
  const policy = fc
    .tuple(fc.constantFrom(...GATES), time)
    .map(([gate, at]) => JSON.stringify(secondLinePolicy(gate, at)));
  fc.assert(
    fc.property(
      fc.constantFrom(...GATES),
      root,
      fc.option(note, { nil: undefined }),
      fc.array(fc.option(fc.oneof(policy, fc.string()), { nil: undefined }), { minLength: 1, maxLength: 3 }),
      (gate, of, known, texts) => {
        const now = NOW + 2 * LATE;
        const done = judgeSecondLine(gate, of, { texts, note: known, now });
        const isThere = of.state !== 'open' && of.epoch > 0;
        const put = done.policy && JSON.stringify(done.policy);
        const left = done.moved ? texts.map(() => put) : texts;
        const again = judgeSecondLine(gate, of, { texts: left, note: done.note, now: now + 1 });
        return (
          left.every((text) => (text !== undefined) === isThere) &&
          done.note.inForce === isThere &&
          !again.moved &&
          !again.altered
        );
      },
    ),
  );
});
