import type { Touched } from './access-log.ts';
import { type Fields, isFields } from './fields.ts';

/*
 * What a call of DynamoDB named, as CloudTrail tells it: table, key of each item, operation; of a Query the table and index alone, since the
 * values of its conditions are not in the record. Its own examples write some names in lower and some in upper case; so may records.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/understanding-ddb-log-entries.html
 */

export type ArnOfTable = (name: string) => string;

/** More than any call has. */
const MOST_ITEMS = 400;
/** Keys of ours are shorter; a longer one is somebody's text. */
const LONGEST_KEY = 300;

const field = (of: Fields, name: string): unknown => of[name] ?? of[name[0]!.toUpperCase() + name.slice(1)];
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export function touchedByDynamoDb(event: string, request: unknown, arnOf: ArnOfTable): Touched[] {
  if (!isFields(request)) return [];
  const statement = text(field(request, 'statement'));
  if (statement !== undefined) return inStatement(statement, arnOf);
  const items = field(request, 'requestItems') ?? field(request, 'transactItems') ?? field(request, 'statements');
  if (Array.isArray(items)) return items.slice(0, MOST_ITEMS).flatMap((item) => touchedByItem(event, item, arnOf));
  if (isFields(items)) return Object.entries(items).flatMap(([table, of]) => touchedByBatch(table, of, arnOf));
  return touchedByItem(event, request, arnOf);
}

function touchedByItem(event: string, value: unknown, arnOf: ArnOfTable): Touched[] {
  if (!isFields(value)) return [];
  const statement = text(field(value, 'statement'));
  if (statement !== undefined) return inStatement(statement, arnOf);
  // As the API has it: `{"Put": {"TableName": ...}}`.
  const [only, ...others] = Object.entries(value);
  if (only && others.length === 0 && isFields(only[1]))
    return touchedByItem(event, { operation: only[0], ...only[1] }, arnOf);
  const arns = ['tableName', 'tableArn', 'sourceTableName', 'sourceTableArn', 'targetTableName', 'resourceArn'].flatMap(
    (name) => {
      const named = text(field(value, name));
      return named === undefined ? [] : [named.startsWith('arn:') ? named : arnOf(named)];
    },
  );
  const index = text(field(value, 'indexName'));
  const operation = text(field(value, 'operation'));
  const item = keyOf(field(value, 'key'));
  const more = {
    ...(index !== undefined && { index }),
    ...(operation !== undefined && { operation }),
    ...(item && { item }),
  };
  return arns.map((arn) => ({ arn, ...more }));
}

function touchedByBatch(table: string, of: unknown, arnOf: ArnOfTable): Touched[] {
  const arn = table.startsWith('arn:') ? table : arnOf(table);
  const listed = Array.isArray(of) ? of : isFields(of) ? field(of, 'keys') : undefined;
  const keys = (Array.isArray(listed) ? listed : []).slice(0, MOST_ITEMS).flatMap((one) => {
    const item = keyOf(isFields(one) ? (field(one, 'key') ?? one) : one);
    return item ? [{ arn, item }] : [];
  });
  return keys.length > 0 ? keys : [{ arn }];
}

/** The values of a key, written as plain values or as the API types them. */
function keyOf(value: unknown): Record<string, string> | undefined {
  if (!isFields(value)) return undefined;
  const key = Object.entries(value).flatMap(([name, of]) => {
    const plain = isFields(of) ? (of.S ?? of.N) : of;
    const shown = typeof plain === 'number' ? String(plain) : plain;
    return typeof shown === 'string' && shown.length <= LONGEST_KEY && name.length <= LONGEST_KEY
      ? [[name, shown] as const]
      : [];
  });
  return key.length === 0 ? undefined : Object.fromEntries(key);
}

/** `FROM "t"."i" WHERE "subject" = 'x' AND segment = 'y'`: other values are redacted in the record, and are not looked for here. */
const TABLE = /\b(FROM|UPDATE|INTO)\s+(?:"([^"]+)"|([\w.-]+))(?:\s*\.\s*"([^"]+)")?/i;
const EQUAL = /(?:"([^"]+)"|\b([A-Za-z_]\w*))\s*=\s*'((?:[^']|'')*)'/g;
const OPERATIONS: Readonly<Record<string, string>> = { FROM: 'Get', UPDATE: 'Update', INTO: 'Put' };

function inStatement(statement: string, arnOf: ArnOfTable): Touched[] {
  const table = TABLE.exec(statement);
  const name = table?.[2] ?? table?.[3];
  if (!table || name === undefined) return [];
  const where = statement.slice(statement.search(/\bWHERE\b/i));
  const item = keyOf(
    Object.fromEntries(
      [...where.matchAll(EQUAL)].map(([, quoted, bare, value]) => [quoted ?? bare!, value!.replaceAll("''", "'")]),
    ),
  );
  const operation = /^\s*DELETE\b/i.test(statement) ? 'Delete' : OPERATIONS[table[1]!.toUpperCase()]!;
  return [
    {
      arn: arnOf(name),
      ...{ operation },
      ...(table[4] !== undefined && { index: table[4] }),
      ...(item && { item }),
    },
  ];
}
