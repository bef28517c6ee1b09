import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GUARDED } from '../../test/fixtures/api-events.ts';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import { isFinding, readFinding } from './finding.ts';
import { hearFinding } from './hear-finding.ts';
import { memoryMovements } from './movements.memory.ts';

type Json = Record<string, unknown>;
const written = (name: string): Json =>
  JSON.parse(
    readFileSync(new URL(`../../test/fixtures/findings/${name}.json`, import.meta.url), 'utf8').replaceAll(
      'sluice-model-capability-prod',
      GUARDED.prefix,
    ),
  ) as Json;
const NAMES = ['guardduty-s3', 'macie-policy', 'config-compliance'] as const;
const HERE = { account: '111122223333', region: 'eu-central-1' };

async function setup() {
  const memory = await incidentSetup();
  const parts = { ...memory.parts, guarded: GUARDED, movements: memoryMovements(memory.ledger) };
  return { ...memory, parts, hear: (event: unknown, here = HERE) => hearFinding(parts, event, here) };
}

/** The event with another value somewhere inside. */
function changed(event: Json, path: string, value: unknown): Json {
  const copy = structuredClone(event);
  const keys = path.split('.');
  const last = keys.pop()!;
  (keys.reduce((at, key) => at[key] as Json, copy) as Json)[last] = value;
  return copy;
}

describe('what a service of AWS found', () => {
  test.each([
    ['guardduty-s3', 'medium', 'guardduty found "Exfiltration:S3/AnomalousBehavior"'],
    ['macie-policy', 'low', 'macie found "Policy:IAMUser/S3BucketEncryptionDisabled"'],
    ['config-compliance', 'medium', 'config found "s3-bucket-level-public-access-prohibited of AWS::S3::Bucket"'],
  ])(
    '%s becomes a report, once, that closes nothing by itself, and starts its investigation',
    async (name, severity, says) => {
      const { hear, parts, gates, workflow } = await setup();
      const event = written(name);
      expect(isFinding(event)).toBe(true);

      const [heard, again] = [await hear(event), await hear(event)];

      expect([heard.outcome, again]).toEqual(['reported', heard]);
      const [row, ...others] = await parts.store.list();
      expect(others).toEqual([]);
      expect(row).toMatchObject({ kind: 'guard', severity, closes: false, notClosed: 'severity' });
      expect([...workflow.started]).toEqual([row!.incident]);
      expect((await gates.collection.read()).state).toBe('open');
      const text = await parts.store.text(row!.incident);
      expect(text).toContain(says);
      expect(text).toContain(GUARDED.prefix);
      // Titles and descriptions hold names of people.
      expect(text).not.toMatch(/june-ops|johndoe/);
    },
  );

  test.each(['guardduty-s3', 'macie-policy'])(
    '%s that goes on, and is told again, is the same report',
    async (name) => {
      const { hear, parts, clock } = await setup();
      const event = written(name);
      // Some time after it was found, as ever.
      clock.time += 3_600_000;
      const first = await hear(event);
      clock.time += 3_600_000;
      expect(await hear(changed(event, 'detail.updatedAt', new Date(clock.time).toISOString()))).toEqual(first);
      expect(await parts.store.list()).toHaveLength(1);
    },
  );

  test.each(NAMES)('%s about something else is nobody’s report', async (name) => {
    const { hear, parts } = await setup();
    const other = JSON.parse(JSON.stringify(written(name)).replaceAll(GUARDED.prefix, 'somebody-elses')) as Json;
    expect(await hear(other)).toEqual({ outcome: 'foreign' });
    expect(await parts.store.list()).toEqual([]);
  });

  test.each([
    ['guardduty-s3', 'account', '999988887777'],
    ['guardduty-s3', 'region', 'us-east-1'],
    ['guardduty-s3', 'detail.accountId', '999988887777'],
    ['guardduty-s3', 'detail.region', 'us-east-1'],
    ['guardduty-s3', 'detail.service.detectorId', 'another'],
    ['guardduty-s3', 'detail.id', 'ffff'],
    [
      'guardduty-s3',
      'detail.arn',
      'arn:aws:guardduty:eu-central-1:999988887777:detector/3caf4e0aaa46ce4ccbcef949a8785353/finding/16afba5c5c43e07c9e3e5e2e544e95df',
    ],
    ['guardduty-s3', 'detail.severity', 'high'],
    ['macie-policy', 'account', '999988887777'],
    ['macie-policy', 'detail.accountId', '999988887777'],
    ['macie-policy', 'detail.severity', {}],
    ['config-compliance', 'detail.awsAccountId', '999988887777'],
    ['config-compliance', 'detail.awsRegion', 'us-east-1'],
    [
      'config-compliance',
      'detail.configRuleARN',
      'arn:aws:config:eu-central-1:999988887777:config-rule/config-rule-tqzwmq',
    ],
    ['config-compliance', 'detail.messageType', 'ConfigRulesEvaluationStarted'],
  ])('a forged %s is none: %s', async (name, path, value) => {
    const { hear, parts } = await setup();
    expect(await hear(changed(written(name), path, value))).toEqual({ outcome: 'forged' });
    expect(await parts.store.list()).toEqual([]);
  });

  test.each([
    ['guardduty-s3', 'detail.service.archived', true],
    ['guardduty-s3', 'detail.service.additionalInfo', { sample: true }],
    ['macie-policy', 'detail.sample', true],
    ['macie-policy', 'detail.archived', true],
    ['config-compliance', 'detail.newEvaluationResult.complianceType', 'COMPLIANT'],
  ])('a sample of %s, or what is put right, is none: %s', async (name, path, value) => {
    expect(readFinding(changed(written(name), path, value), HERE)).toBe('over');
  });

  test('whatever comes, it ends in an answer, and closes nothing', async () => {
    const { hear, gates } = await setup();
    const events = NAMES.map(written);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...events), fc.object({ maxDepth: 3 }), async (event, detail) => {
        await hear({ ...event, detail });
        await hear({ ...event, ...detail });
        await hear(detail);
      }),
      { numRuns: 50 },
    );
    expect((await gates.collection.read()).state).toBe('open');
  });

  test('many about the same detector are so many a day, and no more', async () => {
    const { hear, parts } = await setup();
    const event = written('guardduty-s3');
    const outcomes = [];
    for (let at = 0; at < 25; at++) {
      const id = `f${at}`;
      const arn = (event.detail as { arn: string }).arn.replace(/finding\/.*/, `finding/${id}`);
      outcomes.push((await hear(changed(changed(event, 'detail.id', id), 'detail.arn', arn))).outcome);
    }
    expect([outcomes.filter((one) => one === 'reported').length, outcomes.at(-1)]).toEqual([20, 'limit']);
    expect(await parts.store.list()).toHaveLength(20);
  });
});
