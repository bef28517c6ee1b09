/**
 * Promise 2. "Nothing without consent. A segment commits only in a transaction that checks the subject's live consent, by
 * serial. Withdrawal takes effect at the next commit; consent given again later does not revive frames captured under the
 * old one."
 *
 * Mechanism: each lease holds the serial of the consent that it was given under (core/lease/grant-lease.ts); a frame of
 * another serial than the subject's is refused (core/intake/decide.ts), and the commit's condition asks state and serial
 * once more, at the moment of writing (core/intake/assemble.ts, intake.memory.ts, intake.aws.ts: one contract suite for both).
 *
 * Here: what a subject does to consent falls between any two steps of an ingest that agents without manners keep busy. The
 * model beside it knows only who was asked when, and looks at the index as each row is written.
 *
 * Missing in this form: agents learn of a withdrawal at renewal, within a lease's length, not by push.
 *
 * Fails when `decide` does not compare serials, when the commit does not ask for the consent, or when consent given again
 * keeps its serial.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IndexRow } from '../../core/vault/index-row.ts';
import { createProgram, type Program, refusal } from '../fixtures/program.ts';
import { stubborn } from '../fixtures/stubborn.ts';
import { click } from '../fixtures/world.ts';

const xs = async (program: Program) => (await program.events()).map(({ x }) => x as number).sort((a, b) => a - b);

describe('consent', () => {
  test('is never assumed: enrolled is not asked, and a lease without a serial stores nothing', async () => {
    const program = createProgram();
    await program.enrol('anna');
    expect(await refusal(program.apiOf('anna').lease({ device: 'anna-device', acked: 0 }))).toBe('consent');

    const { world } = program;
    const lease = await world.lease('anna');
    program.stream.push(world.record(world.frame(lease, 1, [click(1)]), 'anna'));
    await program.deliver();
    expect(program.index.size).toBe(0);
    expect(world.counters()).toEqual({ 'refused:consent': 1 });
  });

  test('is withdrawn while frames are acknowledged and unread: none is stored, all are counted, and none is revived', async () => {
    const program = createProgram();
    const agent = await program.join('anna');
    for (let x = 1; x <= 30; x++) {
      agent.capture(click(x) as never);
      await agent.flush();
    }
    expect(agent.acked).toBe(30);
    await program.deliver(undefined, 0, 10);

    await program.withdraw('anna');
    await program.deliver(undefined, 0, 10);
    await program.consent('anna');
    await program.deliver();
    // Under the new consent it goes on.
    await agent.resume();
    agent.capture(click(31) as never);
    await agent.flush();
    await program.deliver();

    expect(await xs(program)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 31]);
    expect(program.world.counters()).toMatchObject({ admitted: 11, 'refused:consent': 20 });
  });

  test('is withdrawn between the decision and the transaction: the transaction refuses', async () => {
    const program = createProgram();
    const device = stubborn(program, 'anna');
    await program.enrol('anna');
    await program.consent('anna');
    await device.send(1);
    const intake = program.world.intake();
    let commits = 0;
    const pipeline = program.world.pipeline({
      intake: {
        ...intake,
        commit: async (chunk) => {
          if (commits++ === 0) {
            await program.withdraw('anna');
            await program.consent('anna');
          }
          return intake.commit(chunk);
        },
      },
    });
    expect(await program.deliver(pipeline)).toBe(true);
    expect(program.index.size).toBe(0);
    expect(program.world.counters()).toEqual({ 'refused:consent': 1 });
  });
});

const SUBJECTS = ['anna', 'bert'] as const;
const subject = fc.constantFrom(...SUBJECTS);
const change = fc.record(
  { what: fc.constantFrom('withdraw', 'consent', 'again', 'erase'), subject },
  { requiredKeys: ['what', 'subject'] },
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('send' as const), subject, renew: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('deliver' as const), most: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 2, arbitrary: change },
);

test('whatever the order: a row is written only under the consent that its events were captured under', async () => {
  let [stored, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 40 }),
      // What happens just before each commit.
      fc.array(fc.option(change), { maxLength: 12 }),
      async (steps, interruptions) => {
        const program = createProgram();
        /** How often each was asked, and whether the last one holds. */
        const asked = new Map(SUBJECTS.map((name) => [name as string, { times: 0, holds: false }]));
        const over = new Set<string>();
        const capturedUnder = new Map<number, string>();
        const written: { row: IndexRow; over: Set<string> }[] = [];
        program.index.watch = (row) => void written.push({ row, over: new Set(over) });

        const change = async (what: string, who: string) => {
          const state = asked.get(who)!;
          if (what === 'consent' || what === 'again') {
            if (what === 'again' && state.holds) await change('withdraw', who);
            if ((await refusal(program.consent(who))) !== 'done') return;
            if (!state.holds) state.times++;
            state.holds = true;
          } else {
            if (what === 'erase') {
              await refusal(program.erase(who));
              await program.enrol(who);
            } else await refusal(program.withdraw(who));
            // From the moment that it returned.
            over.add(`${who} ${state.times}`);
            state.holds = false;
          }
        };
        const intake = program.world.intake();
        const pipeline = program.world.pipeline({
          intake: {
            ...intake,
            commit: async (chunk) => {
              const happens = interruptions.shift();
              if (happens) await change(happens.what, happens.subject);
              return intake.commit(chunk);
            },
          },
        });
        const devices = new Map(SUBJECTS.map((name) => [name as string, stubborn(program, name)]));
        const leased = new Map<string, string>();
        for (const name of SUBJECTS) {
          await program.enrol(name);
          await change('consent', name);
        }

        let x = 0;
        for (const one of steps) {
          if (one.what === 'send') {
            const grant = await devices.get(one.subject)!.send(++x, one.renew);
            if (!grant) continue;
            // A lease that is new was given under the consent of now.
            if (!leased.has(grant.lease)) leased.set(grant.lease, `${one.subject} ${asked.get(one.subject)!.times}`);
            capturedUnder.set(x, leased.get(grant.lease)!);
          } else if (one.what === 'deliver') await program.deliver(pipeline, 0, one.most);
          else await change(one.what, one.subject);
        }
        await program.drain(() => pipeline);

        const seen: number[] = [];
        for (const { row, over: then } of written) {
          if (!program.world.keys.has(row.keyId)) continue; // Erased since.
          for (const event of await program.world.open(row)) {
            seen.push(event.x as number);
            expect(then).not.toContain(capturedUnder.get(event.x as number));
          }
        }
        // Nothing else is in the way: frames of a consent that still holds are all there, the others are counted.
        const holding = [...capturedUnder].filter(([, under]) => !over.has(under)).map(([one]) => one);
        expect(seen).toEqual(expect.arrayContaining(holding));
        const counters = program.world.counters();
        const events = written.reduce((sum, { row }) => sum + row.events, 0);
        expect(counters['refused:consent'] ?? 0).toBe(capturedUnder.size - events);
        stored += events;
        refused += counters['refused:consent'] ?? 0;
      },
    ),
    { numRuns: 30 },
  );
  // The scenarios do both.
  expect(stored).toBeGreaterThan(5);
  expect(refused).toBeGreaterThan(5);
});
