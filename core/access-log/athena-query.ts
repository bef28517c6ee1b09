import type { AccessQuery, AccessRecord, Window } from './access-log.ts';
import { readRecord } from './cloudtrail.ts';

/**
 * What Athena is asked. Whatever a query is about goes in as a parameter, never as text of the statement; each names its partitions. What it
 * answers may hold more than was asked for: `matches` has the last word.
 */
export interface Asked {
  sql: string;
  /** One a `?`, in their order, each a literal of SQL. */
  parameters: string[];
}

export interface TrailNames {
  table: string;
  accounts: readonly string[];
  regions: readonly string[];
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const second = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
const day = (at: number): string => new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
/** A file of the day may hold the last minutes of the day before, and of one that was late. */
const LATE = 3_600_000;

class Conditions {
  readonly parameters: string[] = [];
  readonly #all: string[] = [];

  add(condition: string, ...values: string[]): this {
    this.#all.push(condition);
    this.parameters.push(...values.map(literal));
    return this;
  }

  /** Any of them. */
  any(parts: readonly (readonly [string, ...string[]])[]): this {
    if (parts.length === 0) return this;
    return this.add(
      `(${parts.map(([condition]) => condition).join(' or ')})`,
      ...parts.flatMap(([, ...values]) => values),
    );
  }

  toString = (): string => this.#all.join(' and ');
}

function within({ from, to }: Window, { accounts, regions }: TrailNames): Conditions {
  const marks = (of: readonly string[]) => of.map(() => '?').join(', ');
  return new Conditions()
    .add(`account in (${marks(accounts)})`, ...accounts)
    .add(`region in (${marks(regions)})`, ...regions)
    .add('day between ? and ?', day(from), day(to + LATE))
    .add('eventtime between ? and ?', second(from), second(to));
}

const SELECTED = [
  ...['eventid', 'eventtime', 'eventsource', 'eventname', 'awsregion', 'recipientaccountid', 'requestid', 'errorcode'],
  'requestparameters',
  'useridentity.type as usertype',
  'useridentity.arn as userarn',
  'useridentity.accountid as useraccount',
  'useridentity.username as username',
  'useridentity.invokedby as invokedby',
  'useridentity.sessioncontext.sessionissuer.arn as issuer',
  'json_format(cast(resources as json)) as resources',
];

export function recordsAsked(query: AccessQuery, names: TrailNames): Asked {
  const where = within(query, names)
    .any(resourceParts(query.resources))
    .any((query.principals ?? []).map(principalPart));
  return { sql: `select ${SELECTED.join(', ')} from "${names.table}" where ${where}`, parameters: where.parameters };
}

/** Ten minutes in which there is any record, and which kinds of events there are. */
export function slotsAsked(window: Window, names: TrailNames): Asked {
  const where = within(window, names);
  return {
    sql: `select substr(eventtime, 1, 15) as slot, count(*) as records, min(eventtime) as oldest, max(eventtime) as newest from "${names.table}" where ${where} group by substr(eventtime, 1, 15)`,
    parameters: where.parameters,
  };
}

export function kindsAsked(window: Window, names: TrailNames): Asked {
  const where = within(window, names);
  return {
    sql: `select distinct eventsource, eventname from "${names.table}" where ${where}`,
    parameters: where.parameters,
  };
}

const WHERE_NAMED = `strpos(concat(coalesce(requestparameters, ''), ' ', coalesce(json_format(cast(resources as json)), '')), ?) > 0`;

/** A resource is looked for by its name as records write it, in requests and in what AWS says they were about. */
function resourceParts(resources: readonly string[] | undefined): [string, ...string[]][] {
  const parts = new Map<string, [string, ...string[]]>();
  for (const pattern of resources ?? []) {
    const bare = pattern.replace(/[/:]?\*$/, '');
    const name =
      bare.split(':').length > 5 ? bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf(':')) + 1) : '';
    // Of a name the longest part that JSON writes as it is.
    const needle = name.match(/[\w.-]+/g)?.reduce((a, b) => (b.length > a.length ? b : a), '') ?? '';
    const service = bare.split(':')[2] ?? '';
    if (needle !== '') parts.set(needle, [WHERE_NAMED, needle]);
    else if (/^[a-z0-9-]+$/.test(service)) parts.set(`:${service}`, ['eventsource = ?', `${service}.amazonaws.com`]);
    // Something that no word narrows: everything.
    else return [];
  }
  return [...parts.values()];
}

function principalPart(pattern: string): [string, ...string[]] {
  const issuer = 'useridentity.sessioncontext.sessionissuer.arn';
  const [test, name] = pattern.endsWith('*') ? ['strpos(X, ?) = 1', pattern.slice(0, -1)] : ['X = ?', pattern];
  if (name === '') return ['1 = 1'];
  return [`(${test.replace('X', 'useridentity.arn')} or ${test.replace('X', issuer)})`, name!, name!];
}

/** A row of `recordsAsked`. Nothing where it is no record. */
export function recordOf(row: Readonly<Record<string, string | undefined>>): AccessRecord | undefined {
  const { usertype, userarn, useraccount, username, invokedby, issuer } = row;
  return readRecord({
    eventID: row.eventid,
    eventTime: row.eventtime,
    eventSource: row.eventsource,
    eventName: row.eventname,
    awsRegion: row.awsregion ?? '',
    recipientAccountId: row.recipientaccountid ?? '',
    requestID: row.requestid,
    errorCode: row.errorcode,
    userIdentity: {
      ...(usertype !== undefined && { type: usertype }),
      ...(userarn !== undefined && { arn: userarn }),
      ...(useraccount !== undefined && { accountId: useraccount }),
      ...(username !== undefined && { userName: username }),
      ...(invokedby !== undefined && { invokedBy: invokedby }),
      ...(issuer !== undefined && { sessionContext: { sessionIssuer: { arn: issuer } } }),
    },
    requestParameters: parsed(row.requestparameters),
    // Rows as JSON are objects or lists of their values: of both, what is an ARN.
    resources: [...(row.resources ?? '').matchAll(/"(arn:[^"\\]+)"/g)].map(([, ARN]) => ({ ARN })),
  });
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
