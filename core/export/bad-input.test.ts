import { describe, expect, test } from '@jest/globals';
import { exportingDisclosure, exportingSetup } from '../../test/fixtures/exports.ts';
import type { Event } from '../../wire/event.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { pause } from '../gate/pause.ts';
import { resume } from '../gate/resume.ts';
import { HOUR, NOW } from '../reading/sample.ts';
import type { Refused } from '../shared/errors.ts';
import { partNames } from './all-parts.ts';
import { cutPart, LONGEST_SEGMENT, planParts } from './job.ts';

/** Whatever comes is answered by a name: a refusal, the word by which the making stopped, or a count in the manifest. */

const PEOPLE = ['anna', 'bert', 'carl', 'dora'];
const click = (n: number, more: object = {}): Event =>
  ({ kind: 'click', time: NOW - 72 * HOUR + n, app: 'editor', x: n, y: n, ...more }) as Event;
type Setup = Awaited<ReturnType<typeof recorded>>;

async function recorded(rules: Partial<Disclosure['purposes'][string]> = {}) {
  const disclosure = exportingDisclosure();
  Object.assign(disclosure.purposes.research!, rules);
  const setup = await exportingSetup({ people: PEOPLE, disclosure });
  for (const person of PEOPLE) await setup.record(person, [click(1), click(2)], NOW - 72 * HOUR);
  return setup;
}
const refusal = (done: Promise<unknown>): Promise<string> =>
  done.then(
    () => 'done',
    ({ reason }: Refused) => reason,
  );
/** Of the sealed one: counts of what stayed out. */
async function sealed(setup: Setup) {
  const { export: id } = await setup.create();
  expect(await setup.run(id)).toEqual({ outcome: 'sealed' });
  const { documents } = await setup.fetch(id);
  return documents!.manifest.document;
}
/** One part cut, and what happens to the next one. */
async function halfWay(setup: Setup, happens: (setup: Setup) => Promise<unknown>) {
  const { export: id } = await setup.create();
  await planParts(setup.job, id);
  const [first, second] = await partNames(setup.store, id);
  await cutPart(setup.job, id, first!);
  await happens(setup);
  return { id, next: await cutPart(setup.job, id, second!) };
}

describe('is refused', () => {
  test.each<[string, string, Parameters<Setup['create']>[0]]>([
    ['a purpose that the disclosure does not know', 'purpose', { purpose: 'curiosity' }],
    ['one that is the name of something every object has', 'purpose', { purpose: 'constructor' }],
    ['a query of one person', 'too-few', { subjects: 1 }],
    ['a kind that the purpose does not show', 'query', { kinds: ['key'] }],
    ['a program that the purpose does not show', 'query', { applications: ['terminal'] }],
  ])('%s: %s', async (_, reason, query) => {
    const setup = await recorded({ kinds: ['click'], applications: ['editor'] });

    expect(await refusal(setup.create(query))).toBe(reason);
    expect(setup.started).toEqual([]);
  });

  test('an export asked for twice with another query: exists; with the same it is the same one', async () => {
    const setup = await recorded({ kinds: ['click'] });
    const { export: id } = await setup.create();

    expect((await setup.create({}, id)).export).toBe(id);
    expect(await refusal(setup.create({ applications: ['editor'] }, id))).toBe('exists');
  });

  test('to open what is there in part: unfinished; and what never came to its end: ended', async () => {
    const setup = await recorded();
    const { id } = await halfWay(setup, async () =>
      expect(await refusal(setup.fetch((await setup.store.list())[0]!.export))).toBe('unfinished'),
    );
    await setup.store.stop(id, 'failed');

    expect(await refusal(setup.fetch(id))).toBe('ended');
  });
});

describe('a purpose that shows less than when it was made', () => {
  const narrower: [string, Partial<Disclosure['purposes'][string]>][] = [
    ['tiers', { tiers: ['sensitive'] }],
    ['kinds', { kinds: ['key'] }],
    ['programs', { applications: ['terminal'] }],
  ];
  test.each(narrower)('of %s: what is sealed opens no more: purpose', async (_, rules) => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await setup.run(id);
    expect((await setup.fetch(id)).parts).toHaveLength(PEOPLE.length);

    Object.assign(setup.disclosure.purposes.research!, rules);

    expect(await refusal(setup.fetch(id))).toBe('purpose');
  });

  test.each(narrower)('of %s, while it is made: nothing of that is cut', async (_, rules) => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await planParts(setup.job, id);
    Object.assign(setup.disclosure.purposes.research!, rules);
    for (const part of await partNames(setup.store, id)) await cutPart(setup.job, id, part);

    const { parts } = await setup.store.parts(id);
    expect(parts.map(({ cut }) => cut!.counts.rows)).toEqual(PEOPLE.map(() => 0));
  });
});

describe('half-way', () => {
  test('a grant that ends stops it: no-grant', async () => {
    const { next } = await halfWay(await recorded(), ({ give }) => give(NOW));

    expect(next).toEqual({ outcome: 'stopped', by: 'no-grant' });
  });

  test('a purpose of which the last day is over stops it: purpose', async () => {
    const setup = await recorded({ until: new Date(NOW).toISOString().slice(0, 10) });
    const { next } = await halfWay(setup, async ({ clock, give }) => {
      clock.time = NOW + 24 * HOUR;
      await give(clock.time + HOUR);
    });

    expect(next).toEqual({ outcome: 'stopped', by: 'purpose' });
  });

  test('a gate that closes keeps it waiting, and it goes on', async () => {
    const setup = await recorded();
    const { id, next } = await halfWay(setup, ({ gate, clock }) => pause({ reading: gate }, 'i1', clock));

    expect(next).toEqual({ outcome: 'closed' });
    const { epoch } = await setup.gate.read();
    await resume({ reading: setup.gate }, 'i1', { reading: epoch }, setup.clock);
    expect(await setup.run(id)).toEqual({ outcome: 'sealed' });
  });

  test('a worker that dies has its part cut again, once', async () => {
    const setup = await recorded();
    const { id } = await halfWay(setup, async ({ objects }) => {
      const { put } = objects;
      objects.put = async () => {
        objects.put = put;
        throw new Error('died');
      };
    }).catch(async () => ({ id: (await setup.store.list())[0]!.export }));

    expect(await setup.run(id)).toEqual({ outcome: 'sealed' });
    expect((await setup.fetch(id)).documents!.manifest.document.counts.rows).toBe(2 * PEOPLE.length);
  });
});

describe('is counted by name', () => {
  test('a subject who withdraws while it is made: consent', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await planParts(setup.job, id);
    await setup.setState('anna', 'withdrawn');
    await setup.run(id);

    const { counts, people } = (await setup.fetch(id)).documents!.manifest.document;

    expect({ left: counts.left, rows: counts.rows, people }).toEqual({ left: { consent: 1 }, rows: 6, people: 3 });
  });

  test('a segment that was corrupted: foreign-object', async () => {
    const setup = await recorded();
    const row = await setup.record('anna', [click(3)]);
    const message = Buffer.from((row.body as { message: Uint8Array }).message);
    message[message.length - 1]! ^= 1;
    await setup.putRow({ ...row, body: { message } });

    expect((await sealed(setup)).counts).toMatchObject({ left: { 'foreign-object': 1 }, rows: 8 });
  });

  test('a text of 100 MB, which no segment of ours holds: too-large, and it is never held whole', async () => {
    const setup = await recorded();
    await setup.record('anna', [click(3, { text: 'a'.repeat(100_000_000) })]);

    expect((await sealed(setup)).counts).toMatchObject({ left: { 'too-large': 1 }, rows: 8 });
    expect(LONGEST_SEGMENT).toBeLessThan(100_000_000);
  });

  test('segments of a tier that the purpose has not: purpose', async () => {
    const setup = await recorded();
    const [row] = setup.tables.rows.values();
    const policy = {
      ...setup.job.policy,
      decide: (asked: { tier?: string }) => ({ allowed: asked.tier === undefined, by: [] }),
    };
    const { export: id } = await setup.create();
    await planParts(setup.job, id);
    const [part] = await partNames(setup.store, id);

    await cutPart({ ...setup.job, policy }, id, part!);

    expect(row!.tier).toBeDefined();
    expect((await setup.store.part(id, part!))!.cut!.counts).toMatchObject({ left: { purpose: 1 }, rows: 0 });
  });

  test('the policies that let it be made stand in it, with their hash', async () => {
    const setup = await recorded({ kinds: ['click'] });

    const { policy, query } = await sealed(setup);

    expect(policy.hash).toBe(setup.job.policy.hash);
    expect(policy.text).toContain('research/kinds');
    expect(query.kinds).toEqual(['click']);
  });
});
