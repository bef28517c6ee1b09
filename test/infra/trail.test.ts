import { describe, expect, test } from '@jest/globals';
import { trailPlaceSchema } from '../../core/access-log/trail-place.ts';
import { parseConfig } from '../../lib/config.ts';
import { Account } from './simulate.ts';
import { ACCOUNT, MOVED_ACCOUNT, TRAIL } from './synthesize.ts';
import { arnOf, ofType, resolved, template } from './templates.ts';

/* The log of who called what: one of the program's own (the first stage), and one that is there (the second). */

const own = template('prod', 'State');
const foreign = template('moved', 'State');
const one = (of: typeof own, type: string, name = '') => {
  const found = ofType(of, type).filter(([id]) => id.includes(name));
  expect(found).toHaveLength(1);
  return resolved(of, found[0]![1].Properties) as Record<string, unknown>;
};
const placeOf = (of: typeof own) => trailPlaceSchema.parse(JSON.parse(String(resolved(of, of.Outputs!.Trail!.Value))));
const OWN = 'sluice-model-capability-prod';

describe('of its own', () => {
  test('has every Region, digests, a key, and the data events of what is kept', () => {
    const trail = one(own, 'AWS::CloudTrail::Trail');
    const selected = (
      trail.AdvancedEventSelectors as {
        FieldSelectors: { Field: string; Equals?: string[]; StartsWith?: string[] }[];
      }[]
    ).map(
      ({ FieldSelectors }) =>
        FieldSelectors.find(({ Field }) => Field === 'resources.type')?.Equals?.[0] ?? 'management',
    );

    expect(trail).toMatchObject({ IsLogging: true, IsMultiRegionTrail: true, EnableLogFileValidation: true });
    expect(trail.KMSKeyId).toBeDefined();
    expect(selected).toEqual([
      ...['management', 'AWS::S3::Object', 'AWS::DynamoDB::Table', 'AWS::Lambda::Function', 'AWS::Kinesis::Stream'],
    ]);
  });

  test('lies in a bucket that is locked, encrypted, and written by that trail alone', () => {
    const bucket = one(own, 'AWS::S3::Bucket', 'CallLogCalls');
    const [, policy] = ofType(own, 'AWS::S3::BucketPolicy').find(([id]) => id.includes('CallLogCalls'))!;
    const allowed = (
      policy.Properties.PolicyDocument.Statement as {
        Effect: string;
        Principal: unknown;
        Condition: { StringEquals: object };
      }[]
    ).filter(({ Effect }) => Effect === 'Allow');

    expect(bucket).toMatchObject({
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE' } } },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
      },
    });
    for (const { Principal, Condition } of allowed) {
      expect(Principal).toEqual({ Service: 'cloudtrail.amazonaws.com' });
      expect(Object.keys(Condition.StringEquals)).toContain('aws:SourceArn');
    }
  });

  test('says what it logs, of which things', () => {
    const { logs, accounts, regions, workgroup } = placeOf(own);

    expect(logs.map(({ source }) => source)).toEqual(['management', 'kms', 's3', 'dynamodb', 'lambda', 'kinesis']);
    expect(logs.filter(({ resources }) => !resources).map(({ source }) => source)).toEqual(['management', 'kms']);
    expect([accounts, regions, workgroup]).toEqual([[ACCOUNT], ['us-east-1'], OWN]);
  });
});

describe('one that is there', () => {
  test('makes no trail and no bucket for it', () => {
    expect(ofType(foreign, 'AWS::CloudTrail::Trail')).toEqual([]);
    expect(ofType(foreign, 'AWS::S3::Bucket').filter(([id]) => id.includes('CallLogCalls'))).toEqual([]);
  });

  test('says what it logs as its owner says', () => {
    expect(placeOf(foreign)).toMatchObject({
      // Of the stage, whichever that is.
      accounts: [ACCOUNT],
      regions: TRAIL.regions,
      logs: TRAIL.logs.map((source) => ({ source })),
    });
  });
});

describe.each([
  ['of its own', own, 'AWSLogs'],
  ['one that is there', foreign, `s3://${TRAIL.bucket}/${TRAIL.prefix}/`],
])('asked: %s', (_, of, location) => {
  test('by a table whose partitions are projected, and by a workgroup that nobody can ask otherwise', () => {
    const table = one(of, 'AWS::Glue::Table').TableInput as {
      StorageDescriptor: { Location: string };
      Parameters: object;
    };
    const workgroup = one(of, 'AWS::Athena::WorkGroup').WorkGroupConfiguration;

    expect(table.StorageDescriptor.Location).toContain(location);
    expect(table.Parameters).toMatchObject({
      'projection.enabled': 'true',
      'storage.location.template': `${table.StorageDescriptor.Location}\${account}/CloudTrail/\${region}/\${day}`,
    });
    expect(workgroup).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' } },
    });
  });

  test('whose answers go after days', () => {
    const { LifecycleConfiguration } = one(of, 'AWS::S3::Bucket', 'CallLogResults') as {
      LifecycleConfiguration: { Rules: { ExpirationInDays?: number }[] };
    };

    expect(LifecycleConfiguration.Rules.map(({ ExpirationInDays = 0 }) => ExpirationInDays)).toContain(2);
  });

  test('by who investigates, and by no other role of the program', async () => {
    const account = new Account(of);
    const prefix = of === own ? OWN : 'sluice-model-capability-moved';
    const results = arnOf(of, ofType(of, 'AWS::S3::Bucket').find(([id]) => id.includes('CallLogResults'))![0]);
    const calls = [
      { action: 'athena:StartQueryExecution', resource: `arn:aws:athena:*:*:workgroup/${prefix}` },
      { action: 's3:GetObject', resource: `${results}/answers/x.csv` },
    ].map((call) => ({
      ...call,
      resource: call.resource.replace('*:*', of === own ? `us-east-1:${ACCOUNT}` : `eu-central-1:${MOVED_ACCOUNT}`),
    }));
    const context = { 'aws:RequestedRegion': of === own ? 'us-east-1' : 'eu-central-1' };
    const may = async (name: string) =>
      Promise.all(calls.map((call) => account.allows(account.role(`${prefix}-${name}`), { ...call, context })));

    expect(await may('investigate')).toEqual([true, true]);
    expect(await may('reader')).toEqual([false, false]);
    expect(await may('report')).toEqual([false, false]);
  });
});

test.each([
  ['a bucket that is no name', { bucket: 'Not A Bucket' }],
  ['a source that no trail has', { logs: ['s4'] }],
  ['a prefix without the accounts’ folder', { prefix: 'logs/' }],
  ['an unknown key', { buckets: 'x' }],
  ['a prefix without the bucket that it is of', { prefix: 'logs/AWSLogs' }],
  ['accounts without a bucket', { accounts: ['111122223333'] }],
  ['a key without a bucket', { key: 'arn:aws:kms:eu-central-1:111122223333:key/abc' }],
  ['what is logged, without a bucket', { logs: ['kms'] }],
])('%s is refused', (_, trail) => {
  expect(() => parseConfig({ stages: [{ program: 'p-x', stage: 'dev', trail }] })).toThrow(/trail/);
});

test('without a bucket what is of one is refused with a sentence that says so; what is of any trail is not', () => {
  const stage = (trail: object) => ({ stages: [{ program: 'p-x', stage: 'dev', trail }] });
  expect(() => parseConfig(stage({ prefix: 'AWSLogs', accounts: ['111122223333'] }))).toThrow(
    /prefix, accounts: of a trail that is there.*name the bucket, or leave them out/,
  );
  expect(() => parseConfig(stage({ since: '2026/10/01', regions: ['eu-central-1'] }))).not.toThrow();
});
