import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { CASE_WORDS, type CaseWord } from '../../api/words.ts';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import { sha256 } from '../shared/canonical-json.ts';
import type { Refused } from '../shared/errors.ts';
import { readIssued } from './documents.ts';
import type { Findings } from './findings.ts';
import { memoryTextSeal } from './text-seal.memory.ts';
import { timelineOf } from './timeline.ts';
import { viewCase, viewEvidence, viewFile } from './view-case.ts';
import { type Work, type Worker, work } from './work.ts';

const seal = memoryTextSeal();

const person = (pseudonym: string, ...groups: string[]): Worker => ({
  pseudonym,
  groups,
  namesIn: () => [pseudonym],
  names: [`${pseudonym}@example.com`],
});
const IVO = person('ivo', 'investigators');
const STELLA = person('stella', 'stewards');
const PETRA = person('petra', 'platform');
const ROLF = person('rolf', 'representatives');
const EMIL = person('emil', 'employees');

const GIVEN: Record<CaseWord, Omit<Work, 'id' | 'what'>> = {
  lead: {},
  note: { text: 'a note' },
  cause: { text: 'a policy that is too wide' },
  task: { text: 'narrow the policy', owner: 'platform' },
  taken: { task: 1 },
  done: { task: 1, text: 'narrowed' },
  evidence: { text: 'a picture', file: Buffer.from('bytes') },
  finding: { severity: 'high', statement: 'a table can be read by all', owner: 'platform', claim: 'confirmed' },
  verdict: { verdict: 'confirmed', text: 'tested by hand' },
  publish: {},
};

async function setup() {
  const memory = await incidentSetup();
  const parts = { ...memory.parts, seal, ledger: memory.ledger };
  const { incident } = await memory.file();
  const id = incident.incident;
  let sent = 0;
  const add = (worker: Worker, what: CaseWord, change: Partial<Work> = {}) =>
    work(parts, id, worker, { what, id: ulid(memory.clock.now() + sent++), ...GIVEN[what], ...change });
  const reason = (made: Promise<unknown>) =>
    made.then(
      () => 'done',
      (error: Refused) => error.reason,
    );
  return { ...memory, parts, id, add, reason };
}

describe('who works on an incident', () => {
  test.each(CASE_WORDS)('%s: who has the right, and nobody else', async (what) => {
    const { add, reason } = await setup();
    await add(STELLA, 'task', { owner: 'stewards' });

    const seen = [];
    for (const worker of [EMIL, ROLF, PETRA, IVO]) seen.push(await reason(add(worker, what)));

    // The first version is not there yet.
    const last = what === 'publish' ? 'unpublished' : 'done';
    expect(seen).toEqual(['forbidden', 'forbidden', 'forbidden', last]);
  });

  test('a task is taken and done by the group whose it is, and by no other; done is done', async () => {
    const { add, reason, parts, id } = await setup();
    const { contribution } = await add(IVO, 'task');
    const task = contribution.number;

    expect(await reason(add(ROLF, 'taken', { task }))).toBe('forbidden');
    await add(PETRA, 'taken', { task });
    const done = await add(PETRA, 'done', { task });

    expect(done.contribution.groups).toEqual(['platform']);
    expect(await reason(add(PETRA, 'done', { task }))).toBe('state');
    expect(await reason(add(IVO, 'taken', { task: 99 }))).toBe('not-found');
    expect((await viewCase(parts, id, ['investigators'])).state.tasks).toEqual([
      { number: task, owner: 'platform', takenBy: 'petra', doneAt: done.contribution.at },
    ]);
  });

  test('who reported judges nothing, and may add what they know', async () => {
    const { add, reason } = await setup();
    const rita = person('rita', 'employees', 'investigators');
    expect(await reason(add(rita, 'lead'))).toBe('own-report');
    expect(await reason(add(rita, 'cause'))).toBe('own-report');
    expect(await reason(add(rita, 'note'))).toBe('done');
  });

  test('nobody fills a case up: what leads out of it has places of its own', async () => {
    const { add, reason } = await setup();
    const people = ['a', 'b', 'c', 'd'].map((name) => person(name, 'investigators'));
    for (const one of people) for (let count = 0; count < 200; count++) await add(one, 'note');

    expect(await reason(add(IVO, 'note'))).toBe('too-many');
    expect(await reason(add(IVO, 'finding'))).toBe('done');
    expect(await reason(add(IVO, 'verdict'))).toBe('done');
  });

  test.each<[CaseWord, number]>([
    ['note', 250],
    ['finding', 50],
  ])('%s: one person adds %d and no more, and others go on', async (what, most) => {
    const { add, reason } = await setup();
    for (let count = 0; count < most; count++) await add(IVO, what);

    expect(await reason(add(IVO, what))).toBe('too-many');
    expect(await reason(add(STELLA, what))).toBe('done');
  });

  test('a verdict that says nothing new makes no version', async () => {
    const { add, reason } = await setup();
    await add(IVO, 'verdict');

    expect(await reason(add(STELLA, 'verdict'))).toBe('state');
    expect(await reason(add(STELLA, 'verdict', { verdict: 'not-confirmed' }))).toBe('done');
  });

  test('a report of high severity that closed nothing ends by the same word of two people of different groups', async () => {
    const { parts, clock, file, run, reason } = await setup();
    const { incident } = await file({ severity: 'high', reporter: { sub: 'gast', groups: ['guests'] } });
    const id = incident.incident;
    expect(incident).toMatchObject({ closes: false, notClosed: 'not-closer' });
    let sent = 0;
    const says = (worker: Worker, verdict: Work['verdict']) =>
      work(parts, id, worker, { what: 'verdict', id: ulid(clock.now() + sent++), verdict, text: 'why' });
    const said = async () => (await parts.store.read(id)).verdict?.verdict;

    await says(IVO, 'not-confirmed');
    expect(await said()).toBeUndefined();
    expect(await run(id, 'resume')).toMatchObject({ outcome: 'refused' });
    // Nor twice by one, nor by two of one group, nor by two that say different things.
    expect(await reason(says(IVO, 'not-confirmed'))).toBe('state');
    await says(person('ida', 'investigators'), 'not-confirmed');
    await says(STELLA, 'confirmed');
    expect(await said()).toBeUndefined();

    await says(ROLF, 'not-confirmed');
    expect(await said()).toBe('not-confirmed');
  });

  test('an id of somebody else, or of another act, opens nothing', async () => {
    const { add, reason } = await setup();
    const { contribution } = await add(IVO, 'note');

    expect(await reason(add(PETRA, 'verdict', { id: contribution.id }))).toBe('state');
    expect(await reason(add(IVO, 'verdict', { id: contribution.id }))).toBe('state');
    expect(await reason(add(IVO, 'note', { id: contribution.id }))).toBe('done');
  });

  test('no file is locked for what is refused, nor twice for what is sent twice', async () => {
    const { add, parts, reason } = await setup();
    let locked = 0;
    const { put } = parts.evidence;
    parts.evidence.put = async (given) => {
      locked++;
      return put(given);
    };
    const id = ulid(1);
    const seen = [
      await reason(add(ROLF, 'evidence')),
      await reason(work(parts, ulid(2), IVO, { what: 'evidence', id: ulid(), ...GIVEN.evidence })),
      await reason(add(IVO, 'evidence', { id })),
      await reason(add(IVO, 'evidence', { id })),
    ];

    expect({ seen, locked }).toEqual({ seen: ['forbidden', 'not-found', 'done', 'done'], locked: 1 });
  });

  test.each<[CaseWord, Partial<Work>]>([
    ['note', { text: undefined }],
    ['task', { owner: undefined }],
    ['task', { owner: 'employees' }],
    ['taken', { task: undefined }],
    ['taken', { text: 'words' }],
    ['evidence', { file: undefined }],
    ['note', { file: Buffer.from('x') }],
    ['lead', { owner: 'platform' }],
  ])('%s with %p is malformed', async (what, change) => {
    const { add, reason } = await setup();
    await add(IVO, 'task');
    expect(await reason(add(IVO, what, change))).toBe('malformed');
  });
});

describe('what is shown of it', () => {
  test('words to those on the case; of a task to those whose it is; what was done to all who see incidents', async () => {
    const { add, parts, id } = await setup();
    await add(IVO, 'note');
    const { contribution } = await add(IVO, 'task');
    await add(PETRA, 'done', { task: contribution.number });
    const textsOf = async ({ groups }: Worker) =>
      (await viewCase(parts, id, groups)).contributions.map(({ words }) => words?.text);

    expect(await textsOf(IVO)).toEqual(['a note', 'narrow the policy', 'narrowed']);
    expect(await textsOf(PETRA)).toEqual([undefined, 'narrow the policy', 'narrowed']);
    expect(await textsOf(ROLF)).toEqual([undefined, undefined, undefined]);
    const shown = JSON.stringify(await viewCase(parts, id, ROLF.groups));
    for (const text of ['a note', 'narrow']) expect(shown).not.toContain(text);
  });

  test('the lead is who took it last; the cause is the last that was said', async () => {
    const { add, parts, id, clock } = await setup();
    await add(IVO, 'lead');
    await add(IVO, 'cause');
    clock.time += 5;
    await add(STELLA, 'lead');
    const { contribution } = await add(STELLA, 'cause', { text: 'another' });

    expect((await viewCase(parts, id, [])).state).toMatchObject({
      lead: { by: 'stella', since: clock.time },
      cause: contribution.number,
    });
  });

  test('a contribution that is not what the ledger says is shown as altered, by its facts or by its words', async () => {
    const { add, parts, id } = await setup();
    await add(IVO, 'note');
    await add(IVO, 'note', { text: 'another' });
    await add(IVO, 'note', { text: 'a third' });
    const { store } = parts;
    const forged = {
      ...store,
      contributions: async (...args: Parameters<typeof store.contributions>) => {
        const [first, ...others] = await store.contributions(...args);
        return [{ ...first!, contribution: { ...first!.contribution, by: 'nobody' } }, ...others];
      },
      words: async (incident: string, number: number) => {
        const words = await store.words(incident, number);
        return words && (number === 2 ? { ...words, text: 'nothing' } : words);
      },
    };

    const { contributions } = await viewCase({ ...parts, store: forged }, id, IVO.groups);

    expect(contributions.map(({ altered }) => altered)).toEqual([true, true, undefined]);
  });

  test('a file comes back as it was, sealed and under Object Lock meanwhile', async () => {
    const { add, parts, id, evidence, clock } = await setup();
    const file = Buffer.from('a picture of the table');
    const { contribution } = await add(IVO, 'evidence', { file });

    expect(Buffer.from((await viewFile(parts, id, contribution.number)).file)).toEqual(file);
    const { file: link } = contribution as Extract<typeof contribution, { what: 'evidence' }>;
    expect(link.sha256).toBe(sha256(file));
    expect(await evidence.lockedUntil(link.name)).toBeGreaterThan(clock.now());
    await expect(viewFile(parts, id, contribution.number + 1)).rejects.toMatchObject({ reason: 'not-found' });
  });

  test('pages: each goes on behind the one before, and the last says so', async () => {
    const { add, parts, id } = await setup();
    for (let n = 0; n < 150; n++) await add(IVO, 'note');

    const first = await viewCase(parts, id, IVO.groups);
    const second = await viewCase(parts, id, IVO.groups, first.next);

    expect([first.contributions.length, first.next]).toEqual([100, 100]);
    expect([second.contributions.length, second.next]).toEqual([50, undefined]);
  });
});

test('what findings rest on is shown by its hash, part by part, and nothing that they do not name', async () => {
  const { parts, run, leasesOut, evidence, id } = await setup();
  await expect(viewEvidence(parts, id, 'a'.repeat(64), 1)).rejects.toMatchObject({ reason: 'not-found' });
  leasesOut();
  for (const task of ['contain', 'certify', 'investigate', 'publish'] as const) await run(id, task);
  const { document } = await readIssued<Findings>(parts, (await parts.store.read(id)).findings!);
  const { sha256: hash, name } = document.findings.find(({ finding }) => finding === 'blast-radius')!.evidence;

  const shown = await viewEvidence(parts, id, hash, 1);
  expect([shown.name, shown.parts, sha256(shown.bytes)]).toEqual([name, 1, hash]);
  await expect(viewEvidence(parts, id, hash, 2)).rejects.toMatchObject({ reason: 'not-found' });
  const others = document.findings.filter(
    ({ finding }) => !['could-read', 'did-read', 'blast-radius'].includes(finding),
  );
  for (const { evidence: of } of [...others, { evidence: (await parts.store.read(id)).receipt! }])
    await expect(viewEvidence(parts, id, of.sha256, 1)).rejects.toMatchObject({ reason: 'not-found' });

  // Findings that somebody put in the place of those that were signed: others', changed, or not signed at all.
  const { findings, summary } = await parts.store.read(id);
  const signed = await readIssued<Findings>(parts, findings!);
  const forged = { ...signed, document: { ...signed.document, findings: [] } };
  const put = (value: object) => {
    const bytes = Buffer.from(JSON.stringify(value));
    return {
      ...parts,
      evidence: { ...evidence, get: async (of: string) => (of === findings!.name ? bytes : evidence.get(of)) },
    };
  };
  for (const [value, reason] of [
    [forged, 'wrong-document'],
    [{ document: signed.document, note: '' }, 'malformed-note'],
    [await readIssued(parts, summary!), 'wrong-document'],
  ] as const)
    await expect(viewEvidence(put(value), id, hash, 1)).rejects.toMatchObject({ reason });

  const long = { ...evidence, get: async (of: string) => (of === name ? new Uint8Array(6_000_001) : evidence.get(of)) };
  const sizes = [1, 2, 3].map(
    async (part) => (await viewEvidence({ ...parts, evidence: long }, id, hash, part)).bytes.length,
  );
  expect(await Promise.all(sizes)).toEqual([3_000_000, 3_000_000, 1]);
});

test('a page is as many as an answer holds, however long their texts become', async () => {
  const { add, parts, id } = await setup();
  const text = '\u0001'.repeat(20_000);
  for (let note = 0; note < 45; note++) await add(note % 2 ? IVO : STELLA, 'note', { text });

  const numbers: number[] = [];
  for (let after = 0; ; ) {
    const page = await viewCase(parts, id, IVO.groups, after);
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(5_000_000);
    numbers.push(...page.contributions.map(({ number }) => number));
    if (page.next === undefined) break;
    after = page.next;
  }

  expect(numbers).toEqual(Array.from({ length: 45 }, (_, at) => at + 1));
});

test('the timeline has the workflow’s steps, decisions and what people did, in order of time, and no words', async () => {
  const { parts, clock, published, run } = await incidentSetup();
  const { id, approve } = await published();
  const all = { ...parts, seal };
  for (const what of ['lead', 'note'] as const) {
    clock.time += 1_000;
    await work(all, id, IVO, { what, id: ulid(clock.time), ...GIVEN[what] });
  }
  for (const approver of [
    { sub: 'stella', groups: ['stewards'] },
    { sub: 'rolf', groups: ['representatives'] },
  ]) {
    clock.time += 1_000;
    await approve(approver, 'terminate');
  }
  clock.time += 1_000;
  await run(id, 'terminate');
  const kept = await parts.store.contributions(id);

  const moments = timelineOf(
    await parts.store.read(id),
    await parts.store.approvals(id),
    kept.map(({ contribution }) => contribution),
  );

  expect(moments.map(({ what, role }) => `${role} ${what}`)).toEqual([
    ...['reporter reported', 'system pause', 'system certificate', 'system findings'],
    ...['responder lead', 'responder note', 'approver approval', 'approver approval', 'system terminate'],
  ]);
  expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(JSON.stringify(moments)).not.toContain('a note');
});
