import { describe, expect, test } from '@jest/globals';
import { incidentSetup, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import { decide } from './decide.ts';
import { pauseProgram } from './report.ts';
import type { Task } from './workflow.ts';

const PETRA = { sub: 'petra', groups: ['platform'] };
const WAY = ['contain', 'investigate', 'publish', 'resume'] as const satisfies Task[];

/** A low report, walked until a task; somebody closes the gates under its id while that task is at work. */
async function heldDuring(task: (typeof WAY)[number]) {
  const setup = await incidentSetup();
  const { parts, file, run, judge } = setup;
  const { incident: id } = (await file({ severity: 'low' })).incident;
  for (const before of WAY.slice(0, WAY.indexOf(task))) await run(id, before);
  if (task === 'resume') await judge(id);
  const { advance } = parts.store;
  parts.store.advance = async (asked, step) => {
    // The task has decided what to do, on the incident as it was.
    const decided = task === 'resume' ? ['concludedAt'] : ['draft', 'findings'];
    if (decided.some((name) => Object.hasOwn(step.set, name))) {
      parts.store.advance = advance;
      await pauseProgram(parts, { incident: id, reporter: PETRA, text: 'held' });
    }
    return advance(asked, step);
  };
  const outcome = await run(id, task).catch((error: Error) => error);
  parts.store.advance = advance;
  return { ...setup, id, outcome };
}

describe.each(WAY.slice(1))('a report that comes to hold the gates while it is at: %s', (task) => {
  test('gets nothing that was decided before: no findings, no end', async () => {
    const { outcome, parts, id, gates } = await heldDuring(task);
    expect(outcome).toEqual(
      task === 'resume'
        ? { outcome: 'refused', incident: id, reason: 'state' }
        : expect.objectContaining({ message: expect.stringContaining('begins it anew') }),
    );
    const incident = await parts.store.read(id);
    expect(incident).toMatchObject({ closes: true, status: 'contained' });
    for (const name of ['draft', 'findings', 'concludedAt']) expect(incident).not.toHaveProperty(name);
    expect((await gates.collection.read()).holds).toEqual([id]);
  });

  test('walks its way anew, to findings that are about the closure, and can let go', async () => {
    const { parts, id, run, leasesOut, gates, evidence } = await heldDuring(task);
    leasesOut();
    for (const step of ['contain', 'certify', 'investigate', 'publish'] as const) await run(id, step);
    const { findings, epochs } = await parts.store.read(id);
    const document = JSON.parse(Buffer.from(await evidence.get(findings!.name)).toString()).document;
    expect(document.closure).toMatchObject({ epoch: 2 });
    for (const approver of [STELLA, ROLF]) {
      const seen = { findings: findings!.document, epoch: epochs!.collection };
      await decide(parts, { incident: id, approver, decision: 'resume', ...seen });
    }
    expect(await run(id, 'resume')).toEqual({ outcome: 'resumed', incident: id });
    expect((await gates.collection.read()).state).toBe('open');
  });
});
