import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { memoryGate, type Step } from './gate.memory.ts';
import { establishLane } from './lane.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';

const LANES = ['a', 'b', 'c', 'd'];
const INCIDENTS = ['one', 'two', 'three'];
const clock = { now: () => 0 };

/** What one of many concurrent callers does, and after how many atomic steps it dies (never, if there are fewer). */
const caller = fc.record({
  does: fc.oneof(
    fc.record({ what: fc.constant('pause' as const), incident: fc.constantFrom(...INCIDENTS) }),
    fc.record({ what: fc.constant('resume' as const), incident: fc.constantFrom(...INCIDENTS) }),
    fc.record({ what: fc.constant('establish' as const), lane: fc.constantFrom(...LANES) }),
    fc.record({ what: fc.constant('retire' as const), lane: fc.constantFrom(...LANES) }),
  ),
  dies: fc.option(fc.nat(8), { nil: Number.POSITIVE_INFINITY }),
});

class Died extends Error {}
const expected = (error: unknown): boolean =>
  error instanceof AggregateError
    ? error.errors.every(expected)
    : error instanceof Died || (error instanceof Error && error.name === 'Refused');

it('keeps its invariants under any interleaving of callers that may die at any step', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(caller, { minLength: 2, maxLength: 12 }), async (scheduler, callers) => {
      // Prepare: a gate with two open lanes; what has been promised so far; a check after every atomic step.
      const gate = memoryGate();
      for (const lane of LANES.slice(0, 2)) await establishLane(gate, lane, 1);
      /** Greatest epoch for which a pause has returned. */
      let promised = 0;
      let epoch = 1;
      const check = async () => {
        const root = await gate.read();
        expect(root.epoch).toBeGreaterThanOrEqual(epoch);
        epoch = root.epoch;
        expect(root.state).toBe(root.holds.length > 0 ? 'closed' : 'open');
        const listed = await gate.lanes();
        for (const [lane, row] of gate.rows) {
          if (row.state !== 'open') continue;
          expect(listed).toContain(lane);
          expect(row.epoch).toBeGreaterThanOrEqual(promised);
          expect(row.epoch).toBeLessThanOrEqual(epoch);
          // A pause has returned for this very epoch: nothing is open until the gate is.
          if (epoch === promised) expect(root.state).toBe('open');
        }
      };

      const run = async ({ does, dies }: typeof caller extends fc.Arbitrary<infer T> ? T : never) => {
        let steps = 0;
        const step: Step = async (what) => {
          await check();
          await scheduler.schedule(Promise.resolve(), what);
          if (steps++ >= dies) throw new Died();
        };
        const store = gate.seenBy(step);
        const stores = { collection: store };
        if (does.what === 'pause') {
          const { gates } = await pause(stores, does.incident, clock);
          promised = Math.max(promised, gates[0]!.epoch);
          await check();
        } else if (does.what === 'resume') {
          const seen = await store.read();
          await resume(stores, does.incident, { collection: seen.epoch }, clock);
        } else if (does.what === 'establish') {
          await establishLane(store, does.lane, (await store.read()).epoch);
        } else {
          await store.retireLane(does.lane);
        }
      };

      // Act: all at once, the scheduler choosing whose step is next.
      const settled = Promise.allSettled(callers.map(run));
      await scheduler.waitFor(settled);
      for (const one of await settled) {
        if (one.status === 'rejected' && !expected(one.reason)) throw one.reason;
      }

      // Assess: whatever died where, anyone can finish the pause, and then nothing is open.
      await check();
      const finished = await pause({ collection: gate }, 'last', clock);
      for (const row of gate.rows.values()) expect(row.state).toBe('closed');
      for (const lane of LANES) expect(gate.admits(lane, finished.gates[0]!.epoch)).toBe(false);
    }),
    { numRuns: 500 },
  );
});
