import type { BlastRadius } from '../../../core/blast-radius/blast-radius.ts';
import { sampleDisclosure } from '../../../core/disclosure/sample.ts';
import { readIssued } from '../../../core/incident/documents.ts';
import type { Findings } from '../../../core/incident/findings.ts';
import { runTask } from '../../../core/incident/tasks.ts';
import { branchesOf, conclusionOf } from '../../../core/investigation/branches.ts';
import { type CouldRead, readJson } from '../../../core/investigation/could-read.ts';
import { BRANCH_NAMES } from '../../../core/investigation/table.ts';
import { sampleRow } from '../../../core/reading/sample.ts';
import { summaryOf } from '../../../core/reading/summary.ts';
import { firstSegmentAt } from '../../../core/vault/segment-time.ts';
import { incidentSetup } from '../../../test/fixtures/incident.ts';
import type { Report } from '../../demo/report.ts';
import { actsOf, didTruth, type Victim } from './acts.ts';
import { planOf } from './plan.ts';
import { scoreOf } from './score.ts';
import { rowsWorld, type World } from './world.ts';

const DAY = 86_400_000;

export interface JuneOptions {
  tables: number;
  people: number;
}

/**
 * The failure of June 2026. Inventories and a log are as the collector and a trail would have written them; the workflow's own tasks and branches
 * look into them, over adapters in memory, and what they name is held against the plan.
 */
export const juneStory = (report: Report, options: JuneOptions): Promise<void> => tell(report, rowsWorld(), options);

async function tell(report: Report, world: World, { tables, people }: JuneOptions): Promise<void> {
  const { program } = sampleDisclosure();
  const { account, region } = world;
  const prefix = `sluice-${program}-june`;
  const begun = Date.now() - 2 * DAY;
  const victim: Victim = { subject: 'a'.repeat(26), segment: firstSegmentAt(Date.now()), keyId: 'key-of-a' };
  const plan = planOf({
    ...{ account, region, program, prefix, tables, people },
    // Of the program's own roles none but the reader has business with what was derived; the bucket and the key name them all.
    others: [`arn:aws:iam::${account}:role/${prefix}-control`],
  });
  const acts = actsOf(plan, victim);
  const inventory = async (day: number, stage: Parameters<World['inventory']>[1]) => {
    const from = performance.now();
    await world.inventory(plan, stage, begun + day * DAY);
    report.say(`the inventory of day ${day} took ${secondsSince(from)} s`);
  };

  await report.step('An account grows around a program', async (figures) => {
    Object.assign(figures, { tables, people });
    report.say(`${tables} tables in the catalog, ${people} people and roles`);
    await inventory(0, 'before');
  });

  await report.step('Three policies are too broad, and people look, one of them around the reader', async () => {
    await inventory(1, 'open');
    await world.look(plan, acts);
  });

  await report.step('A first patch takes the bucket’s policy away, and forgets the group', async () => {
    await inventory(2, 'patched');
  });

  await report.step('A report, and what the workflow makes of it', async (figures) => {
    const from = performance.now();
    const { document, evidence } = await lookedInto(world, { prefix, begun, victim });
    figures.findingsSeconds = secondsSince(from);
    for (const { finding, statement } of document.findings) report.say(`${finding}: ${statement}`);
    const read = <T>(name: string): Promise<T> =>
      readJson<T>(evidence, document.findings.find(({ finding }) => finding === name)!.evidence);
    const could = await read<CouldRead>('could-read');
    const radius = await read<BlastRadius>('blast-radius');

    const truth = didTruth(plan, acts);
    const score = scoreOf(plan, truth, { could, radius });
    report.say('');
    for (const [what, { planned, named, right, missing, wrong }] of Object.entries(score.of)) {
      report.say(`${what}: ${right} of ${planned} planned, ${named} named`);
      for (const one of missing) report.say(`  missing: ${one}`);
      for (const one of wrong) report.say(`  wrong: ${one}`);
    }
    Object.assign(figures, { recall: score.recall, precision: score.precision });
    report.holds(
      score.recall === 1 && score.precision === 1,
      `recall ${score.recall.toFixed(4)}, precision ${score.precision.toFixed(4)} (asked: 1.0, 1.0); report to findings ${figures.findingsSeconds} s`,
    );
  });
}

const secondsSince = (from: number): number => Math.round((performance.now() - from) / 1000);

/** A report of high severity, and the workflow's tasks one after the other, up to published findings. */
async function lookedInto(
  { snapshots, log }: World,
  { prefix, begun, victim }: { prefix: string; begun: number; victim: Victim },
) {
  const setup = await incidentSetup();
  setup.clock.time = Date.now();
  const { version, program, coolOffHours } = setup.parts.disclosure;
  const row = await sampleRow(
    {
      ...{ ...victim, program, disclosure: version, arrivedFrom: begun, arrivedTo: begun },
      ...{ readableFrom: begun + coolOffHours * 3_600_000, expiresSeconds: Math.floor((begun + 7 * DAY) / 1000) },
    },
    { bound: true },
  );
  const looked = {
    ...{ ...setup.looked, snapshots, prefix, log },
    records: {
      async *pages() {
        yield { rows: [summaryOf(row)], unreadable: 0 };
      },
    },
    sealed: {
      ...setup.looked.sealed,
      rows: async () => [row],
    },
  };
  const tasks = { ...setup.parts, branches: branchesOf(looked), conclusion: conclusionOf(looked) };
  const { incident } = await setup.file({ from: begun });
  setup.leasesOut();
  const run = (input: object) =>
    runTask(tasks, { incident: incident.incident, ...input } as Parameters<typeof runTask>[1]);
  for (const task of ['contain', 'certify']) await run({ task });
  const answers: { branch: string; at?: string }[] = [];
  for (const branch of BRANCH_NAMES) {
    let at: string | undefined;
    for (let more = true; more; ) {
      // One that fails is not known, as in the workflow: what was planned of it is missing then.
      const answer = await run({ task: 'look', branch, from: at }).catch(() => undefined);
      at = answer && 'at' in answer ? answer.at : undefined;
      more = answer?.outcome === 'more';
    }
    answers.push({ branch, ...(at !== undefined && { at }) });
  }
  await run({ task: 'investigate', answers });
  await run({ task: 'publish' });
  const { findings } = await setup.parts.store.read(incident.incident);
  const { document } = await readIssued<Findings>(setup.parts, findings!);
  return { document, evidence: setup.evidence };
}
