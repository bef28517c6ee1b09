import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { expressions, type Item as Row } from '../fixtures/dynamodb-expressions.ts';
import type { Opening } from './cloud.ts';
import { type Services, TABLES, type TableName } from './parts.ts';

interface Request {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}
interface Answer {
  statusCode: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface Moment {
  /** ms. */
  at: number;
  tables: Record<TableName, Row[]>;
  /** What the code that wrote it saw of it. */
  seen: Record<string, unknown>;
}

export const MOMENTS = ['collecting', 'paused'] as const;

/** The files of one release. */
export function releaseOf(release: string) {
  const text = (name: string) => readFileSync(new URL(`${release}/${name}`, import.meta.url), 'utf8');
  const json = <T>(name: string): T => JSON.parse(text(name));
  return {
    text,
    json,
    moment: (name: (typeof MOMENTS)[number]) => json<Moment>(`${name}.json`),
  };
}

/**
 * AWS as a release left it: real SDK clients, whose requests are answered from the files. Reads alone; whatever else is asked
 * fails.
 */
export function recordedServices(release: string, moment: Moment): Services {
  const { json, text } = releaseOf(release);
  const objects = json<Record<'vault' | 'evidence', Record<string, string>>>('objects.json');
  const openings = json<Opening[]>('kms.json');
  const publicKey = text('public-key.pem').split('\n')[1]!;
  const settings = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 };
  const asked = (request: Request) => JSON.parse(bytesOf(request.body).toString('utf8'));
  const operation = ({ headers }: Request) => headers['x-amz-target']!.split('.')[1]!;
  return {
    ddb: new DynamoDBClient({
      ...settings,
      requestHandler: answering((request) => tableAnswer(moment.tables, operation(request), asked(request))),
    }),
    kms: new KMSClient({
      ...settings,
      requestHandler: answering((request) => kmsAnswer(openings, publicKey, operation(request), asked(request))),
    }),
    s3: new S3Client({
      ...settings,
      forcePathStyle: true,
      requestHandler: answering((request) => objectAnswer(objects, moment.at, request)),
    }),
    tables: Object.fromEntries(Object.keys(TABLES).map((table) => [table, table])) as Services['tables'],
    buckets: { vault: 'vault', evidence: 'evidence' },
    kmsKeys: { data: 'data', signing: 'signing' },
  };
}

/** The SDK's own kind of bytes warns when it is read as a text. */
const bytesOf = (body: Request['body'] = ''): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.concat([body]);

const answering = (answer: (request: Request) => Answer) => ({
  handle: async (request: unknown) => {
    const { statusCode, headers = {}, body = '' } = answer(request as Request);
    return { response: { statusCode, headers, body: Readable.from([Buffer.from(body)]) } as never };
  },
});

const json = (value: unknown): Answer => ({ statusCode: 200, body: JSON.stringify(value) });
const error = (type: string, message: string): Answer => ({
  statusCode: 400,
  body: JSON.stringify({ __type: type, message }),
});

interface Asked {
  TableName: TableName;
  IndexName?: string;
  Key: Row;
  RequestItems: Record<string, { Keys: Row[] }>;
  KeyConditionExpression?: string;
  FilterExpression?: string;
  ProjectionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Row;
  ScanIndexForward?: boolean;
  Limit?: number;
}

function tableAnswer(tables: Record<TableName, Row[]>, operation: string, asked: Asked): Answer {
  const { TableName: table } = asked;
  const language = expressions(asked);
  const find = (name: TableName, key: Row) =>
    tables[name].find((row) => Object.entries(key).every(([part, value]) => same(row[part], value)));
  const shown = (rows: Row[]) => rows.map((row) => language.projected(asked.ProjectionExpression, row));
  switch (operation) {
    case 'GetItem': {
      const row = find(table, asked.Key);
      return json(row ? { Item: shown([row])[0] } : {});
    }
    case 'BatchGetItem': {
      const found = Object.entries(asked.RequestItems).map(([name, { Keys }]) => [
        name,
        Keys.flatMap((key): Row[] => [find(name as TableName, key)].filter((row) => row !== undefined)),
      ]);
      return json({ Responses: Object.fromEntries(found), UnprocessedKeys: {} });
    }
    case 'Query':
    case 'Scan': {
      const conditions = [asked.KeyConditionExpression, asked.FilterExpression].filter((one) => one !== undefined);
      const rows = tables[table].filter((row) => conditions.every((one) => language.holds(one, row)));
      const sort = asked.IndexName === undefined ? TABLES[table][1]?.split(':')[0] : 'segment';
      if (sort) rows.sort((a, b) => compare(a[sort]!, b[sort]!));
      if (asked.ScanIndexForward === false) rows.reverse();
      return json({ Items: shown(rows.slice(0, asked.Limit)), Count: rows.length });
    }
    default:
      return error('ValidationException', `a release is only read, and this is ${operation}`);
  }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
function compare(a: Row[string], b: Row[string]): number {
  const [x, y] = a.N === undefined ? [a.S!, b.S!] : [Number(a.N), Number(b.N)];
  return x < y ? -1 : 1;
}

/** Opens what was opened when the release was written, under the same context and no other. */
function kmsAnswer(openings: Opening[], publicKey: string, operation: string, asked: Record<string, unknown>): Answer {
  if (operation === 'GetPublicKey') return json({ PublicKey: publicKey });
  const found = openings.find(
    ({ blob, context }) =>
      blob === asked.CiphertextBlob &&
      same(Object.entries(context).sort(), Object.entries(asked.EncryptionContext ?? {}).sort()),
  );
  if (operation !== 'Decrypt' || !found)
    return error('InvalidCiphertextException', 'nothing that was written opens so');
  return json({ Plaintext: found.plaintext });
}

function objectAnswer(objects: Record<string, Record<string, string>>, at: number, { method, path }: Request): Answer {
  const [bucket, ...name] = decodeURIComponent(path).slice(1).split('/');
  const object = objects[bucket!]?.[name.join('/')];
  if (object === undefined) {
    return { statusCode: 404, body: method === 'HEAD' ? '' : '<Error><Code>NoSuchKey</Code></Error>' };
  }
  const headers = { 'x-amz-object-lock-retain-until-date': new Date(at + 86_400_000).toISOString() };
  return { statusCode: 200, headers, body: method === 'HEAD' ? '' : Buffer.from(object, 'base64') };
}
