import { describe, expect, test } from '@jest/globals';
import type { CheckFinding } from '../incident/findings.ts';
import { memoryEvidence } from '../ledger/evidence.memory.ts';
import { NOW, sampleRow } from '../reading/reading.contract.ts';
import { memoryRecords, rowKey } from '../reading/reading.memory.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { headLength } from '../vault/message-head.ts';
import { objectName } from '../vault/vault.ts';
import { encryption } from './encryption.ts';
import { memorySealedRows } from './sealed-rows.memory.ts';

const window = { from: 0, to: NOW };
type Inline = Awaited<ReturnType<typeof sampleRow>>;

async function asked(
  rows: readonly IndexRow[],
  bodies = new Map<string, Uint8Array>(),
  lookFor?: number,
  pageRows = 1_000,
) {
  const index = new Map(rows.map((row) => [rowKey(row.subject, row.segment), row]));
  const evidence = memoryEvidence({ now: () => NOW });
  let time = NOW;
  const clock = { now: () => time++ };
  const records = memoryRecords({ rows: index }, { now: () => NOW }, pageRows);
  const { look } = encryption(
    { records, evidence, clock, program: 'p', sealed: memorySealedRows(index, bodies) },
    { lookFor },
  );
  let looks = 0;
  for (let soFar: object | undefined; ; ) {
    const looked = await look({ incident: 'i', window }, soFar as never);
    looks++;
    if ('found' in looked) return { finding: looked.found[0] as CheckFinding, evidence, looks };
    soFar = JSON.parse(JSON.stringify(looked.more));
  }
}

const change = (row: Inline, edit: (message: Buffer) => void): IndexRow => {
  const message = Buffer.from(row.body.message);
  edit(message);
  return { ...row, body: { message } };
};

/** A row as of a large segment: its body in the vault. */
function apart(row: Inline, bodies: Map<string, Uint8Array>, edit = (rest: Uint8Array) => rest): IndexRow {
  const at = headLength(row.body.message);
  const object = objectName();
  bodies.set(object, edit(row.body.message.subarray(at)));
  return { ...row, body: { head: row.body.message.subarray(0, at), object } };
}

test('of sealed segments, small and large, of one frame and many, nothing is wrong, and the evidence says what was looked at', async () => {
  const bodies = new Map<string, Uint8Array>();
  const many = Array.from({ length: 30_000 }, (_, at) => `{"kind":"click","at":${at * 7919}}`).join('\n');
  const rows = [
    await sampleRow(),
    await sampleRow({ subject: 'bert', keyId: 'key-of-bert' }, { bound: false }),
    apart(await sampleRow({ arrivedTo: NOW - 5_000 }, { lines: many }), bodies),
  ];

  const { finding, evidence } = await asked(rows, bodies);

  expect(finding).toMatchObject({
    ...{ finding: 'encryption', outcome: 'clean', checked: 3, wrong: {}, open: {} },
    statement: 'Of 3 segments: nothing is wrong.',
  });
  expect(Buffer.from(await evidence.get(finding.evidence.name)).toString()).toContain('"looked":3');
});

describe('what is not sealed as it must be is named', () => {
  test.each<[string, (row: Inline) => IndexRow | Promise<IndexRow>]>([
    ['clear', (row) => ({ ...row, bytes: 17, body: { message: Buffer.from('{"kind":"click"}\n') } })],
    ['clear', (row) => change(row, (bytes) => bytes.write('{"kind":"click"}', headLength(bytes)))],
    ['suite', (row) => change(row, (bytes) => bytes.writeUInt16BE(0x0578, 1))],
    ['key', (row) => change(row, (bytes) => bytes.write('x', bytes.lastIndexOf(row.keyId)))],
    ['key', (row) => ({ ...row, keyId: 'key-of-another' })],
    ['context', async (row) => ({ ...row, body: (await sampleRow({ arrivedTo: row.arrivedTo - 1 })).body })],
    ['context', (row) => ({ ...row, disclosure: '2.0' })],
    ['context', (row) => ({ ...row, program: 'another' })],
    ['row', (row) => ({ ...row, tier: 'sensitive' })],
    ['length', (row) => ({ ...row, bytes: row.bytes + 1 })],
  ])('%s (%#)', async (word, edit) => {
    const { finding, evidence } = await asked([
      await edit(await sampleRow()),
      await sampleRow({ subject: 'bert', keyId: 'b' }),
    ]);

    expect(finding).toMatchObject({ outcome: 'found', checked: 2 });
    expect(finding.wrong[word]).toBe(1);
    const lines = Buffer.from(await evidence.get(finding.evidence.name)).toString();
    expect(lines).toContain('"subject":"anna"');
    expect(lines).not.toContain('"subject":"bert"');
  });

  test('a body that is gone, cut, or in the clear', async () => {
    const bodies = new Map<string, Uint8Array>();
    const row = async (subject: string) => sampleRow({ subject, keyId: `key-of-${subject}` });
    const gone = apart(await row('anna'), new Map());
    const cut = apart(await row('bert'), bodies, (rest) => rest.subarray(0, -1));
    const clear = apart(await row('cleo'), bodies, (rest) => Buffer.alloc(rest.length, '{"kind":"click"}'));

    expect((await asked([gone, cut, clear], bodies)).finding.wrong).toEqual({ body: 1, length: 1, clear: 1 });
  });

  test('a key that serves two people', async () => {
    const { finding } = await asked([await sampleRow(), await sampleRow({ subject: 'bert' })]);

    expect(finding.wrong).toEqual({ shared: 1 });
  });
});

test('look after look it comes to the same, with what it knows of keys, and its evidence is whole', async () => {
  const rows: IndexRow[] = [];
  for (let at = 0; at < 7; at++) {
    rows.push(await sampleRow({ subject: `p-${at}`, keyId: `k-${at % 6}`, arrivedTo: NOW - 100 + at }));
  }

  const whole = await asked(rows, undefined, 60_000, 2);
  const parted = await asked(rows, undefined, 0, 2);

  expect([whole.looks, parted.looks]).toEqual([1, 5]);
  expect(whole.finding).toMatchObject({ checked: 7, wrong: { shared: 1 } });
  const { evidence: _, ...told } = whole.finding;
  expect(parted.finding).toMatchObject(told);
  const lines = await Promise.all(
    [whole, parted].map(({ finding, evidence }) => allLines(evidence, finding.evidence.name)),
  );
  expect(lines[1]!.toSorted()).toEqual(lines[0]!.toSorted());
});

/** Of a file, or of the files that it lists. */
async function allLines(evidence: ReturnType<typeof memoryEvidence>, name: string): Promise<string[]> {
  const lines = Buffer.from(await evidence.get(name))
    .toString()
    .trimEnd()
    .split('\n');
  if (!name.includes('-parts-')) return lines;
  return (await Promise.all(lines.map((line) => allLines(evidence, JSON.parse(line).name)))).flat();
}
