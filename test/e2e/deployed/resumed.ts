import { expect } from '@jest/globals';
import { approve, resume, showIncident } from '../../../api/incident.ts';
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
