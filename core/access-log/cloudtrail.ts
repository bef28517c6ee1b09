import * as z from 'zod';
import type { AccessRecord, Outcome, Principal, Source, Touched } from './access-log.ts';
import { touchedByDynamoDb } from './dynamodb-call.ts';
import { type Fields, isFields } from './fields.ts';

/*
 * A record of CloudTrail as an access.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */

/** AWS's own names are shorter; what is longer is somebody's text. */
const name = z.string().max(2_048);
const identity = z.looseObject({
  type: z.string().max(64).optional(),
  arn: name.optional(),
  accountId: z.string().max(64).nullish(),
  userName: name.optional(),
  invokedBy: z.string().max(256).nullish(),
  sessionContext: z.looseObject({ sessionIssuer: z.looseObject({ arn: name.nullish() }).nullish() }).nullish(),
});
const resource = z.looseObject({ ARN: name.optional(), arn: name.optional(), ARNPrefix: name.optional() });

const record = z.looseObject({
  eventID: z.string().min(1).max(100),
  eventTime: z.iso.datetime({ offset: true }).transform((time) => Date.parse(time)),
  eventSource: z
    .string()
    .max(128)
    .regex(/^[a-z0-9.-]+\.amazonaws\.com$/),
  eventName: z.string().regex(/^\w{1,128}$/),
  awsRegion: z.string().max(64).default(''),
  recipientAccountId: z.string().max(64).default(''),
  requestID: z.string().max(256).nullish(),
  errorCode: z.string().max(256).nullish(),
  userIdentity: identity.nullish(),
  requestParameters: z.unknown(),
  resources: z.array(resource).nullish().catch([]),
});
type CloudTrailRecord = z.infer<typeof record>;

/** Nothing where it is no record. */
export function readRecord(value: unknown): AccessRecord | undefined {
  const read = record.safeParse(value);
  if (!read.success) return undefined;
  const { data } = read;
  const service = data.eventSource.replace(/\.amazonaws\.com$/, '');
  const event = withoutDate(data.eventName);
  const error = data.errorCode ?? undefined;
  const context = isFields(data.requestParameters) ? contextIn(data.requestParameters) : undefined;
  return {
    id: data.eventID,
    at: data.eventTime,
    source: sourceOf(service, event),
    action: `${service}:${event}`,
    by: principalOf(data.userIdentity ?? {}),
    account: data.recipientAccountId,
    region: data.awsRegion,
    outcome: outcomeOf(error),
    ...(error !== undefined && { error }),
    ...(typeof data.requestID === 'string' && { request: data.requestID }),
    touched: touchedBy(service, event, data),
    ...(context && { context }),
  };
}

/** Lambda names its events with the date of its API: `UpdateFunctionCode20150331v2`. */
const withoutDate = (event: string): string => event.replace(/20\d{6}(v\d+)?$/, '');

/**
 * Data events by CloudTrail's own division; all others are management events.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
const DATA_EVENTS: Readonly<Partial<Record<Source, RegExp>>> = {
  s3: /Object|Multipart|UploadPart|^ListParts$/,
  dynamodb: /Item|^Query$|^Scan$|^Transact|^(Batch)?Execute|^GetRecords$|^GetShardIterator$/,
  lambda: /^Invoke/,
  kinesis: /Records?$|ShardIterator|^SubscribeToShard$/,
};
/** Settings of a bucket, however they are named. */
const OF_BUCKET = /^(Put|Get|Delete)(Bucket)?ObjectLockConfiguration$/;

function sourceOf(service: string, event: string): Source {
  if (service === 'kms') return 'kms';
  const data = DATA_EVENTS[service as Source];
  return data?.test(event) && !OF_BUCKET.test(event) ? (service as Source) : 'management';
}

/** @param action `service:Event` */
export const sourceOfAction = (action: string): Source => {
  const [service = '', event = ''] = action.split(':');
  return sourceOf(service, event);
};

/** What AWS answers where somebody may not. */
const DENIED = /AccessDenied|Unauthori[sz]ed|NotAuthori[sz]ed|Forbidden/i;
const outcomeOf = (error: string | undefined): Outcome =>
  error === undefined || error === '' ? 'done' : DENIED.test(error) ? 'denied' : 'failed';

const KINDS: Readonly<Record<string, Principal['kind']>> = {
  AssumedRole: 'role',
  Role: 'role',
  IAMUser: 'user',
  IdentityCenterUser: 'user',
  Root: 'root',
  AWSService: 'service',
  AWSAccount: 'unknown',
  FederatedUser: 'federated',
  SAMLUser: 'federated',
  WebIdentityUser: 'federated',
};

function principalOf(who: z.infer<typeof identity>): Principal {
  const { type = '', arn, accountId, invokedBy, userName } = who;
  const kind = KINDS[type] ?? (accountId === 'ANONYMOUS_PRINCIPAL' ? 'anonymous' : 'unknown');
  const role = who.sessionContext?.sessionIssuer?.arn ?? undefined;
  const account = accountId ?? undefined;
  return {
    kind: accountId === 'ANONYMOUS_PRINCIPAL' ? 'anonymous' : kind,
    name: arn ?? (kind === 'service' ? (invokedBy ?? 'a service') : (userName ?? account ?? kind)),
    ...(role !== undefined && { role }),
    ...(account !== undefined && { account }),
    ...(typeof invokedBy === 'string' && { through: invokedBy }),
  };
}

const textIn = (of: Fields, key: string): string | undefined => {
  const value = of[key];
  return typeof value === 'string' && value !== '' && value.length <= 2_048 ? value : undefined;
};

const LONGEST_CONTEXT = 512;

function contextIn(request: Fields): Record<string, string> | undefined {
  const found = ['encryptionContext', 'sourceEncryptionContext', 'destinationEncryptionContext']
    .map((key) => request[key])
    .find(isFields);
  if (!found) return undefined;
  const pairs = Object.entries(found).filter(
    (pair): pair is [string, string] =>
      typeof pair[1] === 'string' && pair[1].length <= LONGEST_CONTEXT && pair[0].length <= LONGEST_CONTEXT,
  );
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

function touchedBy(service: string, event: string, data: CloudTrailRecord): Touched[] {
  const { awsRegion: region, recipientAccountId: account } = data;
  const request = isFields(data.requestParameters) ? data.requestParameters : {};
  const own = (kind: string) => (named: string) =>
    named.startsWith('arn:') ? named : `arn:aws:${service}:${region}:${account}:${kind}${named}`;
  const named =
    service === 'dynamodb'
      ? touchedByDynamoDb(event, data.requestParameters, own('table/'))
      : (BY_SERVICE[service]?.(request, own) ?? []).map((arn) => ({ arn }));
  // What AWS itself says that it was about; an object's bucket stands beside the object there.
  const told = (data.resources ?? []).flatMap((one) => one.ARN ?? one.arn ?? []);
  const arns = new Set(named.map(({ arn }) => arn));
  const holders = (arn: string) => named.some((one) => one.arn.startsWith(`${arn}/`));
  return [...named, ...[...new Set(told)].filter((arn) => !arns.has(arn) && !holders(arn)).map((arn) => ({ arn }))];
}

type Own = (kind: string) => (named: string) => string;
const each = (request: Fields, keys: readonly string[], arn: (named: string) => string): string[] =>
  keys.flatMap((key) => {
    const named = textIn(request, key);
    return named === undefined ? [] : [arn(named)];
  });

const BY_SERVICE: Readonly<Record<string, (request: Fields, own: Own) => string[]>> = {
  s3: (request) => {
    const bucket = textIn(request, 'bucketName');
    const key = textIn(request, 'key');
    const from = textIn(request, 'x-amz-copy-source');
    return [
      ...(bucket === undefined ? [] : [`arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`]),
      ...(from === undefined
        ? []
        : [
            `arn:aws:s3:::${decoded(from)
              .replace(/^\//, '')
              .replace(/\?versionId=.*$/, '')}`,
          ]),
    ];
  },
  kms: (request, own) =>
    each(request, ['keyId', 'sourceKeyId', 'destinationKeyId', 'targetKeyId'], (named) =>
      own(named.startsWith('alias/') ? '' : 'key/')(named),
    ),
  lambda: (request, own) =>
    each(request, ['functionName'], (named) =>
      // `name`, `name:alias`, `123456789012:function:name`, or an ARN.
      own('function:')(named.replace(/^\d{12}:function:/, '')).replace(/(:function:[^:]+):.*$/, '$1'),
    ),
  kinesis: (request, own) => [
    ...each(request, ['streamName'], own('stream/')),
    ...each(request, ['streamARN', 'streamArn', 'consumerARN', 'resourceARN'], (arn) => arn),
  ],
  iam: (request, own) => [
    ...each(request, ['roleName'], (named) => withoutRegion(own('role/')(named))),
    ...each(request, ['userName'], (named) => withoutRegion(own('user/')(named))),
    ...each(request, ['policyArn', 'permissionsBoundary'], (arn) => arn),
  ],
  sts: (request) => each(request, ['roleArn'], (arn) => arn),
  cloudtrail: (request, own) => each(request, ['name', 'trailName'], own('trail/')),
  backup: (request) => each(request, ['resourceArn', 'recoveryPointArn'], (arn) => arn),
};

/** IAM is in no Region. */
const withoutRegion = (arn: string): string => arn.replace(/^(arn:aws:iam):[^:]*:/, '$1::');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
