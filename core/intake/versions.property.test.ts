import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { failingAt } from '../../test/fixtures/redactors.ts';
import { DISCLOSURES, EVENTS, frameOf, order } from '../../test/fixtures/versions.ts';
import { createWorld, type World } from '../../test/fixtures/world.ts';
import type { RefuseReason } from '../books/counters.ts';
import { isOutdated } from './errors.ts';
import type { Batch } from './pipeline.ts';

/**
 * Redactors of several versions on one shard, deploys in between, functions that die or go on after they were thought dead,
 * consents given anew. The oracle knows what was sent and what each version stores, and nothing of lanes and chunks.
 */
describe('two releases on one shard, in any order', () => {
  const MINORS = ['1.0', '1.1', '1.2'] as const;
  type Minor = (typeof MINORS)[number];
  interface Play {
    /** Each step: which redactor is given how much of the stream from its position, or one that hangs behind. */
    steps: readonly { redactor: number; size: number; back: number; together: boolean }[];
    /** Frames between steps: whose, and after how many steps control knows the next version. */
    sends: readonly number[];
    controlAt: readonly [number, number];
    redactorAt: readonly [number, number];
    /** Somebody consents anew after this many steps. */
    consentAt: number;
    fault: readonly ('unknown-lost' | 'unknown-written' | undefined)[];
  }
  const step = fc.nat({ max: 40 });
  const plays: fc.Arbitrary<Play> = fc.record({
    steps: fc.array(
      fc.record({
        redactor: fc.nat({ max: 2 }),
        size: fc.integer({ min: 1, max: 6 }),
        back: fc.nat({ max: 3 }),
        together: fc.boolean(),
      }),
      { minLength: 5, maxLength: 40 },
    ),
    sends: fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 40 }),
    controlAt: fc.tuple(step, step),
    redactorAt: fc.tuple(step, step),
    consentAt: step,
    fault: fc.array(fc.constantFrom('unknown-lost', 'unknown-written', undefined, undefined, undefined), {
      maxLength: 20,
    }),
  });
  const SUBJECTS = ['anna', 'bert'];
  const at = (now: number, moments: readonly [number, number]) => moments.filter((moment) => moment <= now).length;

  async function play(given: Play) {
    const world = createWorld();
    const faults = [...given.fault];
    const fault = () => faults.shift();
    const pipelines = MINORS.map((version) =>
      world.pipeline({
        disclosure: DISCLOSURES[version],
        intake: world.intake(fault),
        redactor: failingAt(() => false),
      }),
    );
    for (const subject of SUBJECTS) await world.enrol(subject);
    const committed: string[] = [];
    let waits = 0;
    const put = world.tables.index.set.bind(world.tables.index);
    world.tables.index.set = (key, row) => {
      committed.push(row.disclosure);
      return put(key, row);
    };
    const sent: { subject: string; serial: string; lease: Minor; number: number }[] = [];
    const records: Batch['records'][number][] = [];
    let position = 0;
    const deliver = async (redactor: number, from: number, size: number): Promise<void> => {
      const batch = records.slice(from, from + size);
      if (batch.length === 0) return;
      const result = await pipelines[redactor]!.process({ shard: world.shard, records: batch });
      const failed = records.findIndex(({ sequence }) => sequence === result.failedFrom);
      if (isOutdated(result.error)) waits++;
      position = Math.max(position, failed === -1 ? from + batch.length : failed);
    };

    for (const [now, { redactor, size, back, together }] of given.steps.entries()) {
      if (now === given.consentAt)
        world.change('anna', { serial: 'ZZZ', disclosure: MINORS[at(now, given.controlAt)]! });
      for (let frames = given.sends[now % given.sends.length]!; frames > 0; frames--) {
        await send(world, sent, records, SUBJECTS[frames % 2]!, MINORS[at(now, given.controlAt)]!);
      }
      // The redactor of today, or, hung behind, any that was before it.
      const today = at(now, given.redactorAt);
      const from = Math.max(0, position - back);
      const one = deliver(Math.min(redactor, today), from, size);
      await Promise.all(together ? [one, deliver(today, from, size + 1)] : [one]);
    }
    // The last release is everywhere.
    for (let tries = 0; position < records.length; tries++) {
      if (tries > 100) throw new Error('the stream is not drained');
      await deliver(2, position, 25);
    }
    return { world, sent, committed, waits };
  }

  async function send(
    world: World,
    sent: { subject: string; serial: string; lease: Minor; number: number }[],
    records: Batch['records'][number][],
    subject: string,
    lease: Minor,
  ) {
    const number = sent.filter((one) => one.subject === subject).length + 1;
    const given = await world.lease(subject, `${subject}-device`, { disclosure: lease });
    sent.push({ subject, serial: given.claims.serial, lease, number });
    records.push(world.record(world.frame(given, number, frameOf(number * 10)), subject));
  }

  test('nothing is lost or stored twice; nothing is stored by an older release after a newer one', async () => {
    let [waited, mixed] = [0, 0];
    await fc.assert(
      fc.asyncProperty(plays, async (given) => {
        const { world, sent, committed, waits } = await play(given);

        expect([...committed].sort()).toEqual(committed);
        const stored = await world.stored();
        const clicks = new Map<number, string>();
        for (const { row, events } of stored) {
          for (const { kind, app, x } of events as { kind: string; app: string; x: number }[]) {
            const what = kind === 'key' ? 'key' : app === 'terminal' ? 'terminal' : 'click';
            expect(EVENTS[what] as readonly string[]).toContain(row.disclosure);
            if (what !== 'click') continue;
            const frame = sent.find((one) => one.subject === row.subject && one.number * 10 === x)!;
            expect(clicks.has(sent.indexOf(frame))).toBe(false);
            clicks.set(sent.indexOf(frame), row.disclosure);
            expect(order(frame.lease)).toBeLessThanOrEqual(order(row.disclosure));
          }
        }
        // Whose consent still stands is stored; the others' frames were stored before, or refused.
        for (const [index, { subject, serial }] of sent.entries()) {
          if (serial === world.tables.subjects.get(subject)!.serial) expect(clicks.has(index)).toBe(true);
        }
        const counters = world.counters() as Record<string, number>;
        const refused = (reason: RefuseReason) => counters[`refused:${reason}`] ?? 0;
        expect((counters.admitted ?? 0) + refused('consent')).toBe(sent.length);
        expect([refused('poison'), counters.missing ?? 0]).toEqual([0, 0]);
        if (new Set(committed).size > 1) mixed++;
        if (waits > 0) waited++;
      }),
      { numRuns: 30 },
    );
    expect(Math.min(waited, mixed)).toBeGreaterThan(3);
  });
});
