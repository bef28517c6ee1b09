import { expect, test } from '@jest/globals';
import { sampleDisclosure } from '../disclosure/sample.ts';
import type { Branch, Found, SoFar } from '../incident/branch.ts';
import { memoryEvidence } from '../ledger/evidence.memory.ts';
import { NOW, sampleRow } from '../reading/reading.contract.ts';
import { memoryRecords, rowKey } from '../reading/reading.memory.ts';
import { DAY_PARTITIONS, type IndexRow } from '../vault/index-row.ts';
import { encryption } from './encryption.ts';
import { overCollection } from './over-collection.ts';
import { memorySealedRows } from './sealed-rows.memory.ts';
import { sliceOf, slicesOf } from './slices.ts';
import { stored } from './stored.ts';

const HOUR = 3_600_000;
const WEEKS = 3;
const window = { from: NOW - WEEKS * 7 * 24 * HOUR, to: NOW };
const scope = { incident: 'i', window };

/** Rows of many people over three weeks: some of a kind that nobody disclosed, some under a key of two. */
async function world() {
  const rows: IndexRow[] = [];
  for (let at = 0; at < 120; at++) {
    rows.push(
      await sampleRow({
        arrivedTo: window.from + Math.floor(((at + 0.5) / 120) * (window.to - window.from)),
        subject: `person-${at % 30}`,
        keyId: at % 30 < 2 ? 'key-of-two' : `key-${at % 30}`,
        kinds: at % 20 === 3 ? { key: 1, text: 1 } : { click: 1 },
        program: 'p',
      }),
    );
  }
  const index = new Map(rows.map((row) => [rowKey(row.subject, row.segment), row]));
  const evidence = memoryEvidence({ now: () => NOW });
  let time = NOW;
  const parts = {
    records: memoryRecords({ rows: index }, { now: () => NOW }, 3),
    evidence,
    clock: { now: () => time++ },
  };
  const questions = (bounds: object): Record<string, ReturnType<typeof stored>> => ({
    stored: stored(parts, bounds),
    'over-collection': overCollection({ ...parts, noted: async () => sampleDisclosure() }, bounds),
    encryption: encryption({ ...parts, program: 'p', sealed: memorySealedRows(index, new Map()) }, bounds),
  });
  return { rows, evidence, questions };
}

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

async function whole(look: Branch['look']): Promise<Found> {
  for (let soFar: SoFar | undefined; ; ) {
    const looked = await look(scope, soFar);
    if ('found' in looked) return looked.found[0]!;
    soFar = json(looked.more);
  }
}

async function inSlices({ sliced }: ReturnType<typeof stored>, names = slicesOf(window)) {
  const parts = new Map<string, SoFar>();
  let looks = 0;
  // In no order that anything may depend on.
  for (const name of names.toReversed()) {
    for (let soFar: SoFar | undefined; ; ) {
      const looked = await sliced.look(scope, name, soFar);
      looks++;
      if ('more' in looked) soFar = json(looked.more);
      else {
        parts.set(name, json(looked.part));
        break;
      }
    }
  }
  return { parts, looks, found: (await sliced.join(scope, parts)).found[0]! };
}

/** The lines of the evidence, whatever parts it lies in. */
async function linesOf({ evidence }: Awaited<ReturnType<typeof world>>, { evidence: link }: Found): Promise<string[]> {
  const lines = async (name: string) =>
    Buffer.from(await evidence.get(name))
      .toString()
      .split('\n')
      .filter(Boolean);
  if (!link.name.includes('-parts-')) return lines(link.name);
  const parts = (await lines(link.name)).map((line) => (JSON.parse(line) as { name: string }).name);
  return (await Promise.all(parts.map(lines))).flat();
}
const ofSegments = (lines: readonly string[]) => lines.filter((line) => line.includes('"segment"')).sort();

test.each([
  ['stored', { lookFor: 1e9 }],
  ['stored', { lookFor: 2 }],
  ['over-collection', { lookFor: 1e9 }],
  ['over-collection', { lookFor: 2 }],
])('%s in slices comes to what it comes to in one piece, whatever a look may take: %j', async (name, bounds) => {
  const all = await world();
  const { evidence: one, ...expected } = await whole(all.questions(bounds)[name]!.look);
  const { found, looks } = await inSlices(all.questions(bounds)[name]!);
  const { evidence: other, ...joined } = found;

  const sorted = (finding: object) => ({ ...finding, ...('disclosures' in finding && { subjects: undefined }) });
  expect(sorted(joined)).toEqual(sorted(expected));
  expect(ofSegments(await linesOf(all, { ...found, evidence: other }))).toEqual(
    ofSegments(await linesOf(all, { ...found, evidence: one })),
  );
  expect(looks).toBeGreaterThan(slicesOf(window).length - 1);
  if ('subjects' in joined && 'subjects' in expected) {
    const bySubject = (subjects: readonly { subject: string; segments: string[] }[]) =>
      subjects.map((of) => ({ ...of, segments: of.segments.toSorted() }));
    expect(bySubject(joined.subjects as never)).toEqual(bySubject(expected.subjects as never));
  }
});

test('a key that serves two people is seen, though no slice holds both', async () => {
  const all = await world();
  const two = all.rows.filter(({ keyId }) => keyId === 'key-of-two');
  expect(new Set(two.map(({ day }) => day.split('#')[1])).size).toBe(2);

  const { found } = await inSlices(all.questions({}).encryption!);

  expect(found).toMatchObject({ outcome: 'found', checked: all.rows.length });
  // Of one of the two, all; as in one piece.
  expect((found as { wrong: Record<string, number> }).wrong).toEqual({ shared: two.length / 2 });
  const lines = (await linesOf(all, found)).filter((line) => line.includes('shared'));
  expect(lines.reduce((sum, line) => sum + (JSON.parse(line) as { segments: number }).segments, 0)).toBe(
    two.length / 2,
  );
});

test.each(['stored', 'over-collection', 'encryption'])(
  '%s: few rows are looked at at once; of many, slices are named; a slice too few is refused',
  async (name) => {
    const all = await world();
    expect(await all.questions({ few: 120 })[name]!.sliced.begin(scope)).toHaveProperty('found');
    expect(await all.questions({ few: 119 })[name]!.sliced.begin(scope)).toEqual({ slices: slicesOf(window) });

    const question = all.questions({})[name]!;
    const { parts } = await inSlices(question);
    const [first] = slicesOf(window);
    const fewer = new Map([...parts].filter(([slice]) => slice !== first));
    await expect(question.sliced.join(scope, fewer)).rejects.toThrow('not the slices');
    await expect(question.sliced.join(scope, new Map([...fewer, ['9-9-9', parts.get(first!)!]]))).rejects.toThrow(
      'not the slices',
    );
    await expect(question.sliced.look(scope, '9-9-9')).rejects.toThrow('no such slice');
  },
);

test.each([
  [0, 1],
  [6, 1],
  [7.5, 2],
  [400, 16],
])('a window of %d days is cut into %i pieces of every partition, without gap or overlap', (days, pieces) => {
  const span = { from: NOW - Math.round(days * 24 * HOUR), to: NOW };
  const slices = slicesOf(span).map((name) => sliceOf(span, name));
  expect(slices).toHaveLength(pieces * DAY_PARTITIONS);
  for (let partition = 0; partition < DAY_PARTITIONS; partition++) {
    const own = slices.filter((one) => one.partition === partition);
    expect([own[0]!.from, own.at(-1)!.to]).toEqual([span.from, span.to]);
    for (const [at, { from }] of own.entries()) if (at > 0) expect(from).toBe(own[at - 1]!.to + 1);
  }
});
