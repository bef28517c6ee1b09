import { actionsOf } from '../../core/exposure/collect/policy.ts';
import {
  announces,
  appends,
  CHECK_ITEMS,
  DELETE_ITEMS,
  type Grant,
  LIST_ITEMS,
  MAY_LIST,
  MAY_LIST_VERSIONS,
  NO_TEXTS,
  ofKeys,
  type PlaneAccess,
  PUT_ITEMS,
  READ_BATCHES,
  READ_ITEMS,
  ROOTS,
  SCAN_ITEMS,
  TEXTS,
  UPDATE_ITEMS,
} from './access.ts';
import { LOG_DELIVERY } from './log-delivery.ts';
import { type Resources, under } from './resources.ts';

/**
 * INCIDENT: from a report to published findings and a decision. It moves the gates and signs. Nobody here can read the stream, or any key of
 * a subject or a lease: who investigates sees which segments were touched, and that they are sealed, never what is in them.
 */
export function incidentAccess(
  resources: Resources,
): PlaneAccess<
  'report' | 'anonymous' | 'investigate' | 'approve' | 'case' | 'exposure' | 'second-line' | 'termination' | 'workflow'
> {
  const { table, key, program } = resources;

  const moveGates: Grant[] = [
    {
      why: 'both gates and their registries of lanes',
      actions: [...READ_ITEMS, ...UPDATE_ITEMS, ...CHECK_ITEMS],
      on: table.Gate,
    },
    { why: 'puts the roots of a new program, where there are none', actions: PUT_ITEMS, on: table.Gate, when: ROOTS },
    {
      why: 'closes and opens lanes',
      actions: [...READ_ITEMS, ...UPDATE_ITEMS],
      on: table.Lanes,
    },
  ];
  const readLedger: Grant = {
    why: 'who has read what, and is the ledger whole',
    actions: LIST_ITEMS,
    on: table.Ledger,
    when: NO_TEXTS,
  };
  const signedLedger: Grant[] = [
    {
      why: 'the last signed checkpoint, from which the ledger is verified on',
      actions: ['s3:GetObjectVersion'],
      on: under(resources.evidence, 'checkpoints/'),
    },
    { ...MAY_LIST_VERSIONS, on: resources.evidenceListing },
  ];
  const incidents: Grant = {
    why: 'report, receipts, approvals, tokens of the workflow',
    actions: [...READ_ITEMS, ...LIST_ITEMS, ...PUT_ITEMS, ...UPDATE_ITEMS],
    on: table.Incidents,
  };
  const missing: Grant = { ...MAY_LIST, on: resources.evidenceListing };
  const sign: Grant = {
    why: 'signs receipts and findings',
    actions: ['kms:Sign', 'kms:GetPublicKey'],
    on: key.signing,
  };

  return {
    plane: 'incident',
    roles: {
      report: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'takes reports, closes both gates, signs the closure receipt, starts the workflow',
        grants: [
          ...moveGates,
          ...appends(table.Ledger, ['report', 'pause'], { movesGate: true }),
          incidents,
          {
            why: 'seals the text of a report, and opens it for who may see it',
            actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
            on: key.evidence,
            when: { StringEquals: { 'kms:EncryptionContext:program': program } },
          },
          sign,
          {
            why: 'keeps the receipt under Object Lock',
            actions: ['s3:PutObject', 's3:GetObject'],
            on: under(resources.evidence, 'receipts/'),
          },
          { why: 'starts the workflow', actions: ['states:StartExecution'], on: resources.workflow },
          {
            why: 'does it still run: told to who looks',
            actions: ['states:DescribeExecution'],
            on: resources.executions,
          },
          { why: 'shows findings', actions: ['s3:GetObject'], on: under(resources.evidence, 'findings/') },
          missing,
          { why: 'the pseudonym of who reports', actions: ['kms:GenerateMac'], on: key.pseudonym },
          announces(resources.function('broadcast')),
        ],
      },
      anonymous: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'takes reports of nobody, who are asked for no token: moves no gate, starts nothing, signs nothing, opens no report',
        grants: [
          {
            why: 'files a report under its receipt, counts how many there are, shows what became of one',
            actions: [...READ_ITEMS, ...PUT_ITEMS, ...UPDATE_ITEMS],
            on: table.Incidents,
          },
          ...appends(table.Ledger, ['report']),
          {
            why: 'seals what was written, and cannot open it again',
            actions: ['kms:GenerateDataKey'],
            on: key.evidence,
            when: { StringEquals: { 'kms:EncryptionContext:program': program } },
          },
          {
            why: 'opens what was answered, and no report',
            actions: ['kms:Decrypt'],
            on: key.evidence,
            when: {
              StringEquals: { 'kms:EncryptionContext:program': program },
              StringLike: { 'kms:EncryptionContext:incident': 'answers-*' },
            },
          },
        ],
      },
      investigate: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'the tasks of the workflow: contain, certify, investigate, publish, open the gates; finishes what died half-way',
        grants: [
          ...moveGates,
          ...appends(
            table.Ledger,
            ['report', 'pause', 'certificate', 'findings', 'escalation', 'resume', 'terminate'],
            {
              movesGate: true,
            },
          ),
          readLedger,
          ...signedLedger,
          incidents,
          {
            why: 'seals the text of a report of its own: of a probe, of who reads what is nobody’s; and cannot open one',
            actions: ['kms:GenerateDataKey'],
            on: key.evidence,
            when: { StringEquals: { 'kms:EncryptionContext:program': program } },
          },
          sign,
          { why: 'how long the leases are that are still out', actions: READ_ITEMS, on: table.LeaseKeys },
          {
            why: 'which segments a window stored: the index by day holds no messages',
            actions: LIST_ITEMS,
            on: resources.byDay,
          },
          {
            why: 'is every segment sealed, under its own key: rows with their sealed messages, which it has no key to open',
            actions: READ_BATCHES,
            on: table.Index,
          },
          {
            why: 'is every body sealed: its first bytes, and its length',
            actions: ['s3:GetObject'],
            on: resources.vault,
          },
          { ...MAY_LIST, on: resources.vaultListing },
          {
            why: 'starts the workflow of what died half-way, and again one that was lost',
            actions: ['states:StartExecution'],
            on: resources.workflow,
          },
          { why: 'does it still run', actions: ['states:DescribeExecution'], on: resources.executions },
          {
            why: 'has what IAM denies compared, and agents told, once it has closed or opened the gates',
            actions: ['lambda:InvokeFunction'],
            on: resources.function('second-line'),
          },
          {
            why: 'answers for an incident that holds no gate',
            actions: ['states:SendTaskSuccess'],
            on: resources.anything,
          },
          {
            why: 'receipts, certificates and findings, under Object Lock, and whether they are locked',
            actions: ['s3:PutObject', 's3:GetObject', 's3:GetObjectRetention'],
            on: [under(resources.evidence, 'receipts/'), under(resources.evidence, 'findings/')],
          },
          {
            why: 'who could read in the window: inventories of the account',
            actions: ['s3:GetObject'],
            on: under(resources.evidence, SNAPSHOTS),
          },
          ...(resources.trail ? askTrail(resources.trail) : []),
          missing,
        ],
      },
      approve: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'records a decision, and answers the waiting workflow when there are two',
        grants: [
          {
            why: 'the incident, its approvals, that a resume was asked for, the token of the workflow',
            actions: [...READ_ITEMS, ...LIST_ITEMS, ...PUT_ITEMS, ...UPDATE_ITEMS],
            on: table.Incidents,
          },
          ...appends(table.Ledger, ['approval']),
          readLedger,
          ...signedLedger,
          {
            why: 'do the gates and lanes still stand as was approved',
            actions: READ_ITEMS,
            on: [table.Gate, table.Lanes],
          },
          {
            why: 'are receipt, certificate and findings there, signed and locked',
            actions: ['s3:GetObject', 's3:GetObjectRetention'],
            on: [under(resources.evidence, 'receipts/'), under(resources.evidence, 'findings/')],
          },
          missing,
          { why: 'checks signatures', actions: ['kms:GetPublicKey'], on: key.signing },
          { why: 'answers the waiting workflow', actions: ['states:SendTaskSuccess'], on: resources.anything },
          { why: 'the pseudonym of who approves', actions: ['kms:GenerateMac'], on: key.pseudonym },
        ],
      },
      case: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'keeps what people do on incidents, and shows it: moves no gate, signs nothing, opens no report',
        grants: [
          {
            why: 'the incident, what was done on it, its approvals',
            actions: [...READ_ITEMS, ...LIST_ITEMS, ...PUT_ITEMS, ...UPDATE_ITEMS],
            on: table.Incidents,
          },
          ...appends(table.Ledger, ['case']),
          {
            why: 'seals what people write on a case and the files that they add, opens both, and no report',
            actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
            on: key.evidence,
            when: {
              StringEquals: { 'kms:EncryptionContext:program': program },
              StringLike: { 'kms:EncryptionContext:incident': 'case-*' },
            },
          },
          {
            why: 'files that people add, sealed, under Object Lock',
            actions: ['s3:PutObject', 's3:GetObject'],
            on: under(resources.evidence, 'case/'),
          },
          {
            why: 'shows inventories of the account, and what findings rest on',
            actions: ['s3:GetObject'],
            on: [under(resources.evidence, SNAPSHOTS), under(resources.evidence, 'findings/')],
          },
          { why: 'checks that findings are those that were signed', actions: ['kms:GetPublicKey'], on: key.signing },
          missing,
          {
            why: 'answers the waiting workflow: a verdict was given, or an amended version is asked for',
            actions: ['states:SendTaskSuccess'],
            on: resources.anything,
          },
          { why: 'the pseudonym of who works on it', actions: ['kms:GenerateMac'], on: key.pseudonym },
        ],
      },
      exposure: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'writes down once a day who could read what in the account: lists and describes, opens nothing that is stored',
        grants: [
          {
            why: 'what decides who reads: of all that is in the account, which nobody knows before; not even names of objects',
            actions: actionsOf(undefined, false),
            on: resources.everything,
          },
          {
            why: 'keeps inventories under Object Lock, and goes on with one that is unfinished',
            actions: ['s3:PutObject', 's3:GetObject'],
            on: under(resources.evidence, SNAPSHOTS),
          },
          missing,
        ],
      },
      'second-line': {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'puts an inline policy that denies on the roles of agents and of who reads, beside a closed gate, and takes it away',
        grants: [
          {
            why: 'how the gates stand, and what it did last',
            actions: READ_ITEMS,
            on: table.Gate,
            when: ofKeys(['collection', 'reading', ...SECOND_LINE_NOTES]),
          },
          { why: 'notes what it did', actions: PUT_ITEMS, on: table.Gate, when: ofKeys(SECOND_LINE_NOTES) },
          announces(resources.function('broadcast')),
          ...SECOND_LINE_ROLES.flatMap((role): Grant[] => [
            { why: 'what is there', actions: ['iam:GetRolePolicy'], on: resources.role(role) },
            {
              why: `denies the role ${role}. The boundary that it must have says all it may, so that no policy gives it more`,
              actions: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
              on: resources.role(role),
              when: { StringEquals: { 'iam:PermissionsBoundary': resources.boundary(role) } },
            },
          ]),
        ],
      },
      termination: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'erases what a program has kept, once both gates and two approvals say that it has ended; opens nothing, and can move no gate',
        grants: [
          { why: 'have both gates ended, and for which incident', actions: READ_ITEMS, on: table.Gate, when: ROOTS },
          {
            why: 'how the incident ended and on whose approvals; notes how far it is, and the proof',
            actions: [...READ_ITEMS, ...LIST_ITEMS, ...UPDATE_ITEMS],
            on: table.Incidents,
          },
          ...appends(table.Ledger, ['erasure']),
          {
            why: 'deletes what was written about who is erased, beside the chains, and can see it until then',
            actions: [...LIST_ITEMS, ...DELETE_ITEMS],
            on: table.Ledger,
            when: TEXTS,
          },
          {
            why: 'who is not erased yet, and makes each a tombstone',
            actions: [...SCAN_ITEMS, ...READ_ITEMS, ...UPDATE_ITEMS],
            on: table.Subjects,
          },
          {
            why: 'which keys there still are, by their ids; what is beside an id it sees not',
            actions: SCAN_ITEMS,
            on: table.Keys,
            when: {
              'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['keyId'] },
              StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
            },
          },
          { why: 'deletes them', actions: DELETE_ITEMS, on: table.Keys },
          {
            why: 'finds what lists records, and deletes it; what is sealed in it opens under no key that it can fetch',
            actions: [...LIST_ITEMS, ...DELETE_ITEMS],
            on: table.Index,
          },
          { why: 'whose records there still are: the index by day', actions: SCAN_ITEMS, on: resources.byDay },
          {
            why: 'finds bodies and all their versions',
            actions: ['s3:ListBucketVersions'],
            on: resources.vaultListing,
          },
          {
            why: 'removes them',
            actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
            on: resources.vault,
          },
          { why: 'signs the proof', actions: ['kms:Sign', 'kms:GetPublicKey'], on: key.signing },
          {
            why: 'keeps it under Object Lock',
            actions: ['s3:PutObject', 's3:GetObject'],
            on: under(resources.evidence, 'findings/'),
          },
          missing,
        ],
      },
      workflow: {
        trusts: { service: 'states.amazonaws.com' },
        does: 'walks an incident from step to step; decides nothing',
        traces: true,
        grants: [
          { why: 'runs the tasks', actions: ['lambda:InvokeFunction'], on: resources.function('investigate') },
          {
            why: 'looks into each slice of a large window in an execution of its own',
            actions: ['states:StartExecution'],
            on: resources.workflow,
          },
          {
            why: 'follows and ends those of slices, and no walk of an incident',
            actions: ['states:DescribeExecution', 'states:StopExecution'],
            on: resources.sliceExecutions,
          },
          {
            why: 'has what an ended program kept erased',
            actions: ['lambda:InvokeFunction'],
            on: resources.function('termination'),
          },
          {
            why: 'tells people that approvals are due, or that a step failed',
            actions: ['sns:Publish'],
            on: resources.alerts,
          },
          { why: 'delivers its log, which knows no resources', actions: LOG_DELIVERY, on: resources.anything },
        ],
      },
    },
  };
}

/** Athena reads trail and catalog, and writes its answers, with the rights of who asks. */
const askTrail = ({ workgroup, catalog, calls, listing, answers }: NonNullable<Resources['trail']>): Grant[] => [
  {
    why: 'who did read: asks the log of who called what',
    actions: [
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:StopQueryExecution',
    ],
    on: workgroup,
  },
  { why: 'where that log lies', actions: ['glue:GetDatabase', 'glue:GetTable'], on: catalog },
  { why: 'the log itself', actions: ['s3:GetObject'], on: calls },
  {
    why: 'which files of it there are, and where answers go',
    actions: ['s3:ListBucket', 's3:GetBucketLocation'],
    on: listing,
  },
  {
    why: 'what is answered',
    actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    on: answers,
  },
];

/** Inventories of the account. */
const SNAPSHOTS = 'exposure/';

/** Those of `core/gate/second-line.ts`. */
const SECOND_LINE_ROLES = ['agent', 'reader', 'exports', 'export-job'];
const SECOND_LINE_NOTES = ['second-line#collection', 'second-line#reading'];
