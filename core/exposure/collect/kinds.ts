import type { Kind } from '../inventory.ts';

/**
 * What `sluice exposure collect` reads of a live account: kind by kind, with every action that it needs for that. The reader of a kind
 * can make no other call (`collector.ts`), the policy that is printed and the role of the daily snapshot are made of this table
 * (`policy.ts`), and a test compares it with the calls that are made. Nothing here reads content: names of objects are the nearest to it.
 */
export interface Collected {
  /** Whose throttle it shares: kinds of one service are read one after the other. */
  service: string;
  /** Once for the account, or in each Region. */
  per: 'account' | 'region';
  actions: readonly `${string}:${string}`[];
}

export const COLLECTED = {
  account: {
    service: 'organizations',
    per: 'account',
    actions: [
      'iam:ListAccountAliases',
      's3:GetAccountPublicAccessBlock',
      's3:ListAllMyBuckets',
      'organizations:DescribeOrganization',
      'organizations:ListParents',
      'organizations:ListPoliciesForTarget',
      'organizations:DescribePolicy',
    ],
  },
  group: { service: 'iam', per: 'account', actions: ['iam:GetAccountAuthorizationDetails'] },
  user: { service: 'iam', per: 'account', actions: ['iam:GetAccountAuthorizationDetails'] },
  role: { service: 'iam', per: 'account', actions: ['iam:GetAccountAuthorizationDetails'] },
  provider: {
    service: 'iam',
    per: 'account',
    actions: ['iam:ListOpenIDConnectProviders', 'iam:ListSAMLProviders'],
  },
  // After those that refer to policies.
  policy: {
    service: 'iam',
    per: 'account',
    actions: ['iam:GetAccountAuthorizationDetails', 'iam:GetPolicy', 'iam:GetPolicyVersion'],
  },
  bucket: {
    service: 's3',
    per: 'account',
    actions: [
      's3:ListAllMyBuckets',
      's3:GetBucketLocation',
      's3:GetBucketPolicy',
      's3:GetBucketAcl',
      's3:GetBucketOwnershipControls',
      's3:GetBucketPublicAccessBlock',
      's3:GetEncryptionConfiguration',
      's3:GetBucketTagging',
      's3:GetBucketObjectLockConfiguration',
      's3:GetLifecycleConfiguration',
      'kms:DescribeKey',
    ],
  },
  'access-point': {
    service: 's3',
    per: 'region',
    actions: ['s3:ListAccessPoints', 's3:GetAccessPoint', 's3:GetAccessPointPolicy'],
  },
  'access-grants': {
    service: 's3',
    per: 'region',
    actions: ['s3:ListAccessGrantsInstances', 's3:ListAccessGrants', 's3:GetAccessGrantsInstanceResourcePolicy'],
  },
  key: {
    service: 'kms',
    per: 'region',
    actions: [
      'kms:ListKeys',
      'kms:ListAliases',
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'kms:ListGrants',
      'kms:ListResourceTags',
    ],
  },
  table: {
    service: 'dynamodb',
    per: 'region',
    actions: [
      'dynamodb:ListTables',
      'dynamodb:DescribeTable',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:GetResourcePolicy',
      'dynamodb:ListTagsOfResource',
    ],
  },
  stream: {
    service: 'kinesis',
    per: 'region',
    actions: [
      'kinesis:ListStreams',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetResourcePolicy',
      'kinesis:ListTagsForResource',
      'kms:DescribeKey',
    ],
  },
  function: {
    service: 'lambda',
    per: 'region',
    actions: [
      'lambda:ListFunctions',
      'lambda:GetPolicy',
      'lambda:GetFunctionCodeSigningConfig',
      'lambda:GetCodeSigningConfig',
      'lambda:ListTags',
    ],
  },
  'glue-catalog': {
    service: 'glue',
    per: 'region',
    actions: ['glue:GetResourcePolicy', 'lakeformation:GetDataLakeSettings'],
  },
  'glue-database': {
    service: 'glue',
    per: 'region',
    actions: ['glue:GetDatabases', 'lakeformation:ListLFTags', 'lakeformation:GetResourceLFTags'],
  },
  'glue-table': {
    service: 'glue',
    per: 'region',
    actions: ['glue:GetDatabases', 'glue:GetTables', 'lakeformation:ListLFTags', 'lakeformation:GetResourceLFTags'],
  },
  'lake-location': { service: 'lakeformation', per: 'region', actions: ['lakeformation:ListResources'] },
  'lake-grant': { service: 'lakeformation', per: 'region', actions: ['lakeformation:ListPermissions'] },
  workgroup: {
    service: 'athena',
    per: 'region',
    actions: ['athena:ListWorkGroups', 'athena:GetWorkGroup', 'athena:ListTagsForResource', 'kms:DescribeKey'],
  },
} as const satisfies Partial<Record<Kind, Collected>>;

export type CollectedKind = keyof typeof COLLECTED;
/** For names of objects: only where some are asked for. */
export const SAMPLE_ACTION = 's3:ListBucket';
export type ActionOf<K extends CollectedKind> =
  | (typeof COLLECTED)[K]['actions'][number]
  | (K extends 'bucket' ? typeof SAMPLE_ACTION : never);

/** In the order in which they are read. */
export const COLLECTED_KINDS = Object.keys(COLLECTED) as CollectedKind[];

/** What no collector of a live account can tell, for the head of its inventory. */
export const OMITTED = [
  'Sessions that are under way: no service lists them.',
  'Permission sets, and rights inside of databases: no action of IAM.',
] as const;
