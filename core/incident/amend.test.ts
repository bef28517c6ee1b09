import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { CaseWord } from '../../api/words.ts';
import { incidentSetup, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import { sha256 } from '../shared/canonical-json.ts';
import { RESUME_LIVES } from './conclusion.ts';
import { askResume } from './decide.ts';
import { readIssued } from './documents.ts';
import type { Findings, PersonFinding } from './findings.ts';
import type { FindingsSummary } from './summary.ts';
import { memoryTextSeal } from './text-seal.memory.ts';
import { type Work, work } from './work.ts';

const IVO = { pseudonym: 'ivo', groups: ['investigators'], namesIn: () => ['ivo'], names: [] };
const FINDING = { severity: 'high', statement: 'Ada could read it', owner: 'platform', claim: 'confirmed' } as const;

async function setup() {
  const all = await incidentSetup();
  await all.sign();
  const incident = await all.published();
  const add = (what: CaseWord, more: Partial<Work> = {}) =>
    work({ ...all.parts, seal: memoryTextSeal() }, incident.id, IVO, { what, id: ulid(), ...more });
  const read = () => all.parts.store.read(incident.id);
  const amend = async () => {
    await add('finding', FINDING);
    await add('publish');
    await all.run(incident.id, 'publish');
  };
  /** Both, over what is published now. */
  const approve = async () => {
    const { findings } = await read();
    for (const who of [STELLA, ROLF]) await incident.approve(who, 'resume', { findings: findings!.document });
  };
  const both = async () => {
    await approve();
    await askResume(all.parts, incident.id);
  };
  return { ...all, ...incident, add, read, amend, approve, both };
}

describe('findings that are amended', () => {
  test('each version is signed, names the one before, and has what people found beside what the workflow did', async () => {
    const { add, amend, read, parts, id, entries } = await setup();
    const file = Buffer.from('policy');
    await add('evidence', { text: 'the policy', file });
    await add('finding', { ...FINDING, files: [sha256(file)], text: 'by hand' });
    const first = (await read()).findings!;

    await amend();

    const after = await read();
    const { document } = await readIssued<Findings>(parts, after.findings!);
    expect(document).toMatchObject({ version: 2, amends: first.document, incident: id });
    const found = document.findings.filter((one): one is PersonFinding => one.finding === 'person');
    expect(found).toMatchObject([{ ...FINDING, by: 'ivo', files: [sha256(file)] }, FINDING]);
    expect(document.findings.map(({ finding }) => finding)).toEqual(
      expect.arrayContaining(['stored', 'reads', 'person']),
    );
    expect(after).toMatchObject({ version: 2, earlier: [first] });
    expect(after).not.toHaveProperty('amendAt');
    expect((await entries()).filter(({ kind }) => kind === 'findings').map(({ detail }) => detail!.version)).toEqual([
      1, 2,
    ]);
    expect(JSON.stringify(document)).not.toContain('by hand');
  });

  test('what everybody is told of it names nobody, and none of their words', async () => {
    const { amend, read, parts } = await setup();
    await amend();

    const { document } = await readIssued<FindingsSummary>(parts, (await read()).summary!);

    expect(document.established.at(-1)).toEqual({
      finding: 'person',
      statement:
        'A person of investigators established something of severity high. What was reported was tested, and is so.',
      figures: {},
    });
    for (const word of ['ivo', 'Ada']) expect(JSON.stringify(document)).not.toContain(word);
  });

  test('nobody’s approval of the first version opens anything once there is a second, or once one is asked for', async () => {
    const { add, both, run, id, gates, read, approve } = await setup();
    await both();
    await add('finding', FINDING);
    await add('publish');

    expect(await run(id, 'resume')).toMatchObject({ outcome: 'refused', reason: 'unpublished' });
    await run(id, 'publish');
    expect(await run(id, 'resume')).toMatchObject({ outcome: 'refused', reason: 'approvals' });
    expect((await gates.collection.read()).state).toBe('closed');

    await approve();
    expect(await run(id, 'resume')).toMatchObject({ outcome: 'resumed' });
    expect((await read()).status).toBe('resumed');
  });

  test('nor ends the program', async () => {
    const { approve: _, ...all } = await setup();
    const { findings } = await all.read();
    for (const who of [STELLA, ROLF]) {
      await all.parts.store.approve(
        { ...all.order(who, 'terminate'), approver: who.sub, groups: who.groups, at: 1, findings: findings!.document },
        { kind: 'approval', at: 1, actor: `approver:${who.sub}`, incident: all.id },
      );
    }
    await all.amend();
    expect(await all.run(all.id, 'terminate')).toMatchObject({ outcome: 'refused', reason: 'approvals' });
  });

  test('one that comes while a resume is checked stops it before it opens a gate', async () => {
    const { add, both, run, id, gates, parts } = await setup();
    await both();
    const { advance } = parts.store;
    let asked = false;
    parts.store.advance = async (of, step) => {
      if ('resuming' in step.set && !asked) {
        asked = true;
        await add('finding', FINDING);
        await add('publish');
      }
      return advance(of, step);
    };

    expect(await run(id, 'resume')).toMatchObject({ outcome: 'refused', reason: 'findings' });
    expect((await gates.collection.read()).state).toBe('closed');
  });

  test('while a resume may be at work nothing is amended, asked for before or not; afterwards it is', async () => {
    const { add, both, id, clock, parts, run, read } = await setup();
    await both();
    await add('finding', FINDING);
    await parts.store.advance(id, { set: { resuming: { at: clock.now(), approvers: ['stella', 'rolf'] } } });

    await expect(add('publish')).rejects.toMatchObject({ reason: 'state' });
    await parts.store.advance(id, { set: { amendAt: clock.now() } });
    await run(id, 'publish');
    expect((await read()).version).toBe(1);

    clock.time += RESUME_LIVES;
    await run(id, 'publish');
    expect((await read()).version).toBe(2);
  });

  test('nor ever while one gate has let go: what was begun is finished, on what was approved', async () => {
    const { add, both, id, clock, gates, parts, run, read } = await setup();
    await both();
    await add('finding', FINDING);
    // It dies between the two.
    const { release } = gates.reading;
    gates.reading.release = () => Promise.reject(new Error('died'));
    await expect(run(id, 'resume')).rejects.toThrow('died');
    gates.reading.release = release;
    clock.time += 100 * RESUME_LIVES;

    await expect(add('publish')).rejects.toMatchObject({ reason: 'state' });
    await parts.store.advance(id, { set: { amendAt: clock.now() } });
    await run(id, 'publish');
    await run(id, 'awaitApprovals', 'later');
    expect(await read()).toMatchObject({ version: 1, resuming: {} });

    expect(await run(id, 'resume')).toMatchObject({ outcome: 'resumed' });
    expect([(await gates.collection.read()).state, (await gates.reading.read()).state]).toEqual(['open', 'open']);
  });

  test('one that died before any gate let go is settled, and what was found is published', async () => {
    const { add, both, id, clock, gates, run, read } = await setup();
    await both();
    const { release } = gates.collection;
    gates.collection.release = () => Promise.reject(new Error('died'));
    await expect(run(id, 'resume')).rejects.toThrow('died');
    gates.collection.release = release;
    await add('finding', FINDING);
    clock.time += RESUME_LIVES;

    await expect(add('publish')).rejects.toMatchObject({ reason: 'state' });
    await run(id, 'awaitApprovals', 'later');
    await add('publish');
    await run(id, 'publish');
    expect((await read()).version).toBe(2);
  });

  test('with nothing new there is no version more; files that nobody added are none', async () => {
    const { add, amend } = await setup();
    await expect(add('publish')).rejects.toMatchObject({ reason: 'state' });
    await expect(add('finding', { ...FINDING, files: ['a'.repeat(64)] })).rejects.toMatchObject({
      reason: 'malformed',
    });
    await amend();
    await expect(add('publish')).rejects.toMatchObject({ reason: 'state' });
  });

  test('what is asked for while one is signed is in the next: nothing that was found is left out', async () => {
    const { add, run, id, parts, read } = await setup();
    await add('finding', FINDING);
    await add('publish');
    const { advance } = parts.store;
    parts.store.advance = async (of, step) => {
      if ('findings' in step.set) {
        parts.store.advance = advance;
        parts.clock.now();
        await advance(id, { set: { amendAt: 1 } });
        await add('finding', { ...FINDING, statement: 'another' });
      }
      return advance(of, step);
    };

    await expect(run(id, 'publish')).rejects.toThrow('moved on');
    await run(id, 'publish');

    const { document } = await readIssued<Findings>(parts, (await read()).findings!);
    expect(document.findings.filter(({ finding }) => finding === 'person')).toHaveLength(2);
  });
});
