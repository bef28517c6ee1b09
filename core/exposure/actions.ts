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
export const RECORDS_NEED = ['kinesis:GetShardIterator'] as const;
export const SUBSCRIBE = ['kinesis:SubscribeToShard'] as const;
export const DECRYPT = 'kms:Decrypt';
export const QUERY = 'athena:StartQueryExecution';
export const LAKE_ACCESS = 'lakeformation:GetDataAccess';
export const GLUE_TABLE = 'glue:GetTable';
export const ASSUME = 'sts:AssumeRole';
export const ASSUME_WEB = 'sts:AssumeRoleWithWebIdentity';
export const ASSUME_SAML = 'sts:AssumeRoleWithSAML';
export const PASS_ROLE = 'iam:PassRole';

/** Whose code runs under a role: what to pass the role to, by the service that takes it. */
export const RUNS_CODE: Readonly<Record<string, readonly string[]>> = {
  'lambda.amazonaws.com': ['lambda:CreateFunction'],
  'ec2.amazonaws.com': ['ec2:RunInstances'],
  'ecs-tasks.amazonaws.com': ['ecs:RegisterTaskDefinition'],
  'codebuild.amazonaws.com': ['codebuild:CreateProject', 'codebuild:UpdateProject'],
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
};

/** Whoever changes what a function runs has its role. A layer, a handler's name or a variable of Node's is code, too. */
export const CHANGE_CODE = ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'] as const;
export const CHANGE_TRUST = ['iam:UpdateAssumeRolePolicy'] as const;
export const TAKE_USER = ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'] as const;

/** By which a principal gives itself, or its role, group or policy, more rights. */
export const GIVE_RIGHTS = {
  role: ['iam:PutRolePolicy', 'iam:AttachRolePolicy'],
  user: ['iam:PutUserPolicy', 'iam:AttachUserPolicy', 'iam:AddUserToGroup'],
} as const;

/** By which a door is opened, by what it is the door of. */
export const OPEN_STORAGE: Readonly<Record<'bucket' | 'table' | 'stream', readonly string[]>> = {
  bucket: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:PutBucketAcl', 's3:PutAccessPointPolicy'],
  table: [
    'dynamodb:PutResourcePolicy',
    'dynamodb:DeleteResourcePolicy',
    'dynamodb:ExportTableToPointInTime',
    'dynamodb:EnableKinesisStreamingDestination',
  ],
  stream: ['kinesis:PutResourcePolicy', 'kinesis:DeleteResourcePolicy'],
};
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
  QUERY,
  LAKE_ACCESS,
  GLUE_TABLE,
  ASSUME,
  ASSUME_WEB,
  ASSUME_SAML,
  PASS_ROLE,
  ...Object.values(RUNS_CODE).flat(),
  ...CHANGE_CODE,
  ...CHANGE_TRUST,
  ...TAKE_USER,
  ...Object.values(GIVE_RIGHTS).flat(),
  ...Object.values(OPEN_STORAGE).flat(),
  ...OPEN_KEY,
  ...ENABLE_KEY,
];
