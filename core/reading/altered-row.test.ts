import { beforeAll, describe, expect, test } from '@jest/globals';
import { CLASSES, REFUSALS } from '../../api/refusals.ts';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { policyOf } from '../policy/cedar.ts';
import { Refused } from '../shared/errors.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { headLength } from '../vault/message-head.ts';
import { memoryVault } from '../vault/vault.memory.ts';
import { readSegment } from './read.ts';
import { HOUR, KEY_ID, NOW, sampleRow } from './reading.contract.ts';
import { OWN_DATA } from './reading.ts';

/**
 * Whoever can write to the index, and cannot seal, edits one attribute of a row: the record must not open earlier, later or as another
 * one, and the edit has a name, an entry in the ledger, and alarms.
 */

const disclosure = sampleDisclosure();
const KEY = Buffer.alloc(32, 1);
const DAY = 24 * HOUR;
type Row = Record<string, unknown> & IndexRow;

/** One that all may read, one in its cool-off, each with another of the same subject to take values from. */
async function world(bound: boolean) {
  const vault = memoryVault();
  const large = async (row: IndexRow & { body: { message: Uint8Array } }): Promise<Row> => {
    const message = Buffer.from(row.body.message);
    const cut = headLength(message);
    return { ...row, body: { head: message.subarray(0, cut), object: await vault.put(message.subarray(cut)) } } as Row;
  };
  const fresh = { arrivedTo: NOW - HOUR, readableFrom: NOW + 23 * HOUR };
  const rows = {
    inline: (await sampleRow({}, { bound })) as IndexRow as Row,
    object: await large(await sampleRow({ tier: 'personal' }, { bound })),
    cooling: (await sampleRow(fresh, { bound })) as IndexRow as Row,
  };
  const others: Row[] = [
    (await sampleRow(
      { lane: 's/1/shardId-1', tier: 'sensitive', devices: ['d2'], events: 9 },
      { bound },
    )) as IndexRow as Row,
    await large(
      await sampleRow({ arrivedTo: NOW - 5 * DAY, keyId: KEY_ID, disclosure: '1.1', program: 'q' }, { bound }),
    ),
  ];
  return { vault, rows, others };
}

/** What reading it comes to, with the entries that it left. */
async function outcome({ vault }: Awaited<ReturnType<typeof world>>, row: Row, own = false) {
  const { reading, ledger, refusals, grants, putSubject, tables, clock } = memoryReadingSetup();
  await putSubject('anna', { state: 'live', keyId: KEY_ID });
  const grant = { reader: 'ivan', purpose: 'research', givenBy: 's', givenAt: NOW, expires: NOW + 1_000 * DAY };
  await grants.give({ grant: 'research#ivan', ...grant });
  tables.rows.set(`anna/${row.segment}`, row);
  const order = own
    ? { reader: 'anna', groups: [], purpose: OWN_DATA }
    : { reader: 'ivan', groups: ['investigators'], purpose: 'research' };
  const parts = {
    ...{ reading, ledger, refusals, vault, clock, disclosure, policy: policyOf(disclosure) },
    keys: {
      create: async () => KEY_ID,
      open: async () => new Uint8Array(KEY),
      has: async () => true,
      forget: () => {},
      destroy: async () => {},
    },
    redactor: { redactText: (text: string) => text },
  };
  const came = await readSegment(parts, { ...order, subject: 'anna', segment: row.segment, reason: 'r' }).then(
    () => 'read',
    (error: unknown) => (error instanceof Refused ? error.reason : String(error)),
  );
  const refused = (await wholeLedger(ledger)).filter(({ kind }) => kind === 'read-refused');
  return { came, entries: refused.map(({ detail }) => detail?.refusal) };
}

const ATTRIBUTES = [
  ...[
    'keyId',
    'disclosure',
    'program',
    'lane',
    'devices',
    'arrivedFrom',
    'arrivedTo',
    'readableFrom',
    'expiresSeconds',
  ],
  ...['events', 'kinds', 'tier', 'bytes', 'day', 'message', 'head', 'object'],
];
const VALUES: [string, unknown][] = [
  ['nothing', undefined],
  ...[0, 1, -1, 0.5, NOW - DAY, NOW + DAY, NOW / 1000 + 86_400_000, 2 ** 60, Number.NaN, Number.POSITIVE_INFINITY].map(
    (number): [string, unknown] => [`the number ${number}`, number],
  ),
  ...['', 'x', '0', 'routine', '2026-11-25#0', 'constructor'].map((text): [string, unknown] => [
    `the text "${text}"`,
    text,
  ]),
  ...[true, null, [], {}, ['d1', 'd3'], { click: 2 }, Buffer.alloc(3), Buffer.alloc(0)].map(
    (one): [string, unknown] => [JSON.stringify(one), one],
  ),
];

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b) && typeof a === typeof b;
function edited(row: Row, attribute: string, value: unknown): Row | undefined {
  const inBody = ['message', 'head', 'object'].includes(attribute);
  const holder = (inBody ? row.body : row) as Record<string, unknown>;
  if (same(holder[attribute], value)) return undefined;
  const after = { ...holder, [attribute]: value };
  if (value === undefined) delete after[attribute];
  return (inBody ? { ...row, body: after } : after) as Row;
}

describe.each(ATTRIBUTES)('%s of a row, edited', (attribute) => {
  let at: Awaited<ReturnType<typeof world>>;
  beforeAll(async () => {
    at = await world(true);
  });

  test('is refused by a name that alarms, with an entry, whatever it was set to', async () => {
    const wrong: string[] = [];
    for (const [which, row] of Object.entries(at.rows)) {
      const taken = at.others.flatMap((other, index): [string, unknown][] => {
        const holder = (['message', 'head', 'object'].includes(attribute) ? other.body : other) as Record<
          string,
          unknown
        >;
        return [[`that of another row (${index})`, holder[attribute]]];
      });
      for (const [what, value] of [...VALUES, ...taken]) {
        const changed = edited(row, attribute, value);
        if (!changed) continue;
        const { came, entries } = await outcome(at, changed);
        const alarms = Object.hasOwn(REFUSALS, came) && REFUSALS[came as keyof typeof REFUSALS].class === 'broken';
        if (!alarms || !same(entries, [came])) wrong.push(`${which}, ${what}: ${came} ${JSON.stringify(entries)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test('what was not edited opens, or waits for its time; broken answers are 500', async () => {
  for (const bound of [true, false]) {
    const at = await world(bound);
    expect((await outcome(at, at.rows.inline)).came).toBe('read');
    expect((await outcome(at, at.rows.object)).came).toBe('read');
    expect(await outcome(at, at.rows.cooling)).toEqual({ came: 'cool-off', entries: ['cool-off'] });
    expect((await outcome(at, at.rows.cooling, true)).came).toBe('read');
  }
  expect(CLASSES.broken.status).toBe(500);
});

describe('rows of 0.1.0, which are not bound to their message', () => {
  test.each([0, 1, NOW - DAY, NOW])(
    'readableFrom set to %s: the cool-off is counted from the segment all the same',
    async (readableFrom) => {
      const at = await world(false);
      expect((await outcome(at, { ...at.rows.cooling, readableFrom } as Row)).came).toBe('cool-off');
      const arrived = { ...at.rows.cooling, readableFrom, arrivedTo: 0, arrivedFrom: 0 } as Row;
      expect((await outcome(at, arrived)).came).toBe('cool-off');
    },
  );

  test('expiresSeconds set to a later time: it ends with the longest retention of the disclosure', async () => {
    const old = (await sampleRow({ arrivedTo: NOW - 400 * DAY }, { bound: false })) as IndexRow as Row;
    const at = await world(false);
    expect((await outcome(at, { ...old, expiresSeconds: NOW } as Row, true)).came).toBe('expired');
  });

  test('what is no row is damaged here too', async () => {
    const at = await world(false);
    for (const readableFrom of ['x', undefined, Number.NaN, -1]) {
      expect((await outcome(at, { ...at.rows.inline, readableFrom } as unknown as Row)).came).toBe('damaged');
    }
  });
});
