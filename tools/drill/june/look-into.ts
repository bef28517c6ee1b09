import { sampleDisclosure } from '../../../core/disclosure/sample.ts';
import { readIssued } from '../../../core/incident/documents.ts';
import type { Findings } from '../../../core/incident/findings.ts';
import { runTask } from '../../../core/incident/tasks.ts';
import { branchesOf, conclusionOf } from '../../../core/investigation/branches.ts';
import { readJson } from '../../../core/investigation/could-read.ts';
import { askProbes } from '../../../core/investigation/probe.ts';
import { BRANCH_NAMES } from '../../../core/investigation/table.ts';
import { sampleRow } from '../../../core/reading/sample.ts';
import { summaryOf } from '../../../core/reading/summary.ts';
import { incidentSetup } from '../../../test/fixtures/incident.ts';
import type { Victim } from './acts.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;

/** A report of high severity, and the workflow's tasks one after the other, up to published findings. @param begun ms; of the window */
export async function lookedInto(
  { snapshots, log }: World,
  { prefix, begun, victim }: { prefix: string; begun: number; victim: Victim },
) {
  const setup = await incidentSetup();
  setup.clock.time = Date.now();
  const { version, program, coolOffHours } = sampleDisclosure();
  const row = await sampleRow(
    {
      ...{ ...victim, program, disclosure: version, arrivedFrom: begun, arrivedTo: begun },
      ...{ readableFrom: begun + coolOffHours * HOUR, expiresSeconds: Math.floor((begun + 168 * HOUR) / 1000) },
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
  return {
    document,
    read: <T>(name: string): Promise<T> =>
      readJson<T>(setup.evidence, document.findings.find(({ finding }) => finding === name)!.evidence),
    /** What the recurrence probe of this question answers at a moment. @param at ms */
    async probed(branch: string, at: number) {
      setup.clock.time = at;
      await askProbes(tasks, at + HOUR);
      return (await setup.parts.probes.all()).kept.find(({ state }) => state.branch === branch)!.state;
    },
  };
}
