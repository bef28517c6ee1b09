import { beforeAll, describe, expect, test } from '@jest/globals';
import { memoryAccessLog } from '../../core/access-log/access-log.memory.ts';
import { type AccessLog, SOURCES } from '../../core/access-log/access-log.ts';
import type { BlastRadius } from '../../core/blast-radius/blast-radius.ts';
import { sampleDisclosure } from '../../core/disclosure/sample.ts';
import { readIssued } from '../../core/incident/documents.ts';
import type { CheckFinding, Findings } from '../../core/incident/findings.ts';
import { runTask } from '../../core/incident/tasks.ts';
import { branchesOf, conclusionOf } from '../../core/investigation/branches.ts';
import { type CouldRead, readJson } from '../../core/investigation/could-read.ts';
import { actsOf, didTruth, recordsOf, wholeCover } from '../../tools/drill/june/acts.ts';
import { planOf } from '../../tools/drill/june/plan.ts';
import { programRows, rowsOf } from '../../tools/drill/june/rows.ts';
import { scoreOf, summed } from '../../tools/drill/june/score.ts';
import { incidentSetup } from '../fixtures/incident.ts';
import { keepInventory } from '../fixtures/inventory.ts';

/**
 * Promise 9: an incident ends in findings that say who could read, who did, and whose. The failure of June 2026, in memory and small: what the
 * workflow names is compared with the list of who planned it.
 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const VICTIM = { subject: 's1', segment: 'g1', keyId: 'k1' };
const { program } = sampleDisclosure();
const PREFIX = `sluice-${program}-test`;
const STAGES = ['before', 'open', 'patched'] as const;

interface Told {
  /** Days before the report at which an inventory was kept, by what the account was like then. @default three days of three */
  inventories?: readonly (typeof STAGES)[number][];
  /** @default all of it is covered */
  log?: 'none' | 'from the second day' | 'whole';
  /** Fails in place of a branch. */
  breaks?: 'could-read' | 'did-read';
}

/** Plays it, and has the workflow look into it. */
async function played({ inventories = STAGES, log = 'whole', breaks }: Told = {}) {
  const setup = await incidentSetup();
  const { clock } = setup;
  const began = clock.now() - 2 * DAY - 6 * HOUR;
  const account = '111122223333';
  const plan = planOf({
    ...{ account, region: 'eu-central-1', program, prefix: PREFIX, tables: 45, people: 12 },
    // Roles of the program, and the one that deploys it, are in the account too; they are named apart.
    others: [`arn:aws:iam::${account}:role/${PREFIX}-control`],
  });
  for (const [at, stage] of inventories.entries()) {
    const rows = [...programRows(plan), ...rowsOf(plan, stage)];
    await keepInventory(setup.snapshots, began + at * DAY, { account, rows });
  }
  const acts = actsOf(plan, VICTIM);
  const records = recordsOf(plan, acts, began + DAY + HOUR);
  const covered = wholeCover(log === 'from the second day' ? began + DAY : 0, clock.now() + DAY);
  const kept: AccessLog | undefined = log === 'none' ? undefined : memoryAccessLog(records, covered);
  const parts = {
    ...{ ...setup.looked, ...(kept && { log: kept }) },
    sealed: {
      ...setup.looked.sealed,
      rows: async () => [{ ...VICTIM, body: { message: new Uint8Array() } } as never],
    },
    records: {
      async *pages() {
        const row = { ...VICTIM, disclosure: '1.0', arrivedFrom: began, arrivedTo: began, readableFrom: began };
        yield {
          rows: [{ ...row, expiresSeconds: 1, events: 1, kinds: { click: 1 }, tier: 'routine' as const, bytes: 1 }],
          unreadable: 0,
        };
      },
    },
  };
  const broken = async () => Promise.reject(new Error('away'));
  const branches = branchesOf(parts);
  const tasks = {
    ...setup.parts,
    branches: breaks ? { ...branches, [breaks]: { ...branches[breaks], look: broken } } : branches,
    conclusion: conclusionOf(parts),
  };
  const { incident } = await setup.file({ from: began });
  setup.leasesOut();
  const answers: { branch: string; at?: string }[] = [];
  for (const task of ['contain', 'certify'] as const) await runTask(tasks, { task, incident: incident.incident });
  for (const branch of ['could-read', 'did-read']) {
    const looked = await runTask(tasks, { task: 'look', incident: incident.incident, branch }).catch(() => undefined);
    answers.push({ branch, ...(looked && 'at' in looked && { at: looked.at }) });
  }
  await runTask(tasks, { task: 'investigate', incident: incident.incident, answers });
  await runTask(tasks, { task: 'publish', incident: incident.incident });
  const { findings } = await setup.parts.store.read(incident.incident);
  const { document } = await readIssued<Findings>(setup.parts, findings!);
  const of = (name: string) =>
    document.findings.find((one) => one.finding === name || ('branch' in one && one.branch === name)) as CheckFinding;
  return {
    ...{ plan, of, document, did: didTruth(plan, acts) },
    could: () => readJson<CouldRead>(setup.evidence, of('could-read').evidence),
    radius: () => readJson<BlastRadius>(setup.evidence, of('blast-radius').evidence),
  };
}

describe('the failure of June 2026', () => {
  let play: Awaited<ReturnType<typeof played>>;
  beforeAll(async () => {
    play = await played();
  });

  test('is named whole, and nothing beside it', async () => {
    const score = scoreOf(play.plan, play.did, { could: await play.could(), radius: await play.radius() });

    expect(
      Object.entries(score).flatMap(([of, { missing, wrong }]) => [...missing, ...wrong].map((x) => [of, x])),
    ).toEqual([]);
    expect(summed(score)).toEqual({ recall: 1, precision: 1 });
    // None of it is empty.
    expect(Object.values(score).map(({ planned }) => planned > 0)).not.toContain(false);
  });

  test('stands in the findings by counts, with the hash of what it rests on and who has to act', () => {
    expect(play.of('could-read')).toMatchObject({
      ...{ outcome: 'found', severity: 'high', owner: 'pause', checked: 3 },
      wrong: { could: 15, still: 8, undisclosed: 5, key: 4 },
    });
    expect(play.of('did-read')).toMatchObject({ outcome: 'found', owner: 'work-on-incidents', wrong: { tried: 1 } });
    expect(play.of('blast-radius')).toMatchObject({ outcome: 'found', wrong: { proven: 4, outside: 5, persons: 1 } });
    expect(play.of('blast-radius').evidence.name).toMatch(/^findings\/\w+-blast-radius-[0-9a-f]{64}\.json$/);
    // No name of anybody: those are in the evidence, for who looks into it.
    expect(JSON.stringify(play.document.findings)).not.toMatch(/june-|arn:/);
  });

  test('says that the first patch does not hold, and for whom', async () => {
    const { groups } = await play.could();
    const still = groups.flatMap(({ readers }) => readers.filter((one) => one.still && !one.expected));
    const [staff] = play.plan.staff;
    expect(new Set(still.map(({ principal }) => principal))).toContain(play.plan.arn.user(staff!));
    expect(play.of('could-read').statement).toContain('still can: nothing that was changed since has kept them out');
  });
});

describe('what nobody wrote down is unknown, and never clean', () => {
  test('no inventory of the account: who could read is unknown, and so is what to look for in a log', async () => {
    const { of, radius } = await played({ inventories: [] });

    expect(of('could-read')).toMatchObject({ outcome: 'unknown', open: { inventory: 1 } });
    expect(of('did-read')).toMatchObject({ outcome: 'unknown', open: { inventory: 1, 'no-log': SOURCES.length } });
    expect((await radius()).statements).toContainEqual(
      expect.objectContaining({ certainty: 'unknown', says: 'Who could read was not looked at.' }),
    );
  });

  test('an inventory stands for a day and a half: what lies before and behind is open', async () => {
    const { of } = await played({ inventories: ['patched'] });
    expect(of('could-read').open).toMatchObject({ inventory: 2 });
  });

  test('no log: whoever looked is not named, and each log that would have told is', async () => {
    const { of, radius } = await played({ log: 'none' });

    expect(of('did-read')).toMatchObject({ outcome: 'unknown', wrong: {} });
    const { did, unknown } = await radius();
    expect(did).toEqual([]);
    expect(new Set(unknown.map(({ source }) => source))).toEqual(
      new Set(['management', 'kms', 'dynamodb', 's3', 'kinesis', 'lambda']),
    );
    expect(unknown.map(({ wouldHave }) => wouldHave)).toContain('data events of S3 for the bucket (AWS::S3::Object)');
  });

  test('a log that begins later is unknown until then', async () => {
    const { of } = await played({ log: 'from the second day' });
    expect(of('did-read')).toMatchObject({ outcome: 'found', open: { 'no-log': expect.any(Number) } });
  });

  test.each(['could-read', 'did-read'] as const)(
    'a branch that fails is not known, and what it would have told is not: %s',
    async (breaks) => {
      const { of, radius } = await played({ breaks });

      expect(of(breaks)).toMatchObject({ finding: 'not-known', outcome: 'unknown' });
      const statements = (await radius()).statements.filter(({ certainty }) => certainty === 'unknown');
      expect(statements.length).toBeGreaterThan(0);
      // What the other found is told.
      expect(of(breaks === 'could-read' ? 'did-read' : 'could-read')).toMatchObject({ outcome: 'found' });
    },
  );
});
