import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { KEY_RECOVERY_DAYS, STREAM_RETENTION_DAYS } from '../../core/disclosure/bounds.ts';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import { SUMMARY } from '../../core/reading/reading.ts';
import { FUNCTIONS } from '../../lib/functions.ts';
import { pascal } from '../../lib/names.ts';
import { FOLDERS } from './synthesize.ts';
import { ofType, only, type Resource, resolved, template } from './templates.ts';

const state = template('prod', 'State');
const moved = template('moved', 'State');
const disclosure = parseDisclosure(readFileSync('programs/model-capability/disclosure.yaml', 'utf8'));

/** Types that lose something when they are replaced. */
const STATEFUL =
  /^AWS::(KMS::Key|DynamoDB::Table|S3::Bucket|Kinesis::Stream|Cognito::UserPool|ApiGatewayV2::(Api|Stage)|Logs::LogGroup|SQS::Queue|IAM::Role|IAM::ManagedPolicy|SNS::Topic)$/;

const one = (type: string, pattern: RegExp): Resource => {
  const found = ofType(state, type).filter(([id]) => pattern.test(id));
  expect(found.map(([id]) => id)).toHaveLength(1);
  return found[0]![1];
};

test('logical ids of what must not be replaced are those of the contract', () => {
  const pinned = JSON.parse(readFileSync(new URL('./logical-ids.json', import.meta.url), 'utf8'));

  const ids = Object.entries(state.Resources)
    .filter(([, { Type }]) => STATEFUL.test(Type))
    .map(([id, { Type }]) => [id, Type] as const);
  // A function that is younger than the file brings a role and a log group; they are pinned with the next release.
  const logsOf = (name: string) => `Logs${name.replaceAll('-', '')}`;
  const young = FUNCTIONS.filter((name) => !Object.keys(pinned).some((id) => id.startsWith(logsOf(name))));
  const ofYoung = (id: string) =>
    young.some((name) => id.startsWith(logsOf(name)) || id.includes(`Access${pascal(name)}`));

  // A changed id is a table lost: move data first, then change the file.
  expect(Object.fromEntries(ids.filter(([id]) => !ofYoung(id)).sort(([a], [b]) => (a < b ? -1 : 1)))).toEqual(pinned);
});

test('everything that holds something is kept when the stack goes, and no stack can go by accident', () => {
  const { artifacts } = JSON.parse(readFileSync(`${FOLDERS[0]}/manifest.json`, 'utf8'));
  // Stacks stand at the top of the app, where `cdk deploy --all` looks for them.
  const stackOf = (stage: string, stack = 'State') =>
    Object.values<{ type: string; properties?: { stackName?: string; terminationProtection?: boolean } }>(
      artifacts,
    ).find(({ properties }) => properties?.stackName === `sluice-model-capability-${stage}-${stack}`);

  for (const [id, { Type, DeletionPolicy, Properties }] of Object.entries(state.Resources)) {
    if (/KMS::Key|DynamoDB::Table|S3::Bucket$|Kinesis::Stream|UserPool$|LogGroup|SQS::Queue$/.test(Type)) {
      // A first deploy that fails takes with it what it made, but for what is protected against deletion.
      const left = /DynamoDB::Table|UserPool$/.test(Type);
      expect([id, DeletionPolicy]).toEqual([id, left ? 'Retain' : 'RetainExceptOnCreate']);
      if (left)
        expect([id, Properties.DeletionProtectionEnabled ?? Properties.DeletionProtection]).toEqual([
          id,
          expect.anything(),
        ]);
    }
  }
  // `cdk destroy '*/State'` begins with Service, which uses it: both are refused, so that nothing is taken down half.
  for (const stack of ['State', 'Service']) {
    expect(stackOf('prod', stack)?.properties?.terminationProtection).toBe(true);
  }
  expect(stackOf('moved')?.properties).toMatchObject({ stackName: expect.anything() });
  expect(stackOf('moved')?.properties?.terminationProtection).toBeFalsy();
  for (const [, { DeletionPolicy }] of ofType(moved, 'AWS::DynamoDB::Table')) expect(DeletionPolicy).toBe('Delete');
});

describe('tables', () => {
  test.each(ofType(state, 'AWS::DynamoDB::Table'))(
    '%s: on demand, own key, recoverable, protected, guarded',
    (id, { Properties }) => {
      const {
        BillingMode,
        SSESpecification,
        PointInTimeRecoverySpecification,
        DeletionProtectionEnabled,
        ResourcePolicy,
      } = Properties;

      expect(BillingMode).toBe('PAY_PER_REQUEST');
      expect(SSESpecification).toMatchObject({ SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: expect.anything() });
      expect(PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
      expect(DeletionProtectionEnabled).toBe(true);
      // Reads, writes, deletes and conditions; of the ledger, that nobody at all deletes an entry.
      expect(ResourcePolicy.PolicyDocument.Statement.length).toBe(/Ledger/.test(id) ? 5 : 4);
    },
  );

  test('keys can be recovered for as long as subjects are told', () => {
    const days = (name: RegExp) =>
      one('AWS::DynamoDB::Table', name).Properties.PointInTimeRecoverySpecification.RecoveryPeriodInDays;

    expect(days(/^ControlKeys/)).toBe(KEY_RECOVERY_DAYS);
    expect(days(/^ControlLeaseKeys/)).toBe(KEY_RECOVERY_DAYS);
    expect(days(/^ReadingLedger/)).toBe(35);
  });

  test('rows that expire do so by the attribute of the data model; ledger and tombstones never do', () => {
    const ttl = Object.fromEntries(
      ofType(state, 'AWS::DynamoDB::Table').map(([, { Properties }]) => [
        Properties.TableName.split('-').at(-1),
        Properties.TimeToLiveSpecification?.AttributeName,
      ]),
    );

    expect(ttl).toMatchObject({
      Index: 'expiresSeconds',
      LeaseKeys: 'expiresSeconds',
      Grants: 'expiresSeconds',
      Exports: 'expiresSeconds',
    });
    expect(Object.values(ttl).filter(Boolean)).toHaveLength(4);
  });

  test('the index by day holds what a list shows of a segment, and no part of a message', () => {
    const [index] = one('AWS::DynamoDB::Table', /^IngestIndex/).Properties.GlobalSecondaryIndexes;

    const { NonKeyAttributes, ProjectionType } = index.Projection;
    expect([index.IndexName, ProjectionType]).toEqual(['byDay', 'INCLUDE']);
    expect([...NonKeyAttributes, 'subject', 'segment']).toEqual(expect.arrayContaining([...SUMMARY]));
    for (const part of ['message', 'head']) expect(NonKeyAttributes).not.toContain(part);
  });
});

describe('buckets', () => {
  test.each(ofType(state, 'AWS::S3::Bucket'))(
    '%s: not public, versioned, encrypted, TLS only',
    (id, { Properties }) => {
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(Properties.BucketEncryption).toBeDefined();
      const policy = ofType(state, 'AWS::S3::BucketPolicy').find(
        ([, policy]) => policy.Properties.Bucket.Ref === id,
      )![1];
      expect(policy.Properties.PolicyDocument.Statement).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            Effect: 'Deny',
            Action: 's3:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      );
    },
  );

  test('the vault keeps objects as long as the disclosure says, and versions a day', () => {
    const { Rules } = one('AWS::S3::Bucket', /^IngestVault/).Properties.LifecycleConfiguration;

    expect(Rules[0]).toMatchObject({
      ExpirationInDays: disclosure.retention.routine,
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      Status: 'Enabled',
    });
  });

  test('evidence is locked for three years against everybody; in a stage for tests for a day', () => {
    const retention = (of: Resource) => of.Properties.ObjectLockConfiguration.Rule.DefaultRetention;
    const evidence = ofType(moved, 'AWS::S3::Bucket').find(([id]) => /^IncidentEvidence/.test(id))![1];

    expect(retention(one('AWS::S3::Bucket', /^IncidentEvidence/))).toEqual({ Mode: 'COMPLIANCE', Days: 1095 });
    expect(retention(evidence)).toEqual({ Mode: 'GOVERNANCE', Days: 1 });
  });
});

test('a stage that does without push grants nothing of IoT, and its functions know no topic', () => {
  const text = (of: object) => JSON.stringify(of);
  expect(text(moved)).not.toContain('iot:');
  const functions = ofType(template('moved', 'Service'), 'AWS::Lambda::Function');
  for (const [, { Properties }] of functions)
    expect(Object.keys(Properties.Environment.Variables).filter((name) => name.startsWith('SLUICE_PUSH'))).toEqual([]);
  expect(text(state)).toContain('iot:Publish');
});

test('keys: one per data class, rotated; signatures are Ed25519, by a key for documents and one for agents, pseudonyms HMAC', () => {
  const keys = Object.fromEntries(
    ofType(state, 'AWS::KMS::Alias').map(([, { Properties }]) => [
      Properties.AliasName.split('/').at(-1),
      state.Resources[Properties.TargetKeyId['Fn::GetAtt'][0]]!.Properties,
    ]),
  );

  const { signing, push, pseudonym, ...dataClasses } = keys;
  expect(Object.keys(dataClasses).sort()).toEqual(['consent', 'control', 'evidence', 'logs', 'subject-keys', 'vault']);
  for (const one of Object.values(dataClasses)) expect(one).toMatchObject({ EnableKeyRotation: true });
  for (const one of [signing, push])
    expect(one).toMatchObject({ KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' });
  expect(pseudonym).toMatchObject({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
});

test('the stream: on demand, encrypted with our key, kept as long as subjects are told; provisioned if asked for', () => {
  const { Properties } = one('AWS::Kinesis::Stream', /./);
  const provisioned = only(moved, 'AWS::Kinesis::Stream');

  expect(Properties).toMatchObject({
    StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    StreamEncryption: { EncryptionType: 'KMS', KeyId: { 'Fn::GetAtt': [expect.stringMatching(/^KeyVault/), 'Arn'] } },
    RetentionPeriodHours: STREAM_RETENTION_DAYS * 24,
  });
  expect(provisioned.Properties).toMatchObject({ ShardCount: 4, StreamModeDetails: { StreamMode: 'PROVISIONED' } });
});

test('log groups: encrypted, kept for the days that were chosen', () => {
  const groups = ofType(state, 'AWS::Logs::LogGroup');

  // One of each function, and those of the API and the two workflows.
  expect(groups).toHaveLength(FUNCTIONS.length + 3);
  for (const [, { Properties }] of groups) {
    expect(Properties.RetentionInDays).toBe(90);
    expect(Properties.KmsKeyId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^KeyLogs/), 'Arn'] });
  }
});

test('the failure queue and the alerts are encrypted', () => {
  expect(one('AWS::SQS::Queue', /./).Properties.KmsMasterKeyId).toBeDefined();
  expect(one('AWS::SNS::Topic', /./).Properties.KmsMasterKeyId).toBeDefined();
});

describe('people', () => {
  test('a pool with the five groups, closed to sign-up, and a client of the command line', () => {
    expect(
      ofType(state, 'AWS::Cognito::UserPoolGroup')
        .map(([, { Properties }]) => Properties.GroupName)
        .sort(),
    ).toEqual(['employees', 'investigators', 'platform', 'representatives', 'stewards']);
    expect(one('AWS::Cognito::UserPool', /./).Properties).toMatchObject({
      // Whoever approves, gives grants or reads proves a second factor; a pool cannot ask some groups alone.
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
    });
    const client = one('AWS::Cognito::UserPoolClient', /./).Properties;
    expect(client).toMatchObject({
      // A passkey or a password on the pool's own page; a refresh token that is good once is not taken by InitiateAuth.
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH'],
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
      RefreshTokenValidity: 30 * 24 * 60,
      TokenValidityUnits: { RefreshToken: 'minutes' },
      EnableTokenRevocation: true,
    });
    // Of Cognito's addresses http is for localhost alone, and each has its port.
    for (const url of client.CallbackURLs) expect(url).toMatch(/^http:\/\/localhost:\d+\/callback$/);
  });

  test('a page to log in at, with passkeys that are a second factor by themselves', () => {
    expect(one('AWS::Cognito::UserPool', /./).Properties).toMatchObject({
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
      WebAuthnUserVerification: 'required',
      WebAuthnFactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
    });
    const [[domainId, domain] = []] = ofType(state, 'AWS::Cognito::UserPoolDomain');
    expect(domain!.Properties.ManagedLoginVersion).toBe(2);
    // Without words that AWS keeps for itself, and told apart by account: all accounts of a Region share these names.
    expect(JSON.stringify(domain!.Properties.Domain)).toMatch(/^"sluice-[0-9a-f]{12}-123456789012"$/);
    // Version 2 of the page is shown with a branding alone; the local cloud has nothing behind this type.
    const branding = one('AWS::Cognito::ManagedLoginBranding', /./);
    expect(branding).toMatchObject({ DependsOn: [domainId], Properties: { UseCognitoProvidedValues: true } });
    expect(branding.Properties.ClientId).toEqual({ Ref: ofType(state, 'AWS::Cognito::UserPoolClient')[0]![0] });
  });

  test('none where an OIDC issuer says who people are', () => {
    expect(Object.values(moved.Resources).filter(({ Type }) => Type.startsWith('AWS::Cognito'))).toEqual([]);
  });
});

test('everything that can be tagged says program, stage, plane and data class', () => {
  const untaggable =
    /Policy$|Alias|UserPoolGroup|UserPoolClient|UserPoolDomain|ManagedLoginBranding|Lambda::Permission|ApiGatewayV2::(Route|Integration|Authorizer)|EventInvokeConfig|Dashboard|BucketPolicy|Logs::ResourcePolicy|Subscription|AWS::Glue::/;
  for (const stack of ['State', 'Service'] as const) {
    for (const [id, { Type, Properties }] of Object.entries(template('prod', stack).Resources)) {
      if (untaggable.test(Type) && Type !== 'AWS::IAM::ManagedPolicy') continue;
      if (Type === 'AWS::IAM::ManagedPolicy') continue; // knows no tags in CloudFormation
      const tags = Properties.Tags ?? Properties.UserPoolTags;
      const names = Array.isArray(tags) ? tags.map(({ Key }) => Key) : Object.keys(tags ?? {});
      expect([id, names]).toEqual([id, expect.arrayContaining(['data-class', 'plane', 'program', 'stage'])]);
    }
  }
});

test('a platform team’s own tags stand beside ours, on all of it', () => {
  for (const stack of ['State', 'Service'] as const) {
    const tagged = Object.values(template('moved', stack).Resources).filter(({ Properties }) => Properties?.Tags);
    expect(tagged.length).toBeGreaterThan(20);
    for (const { Properties } of tagged) {
      const tags = JSON.stringify(Properties.Tags);
      expect(tags).toMatch(/"cost-center"/);
      expect(tags).toMatch(/"data-class"/);
    }
  }
});

test('two stages never share a name', () => {
  const names = (of: typeof state) =>
    Object.values(of.Resources).flatMap(({ Properties }) =>
      ['TableName', 'RoleName', 'Name', 'QueueName', 'TopicName', 'AliasName', 'LogGroupName', 'ManagedPolicyName']
        .map((name) => Properties[name])
        .filter((name) => typeof name === 'string'),
    );

  const [a, b] = [new Set(names(state)), names(moved)];
  expect(a.size).toBeGreaterThan(40);
  expect(b.filter((name) => a.has(name))).toEqual([]);
});

test('outputs that the command line, the demo and the tests read', () => {
  expect(
    Object.keys(state.Outputs ?? {})
      .filter((name) => !/^(Exports|Publish)Output/.test(name))
      .sort(),
  ).toEqual(
    [
      ...['Gate', 'Lanes', 'Subjects', 'Keys', 'LeaseKeys', 'Index', 'Ledger', 'Grants', 'Incidents', 'Exports'].map(
        (name) => `${name}Table`,
      ),
      ...[
        'VaultBucket',
        'ExportsBucket',
        'EvidenceBucket',
        'StreamName',
        'Trail',
        'FailureQueueUrl',
        'SigningKeyId',
        'AlertsTopicArn',
      ],
      ...['AgentRoleArn', 'BreakGlassRoleArn', 'UserPoolId', 'UserPoolClientId', 'ProgramName', 'ApiUrl', 'ApiId'],
    ].sort(),
  );
  expect(resolved(state, state.Outputs!.StreamName!.Value)).toBeDefined();
});
