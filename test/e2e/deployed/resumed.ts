import { expect } from '@jest/globals';
import { approve, resume, showConcern, showIncident } from '../../../api/incident.ts';
import { person } from '../../../tools/demo/people.ts';
import { until } from '../../../tools/local/index.ts';
import { stage } from './stage.ts';

/** An incident goes the ordinary way to its end: findings, two approvals, a resume. Both gates are open then, and IAM denies nothing beside them. */
export async function resumed(incident: string): Promise<void> {
  const { rosa, sam, pat } = stage().staff;
  const params = { incident };
  const published = await until(
    async () => {
      const shown = (await rosa.api.call(showIncident, { params })).incident;
      return shown.status === 'published' && shown;
    },
    120_000,
    300,
  );
  // Whom it is about reads it too: the summary, and what of it is theirs.
  const emma = await person(stage().deployment, 'emma', ['employees']);
  const { findings, summary } = await emma.api.call(showIncident, { params });
  expect([findings, summary?.document.findings]).toEqual([undefined, published!.findings!.document]);
  const mine = await emma.api.call(showConcern, { params });
  expect(mine).toMatchObject({ incident, stood: { from: published!.closedAt } });

  const { gates } = await stage().status();
  const approval = {
    decision: 'resume' as const,
    findings: published!.findings!.document,
    epoch: gates.collection.epoch,
  };
  for (const who of [rosa, sam]) await who.api.call(approve, { params, body: approval });
  await pat.api.call(resume, { params });
  const open = async () => {
    const now = (await stage().status()).gates;
    return [now.collection, now.reading].every(({ state, secondLine }) => state === 'open' && !secondLine);
  };
  expect(await until(open, 120_000, 250)).toBe(true);
}
