/**
 * Logs of who called what at AWS: CloudTrail's, whatever keeps them. What a record holds here is who, when, which action on what, and what
 * came of it; never what was read or written.
 */

/** Kinds of records, by what it takes to have them: a trail has the first one by default and each other one only where it is asked for. */
export const SOURCES = ['management', 'kms', 's3', 'dynamodb', 'lambda', 'kinesis'] as const;
export type Source = (typeof SOURCES)[number];

/** Which log would have told, where none covers. */
export const WOULD_HAVE: Readonly<Record<Source, string>> = {
  management: 'a trail of management events',
  kms: 'a trail of management events that does not leave out those of KMS',
  s3: 'data events of S3 for the bucket (AWS::S3::Object)',
  dynamodb: 'data events of DynamoDB for the table (AWS::DynamoDB::Table)',
  lambda: 'data events of Lambda for the function (AWS::Lambda::Function)',
  kinesis: 'data events of Kinesis for the stream (AWS::Kinesis::Stream)',
};

export type PrincipalKind = 'role' | 'user' | 'root' | 'service' | 'federated' | 'anonymous' | 'unknown';

export interface Principal {
  kind: PrincipalKind;
  /** As AWS wrote it: an ARN; of a service its name; of nobody that is named, the kind. */
  name: string;
  /** ARN of the role whose session it is. */
  role?: string;
  /** Whose the principal is. */
  account?: string;
  /** Service that called, for somebody or for itself. */
  through?: string;
}

/** Something that a call named. */
export interface Touched {
  /** Of a bucket, object, table, key, function, role, stream. */
  arn: string;
  /** Of DynamoDB: which index was asked, the item by its key, and what a transaction did with it. */
  index?: string;
  item?: Readonly<Record<string, string>>;
  operation?: string;
}

export type Outcome = 'done' | 'denied' | 'failed';

export interface AccessRecord {
  /** CloudTrail's: the same however often it is delivered. */
  id: string;
  /** ms, by AWS's clock; whole seconds. */
  at: number;
  source: Source;
  /** `service:Event`, without the date that Lambda's have. */
  action: string;
  by: Principal;
  /** In whose log it stands. */
  account: string;
  region: string;
  outcome: Outcome;
  /** AWS's word for why not. */
  error?: string;
  /** The call's: the same in the logs of both accounts that it touched. */
  request?: string;
  touched: readonly Touched[];
  /** Encryption context, of KMS. */
  context?: Readonly<Record<string, string>>;
}

/** ms, both inclusive. */
export interface Window {
  from: number;
  to: number;
}

export interface AccessQuery extends Window {
  /** Records that touched one of these: ARNs, `*` for any end. @default all */
  resources?: readonly string[];
  /** Records by one of these: ARNs of sessions or of their roles, `*` for any end. @default all */
  principals?: readonly string[];
}

/** What is wrong with a log. None keeps it from being read; what each takes away is a gap. */
export const LOG_PROBLEMS = {
  malformed: 'is no record',
  'cut-short': 'ends in the middle',
  clock: 'goes back in time',
  silent: 'says nothing for longer than a program is ever silent',
  'missing-file': 'a digest names a file that is not here',
  'altered-file': 'is not the file that its digest names',
  'missing-digest': 'is not named by the digest that follows it',
  'no-digest': 'has no digest, though others have',
  stopped: 'was stopped, or told to leave something out',
  unreadable: 'cannot be read',
} as const;
export type LogProblemKind = keyof typeof LOG_PROBLEMS;

export interface LogProblem {
  problem: LogProblemKind;
  /** File, or what else it is of. */
  of: string;
  /** Line, or record of the file, from 1. */
  at?: number;
  /** How often, where it is listed once. */
  count?: number;
  detail?: string;
}

export interface Covered extends Window {
  source: Source;
  /** Of which: ARNs, `*` for any end. @default all */
  resources?: readonly string[];
  /** Vouched for by digests, or said by who runs the trail; else concluded from the records that are there. */
  certain: boolean;
}

export interface Gap extends Window {
  source: Source;
  /** Absent: of all. */
  resource?: string;
  why: string;
}

/** For which spans and sources there is a log. */
export interface Coverage {
  covered: readonly Covered[];
  /** What is taken out of it. */
  gaps: readonly Gap[];
  problems: readonly LogProblem[];
  records: number;
  /** The same record again. */
  repeated: number;
}

/** Port. */
export interface AccessLog {
  /** Each record once, in no order, page by page. */
  query(query: AccessQuery): AsyncIterable<readonly AccessRecord[]>;
  coverage(window: Window): Promise<Coverage>;
}

/** `*` stands for any end, and for nothing else. */
export const isMeant = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** Whether a record is asked for: what adapters that cannot ask their store do themselves. */
export function matches(record: AccessRecord, { from, to, resources, principals }: AccessQuery): boolean {
  if (record.at < from || record.at > to) return false;
  const among = (patterns: readonly string[] | undefined, names: readonly (string | undefined)[]) =>
    patterns === undefined || patterns.some((one) => names.some((name) => name !== undefined && isMeant(one, name)));
  return (
    among(
      resources,
      record.touched.map(({ arn }) => arn),
    ) && among(principals, [record.by.name, record.by.role])
  );
}
