import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { CASE_WORDS, type CaseWord } from '../../api/words.ts';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import { sha256 } from '../shared/canonical-json.ts';
import type { Refused } from '../shared/errors.ts';
import { memoryTextSeal } from './text-seal.memory.ts';
import { timelineOf } from './timeline.ts';
import { viewCase, viewFile } from './view-case.ts';
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
