/**
 * From a report to published findings over memory adapters, at one size, in a process of its own: every branch, one look after the other, over
 * rows that are made as they are read. Prints its figures. @param argv segments
 */
import { setTimeout as wait } from 'node:timers/promises';
import { ulid } from 'ulid';
import { sampleDisclosure } from '../../../core/disclosure/sample.ts';
import { readIssued } from '../../../core/incident/documents.ts';
import type { Findings } from '../../../core/incident/findings.ts';
import { report } from '../../../core/incident/report.ts';
import { runTask } from '../../../core/incident/tasks.ts';
import { branchesOf, conclusionOf } from '../../../core/investigation/branches.ts';
import { BRANCH_NAMES } from '../../../core/investigation/table.ts';
import type { RecordPage } from '../../../core/reading/reading.ts';
import { summaryOf } from '../../../core/reading/summary.ts';
import type { IndexRow } from '../../../core/vault/index-row.ts';
import { memoryIncidentSetup } from '../../../test/fixtures/incident-parts.ts';
import { keepInventory } from '../../../test/fixtures/inventory.ts';
import { planOf } from '../../drill/june/plan.ts';
import { programRows, rowsOf } from '../../drill/june/rows.ts';
import { rowAt } from './rows.ts';

const count = Number(process.argv[2]);
const PAGE = 1_000;
const setup = await memoryIncidentSetup();
const { parts, clock } = setup;
const { program, version, coolOffHours, retention } = sampleDisclosure();
const began = clock.now() - 3_600_000;
const stretch = {
  ...{ program, disclosure: version, coolOffHours, kept: retention.routine },
  ...{ from: began, to: began + 3_000_000, count },
};

/** One page of rows at a time: what a table holds is not this process's memory. */
let held = new Map<string, IndexRow>();
let making = 0;
const records = {
  async *pages(_span: unknown, behind?: { segment: string }): AsyncGenerator<RecordPage> {
    const from = behind ? Number(behind.segment.slice(16)) + 1 : 0;
    for (let at = from; at < count; at += PAGE) {
      const started = performance.now();
      const rows: IndexRow[] = [];
      for (let row = at; row < Math.min(count, at + PAGE); row++) rows.push(await rowAt(stretch, row));
      held = new Map(rows.map((row) => [row.segment, row]));
      making += performance.now() - started;
      yield { rows: rows.map(summaryOf), unreadable: 0, place: { day: '', segment: rows.at(-1)!.segment } };
    }
  },
};
const sealed = {
  rows: async (keys: readonly { segment: string }[]) => keys.map(({ segment }) => held.get(segment)),
  beginning: async () => undefined,
};
const looked = {
  ...{ ...parts, records, sealed, noted: async () => parts.disclosure },
  ...{ snapshots: setup.snapshots, prefix: `sluice-${program}-bench` },
};
const over = { ...parts, branches: branchesOf(looked), conclusion: conclusionOf(looked) };

let peak = 0;
let done = false;
const watched = (async () => {
  while (!done) {
    peak = Math.max(peak, process.memoryUsage.rss());
    await wait(50);
  }
})();

// Who could read is asked of three inventories, of an account with thousands of tables.
const plan = planOf({
  ...{ account: '111122223333', region: 'eu-central-1', program, prefix: looked.prefix },
  ...{ tables: 4_500, people: 200 },
});
for (const [at, stage] of (['before', 'open', 'patched'] as const).entries()) {
  const rows = [...programRows(plan), ...rowsOf(plan, stage)];
  await keepInventory(setup.snapshots, clock.now() - (2 - at) * 86_400_000, { account: plan.account, rows });
}

const incident = ulid(clock.now());
const started = performance.now();
await report(over, {
  incident,
  reporter: { sub: 'rita', groups: ['employees'] },
  severity: 'low',
  text: 't',
  from: began,
});
const run = (input: object) => runTask(over, { incident, ...input } as Parameters<typeof runTask>[1]);
await run({ task: 'contain' });
const seconds: Record<string, number> = {};
const answers: { branch: string; at: string }[] = [];
for (const branch of BRANCH_NAMES) {
  const [began, made] = [performance.now(), making];
  for (let from: string | undefined; ; ) {
    const looked = await run({ task: 'look', branch, from });
    if (looked.outcome !== 'looked' && looked.outcome !== 'more') throw new Error(looked.outcome);
    from = looked.at;
    if (looked.outcome === 'more') continue;
    answers.push({ branch, at: looked.at });
    break;
  }
  seconds[branch] = round((performance.now() - began - (making - made)) / 1000);
}
done = true;
await watched;
await run({ task: 'investigate', answers });
await run({ task: 'publish' });
const took = (performance.now() - started - making) / 1000;
const { findings } = await parts.store.read(incident);
const { document } = await readIssued<Findings>(parts, findings!);
console.log(
  JSON.stringify({
    ...{ segments: count, seconds: round(took), branches: seconds },
    peakMB: Math.round(peak / 2 ** 20),
    unclean: document.findings.flatMap((one) => ('outcome' in one && one.outcome !== 'clean' ? [one.finding] : [])),
  }),
);

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
