import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import type { Incident } from './incident.ts';
import { memoryTextSeal } from './text-seal.memory.ts';
import { askedNow, escalate, isOverdue, passOnOverdue } from './triage.ts';
import { work } from './work.ts';

const HOUR = 3_600_000;
const DISCLOSURE = sampleDisclosure();
const { hours, lowHours } = DISCLOSURE.gate.triage;

const of = (change: Partial<Incident>): Incident => ({
  ...{ incident: 'i', kind: 'report', severity: 'low', status: 'published', reporter: 'r', reportedAt: 0, from: 0 },
  ...{ disclosure: '1.0', closes: false, ...change },
});

describe('a report that holds no gate waits for the word of a person', () => {
  test.each<[string, Partial<Incident>, number | undefined]>([
    ['a low one', {}, lowHours],
    ['a medium one', { severity: 'medium' }, hours],
    ['a high one that closed nothing', { severity: 'high' }, hours],
    ['one without a name, whatever it says', { severity: 'high', kind: 'anonymous' }, lowHours],
    ['one that was passed on, anew', { triage: { level: 1, at: HOUR } }, lowHours + 1],
    ['one that holds the gates: two decide', { severity: 'high', closes: true }, undefined],
    ['one that was judged', { verdict: { verdict: 'confirmed', at: 1, number: 1 } }, undefined],
    ['one that is over', { concludedAt: 1 }, undefined],
  ])('%s', (_, change, due) => {
    const dueAfter = (time: number) => isOverdue(DISCLOSURE, of(change), time * HOUR);
    if (due === undefined) return expect(dueAfter(100_000)).toBe(false);
    expect([dueAfter(due - 0.01), dueAfter(due)]).toEqual([false, true]);
  });

  test('group after group is asked, and those who were asked stay so', () => {
    expect([0, 1, 2, 9].map((level) => askedNow(DISCLOSURE, of({ triage: { level, at: 0 } })))).toEqual([
      ['investigators', 'stewards'],
      ['investigators', 'stewards'],
      ['investigators', 'stewards', 'representatives'],
      ['investigators', 'stewards', 'representatives'],
    ]);
  });

  test('of a high one that closed nothing all are asked at once', () => {
    const asked = askedNow(DISCLOSURE, of({ severity: 'high' }));
    expect(asked).toEqual(['investigators', 'stewards', 'representatives']);
  });

  test('who is asked in the end may say what it was, and not before', async () => {
    const { file, parts } = await incidentSetup();
    const { incident } = await file({ severity: 'low' });
    const id = incident.incident;
    const rolf = { pseudonym: 'rolf', groups: ['representatives'], namesIn: () => ['rolf'], names: [] };
    const say = () => {
      const given = { what: 'verdict' as const, id: ulid(), verdict: 'confirmed' as const, text: 't' };
      return work({ ...parts, seal: memoryTextSeal() }, id, rolf, given);
    };
    await expect(say()).rejects.toMatchObject({ reason: 'forbidden' });
    await parts.store.advance(id, { set: { triage: { level: 2, at: 1 } } });

    await say();

    expect(await parts.store.read(id)).toMatchObject({ verdict: { verdict: 'confirmed', number: 1 } });
  });

  test.each(['low', 'anonymous'] as const)(
    'a time-out of a %s report closes nothing and ends nothing',
    async (which) => {
      const { file, parts, clock, gates, entries } = await incidentSetup();
      const { incident } = await file({ severity: 'low' });
      const id = incident.incident;
      const kind = which === 'low' ? 'report' : 'anonymous';
      const row = async (): Promise<Incident> => ({ ...(await parts.store.read(id)), kind, severity: 'low' });
      for (let day = 0; day < 30; day++) {
        clock.time += 24 * HOUR;
        await escalate(parts, await row());
      }

      expect(await parts.store.read(id)).toMatchObject({ status: 'reported', closes: false, triage: { level: 10 } });
      expect((await gates.collection.read()).state).toBe('open');
      expect((await entries()).filter(({ kind: of }) => of === 'escalation')).toHaveLength(10);
    },
  );

  test('a medium one closes both gates, once, and is followed as any other that does', async () => {
    const { file, parts, clock, gates, workflow, entries } = await incidentSetup();
    const { incident } = await file({ severity: 'medium' });
    const id = incident.incident;
    clock.time += hours * HOUR;
    await parts.store.keepToken(id, 'waits');

    const runs = [await passOnOverdue(parts, [await parts.store.read(id)])];
    runs.push(await passOnOverdue(parts, [await parts.store.read(id)]));

    expect(runs).toEqual([
      { overdue: 1, errors: [] },
      { overdue: 0, errors: [] },
    ]);
    expect(await parts.store.read(id)).toMatchObject({ closes: true, severity: 'high', status: 'contained' });
    expect([(await gates.collection.read()).holds, (await gates.reading.read()).holds]).toEqual([[id], [id]]);
    expect(workflow.answers).toEqual([{ token: 'waits', incident: id, outcome: 'contain' }]);
    expect((await entries()).filter(({ kind }) => kind === 'escalation')).toHaveLength(1);
  });

  test('what is found while it is concluded is published first', async () => {
    const { file, parts, run, sign } = await incidentSetup();
    await sign();
    const { incident } = await file({ severity: 'low' });
    const id = incident.incident;
    const ivo = { pseudonym: 'ivo', groups: ['investigators'], namesIn: () => ['ivo'], names: [] };
    const say = (verdict: 'confirmed' | 'not-confirmed') =>
      work({ ...parts, seal: memoryTextSeal() }, id, ivo, { what: 'verdict', id: ulid(), verdict, text: 't' });
    for (const task of ['contain', 'investigate', 'publish'] as const) await run(id, task);
    await say('not-confirmed');
    const { advance } = parts.store;
    let other = false;
    parts.store.advance = async (of, step) => {
      if (step.set.status === 'concluded' && !other) {
        other = true;
        await say('confirmed');
      }
      return advance(of, step);
    };

    const outcomes = [(await run(id, 'resume')).outcome, (await run(id, 'resume')).outcome];

    expect(outcomes).toEqual(['refused', 'concluded']);
    const row = await parts.store.read(id);
    expect(row).not.toHaveProperty('amendAt');
    expect(row.verdict?.verdict).toBe('confirmed');
  });

  test('what was judged since the list was made is left alone', async () => {
    const { file, parts, clock, gates } = await incidentSetup();
    const { incident } = await file({ severity: 'medium' });
    const id = incident.incident;
    const seen = await parts.store.read(id);
    clock.time += hours * HOUR;
    await parts.store.advance(id, { set: { verdict: { verdict: 'not-confirmed', at: clock.time, number: 1 } } });

    expect(await passOnOverdue(parts, [seen])).toEqual({ overdue: 0, errors: [] });

    expect((await gates.collection.read()).state).toBe('open');
    expect((await parts.store.read(id)).closes).toBe(false);
  });

  test('dies anywhere, and is finished by whoever comes next', async () => {
    for (const name of ['file', 'advance'] as const) {
      const { file, parts, clock, gates } = await incidentSetup();
      const { incident } = await file({ severity: 'medium' });
      clock.time += hours * HOUR;
      const row = await parts.store.read(incident.incident);
      const whole = parts.store[name];
      parts.store[name] = (() => Promise.reject(new Error('died'))) as never;
      const { errors } = await passOnOverdue(parts, [row]);
      parts.store[name] = whole as never;
      expect(errors).toHaveLength(1);
      expect((await gates.collection.read()).state).toBe('closed');

      await passOnOverdue(parts, [await parts.store.read(incident.incident)]);
      expect(await parts.store.read(incident.incident)).toMatchObject({ closes: true });
    }
  });
});

describe('a verdict', () => {
  test('of a duplicate names the other incident, and none else does', async () => {
    const { file, parts } = await incidentSetup();
    const [one, other] = [await file({ severity: 'low' }), await file({ severity: 'low', incident: ulid(1) })];
    const ivo = { pseudonym: 'ivo', groups: ['investigators'], namesIn: () => ['ivo'], names: [] };
    const id = one.incident.incident;
    const say = (verdict: 'duplicate' | 'confirmed', of?: string) =>
      work({ ...parts, seal: memoryTextSeal() }, id, ivo, { what: 'verdict', id: ulid(), verdict, of, text: 't' });

    for (const [verdict, of_] of [
      ['duplicate', undefined],
      ['duplicate', id],
      ['duplicate', ulid(7)],
      ['confirmed', other.incident.incident],
    ] as const) {
      await expect(say(verdict, of_)).rejects.toMatchObject({ reason: 'malformed' });
    }
    await say('duplicate', other.incident.incident);
    expect(await parts.store.read(id)).toMatchObject({ verdict: { of: other.incident.incident } });
  });
});
