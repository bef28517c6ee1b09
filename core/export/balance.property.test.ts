import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { TIERS, type Tier } from '../../redaction/redactor.ts';
import { exportingDisclosure, exportingSetup } from '../../test/fixtures/exports.ts';
import { EVENT_KINDS, EVENTS, type Event } from '../../wire/event.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { redactorOf } from '../intake/redactor-of.ts';
import { HOUR, NOW } from '../reading/sample.ts';
import { partNames } from './all-parts.ts';
import { cutPart, planParts, sealExport } from './job.ts';
import { openFile } from './sealed-part.ts';

/** What an export holds, as its manifest counts it, beside what was put into the vault: with the redaction of production, over events of any kind. */

const PEOPLE = ['anna', 'bert', 'carl', 'dora'];
const BEGAN = NOW - 72 * HOUR;
/** Who stay are enough for an export; of `dora` nothing is known before the parts are planned. */
const GOES = 'dora';

/** Of which tier they are found to be. */
const TEXTS: Readonly<Record<string, Tier>> = {
  'shall we have the figures on Monday': 'routine',
  'mail me at tom.becker@example.com': 'sensitive',
  'call +49 30 901820': 'personal',
  'card 4111 1111 1111 1111': 'personal',
};
/** As redaction wrote it, with tokens that read as parties to what is said between them. */
const REDACTED =
  '[ORGANIZATION:gmkhllkffmhpahie] in figures before from thanks old the week send about greetings delivery on [DATE 2026] at [ORGANIZATION:eiihnnbekmfamahl]';

const textEvent = (text: string, app: string) => ({
  kind: 'text',
  app,
  field: 'f1',
  inputType: 'insertText',
  data: text,
});
const message = (text: string) => ({ kind: 'message', app: 'editor', author: 'self', text });
const app = fc.constantFrom('editor', 'terminal', 'no-longer-there');
const anyEvent = fc.oneof(
  fc
    .tuple(fc.constantFrom(...Object.keys(TEXTS), REDACTED, 'she is in the union'), app)
    .map(([text, of]) => textEvent(text, of)),
  fc.tuple(fc.constantFrom(0, 7, 2 ** 40), app).map(([x, of]) => ({ kind: 'click', app: of, x, y: 1 })),
  fc
    .tuple(fc.constantFrom('a', 'Enter', '4'), app)
    .map(([key, of]) => ({ kind: 'key', type: 'keydown', app: of, key })),
  fc.tuple(app).map(([of]) => ({ kind: 'scroll', app: of, deltaX: 0, deltaY: 1 })),
);
const segment = fc.array(anyEvent, { minLength: 1, maxLength: 12 });
const timed = (events: readonly object[], from: number) =>
  events.map((event, n) => ({ ...event, time: from + n }) as Event);

function disclosureOf(change: (disclosure: Disclosure) => void = () => {}): Disclosure {
  const disclosure = exportingDisclosure();
  disclosure.events = Object.fromEntries(
    EVENT_KINDS.filter((kind) => kind !== 'scroll').map((kind) => [
      kind,
      { fields: Object.keys(EVENTS[kind].fields), why: 'of the test' },
    ]),
  ) as typeof disclosure.events;
  disclosure.redaction.actions = { UNION: 'drop', EMAIL: 'drop', ORGANIZATION: 'tokenise' };
  change(disclosure);
  return disclosure;
}

async function setupOf(disclosure: Disclosure) {
  const setup = await exportingSetup({ people: PEOPLE, disclosure });
  const redactor = redactorOf(disclosure, { seed: Buffer.alloc(32, 1), tokenKey: Buffer.alloc(32, 2) });
  setup.job.redactorOf = async () => redactor;
  return setup;
}
type Setup = Awaited<ReturnType<typeof setupOf>>;

/** Rows of the files themselves, and what the manifest says. */
async function exported(setup: Setup, between: () => Promise<unknown> = async () => {}) {
  const { export: id } = await setup.create();
  expect(await planParts(setup.job, id)).toMatchObject({ outcome: 'planned' });
  await between();
  for (const part of await partNames(setup.store, id)) await cutPart(setup.job, id, part);
  expect(await sealExport(setup.job, id)).toEqual({ outcome: 'sealed' });
  const { parts, documents } = await setup.fetch(id);
  const files = parts.map(({ part, key, data }) => {
    const sealed = setup.objects.objects.get(data.url.replace('memory:', ''))!;
    return new Uint8Array(openFile(sealed, { program: 'p', export: id, part, file: 'data' }, key)).buffer;
  });
  const inFiles = files.reduce((sum, file) => sum + Number(parquetMetadata(file).num_rows), 0);
  return { files, inFiles, manifest: documents!.manifest.document };
}

const sum = (all: Readonly<Record<string, number>>) => Object.values(all).reduce((one, other) => one + other, 0);

test('rows and what was dropped, by reason, are what was stored less what is of who withdrew', async () => {
  const some = fc.array(segment, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.tuple(some, some, some, some), async (recorded) => {
      const setup = await setupOf(disclosureOf());
      let [stored, withdrawn, segments] = [0, 0, 0];
      const kept = { disclosure: 0, scrolled: 0 };
      for (const [n, person] of PEOPLE.entries()) {
        // One of each is in the export, so that it is of enough people.
        const all = [[{ kind: 'click', app: 'editor', x: n, y: 0 }], ...recorded[n]!];
        for (const [at, events] of all.entries()) {
          await setup.record(person, timed(events, BEGAN + at * 60_000), BEGAN + at * 60_000);
          segments++;
          stored += events.length;
          if (person === GOES) withdrawn += events.length;
          else
            kept.disclosure += (events as { kind: string; app: string }[]).filter(
              ({ kind, app: of }) => kind === 'scroll' || of === 'no-longer-there',
            ).length;
        }
      }

      const { inFiles, manifest } = await exported(setup, () => setup.setState(GOES, 'withdrawn'));

      const { counts, parts } = manifest;
      expect(inFiles + sum(counts.dropped)).toBe(stored - withdrawn);
      expect([counts.rows, sum(Object.fromEntries(parts.map(({ part, rows }) => [part, rows])))]).toEqual([
        inFiles,
        inFiles,
      ]);
      expect(counts.dropped.disclosure).toBe(kept.disclosure);
      expect(sum(counts.byTier) + sum(counts.left)).toBe(segments);
    }),
    { numRuns: 25 },
  );
});

test('no row is of a tier that the purpose has not, whatever its fields and its segment say', async () => {
  const tier = fc.constantFrom(...TIERS);
  const event = fc.record({ text: fc.constantFrom(...Object.keys(TEXTS)), tier: fc.option(tier, { nil: undefined }) });
  const recorded = fc.array(
    fc.record({
      of: tier,
      claims: fc.option(tier, { nil: undefined }),
      events: fc.array(event, { minLength: 1, maxLength: 5 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(recorded, fc.uniqueArray(tier, { minLength: 1 }), async (segments, allowed) => {
      const setup = await setupOf(
        disclosureOf(({ purposes, redaction }) => {
          purposes.research!.tiers = allowed;
          redaction.actions = {};
          redaction.tiers = { EMAIL: 'sensitive', DATE: 'routine' };
        }),
      );
      for (const person of PEOPLE)
        await setup.record(person, timed([message('yes')], BEGAN - HOUR), BEGAN - HOUR, highest(allowed));
      const shown: number[] = [];
      for (const [n, { of, claims, events }] of segments.entries()) {
        const from = BEGAN + n * 1000;
        const lines = events.map(({ text, tier: says }) => ({
          ...message(text),
          ...(says && { tier: says }),
        }));
        const row = await setup.record('anna', timed(lines, from), from, of);
        // Who can write to the table, and to nothing else, makes it one that is read.
        if (claims) await setup.putRow({ ...row, tier: claims });
        const isAsSealed = !claims || claims === of;
        for (const [at, { text }] of events.entries())
          if (isAsSealed && allowed.includes(of) && allowed.includes(highest([of, TEXTS[text]!])))
            shown.push(from + at);
      }

      const { files, manifest } = await exported(setup);

      const rows = (await Promise.all(files.map((file) => parquetReadObjects({ file, compressors })))).flat();
      const times = rows.map(({ time }) => (time as Date).getTime()).filter((time) => time >= BEGAN);
      expect(times.sort()).toEqual(shown.sort());
      expect(manifest.counts.rows).toBe(shown.length + PEOPLE.length);
    }),
    { numRuns: 25 },
  );
});

const highest = (tiers: readonly Tier[]): Tier => TIERS.findLast((tier) => tiers.includes(tier))!;
