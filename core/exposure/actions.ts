/**
 * Actions at AWS by which data is read in the clear, or by which somebody becomes a principal or moves what keeps them out. What is not
 * here is not asked; docs/investigation.md says which ways that leaves.
 */

export const READ_OBJECTS = ['s3:GetObject', 's3:GetObjectVersion'] as const;
export const READ_ITEMS = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:PartiQLSelect',
] as const;
/** Writes that answer with the item that they wrote over, or that is there now (`ReturnValues`, `RETURNING`); of a table, never of an index. */
export const WRITES_THAT_READ = [
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PartiQLDelete',
] as const;
export const READ_CHANGES = ['dynamodb:GetRecords'] as const;
/** An iterator is a place, not data: who has none gets none. */
export const READ_RECORDS = ['kinesis:GetRecords'] as const;
/** By which objects are had through a grant of S3's own. */
export const GRANTED_ACCESS = 's3:GetDataAccess';
export const RECORDS_NEED = ['kinesis:GetShardIterator'] as const;
export const SUBSCRIBE = ['kinesis:SubscribeToShard'] as const;
export const DECRYPT = 'kms:Decrypt';
/** What is wrapped under a key is wrapped anew under one of the caller's: as good as opened, where the ciphertext is in hand. */
export const REENCRYPT = 'kms:ReEncryptFrom';
export const REENCRYPT_TO = 'kms:ReEncryptTo';
export const QUERY = 'athena:StartQueryExecution';
export const LAKE_ACCESS = 'lakeformation:GetDataAccess';
export const GLUE_TABLE = 'glue:GetTable';
export const ASSUME = 'sts:AssumeRole';
export const ASSUME_WEB = 'sts:AssumeRoleWithWebIdentity';
export const ASSUME_SAML = 'sts:AssumeRoleWithSAML';
export const FEDERATE = 'sts:GetFederationToken';
export const PASS_ROLE = 'iam:PassRole';

/** Whose code runs under a role: what to pass the role to, by the service that takes it. */
export const RUNS_CODE: Readonly<Record<string, readonly string[]>> = {
  // A function that is there takes another role, too, and what it runs.
  'lambda.amazonaws.com': ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'],
  'ec2.amazonaws.com': [
    'ec2:RunInstances',
    'ec2:AssociateIamInstanceProfile',
    'ec2:ReplaceIamInstanceProfileAssociation',
  ],
  'ecs-tasks.amazonaws.com': ['ecs:RegisterTaskDefinition', 'ecs:RunTask', 'ecs:StartTask'],
  'codebuild.amazonaws.com': ['codebuild:CreateProject', 'codebuild:UpdateProject', 'codebuild:StartBuild'],
  'glue.amazonaws.com': ['glue:CreateJob', 'glue:UpdateJob', 'glue:CreateSession', 'glue:CreateDevEndpoint'],
  'states.amazonaws.com': ['states:CreateStateMachine', 'states:UpdateStateMachine'],
  'cloudformation.amazonaws.com': ['cloudformation:CreateStack', 'cloudformation:UpdateStack'],
  'sagemaker.amazonaws.com': [
    'sagemaker:CreateNotebookInstance',
    'sagemaker:CreateTrainingJob',
    'sagemaker:CreateProcessingJob',
  ],
  'datapipeline.amazonaws.com': ['datapipeline:CreatePipeline'],
  'elasticmapreduce.amazonaws.com': ['elasticmapreduce:RunJobFlow'],
  'scheduler.amazonaws.com': ['scheduler:CreateSchedule'],
  'batch.amazonaws.com': ['batch:RegisterJobDefinition'],
  'ssm.amazonaws.com': ['ssm:StartAutomationExecution'],
  // These copy what the role may read to where whoever asks says.
  'batchoperations.s3.amazonaws.com': ['s3:CreateJob'],
  's3.amazonaws.com': ['s3:PutReplicationConfiguration'],
  'backup.amazonaws.com': ['backup:StartBackupJob', 'backup:StartRestoreJob', 'backup:StartCopyJob'],
  'access-grants.s3.amazonaws.com': ['s3:CreateAccessGrantsLocation', 's3:UpdateAccessGrantsLocation'],
};

/** Whoever changes what a function runs has its role. A layer, a handler's name or a variable of Node's is code, too. */
export const CHANGE_CODE = ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'] as const;
export const CHANGE_TRUST = ['iam:UpdateAssumeRolePolicy'] as const;
export const TAKE_USER = ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'] as const;

/** By which a principal gives itself, or its role, group or policy, more rights. */
export const GIVE_RIGHTS = {
  role: ['iam:PutRolePolicy', 'iam:AttachRolePolicy'],
  user: ['iam:PutUserPolicy', 'iam:AttachUserPolicy'],
  group: ['iam:PutGroupPolicy', 'iam:AttachGroupPolicy'],
  join: ['iam:AddUserToGroup'],
  policy: ['iam:CreatePolicyVersion'],
} as const;
/** An older version of a policy may say more, or less. */
export const OTHER_VERSION = ['iam:SetDefaultPolicyVersion'] as const;
/** By which it takes away what forbids something to it. */
export const DROP_DENIES = {
  role: ['iam:DeleteRolePolicy', 'iam:DetachRolePolicy'],
  user: ['iam:DeleteUserPolicy', 'iam:DetachUserPolicy'],
  group: ['iam:DeleteGroupPolicy', 'iam:DetachGroupPolicy', 'iam:RemoveUserFromGroup'],
} as const;
export const DROP_BOUNDARY = {
  role: ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'],
  user: ['iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
} as const;
/** Policies may ask for tags: who changes its own, or those of a thing, changes what they say. */
export const TAG_SELF = { role: ['iam:TagRole', 'iam:UntagRole'], user: ['iam:TagUser', 'iam:UntagUser'] } as const;
export const TAG_THING = {
  bucket: ['s3:PutBucketTagging', 's3:TagResource', 's3:UntagResource'],
  table: ['dynamodb:TagResource', 'dynamodb:UntagResource'],
  stream: ['kinesis:AddTagsToStream', 'kinesis:RemoveTagsFromStream', 'kinesis:TagResource', 'kinesis:UntagResource'],
  key: ['kms:TagResource', 'kms:UntagResource', 'kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias'],
} as const;

/** By which a door is opened, by what it is the door of. */
export const OPEN_STORAGE: Readonly<Record<'bucket' | 'table' | 'stream', readonly string[]>> = {
  bucket: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:PutBucketAcl'],
  table: [
    'dynamodb:PutResourcePolicy',
    'dynamodb:DeleteResourcePolicy',
    'dynamodb:ExportTableToPointInTime',
    'dynamodb:EnableKinesisStreamingDestination',
  ],
  stream: ['kinesis:PutResourcePolicy', 'kinesis:DeleteResourcePolicy'],
};
export const OPEN_OBJECTS = ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'] as const;
export const OPEN_POINT = ['s3:PutAccessPointPolicy', 's3:DeleteAccessPointPolicy'] as const;
export const MAKE_POINT = ['s3:CreateAccessPoint'] as const;
/** Another table with the same in it, in the same account: from a backup or its past, or a replica in another Region. */
export const RESTORE_TABLE = ['dynamodb:RestoreTableToPointInTime', 'dynamodb:RestoreTableFromBackup'] as const;
export const REPLICATE_TABLE = [
  'dynamodb:CreateTableReplica',
  'dynamodb:CreateGlobalTable',
  'dynamodb:UpdateGlobalTable',
] as const;
export const STREAM_TABLE = ['dynamodb:UpdateTable'] as const;
/** By which somebody gets a grant of Lake Formation, or a place for it to hand out. */
export const OPEN_LAKE = [
  'lakeformation:PutDataLakeSettings',
  'lakeformation:GrantPermissions',
  'lakeformation:BatchGrantPermissions',
] as const;
export const GRANT_ACCESS = ['s3:CreateAccessGrant'] as const;
/** A replica of a key of several Regions opens what the key opens, and has a policy of its own. */
export const REPLICATE_KEY = ['kms:ReplicateKey'] as const;
export const OPEN_KEY = ['kms:PutKeyPolicy', 'kms:CreateGrant'] as const;
/** What a key that is disabled, or about to be deleted, needs before. */
export const ENABLE_KEY = ['kms:EnableKey', 'kms:CancelKeyDeletion'] as const;

export const ALL_ACTIONS: readonly string[] = [
  ...READ_OBJECTS,
  ...READ_ITEMS,
  ...WRITES_THAT_READ,
  ...READ_CHANGES,
  ...READ_RECORDS,
  ...RECORDS_NEED,
  ...SUBSCRIBE,
  DECRYPT,
  REENCRYPT,
  REENCRYPT_TO,
  GRANTED_ACCESS,
  QUERY,
  LAKE_ACCESS,
  GLUE_TABLE,
  ASSUME,
  ASSUME_WEB,
  ASSUME_SAML,
  FEDERATE,
  PASS_ROLE,
  ...Object.values(RUNS_CODE).flat(),
  ...CHANGE_CODE,
  ...CHANGE_TRUST,
  ...TAKE_USER,
  ...Object.values(GIVE_RIGHTS).flat(),
  ...OTHER_VERSION,
  ...Object.values(DROP_DENIES).flat(),
  ...Object.values(DROP_BOUNDARY).flat(),
  ...Object.values(TAG_SELF).flat(),
  ...Object.values(TAG_THING).flat(),
  ...Object.values(OPEN_STORAGE).flat(),
  ...OPEN_OBJECTS,
  ...OPEN_POINT,
  ...MAKE_POINT,
  ...RESTORE_TABLE,
  ...REPLICATE_TABLE,
  ...STREAM_TABLE,
  ...OPEN_LAKE,
  ...GRANT_ACCESS,
  ...REPLICATE_KEY,
  ...OPEN_KEY,
  ...ENABLE_KEY,
];
