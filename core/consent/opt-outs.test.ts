import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createProgram, type Program, refusal } from '../../test/fixtures/program.ts';
import { click, createWorld } from '../../test/fixtures/world.ts';
import type { Event } from '../../wire/event.ts';
import { createAdmission } from '../../wire/filter.ts';
import { filterOf } from '../disclosure/filter.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { isOptedOut, narrowed, sameOptOuts } from './opt-outs.ts';

const DISCLOSURE = sampleDisclosure();
const [APP, OTHER] = Object.keys(DISCLOSURE.applications) as [string, string];
const PARTS = [
  ...Object.keys(DISCLOSURE.applications).map((app) => `app:${app}`),
  ...Object.keys(DISCLOSURE.events).map((kind) => `kind:${kind}`),
];
const rowOf = async ({ store }: Program) => (await store.read('anna'))!;

describe('a part that somebody leaves out of their consent', () => {
  test('never leaves their device: the lease’s filter lacks it', async () => {
    const program = createProgram();
    await program.enrol('anna');
    await program.consent('anna', program.disclosure, [`app:${APP}`]);
    const agent = program.agent('anna');
    await agent.start();
    agent.capture(click(1, APP, program.time.now) as never);
    agent.capture(click(2, OTHER, program.time.now) as never);
    await agent.flush();
    await program.deliver();
    expect((await program.events()).map(({ app }) => app)).toEqual([OTHER]);
    expect(program.world.counters()).not.toHaveProperty('dropped:opted-out');
  });

  test('is dropped by the redactor where an agent sends it all the same, and counted by a reason of its own', async () => {
    const world = createWorld();
    await world.enrol('anna');
    const lease = await world.lease('anna');
    world.tables.subjects.get('anna')!.without = ['kind:scroll', `app:${OTHER}`];
    const events = [click(1, APP), click(2, OTHER), click(3, APP)];
    const record = world.record(world.frame(lease, 1, events), 'anna');
    await world.pipeline().process({ shard: world.shard, records: [record] });
    const [stored] = await world.stored();
    expect(stored!.events.map(({ x }) => x)).toEqual([1, 3]);
    expect(world.counters()).toMatchObject({ events: 3, stored: 2, 'dropped:opted-out': 1 });
  });

  test('makes another consent: nothing that was captured under the one before is stored', async () => {
    const program = createProgram();
    const agent = await program.join('anna');
    const { serial } = await rowOf(program);
    agent.capture(click(1, APP, program.time.now) as never);
    await agent.flush();
    await program.consent('anna', program.disclosure, [`app:${APP}`]);
    await program.deliver();
    expect(program.index.size).toBe(0);
    const after = await rowOf(program);
    expect(after.serial > serial).toBe(true);
    expect(after.without).toEqual([`app:${APP}`]);
    // The same again is the same consent, in whatever order it is said.
    await program.consent('anna', program.disclosure, [`app:${APP}`, `app:${APP}`]);
    expect((await rowOf(program)).serial).toBe(after.serial);
  });

  test('stays left out, by a new text and after a withdrawal too, until they say otherwise; an erasure ends it', async () => {
    const program = createProgram();
    await program.enrol('anna');
    await program.consent('anna', program.disclosure, [`app:${APP}`]);
    const newer = { ...program.disclosure, version: '1.1', applications: { [OTHER]: { keys: 'none' as const } } };
    expect((await program.consent('anna', newer)).without).toEqual([`app:${APP}`]);
    expect((await program.consent('anna', newer, [`app:${APP}`, `app:${OTHER}`])).without).toHaveLength(2);
    await program.withdraw('anna');
    expect((await program.consent('anna')).without).toHaveLength(2);
    expect(await program.consent('anna', program.disclosure, [])).not.toHaveProperty('without');
    await program.consent('anna', program.disclosure, [`app:${APP}`]);
    await program.erase('anna');
    await program.enrol('anna');
    expect(await program.consent('anna')).not.toHaveProperty('without');
  });

  test.each(['app:unknown', 'kind:unknown', 'app:__proto__', APP, ''])(
    '%j is none: only narrowing is possible',
    async (part) => {
      const program = createProgram();
      await program.enrol('anna');
      expect(await refusal(program.consent('anna', program.disclosure, [part]))).toBe('opt-out');
      expect(await rowOf(program)).toMatchObject({ state: 'enrolled' });
    },
  );
});

test('a narrowed filter admits what the whole one does, without what was left out; and both lines agree', () => {
  const filter = filterOf(DISCLOSURE);
  const all = createAdmission(filter);
  const event = fc.record({
    kind: fc.constantFrom('click', 'scroll', 'key', 'pointer'),
    app: fc.constantFrom(APP, OTHER, 'unknown'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...PARTS)), event, (without, { kind, app }) => {
      const one = {
        ...{ time: 1, x: 1, y: 1, button: 0, deltaX: 1, deltaY: 1 },
        ...{ type: 'keydown', path: [0, 1, 1] },
        kind,
        app,
      };
      const before = all(one);
      const after = createAdmission(narrowed(filter, without))(one);
      const left = isOptedOut(one as unknown as Event, without);
      if ('dropped' in before) expect('dropped' in after).toBe(true);
      else expect('dropped' in after).toBe(left);
    }),
  );
  expect(narrowed(filter)).toBe(filter);
});

test.each<[string[] | undefined, string[] | undefined, boolean]>([
  [undefined, undefined, true],
  [[], undefined, true],
  [['a'], ['a'], true],
  [['a'], ['b'], false],
  [['a'], ['a', 'b'], false],
])('%j and %j are the same: %p', (a, b, same) => expect(sameOptOuts(a, b)).toBe(same));
