import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Step } from './gate.memory.ts';
import { type GateStore, isOver } from './gate.ts';
import { establishLane } from './lane.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';

/** A gate that several callers move at once, each request when the scheduler lets it. */
export interface PlayedGate {
  /** Not scheduled: for what the test itself looks at. */
  store: GateStore;
  /** One caller's. @param before awaited before each request, @param after before its answer arrives */
  seenBy(before: Step, after: Step): GateStore;
  lanes(): { lane: string; state: string; epoch?: number }[];
}

const LANES = ['a', 'b', 'c'];
/** Ids in an order, so that a root that remembers little forgets some of them. */
const [INCIDENTS, LAST] = [
  ['1', '2', '3', '4', '5'].map((at) => `01KB000000000000000000000${at}`),
  '01KB000000000000000000000Z',
];
const clock = { now: () => 0 };

/** What one of many concurrent callers does, after how many requests it dies, and which of its answers is lost. */
const caller = fc.record({
  does: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ what: fc.constant('pause' as const), incident: fc.constantFrom(...INCIDENTS) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ what: fc.constant('resume' as const), incident: fc.constantFrom(...INCIDENTS) }),
    },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('establish' as const), lane: fc.constantFrom(...LANES) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('retire' as const), lane: fc.constantFrom(...LANES) }) },
  ),
  dies: fc.option(fc.nat(8), { nil: Number.POSITIVE_INFINITY, freq: 3 }),
  loses: fc.option(fc.nat(8), { nil: -1, freq: 3 }),
});
type Caller = typeof caller extends fc.Arbitrary<infer T> ? T : never;

class Died extends Error {
  override name = 'ValidationException';
}
const lost = () => Object.assign(new Error('the answer was lost'), { name: 'TimeoutError' });
const expected = (error: unknown): boolean =>
  error instanceof AggregateError
    ? error.errors.every(expected)
    : error instanceof Died || (error instanceof Error && error.name === 'Refused');

/** What is true of every gate after every request, whoever is half-way through what. */
function invariants(gate: PlayedGate) {
  const seen = { promised: 0, epoch: 1, over: new Set<string>(), forgotten: '' };
  const check = async () => {
    const root = await gate.store.read();
    const listed = await gate.store.lanes();
    const open = gate.lanes().filter(({ state }) => state === 'open');
    const lane = (wrong: (lane: { lane: string; epoch?: number }) => boolean) => open.some(wrong);
    // Plain comparisons: this runs some hundred thousand times.
    const broken = Object.entries({
      'the epoch goes back': root.epoch < seen.epoch,
      'open and held, or closed and held by nobody': (root.state === 'open') !== (root.holds.length === 0),
      'somebody who let go is forgotten': [...seen.over].some((incident) => !isOver(root, incident)),
      'somebody who let go holds again': [...seen.over].some((incident) => root.holds.includes(incident)),
      'the watermark goes back': (root.forgotten ?? '') < seen.forgotten,
      'the watermark is at or above a hold': root.holds.some((incident) => incident <= (root.forgotten ?? '')),
      'closed is said while a lane is open': root.state === 'closed' && open.length > 0,
      'an open lane is not listed': lane((one) => !listed.includes(one.lane)),
      'a lane is open for an epoch before a pause that has returned': lane(({ epoch = 0 }) => epoch < seen.promised),
      'a lane is ahead of its root': lane(({ epoch = 0 }) => epoch > root.epoch),
      'a lane is open for the epoch of a gate that is not':
        root.state !== 'open' && lane((one) => one.epoch === root.epoch),
    }).flatMap(([what, is]) => (is ? [what] : []));
    if (broken.length > 0) throw new Error(`${broken.join('; ')}: ${JSON.stringify({ root, lanes: gate.lanes() })}`);
    [seen.epoch, seen.forgotten] = [root.epoch, root.forgotten ?? ''];
    for (const incident of root.over) seen.over.add(incident);
  };
  return { seen, check };
}

async function play(gate: PlayedGate, scheduler: fc.Scheduler, callers: readonly Caller[]): Promise<void> {
  await gate.store.read();
  for (const lane of LANES.slice(0, 2)) await establishLane(gate.store, lane, 1);
  const { seen, check } = invariants(gate);

  const run = async ({ does, dies, loses }: Caller) => {
    let steps = 0;
    const store = gate.seenBy(
      async (what) => {
        await check();
        await scheduler.schedule(Promise.resolve(), what);
        if (steps >= dies) throw new Died();
      },
      async () => {
        if (steps++ === loses) throw lost();
      },
    );
    if (does.what === 'pause') {
      const { gates } = await pause({ collection: store }, does.incident, clock);
      seen.promised = Math.max(seen.promised, gates[0]!.epoch);
      await check();
    } else if (does.what === 'resume') {
      const { epoch } = await store.read();
      await resume({ collection: store }, does.incident, { collection: epoch }, clock);
    } else if (does.what === 'establish') {
      await establishLane(store, does.lane, (await store.read()).epoch);
    } else {
      await store.retireLane(does.lane);
    }
  };

  // All at once, the scheduler choosing whose request is next.
  const settled = Promise.allSettled(callers.map(run));
  await scheduler.waitFor(settled);
  for (const one of await settled) {
    if (one.status === 'rejected' && !expected(one.reason)) throw one.reason;
  }

  // Whatever died where, anyone can finish the pause, and then nothing is open.
  await check();
  await pause({ collection: gate.store }, LAST, clock);
  expect((await gate.store.read()).state).toBe('closed');
  for (const { state } of gate.lanes()) expect(state).toBe('closed');
}

/** @param runs each with two to twelve callers; a failure prints the seed that repeats it */
export function gateProperty(name: string, make: () => PlayedGate, runs: number): void {
  it(`${name}: keeps its invariants under any interleaving of callers that die anywhere and lose answers`, async () => {
    const callers = fc.array(caller, { minLength: 2, maxLength: 12 });
    const property = fc.asyncProperty(fc.scheduler(), callers, (scheduler, all) => play(make(), scheduler, all));
    await fc.assert(property, { numRuns: runs });
  });
}
