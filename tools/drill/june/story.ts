import { resolve } from 'node:path';
import type { BlastRadius } from '../../../core/blast-radius/blast-radius.ts';
import { sampleDisclosure } from '../../../core/disclosure/sample.ts';
import type { CouldRead } from '../../../core/investigation/could-read.ts';
import { exposedAt, fieldsOf } from '../../../core/investigation/exposed-at.ts';
import { type ExposedOver, exposedOver } from '../../../core/investigation/exposed-over.ts';
import { inventoryAt } from '../../../core/investigation/inventories.ts';
import { firstSegmentAt } from '../../../core/vault/segment-time.ts';
import type { Report } from '../../demo/report.ts';
import { startLocalCloud } from '../../local/index.ts';
import { actsOf, didTruth, type Victim } from './acts.ts';
import { cloudWorld } from './cloud-world.ts';
import { lookedInto } from './look-into.ts';
import { planOf, type StageName } from './plan.ts';
import { letInBy, type Score, scoreOf, summed } from './score.ts';
import { rowsWorld, type World } from './world.ts';

const DAY = 86_400_000;

export interface JuneOptions {
  tables: number;
  people: number;
  /** Inventories and log are fed as rows, and no cloud is started. */
  rows?: boolean;
}

/**
 * The failure of June 2026, in an account of the local cloud: the workflow's own tasks and branches look into inventories that the product's
 * collector took of it and into the cloud's trail, and what they name is held against the plan.
 */
export async function juneStory(folder: string, report: Report, options: JuneOptions): Promise<void> {
  if (options.rows) return tell(report, rowsWorld(), options);
  const dir = resolve(folder);
  const cloud = await startLocalCloud({ dir, port: 0, deploy: false, onProgress: (line) => report.say(line) });
  const { world, close } = cloudWorld(cloud, dir, (line) => report.say(line));
  try {
    await tell(report, world, options);
  } finally {
    close();
    await cloud.stop();
  }
}

async function tell(report: Report, world: World, { tables, people }: JuneOptions): Promise<void> {
  const { program, events } = sampleDisclosure();
  const { account, region } = world;
  const prefix = `sluice-${program}-june`;
  // Each inventory stands for a day of the play.
  const begun = Date.now() - 2 * DAY;
  const victim: Victim = { subject: 'a'.repeat(26), segment: firstSegmentAt(Date.now()), keyId: 'key-of-a' };
  const plan = planOf({
    ...{ account, region, program, prefix, tables, people },
    // Of the program's own roles none but the reader has business with what was derived; the bucket and the key name them all.
    others: world.roles.map((name) => `arn:aws:iam::${account}:role/${prefix}-${name}`),
  });
  const acts = actsOf(plan, victim);
  const dayOf = (day: number) => begun + day * DAY;
  const inventory = async (day: number, stage: StageName) => {
    const from = performance.now();
    await world.inventory(plan, stage, dayOf(day));
    report.say(`day ${day}: made and collected in ${secondsSince(from)} s`);
  };

  /** What the inventory of a day alone says. */
  const exposedOn = async (day: number, { scope }: CouldRead) => {
    const whose = { program, scope: scope!, fields: fieldsOf(events) };
    return exposedOver([exposedAt(await inventoryAt(world.snapshots, dayOf(day)), whose)], scope!);
  };

  await report.step('An account grows around a program', async (figures) => {
    Object.assign(figures, { tables, people });
    report.say(`${tables} tables in the catalog, ${people} people and roles`);
    await world.begin(plan, victim);
    await inventory(0, 'before');
  });

  await report.step('Three policies are too broad, and people look, one of them around the reader', async () => {
    await inventory(1, 'open');
    await world.look(plan, acts);
  });

  await report.step('A first patch takes the bucket’s policy away, and forgets the group', async () => {
    await inventory(2, 'patched');
  });

  let looked: Awaited<ReturnType<typeof lookedInto>>;
  await report.step('A report, and what the workflow makes of it', async (figures) => {
    const from = performance.now();
    looked = await lookedInto(world, { prefix, begun, victim });
    figures.findingsSeconds = secondsSince(from);
    for (const { finding, statement } of looked.document.findings) report.say(`${finding}: ${statement}`);
    const could = await looked.read<CouldRead>('could-read');
    const radius = await looked.read<BlastRadius>('blast-radius');
    const newest = await exposedOn(2, could);
    const score: Score = {
      ...scoreOf(plan, didTruth(plan, acts, world.movers(plan)), { could, radius }),
      'by which policy, after the patch': letInBy(plan, newest),
    };
    report.say('');
    for (const [what, { planned, named, right, missing, wrong }] of Object.entries(score)) {
      report.say(`${what}: ${right} of ${planned} planned, ${named} named`);
      for (const one of missing) report.say(`  missing: ${one}`);
      for (const one of wrong) report.say(`  wrong: ${one}`);
    }
    const { recall, precision } = summed(score);
    Object.assign(figures, { recall, precision, score });
    report.holds(
      recall === 1 && precision === 1,
      `recall ${recall.toFixed(4)}, precision ${precision.toFixed(4)} (asked: 1.0, 1.0); report to findings ${figures.findingsSeconds} s`,
    );
  });

  await report.step('The recurrence probe says that the patch does not hold; a second one does', async (figures) => {
    const { outcome, statement } = await looked.probed('could-read', dayOf(3) - 1);
    report.holds(outcome === 'red', `a day later it is ${outcome}: ${statement}`);
    await inventory(3, 'mended');
    await inventory(4, 'mended');
    // An inventory stands for a day and a half: what was open stands in none of the newest day's.
    await looked.probed('could-read', dayOf(4));
    const after = await looked.probed('could-read', dayOf(5) + DAY / 2);
    figures.probes = [outcome, after.outcome];
    figures.still = readersIn(await exposedOn(4, await looked.read<CouldRead>('could-read'))).length;
    report.say(`${figures.still} can read what they have no business with`);
    report.holds(after.outcome === 'green', `after the second it is ${after.outcome}: ${after.statement}`);
  });
}

const readersIn = ({ groups }: ExposedOver) =>
  groups.flatMap(({ readers }) => readers.filter(({ expected }) => expected === undefined));

const secondsSince = (from: number): number => Math.round((performance.now() - from) / 1000);
