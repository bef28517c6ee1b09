/**
 * Doors: actions at AWS by which data could be read, a gate opened, proof removed or the watch blinded around the product. The deploy
 * path alone may move one; what the guard does when another does is said here, and may be said otherwise by a disclosure (`guard`).
 */

/** `close`: an incident that closes both gates; `report`: one that closes nothing; `note`: an entry in the ledger. Each alarms. */
export const GUARD_ANSWERS = ['close', 'report', 'note'] as const;
export type GuardAnswer = (typeof GUARD_ANSWERS)[number];

export interface Door {
  /** What could be done through it. */
  means: string;
  /** As IAM names them: what guardrails deny. */
  actions: readonly string[];
  /** Events of CloudTrail by which it moves beside those of its actions, `service:Event`: guardrails cannot name what they are on. */
  alsoHeard?: readonly string[];
  /** @default close */
  answer?: GuardAnswer;
  /** AWS's services do it for themselves in the ordinary course. @default false */
  byServices?: boolean;
  /** A deploy begins with it: where it is only noted, nobody is alarmed. @default false */
  ordinary?: boolean;
  /** It is about the whole account, and names nothing of the program. @default false */
  anywhere?: boolean;
  /** Why no guardrail denies it. @default guardrails do */
  open?: string;
}

/** What CloudTrail calls an action that it does not call as IAM does, `service:Event`. None: no management event tells of it. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:StartAwsBackupJob': ['backup:StartBackupJob'],
  'dynamodb:RestoreTableFromAwsBackup': ['backup:StartRestoreJob'],
  's3:PutBucketPublicAccessBlock': ['s3:PutBucketPublicAccessBlock', 's3:DeleteBucketPublicAccessBlock'],
  's3:PutBucketOwnershipControls': ['s3:PutBucketOwnershipControls', 's3:DeleteBucketOwnershipControls'],
  's3:PutReplicationConfiguration': ['s3:PutBucketReplication'],
  's3:PutInventoryConfiguration': ['s3:PutBucketInventoryConfiguration'],
  's3:PutBucketObjectLockConfiguration': ['s3:PutBucketObjectLockConfiguration', 's3:PutObjectLockConfiguration'],
  's3:PutLifecycleConfiguration': [
    's3:PutBucketLifecycle',
    's3:PutBucketLifecycleConfiguration',
    's3:DeleteBucketLifecycle',
  ],
  's3:PutEncryptionConfiguration': ['s3:PutBucketEncryption', 's3:DeleteBucketEncryption'],
  's3:DeleteObject': [],
  's3:DeleteObjectVersion': [],
  'iam:PassRole': ['lambda:CreateFunction', 'states:CreateStateMachine', 'scheduler:CreateSchedule'],
  'lambda:InvokeFunction': [],
  'apigateway:PATCH': [
    'apigateway:UpdateAuthorizer',
    'apigateway:UpdateRoute',
    'apigateway:UpdateIntegration',
    'apigateway:UpdateStage',
    'apigateway:UpdateApi',
    'apigateway:UpdateDomainName',
    'apigateway:UpdateApiMapping',
  ],
  'apigateway:PUT': ['apigateway:ReimportApi'],
  'apigateway:POST': ['apigateway:CreateRoute', 'apigateway:CreateIntegration', 'apigateway:CreateApiMapping'],
  'apigateway:DELETE': [
    'apigateway:DeleteAuthorizer',
    'apigateway:DeleteRoute',
    'apigateway:DeleteIntegration',
    'apigateway:DeleteApi',
    'apigateway:DeleteDomainName',
    'apigateway:DeleteApiMapping',
  ],
  'cloudwatch:DeleteAlarms': ['monitoring:DeleteAlarms'],
  'cloudwatch:DisableAlarmActions': ['monitoring:DisableAlarmActions'],
  'cloudwatch:PutMetricAlarm': ['monitoring:PutMetricAlarm'],
};

/** Part of the name of the role under which CloudFormation deploys, by the CDK's ordinary bootstrap: account and Region follow. */
export const BOOTSTRAP_DEPLOY_ROLE = 'cdk-hnb659fds-cfn-exec-role';

export const DOORS = {
  'key-policy': {
    means: 'lets others use a key: whoever writes it can let themselves open what is sealed under it',
    actions: ['kms:PutKeyPolicy'],
  },
  'key-grant': {
    means: 'lets others use a key, beside its policy',
    actions: ['kms:CreateGrant'],
    byServices: true,
  },
  'key-end': {
    means: 'ends or stops a key, and with it what is sealed or proven by it',
    actions: ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:DeleteImportedKeyMaterial', 'kms:ReplicateKey'],
  },
  'table-policy': {
    means: 'takes the denies off a table',
    actions: ['dynamodb:PutResourcePolicy', 'dynamodb:DeleteResourcePolicy'],
  },
  'table-copy': {
    means: 'makes a copy of a table that no policy guards, or that has what was erased',
    actions: [
      'dynamodb:RestoreTableToPointInTime',
      'dynamodb:RestoreTableFromBackup',
      'dynamodb:CreateBackup',
      'dynamodb:ExportTableToPointInTime',
      'dynamodb:CreateGlobalTable',
      'dynamodb:EnableKinesisStreamingDestination',
      'dynamodb:StartAwsBackupJob',
      'dynamodb:RestoreTableFromAwsBackup',
    ],
  },
  'table-settings': {
    means: 'gives a table a stream or a replica, ends its protection, its recovery or the table',
    actions: [
      'dynamodb:UpdateTable',
      'dynamodb:DeleteTable',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:UpdateTimeToLive',
    ],
  },
  'bucket-policy': {
    means: 'takes the denies off a bucket, or opens it to others',
    actions: [
      's3:PutBucketPolicy',
      's3:DeleteBucketPolicy',
      's3:PutBucketAcl',
      's3:PutBucketPublicAccessBlock',
      's3:PutBucketOwnershipControls',
    ],
    alsoHeard: ['s3:CreateAccessPoint', 's3:PutAccessPointPolicy'],
  },
  'bucket-copy': {
    means: 'copies what a bucket gets to somewhere else, or tells of it',
    actions: ['s3:PutReplicationConfiguration', 's3:PutInventoryConfiguration', 's3:PutBucketNotification'],
    alsoHeard: ['s3:CreateJob'],
  },
  'bucket-settings': {
    means: 'ends versions, locks or encryption of a bucket, shortens what it keeps, or ends it',
    actions: [
      's3:PutBucketVersioning',
      's3:PutBucketObjectLockConfiguration',
      's3:PutLifecycleConfiguration',
      's3:PutEncryptionConfiguration',
      's3:DeleteBucket',
    ],
  },
  'evidence-marker': {
    means:
      'hides a locked object behind a delete marker; the object stays, and the buckets’ own policies deny it to everybody',
    actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  },
  'stream-policy': {
    means: 'takes the denies off the stream',
    actions: ['kinesis:PutResourcePolicy', 'kinesis:DeleteResourcePolicy'],
  },
  'stream-consumer': {
    means: 'lets another one read the sealed frames',
    actions: ['kinesis:RegisterStreamConsumer'],
  },
  'stream-settings': {
    means: 'keeps frames longer than was said, in the clear of KMS, or loses them',
    actions: [
      'kinesis:IncreaseStreamRetentionPeriod',
      'kinesis:DecreaseStreamRetentionPeriod',
      'kinesis:StopStreamEncryption',
      'kinesis:DeleteStream',
    ],
  },
  'role-trust': {
    means: 'lets others take a role',
    actions: ['iam:UpdateAssumeRolePolicy'],
  },
  'role-rights': {
    means: 'gives a role more, or takes its boundary off',
    actions: [
      'iam:PutRolePolicy',
      'iam:DeleteRolePolicy',
      'iam:AttachRolePolicy',
      'iam:DetachRolePolicy',
      'iam:PutRolePermissionsBoundary',
      'iam:DeleteRolePermissionsBoundary',
      'iam:CreatePolicyVersion',
      'iam:SetDefaultPolicyVersion',
      'iam:DeleteRole',
      'iam:CreateRole',
    ],
  },
  'role-passed': {
    means: 'runs code of one’s own under a role of the program',
    actions: ['iam:PassRole'],
  },
  'function-code': {
    means: 'replaces what a function runs: whoever changes the reader can read',
    actions: [
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
      'lambda:PutFunctionCodeSigningConfig',
      'lambda:DeleteFunctionCodeSigningConfig',
      'lambda:PutRuntimeManagementConfig',
      'lambda:DeleteFunction',
    ],
  },
  'function-callers': {
    means: 'lets others call a function, sends its answers elsewhere, or keeps it from running',
    actions: [
      'lambda:AddPermission',
      'lambda:RemovePermission',
      'lambda:CreateFunctionUrlConfig',
      'lambda:UpdateFunctionUrlConfig',
      'lambda:PutFunctionEventInvokeConfig',
      'lambda:UpdateFunctionEventInvokeConfig',
      'lambda:PutFunctionConcurrency',
      'lambda:CreateAlias',
      'lambda:UpdateAlias',
    ],
  },
  'function-invoked': {
    means: 'calls a function without the API; the function verifies the token, and a task looks again in the stores',
    actions: ['lambda:InvokeFunction'],
  },
  'function-source': {
    means: 'feeds the stream to another function, or keeps the redactor from getting frames',
    actions: ['lambda:CreateEventSourceMapping', 'lambda:UpdateEventSourceMapping', 'lambda:DeleteEventSourceMapping'],
  },
  workflow: {
    means: 'replaces or ends the workflow of incidents; the gates stay as they are',
    actions: ['states:UpdateStateMachine', 'states:DeleteStateMachine', 'states:StopExecution'],
    answer: 'report',
  },
  api: {
    means: 'changes who gets through the API, or what it calls; functions verify tokens themselves',
    actions: ['apigateway:PATCH', 'apigateway:PUT', 'apigateway:POST', 'apigateway:DELETE'],
    answer: 'report',
  },
  pool: {
    means: 'changes how people prove who they are',
    actions: [
      'cognito-idp:UpdateUserPool',
      'cognito-idp:DeleteUserPool',
      'cognito-idp:CreateUserPoolClient',
      'cognito-idp:UpdateUserPoolClient',
      'cognito-idp:CreateIdentityProvider',
      'cognito-idp:UpdateIdentityProvider',
      'cognito-idp:SetUserPoolMfaConfig',
    ],
  },
  people: {
    means: 'makes an account, sets its password or its group: who does it could act as somebody else',
    actions: [
      'cognito-idp:AdminCreateUser',
      'cognito-idp:AdminSetUserPassword',
      'cognito-idp:AdminResetUserPassword',
      'cognito-idp:AdminAddUserToGroup',
      'cognito-idp:AdminRemoveUserFromGroup',
      'cognito-idp:AdminUpdateUserAttributes',
      'cognito-idp:AdminSetUserMFAPreference',
      'cognito-idp:AdminLinkProviderForUser',
    ],
    answer: 'note',
    open: 'a help desk does it every day',
  },
  watch: {
    means: 'blinds the guard: its rules and what they call',
    actions: ['events:DisableRule', 'events:DeleteRule', 'events:PutRule', 'events:PutTargets', 'events:RemoveTargets'],
  },
  trail: {
    means: 'ends the trail that the guard hears of changes by',
    actions: [
      'cloudtrail:StopLogging',
      'cloudtrail:DeleteTrail',
      'cloudtrail:UpdateTrail',
      'cloudtrail:PutEventSelectors',
    ],
    answer: 'report',
    anywhere: true,
    open: 'the trail is the account’s, not the program’s: deny it in the account that owns it',
  },
  alarms: {
    means: 'keeps an alarm from being heard',
    actions: [
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DisableAlarmActions',
      'cloudwatch:PutMetricAlarm',
      'sns:DeleteTopic',
      'sns:SetTopicAttributes',
      'sns:Unsubscribe',
    ],
    answer: 'report',
  },
  logs: {
    means: 'copies logs elsewhere, or ends them; they hold no content',
    actions: [
      'logs:PutSubscriptionFilter',
      'logs:DeleteLogGroup',
      'logs:DeleteLogStream',
      'logs:PutRetentionPolicy',
      'logs:DisassociateKmsKey',
    ],
    answer: 'report',
  },
  deploy: {
    means: 'changes a stack: the ordinary way, by whom and when',
    actions: [
      'cloudformation:CreateStack',
      'cloudformation:UpdateStack',
      'cloudformation:ExecuteChangeSet',
      'cloudformation:UpdateTerminationProtection',
      'cloudformation:ContinueUpdateRollback',
      'cloudformation:RollbackStack',
      'cloudformation:CancelUpdateStack',
      'cloudformation:ExecuteStackRefactor',
    ],
    answer: 'note',
    ordinary: true,
    open: 'it is how the program is deployed',
  },
  stack: {
    means: 'ends a stack, or changes what of it may be changed',
    actions: ['cloudformation:DeleteStack', 'cloudformation:SetStackPolicy'],
    answer: 'report',
    open: 'it is how the program is taken down',
  },
} as const satisfies Record<string, Door>;

export type DoorName = keyof typeof DOORS;
export const DOOR_NAMES = Object.keys(DOORS) as [DoorName, ...DoorName[]];
export const doorOf = (name: DoorName): Door => DOORS[name];

/** Names in CloudTrail by which it is seen to move, `service:Event`. */
export function eventsOf(name: DoorName): readonly string[] {
  const { actions, alsoHeard = [] } = doorOf(name);
  return [...actions.flatMap((action) => EVENTS[action] ?? [action]), ...alsoHeard];
}

/** Events by which any door is seen to move, by the service whose they are. */
export function watchedEvents(): Map<string, string[]> {
  const watched = new Map<string, string[]>();
  for (const event of DOOR_NAMES.flatMap(eventsOf)) {
    const [service, name] = event.split(':') as [string, string];
    watched.set(service, [...(watched.get(service) ?? []), name]);
  }
  return watched;
}

/** What a disclosure says otherwise. */
export type GuardRules = Readonly<Record<GuardAnswer, readonly DoorName[]>>;

/** What follows when it moves. Where a disclosure names a door twice, the sterner counts. */
export const answerOf = (name: DoorName, rules: GuardRules): GuardAnswer =>
  GUARD_ANSWERS.find((answer) => rules[answer].includes(name)) ?? doorOf(name).answer ?? 'close';
