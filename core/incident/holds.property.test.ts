/**
 * A hold has a life: what a model checker found sound of two gates, two incidents, reports that die at any step, the same request
 * again at any later time, a report that closes nothing under the same id, break-glass, the schedule, and two resumes at once, played
 * at random with the code itself.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { memoryIncidentSetup } from '../../test/fixtures/incident-parts.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import type { Remembered } from '../gate/forget.ts';
import type { MemoryGate } from '../gate/gate.memory.ts';
import { GATES, type GateName, isOver } from '../gate/gate.ts';
import { establishLane } from '../gate/lane.ts';
import { resume } from '../gate/resume.ts';
import { breakGlass } from './break-glass.ts';
import type { Incident } from './incident.ts';
import { type ReportParts, report } from './report.ts';
import { finishOpenWork } from './unfinished.ts';

const PEOPLE = [
  { sub: 'rita', groups: ['employees'] },
  { sub: 'otto', groups: ['employees'] },
] as const;

const which = fc.nat(1);
const actor = fc.record({
  does: fc.oneof(
    { weight: 4, arbitrary: fc.record({ what: fc.constant('report' as const), which }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('low' as const), which }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('break-glass' as const), which }) },
    { weight: 5, arbitrary: fc.record({ what: fc.constant('resume' as const), which }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('schedule' as const), which }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('lane' as const), which }) },
  ),
  /** Turns until it begins: a slow zombie, an old id. */
  late: fc.nat(40),
  dies: fc.option(fc.nat(14), { nil: Number.POSITIVE_INFINITY, freq: 3 }),
});
type Actor = typeof actor extends fc.Arbitrary<infer T> ? T : never;

class Died extends Error {
  override name = 'Died';
}
const expected = (error: unknown): boolean =>
  error instanceof AggregateError
    ? error.errors.every(expected)
    : error instanceof Error && ['Died', 'Refused', 'SluiceError'].includes(error.name);

/** Each call of a port is a step. */
const stepping = <T extends object>(target: T, step: (what: string) => Promise<void>): T =>
  new Proxy(target, {
    get(of, name) {
      const method = Reflect.get(of, name) as unknown;
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        await step(String(name));
        return method.apply(of, args);
      };
    },
  });

async function stage(remembered?: Remembered) {
  const memory = await memoryIncidentSetup(sampleDisclosure(), remembered);
  const { gates, parts, clock } = memory;
  parts.disclosure.gate.closuresPerDay = 99;
  await establishLane(gates.reading, 'c0', 1);
  // Where the gates forget at once, of a time that they may have forgotten.
  const made = clock.now() - (remembered ? 2 * 86_400_000 : 0);
  const ids = [ulid(made), ulid(made)];
  /** Incidents of which somebody was told that the gates are closed, and the epochs that this was for. */
  const told = new Map<string, Record<GateName, number>>();
  const contained = new Map<string, string>();
  const lanesOf = (gate: MemoryGate) => [...gate.rows.values()].filter(({ state }) => state === 'open');

  const check = async () => {
    for (const name of GATES) {
      const gate = gates[name];
      const root = await gate.read();
      const fences = [...told.values()].map((epochs) => epochs[name]);
      const broken = Object.entries({
        'open and held, or closed and held by nobody': (root.state === 'open') !== (root.holds.length === 0),
        'somebody who let go holds again': root.over.some((id) => root.holds.includes(id)),
        'what holds one gate cannot hold the other':
          name === 'reading' && (await gates.collection.read()).holds.some((id) => id <= (root.forgotten ?? '')),
        'closed is said while a lane is open': root.state === 'closed' && lanesOf(gate).length > 0,
        'a lane is open below a closure that was told': lanesOf(gate).some(({ epoch = 0 }) =>
          fences.some((f) => epoch < f),
        ),
        'open, though a told incident has not let go':
          root.state === 'open' && [...told.keys()].some((id) => !isOver(root, id)),
      }).flatMap(([what, is]) => (is ? [`${name}: ${what}`] : []));
      if (broken.length > 0) throw new Error(`${broken.join('; ')} ${JSON.stringify(root)}`);
    }
    for (const incident of await parts.store.list()) await checkContained(incident);
  };
  const checkContained = async ({ incident, epochs, closes }: Incident) => {
    if (!epochs) return;
    const now = JSON.stringify(epochs);
    if (!contained.has(incident)) {
      contained.set(incident, now);
      const roots = await Promise.all(GATES.map((name) => gates[name].read()));
      const isSo = roots.every(({ state, holds }) => state === 'closed' && holds.includes(incident));
      if (!closes || !isSo)
        throw new Error('contained is said before both gates are closed, or of what does not close');
    }
    if (contained.get(incident) !== now) throw new Error('contained is said twice, of different epochs');
  };
  return { ...memory, ids, told, check };
}
type Stage = Awaited<ReturnType<typeof stage>>;

/** What the workflow does once two have approved: at the epochs of the closure, by anyone, any number of times. */
async function letGo(parts: ReportParts, id: string): Promise<void> {
  const incident = await parts.store.find(id);
  if (!incident?.closes || !incident.epochs || incident.status === 'resumed') return;
  await parts.store.advance(id, { once: 'resuming', set: { resuming: { at: 0, approvers: ['a', 'b'] } } });
  await resume(parts.gates, id, incident.epochs, parts.clock);
  await parts.store.advance(id, { once: 'concludedAt', set: { status: 'resumed', concludedAt: 1 } });
}

async function act({ parts, ledger, ids, told }: Stage, mine: ReportParts, { what, which: at }: Actor['does']) {
  const id = ids[at]!;
  const order = { incident: id, reporter: PEOPLE[at]!, text: 'x' };
  if (what === 'report') {
    const { incident } = await report(mine, { ...order, severity: 'high' });
    if (incident.epochs) told.set(id, incident.epochs);
  } else if (what === 'low') await report(mine, { ...order, severity: 'low' });
  else if (what === 'break-glass') {
    const { paused } = await breakGlass(
      { ...mine, ledger },
      { incident: id, operator: 'arn:aws:sts::1:assumed-role/x/pat' },
    );
    const [collection, reading] = paused.gates.map(({ epoch }) => epoch);
    told.set(id, { collection: collection!, reading: reading! });
  } else if (what === 'resume') await letGo(mine, id);
  else if (what === 'schedule') await finishOpenWork(mine);
  else {
    const gate = GATES[at]!;
    const { epoch } = await mine.gates[gate].read();
    const [lane] = [...(parts.gates[gate as GateName] ? await mine.gates[gate].lanes() : [])];
    await mine.gates[gate].openLane(lane!, epoch);
  }
}

async function play(scheduler: fc.Scheduler, actors: readonly Actor[], remembered?: Remembered): Promise<void> {
  const all = await stage(remembered);
  const { parts, gates, check } = all;
  const run = async ({ does, late, dies }: Actor) => {
    let steps = 0;
    const step = async (what: string) => {
      await check();
      await scheduler.schedule(Promise.resolve(), what);
      if (steps++ >= dies) throw new Died();
    };
    for (let turn = 0; turn < late; turn++) await scheduler.schedule(Promise.resolve(), 'late');
    const mine = {
      ...parts,
      gates: { collection: gates.collection.seenBy(step), reading: gates.reading.seenBy(step) },
      store: stepping(parts.store, step),
    };
    await act(all, mine, does);
  };

  const settled = Promise.allSettled(actors.map(run));
  await scheduler.waitFor(settled);
  for (const one of await settled) {
    if (one.status === 'rejected' && !expected(one.reason)) throw one.reason;
  }
  await check();

  // Whatever died where: the schedule finishes, approvals come, and nothing is held that nobody can release.
  for (let round = 0; round < 4; round++) {
    const { errors } = await finishOpenWork(parts);
    if (round > 0 && errors.length > 0) throw errors[0];
    await check();
    for (const id of all.ids) await letGo(parts, id);
    await check();
  }
  for (const name of GATES) expect(await gates[name].read()).toMatchObject({ state: 'open', holds: [] });
  for (const incident of await parts.store.list()) {
    if (incident.closes) expect(incident).toMatchObject({ status: 'resumed' });
  }
}

/** As it is, and so that whoever lets go is forgotten as soon as may be. */
test.each<[kind: string, remembered: Remembered | undefined]>([
  ['', undefined],
  [', of gates that forget at once', { most: 0, keep: 0, age: 0 }],
])(
  'holds, closures and resumes keep their promises under any interleaving, and nothing is stuck for good%s',
  async (_kind, remembered) => {
    const actors = fc.array(actor, { minLength: 2, maxLength: 9 });
    const property = fc.asyncProperty(fc.scheduler(), actors, (scheduler, all) => play(scheduler, all, remembered));
    await fc.assert(property, { numRuns: 300 });
  },
);
