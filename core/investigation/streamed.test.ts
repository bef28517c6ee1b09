import { expect, test } from '@jest/globals';
import { evidenceLines } from '../incident/evidence-lines.ts';
import type { StoredFinding } from '../incident/findings.ts';
import { MOST_LISTED } from '../incident/findings.ts';
import { actor } from '../ledger/actor.ts';
import { memoryCheckpoints } from '../ledger/checkpoint-store.memory.ts';
import { canonicalJson } from '../ledger/entry.ts';
import { memoryEvidence } from '../ledger/evidence.memory.ts';
import type { Evidence } from '../ledger/evidence.ts';
import { issueCheckpoint } from '../ledger/issue-checkpoint.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { lagging, readerOf } from '../ledger/reader.memory.ts';
import { memorySigner } from '../ledger/signer.memory.ts';
import type { RecordPage, RecordSummary, Records } from '../reading/reading.ts';
import { firstSegmentAt } from '../vault/segment-time.ts';
import { ledgerFindings } from './reads.ts';
import { stored } from './stored.ts';

const HOUR = 3_600_000;
const clock = { now: () => 1_000 * HOUR };
const read = (evidence: ReturnType<typeof memoryEvidence>, name: string) =>
  evidence.get(name).then((bytes) => Buffer.from(bytes).toString('utf8'));

test('evidence of many lines lies in parts, which one list names; of few it is one file', async () => {
  const evidence = memoryEvidence(clock);
  const lines = Array.from({ length: 100 }, (_, at) => `{"at":${at}}`);
  const many = evidenceLines(evidence, 'i-stored', 200);
  for (const line of lines) await many.add(line);
  const list = await many.end();
  expect(list.name).toContain('findings/i-stored-parts-');
  const parts = (await read(evidence, list.name))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).name as string);
  expect(parts.length).toBeGreaterThan(3);
  const whole = (await Promise.all(parts.map((name) => read(evidence, name)))).join('');
  expect(whole.trimEnd().split('\n')).toEqual(lines);

  const few = evidenceLines(evidence, 'i-stored');
  await few.add('{}');
  expect(await read(evidence, (await few.end()).name)).toBe('{}\n');
});

const row = (index: number): RecordSummary => ({
  ...{
    subject: `s${index % 3}`,
    segment: firstSegmentAt(index),
    disclosure: '1.0',
    arrivedFrom: index,
    arrivedTo: index,
  },
  ...{ readableFrom: index, expiresSeconds: 1, events: 2, kinds: { click: 2 }, tier: 'routine', bytes: 9 },
});

async function storedOf(
  records: Pick<Records, 'pages'>,
  {
    evidence = memoryEvidence(clock),
    window = { from: 0, to: 1 },
    most,
  }: { evidence?: Evidence; window?: { from: number; to: number }; most?: number } = {},
): Promise<StoredFinding> {
  const looked = await stored({ records, evidence, clock }, { ...(most && { most }) }).look({ incident: 'i', window });
  if (!('found' in looked)) throw new Error('it came to no end');
  return looked.found[0] as StoredFinding;
}

test('what was stored is counted page by page, all of it; where there is too much, the finding says how far it came', async () => {
  const records = {
    async *pages(): AsyncGenerator<RecordPage> {
      for (let page = 0; page < 12; page++) {
        yield {
          rows: Array.from({ length: 1_000 }, (_, at) => row(page * 1_000 + at)),
          unreadable: page === 0 ? 2 : 0,
        };
      }
    },
  };
  const window = { from: 0, to: 1 };
  const all = await storedOf(records, { window });
  expect(all).toMatchObject({
    segments: 12_000,
    events: 24_000,
    truncated: false,
    unreadable: 2,
    disclosures: { '1.0': 12_000 },
  });
  expect(all.statement).toContain('2 rows of the index cannot be read');
  expect(all.subjects.map(({ subject, count, segments }) => [subject, count, segments.length])).toEqual([
    ['s0', 4_000, 100],
    ['s1', 4_000, 100],
    ['s2', 4_000, 100],
  ]);
  const some = await storedOf(records, { window, most: 5_000 });
  expect(some).toMatchObject({ segments: 5_000, truncated: true });
  expect(some.statement).toMatch(/^Partly: the search ended at 5000 segments/);
});

/** Entries before, in and after the window 500 h to 510 h; a checkpoint over those before `signedAt`. */
async function ledgerWith({ signedAt }: { signedAt: number }) {
  const ledger = memoryLedger();
  const signer = memorySigner('sluice/p');
  const checkpoints = memoryCheckpoints();
  const segment = (hour: number) => firstSegmentAt(Math.max(0, hour) * HOUR);
  await issueCheckpoint({ ledger, checkpoints, signer, clock: { now: () => 0 } });
  for (let hour = 0; hour < 600; hour++) {
    if (hour === signedAt) await issueCheckpoint({ ledger, checkpoints, signer, clock: { now: () => hour * HOUR } });
    await ledger.append({
      kind: 'read',
      at: hour * HOUR,
      actor: `reader:r${hour % 2}`,
      segment: segment(hour - 48),
      subject: 's',
    });
  }
  await ledger.append({ kind: 'read-refused', at: 600 * HOUR, actor: 'reader:nadia', segment: segment(505) });
  await ledger.append({ kind: 'choice', at: 505 * HOUR, actor: 'subject:s' });
  return { ledger, signer, checkpoints, clock, evidence: memoryEvidence(clock) };
}

test('a listing is no refusal, and is told', async () => {
  const parts = await ledgerWith({ signedAt: 300 });
  await parts.ledger.append({ kind: 'listing', at: 506 * HOUR, actor: 'reader:ivan' });
  const [reads] = await ledgerFindings(parts, 'i', window);
  expect(reads).toMatchObject({ count: 22, refused: 1 });
  expect(reads.statement).toContain('Records were listed 1 times.');
});

test('what was read into a data set is told, and by whom', async () => {
  const parts = await ledgerWith({ signedAt: 300 });
  const by = { at: 506 * HOUR, kind: 'export', actor: 'reader:otto', purpose: 'research' } as const;
  await parts.ledger.append({ ...by, detail: { export: 'e', step: 'begin' } });
  for (const subject of ['anna', 'bert']) {
    await parts.ledger.append({ ...by, subject, detail: { export: 'e', step: 'slice', segments: 3 } });
  }
  const [reads] = await ledgerFindings(parts, 'i', window);
  expect(reads.statement).toMatch(/^3 people read in 22 reads;.*Records were read into data sets 2 times/);
});

test('what subjects read of their own is counted apart from what others read', async () => {
  const parts = await ledgerWith({ signedAt: 300 });
  for (const [at, subject] of [506, 507, 508].map((hour, index) => [hour * HOUR, `anna${index % 2}`] as const)) {
    const own = { at, actor: actor('subject', subject), subject };
    await parts.ledger.append({ ...own, kind: 'read', segment: firstSegmentAt(505 * HOUR) });
    await parts.ledger.append({ ...own, kind: 'listing' });
    if (at === 508 * HOUR) await parts.ledger.append({ ...own, kind: 'read-refused' });
  }
  const [reads] = await ledgerFindings(parts, 'i', window);
  expect(reads).toMatchObject({ count: 22, own: 3, refused: 1 });
  expect(new Set(reads.reads.map(({ reader }) => reader))).toEqual(new Set(['r0', 'r1']));
  expect(reads.statement).toBe(
    '2 people read in 22 reads; 1 reads were refused. 2 people read their own in 3 reads. 1 reads of their own were refused to people.',
  );
});

const window = { from: 500 * HOUR, to: 510 * HOUR };

test.each([0, 300, 505, 599])(
  'reads of the window, and later ones of what was stored in it, whatever was signed (%s)',
  async (signedAt) => {
    const parts = await ledgerWith({ signedAt });
    const hidden = { ...parts, ledger: lagging(parts.ledger, (_, seq) => seq % 7 === 0) };
    const [reads, ledger] = await ledgerFindings(hidden, 'i', window);
    expect(reads).toMatchObject({
      count: 22,
      refused: 1,
      statement: '2 people read in 22 reads; 1 reads were refused.',
    });
    expect(reads.reads).toHaveLength(22);
    expect((await read(parts.evidence, reads.evidence.name)).trimEnd().split('\n')).toHaveLength(23);
    // And two that name checkpoints, of which the second is not signed yet.
    expect(ledger).toMatchObject({ intact: true, entries: 604, signedAt: signedAt * HOUR });
    expect(ledger.statement).toContain('The ledger holds: 604 entries; signed at ');
    // Not all of it: from the window or from the checkpoint on, whichever is earlier.
    expect(ledger.walked).toBe(603 - Math.min(signedAt, 500));
  },
);

test('a checkpoint that nobody of ours signed is a finding, and what was read is found all the same', async () => {
  const parts = await ledgerWith({ signedAt: 400 });
  const [reads, ledger] = await ledgerFindings({ ...parts, signer: memorySigner('sluice/p') }, 'i', window);
  expect(ledger).toMatchObject({ intact: false, walked: 604 });
  expect(ledger.statement).toContain('the last checkpoint (unknown-key)');
  expect(reads).toMatchObject({ count: 22, refused: 1 });
  expect(reads.statement).toContain('there may have been others');
});

test('nothing that is damaged, nothing said of it; a list ends where a document would become too large', async () => {
  const many = Array.from({ length: 2 * MOST_LISTED + 3 }, (_, at) => at);
  const records = {
    async *pages(): AsyncGenerator<RecordPage> {
      yield { rows: many.toReversed().map((at) => ({ ...row(at), subject: `s${10_000 + at}` })), unreadable: 0 };
    },
  };
  const evidence = memoryEvidence(clock);
  const found = await storedOf(records, { evidence });
  expect(found.statement).toBe('In the window, 2003 segments with 4006 events of 2003 subjects were stored.');
  expect(found.subjects.map(({ subject }) => subject)).toEqual(
    many.slice(0, MOST_LISTED).map((at) => `s${10_000 + at}`),
  );
  expect(found.evidence.name).toMatch('findings/i-stored-');
  expect((await read(evidence, found.evidence.name)).trimEnd().split('\n')).toHaveLength(many.length);
});

test('one row of the index that cannot be read is told after what was stored', async () => {
  const records = {
    async *pages(): AsyncGenerator<RecordPage> {
      yield { rows: [row(1)], unreadable: 1 };
    },
  };
  const { statement } = await storedOf(records);
  expect(statement).toBe(
    'In the window, 1 segments with 2 events of 1 subjects were stored. 1 rows of the index cannot be read and are not counted.',
  );
});

test('the earliest reads are listed, whatever order they are found in, and the evidence has all of them', async () => {
  const ledger = memoryLedger();
  const many = Array.from({ length: 2 * MOST_LISTED + 3 }, (_, at) => at);
  for (const at of many) await ledger.append({ kind: 'read', at: (at * 7919) % many.length, actor: 'reader:ivan' });
  const evidence = memoryEvidence(clock);
  const parts = {
    ledger,
    signer: memorySigner('sluice/p'),
    checkpoints: memoryCheckpoints(),
    evidence,
    clock: { now: () => 0 },
  };
  const [reads, holds] = await ledgerFindings(parts, 'i', { from: 0, to: many.length });
  expect(reads.reads.map(({ at }) => at)).toEqual(many.slice(0, MOST_LISTED));
  expect(reads.reads[0]).toMatchObject({ reader: 'ivan', subject: '', segment: '', purpose: '' });
  expect(reads.statement).toBe('1 people read in 2003 reads; 0 reads were refused.');
  const lines = (await read(evidence, reads.evidence.name))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(many.length);
  expect(Object.keys(lines[0])).toEqual(['body', 'hash']);
  expect([reads.evidence.name, holds.evidence.name]).toEqual([
    expect.stringMatching('findings/i-reads-'),
    expect.stringMatching('findings/i-ledger-'),
  ]);
  expect(holds.statement).toBe('The ledger holds: 2003 entries, none signed yet (2003 in this walk).');
});

test('a broken ledger is named, chain by chain, and what can be read of it is found', async () => {
  const body = canonicalJson({ kind: 'read', at: 5, actor: 'reader:ivan' });
  const broken = readerOf({
    c0: [{ body, hash: 'f'.repeat(64) }],
    c1: [{ body: '{ no JSON', hash: 'f'.repeat(64) }],
  });
  const parts = { ledger: broken, signer: memorySigner('sluice/p'), checkpoints: memoryCheckpoints(), clock };
  const evidence = memoryEvidence(clock);
  const [reads, ledger] = await ledgerFindings({ ...parts, evidence }, 'i', { from: 0, to: 9 });
  expect(ledger).toMatchObject({ intact: false, entries: 0 });
  expect(ledger.statement).toBe(
    'The ledger is broken: chain c0 at entry 1, chain c1 at entry 1, the last checkpoint (checkpoint-missing).',
  );
  expect(reads).toMatchObject({ count: 1 });
  expect(reads.statement).toMatch(/1 reads; 0 reads were refused. The ledger is broken: there may have been others.$/);
});

test('checkpoints that are away are no forged ones: there are no findings then', async () => {
  const parts = await ledgerWith({ signedAt: 300 });
  const checkpoints = { ...parts.checkpoints, from: () => Promise.reject(new Error('away')) };
  await expect(ledgerFindings({ ...parts, checkpoints }, 'i', window)).rejects.toThrow('away');
});
