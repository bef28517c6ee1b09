import { type DynamoDBClient, GetItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { TRIMS } from '../consent/subject-row.aws.ts';
import { type Trims, trimsOf, trimsText } from '../consent/trims.ts';
import type { Actor } from '../ledger/actor.ts';
import type { AwsLedger, PreparedAppend } from '../ledger/ledger.aws.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import type { Clock } from '../shared/clock.ts';
import { type CountRow, countMore, countState } from '../shared/counts.aws.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import { Unreadable } from '../shared/item.aws.ts';
import { type Limit, spanOf, usedUp } from '../shared/limit.ts';
import type { IndexRow } from '../vault/index-row.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import { readsRow, volumeRow } from './counts.aws.ts';
import { readBy, readFacts, refusalMessage } from './facts.ts';
import { grantKey, grantOf } from './grant.ts';
import { confirmSubject, judgeRead, type ReadView, requireGrant, rowOf, type SeenSubject } from './judge.ts';
import { limitOf } from './limits.ts';
import { isOwn, type Reading, type ReadRequest } from './reading.ts';
import type { TimeRules } from './row-times.ts';

export interface AwsReadingOptions {
  /** For transactions. */
  ddb: DynamoDBClient;
  /** For reads of rows. */
  documents: DynamoDBDocumentClient;
  tables: {
    index: string;
    subjects: string;
    grants: string;
    ledger: string;
    /** Where slices of data sets are noted. @default none is made */
    exports?: string;
  };
  ledger: AwsLedger;
  /** Tries to open a chain's copy of the reading gate: it may be new, or left behind by a resume that died. */
  openChain: (chain: string) => Promise<boolean>;
  /** Of it: whether a key is there. */
  keys: Pick<KeyRing, 'has'>;
  rules: TimeRules;
  clock: Clock;
}

export function awsReading(options: AwsReadingOptions): Reading {
  const { ddb, documents, tables, ledger, openChain, keys, rules, clock } = options;
  const get = async (TableName: string, Key: Record<string, unknown>, attributes?: string[]) => {
    const { Item } = await documents.send(
      new GetCommand({
        TableName,
        Key,
        ConsistentRead: true,
        ...(attributes && {
          ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
          ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
        }),
      }),
    );
    return Item;
  };

  const subjectOf = async (subject: string): Promise<SeenSubject | undefined> => {
    const row = await get(tables.subjects, { subject, item: 'state' }, ['state', 'keyId', TRIMS]);
    if (row?.[TRIMS] === undefined) return row as SeenSubject | undefined;
    const trims = trimsOf(row[TRIMS]);
    if (!trims) throw new Unreadable('what the subject has trimmed cannot be read');
    return { ...(row as unknown as SeenSubject), trims };
  };

  const look = async (request: ReadRequest): Promise<ReadView> => {
    const { subject, segment, reader, purpose } = request;
    const [item, state, grant] = await Promise.all([
      get(tables.index, { subject, segment }),
      subjectOf(subject),
      isOwn(request) ? undefined : get(tables.grants, { grant: grantKey(reader, purpose) }),
    ]);
    const row = item && rowOf(item);
    const other = typeof row === 'object' && state !== undefined && row.keyId !== state.keyId;
    return {
      ...(row && { row }),
      ...(state && { subject: state }),
      ...(grant && { grant: grantOf(grant) }),
      ...(other && { keyGone: !(await keys.has(row.keyId)) }),
    };
  };

  const isChainOpen = async (chain: string): Promise<boolean> =>
    (await get(tables.ledger, { chain, seq: 0 }, ['state']))?.state === 'open' || (await openChain(chain));

  /**
   * An entry of a read, in one transaction with what the read rests on, and with the count of its reader: on the way no call more, but for the
   * first of an hour, and for one that is refused.
   */
  const append = async (
    { chain, now, counted, volume }: Attempt,
    by: Actor,
    append: PreparedAppend,
    others: TransactWriteItem[],
  ) => {
    const counts: Counted[] = [
      { what: 'reads', row: readsRow(tables.ledger, by), limit: limitOf(by), by: 1 },
      ...(volume ? [{ what: 'segments', row: volumeRow(tables.ledger, by, volume.purpose), ...volume }] : []),
    ];
    const updates = counts.map((one, at) => countUpdate(one, now, counted[at]!));
    const result = await transact(ddb, [...append.items, ...updates, ...others]);
    if (result.done) return append.receipt;
    // Item 0 is the chain's head: closed, or moved on. All other conditions are judged again on a new look.
    if (result.failed.includes(0) && !(await isChainOpen(chain))) {
      throw new Refused('gate-closed', refusalMessage('gate-closed'));
    }
    for (const [at, one] of counts.entries()) {
      if (result.failed.includes(append.items.length + at)) await lookAtCount(ddb, one, now, counted[at]!);
    }
    return AGAIN;
  };

  return {
    begin: (request) => {
      const counted = [{ goesOn: true }, { goesOn: true }];
      const volume = request.volume && { limit: request.volume, purpose: request.purpose, by: 1 };
      return untilDone(async () => {
        const now = clock.now();
        const chain = ledger.pick('read');
        const [view, prepared] = await Promise.all([
          look(request),
          ledger.prepare(readFacts(request, now), { open: true, chain }),
        ]);
        const { refusal, row } = judgeRead(view, request, now, rules);
        if (refusal) throw new Refused(refusal, refusalMessage(refusal));
        const receipt = await append(
          { chain, now, counted, ...(volume && { volume }) },
          readBy(request),
          prepared,
          conditions(tables, request, row, now, view.subject?.trims),
        );
        return receipt === AGAIN ? AGAIN : { receipt, row };
      });
    },
    beginListing: (facts, needs) => {
      const counted = [{ goesOn: true }];
      return untilDone(async () => {
        const chain = ledger.pick('read');
        const now = clock.now();
        if (needs) {
          const grant = await get(tables.grants, { grant: grantKey(needs.reader, needs.purpose) });
          requireGrant(grant && grantOf(grant), needs, now);
        }
        const prepared = await ledger.prepare(facts, { open: true, chain });
        return append(
          { chain, now, counted },
          facts.actor,
          prepared,
          needs ? [grantIsLive(tables.grants, needs, now)] : [],
        );
      });
    },
    confirm: async (row) => confirmSubject(await subjectOf(row.subject), row),
  };
}

/** One try of a read. */
interface Attempt {
  chain: string;
  /** ms. */
  now: number;
  /** Whether each count of its reader is one of this span: supposed, until it is looked at. */
  counted: GoesOn[];
  /** Segments for a purpose in a day. */
  volume?: { limit: Limit; purpose: string; by: number };
}

interface GoesOn {
  goesOn: boolean;
}

/** Something that is counted in the transaction that it bounds. */
export interface Counted {
  /** In the plural. */
  what: string;
  row: CountRow;
  limit: Limit;
  by: number;
}

export const countUpdate = ({ row, limit, by }: Counted, now: number, { goesOn }: GoesOn): TransactWriteItem => ({
  Update: countMore(row, spanOf(limit, now), goesOn, limit.most, by),
});

/** After its condition did not hold. @throws Refused `limit` when it is used up */
export async function lookAtCount(
  ddb: DynamoDBClient,
  { what, row, limit, by }: Counted,
  now: number,
  counted: GoesOn,
): Promise<void> {
  const { Item } = await ddb.send(new GetItemCommand({ TableName: row.table, Key: row.key, ConsistentRead: true }));
  const state = countState(Item, row, spanOf(limit, now), limit.most, by);
  if (state === 'used up') throw usedUp(what, limit, now);
  counted.goesOn = state === 'goes on';
}

/** `isLive`, as a condition. */
export const grantIsLive = (
  TableName: string,
  { reader, purpose }: Pick<ReadRequest, 'reader' | 'purpose'>,
  now: number,
): TransactWriteItem => ({
  ConditionCheck: {
    TableName,
    Key: { grant: S(grantKey(reader, purpose)) },
    ConditionExpression: '#reader = :reader AND #purpose = :purpose AND #expires > :now',
    ExpressionAttributeNames: { '#reader': 'reader', '#purpose': 'purpose', '#expires': 'expires' },
    ExpressionAttributeValues: { ':reader': S(reader), ':purpose': S(purpose), ':now': N(now) },
  },
});

/** Everything that `judgeRead` looked at, once more, in the same instant as the entry. */
function conditions(
  tables: AwsReadingOptions['tables'],
  request: ReadRequest,
  row: IndexRow,
  now: number,
  trims: Trims | undefined,
): TransactWriteItem[] {
  const own = isOwn(request);
  const grant = grantIsLive(tables.grants, request, now);
  const subject: TransactWriteItem = {
    ConditionCheck: {
      TableName: tables.subjects,
      Key: { subject: S(request.subject), item: S('state') },
      ConditionExpression: [
        `#keyId = :keyId AND #state ${own ? '<> :state' : '= :state'}`,
        trims ? '#trims = :trims' : 'attribute_not_exists(#trims)',
      ].join(' AND '),
      ExpressionAttributeNames: { '#keyId': 'keyId', '#state': 'state', '#trims': TRIMS },
      ExpressionAttributeValues: {
        ':keyId': S(row.keyId),
        ':state': S(own ? 'erased' : 'live'),
        ...(trims && { ':trims': S(trimsText(trims)) }),
      },
    },
  };
  return [...(own ? [] : [grant]), subject, rowAsSeen(tables.index, row, now, own)];
}

export function rowAsSeen(table: string, row: IndexRow, now: number, own: boolean): TransactWriteItem {
  const { body } = row;
  const seen = {
    keyId: S(row.keyId),
    disclosure: S(row.disclosure),
    program: S(row.program),
    ...('message' in body ? { message: { B: body.message } } : { head: { B: body.head }, object: S(body.object) }),
  };
  const same = Object.keys(seen).map((name) => `#${name} = :${name}`);
  const inTime = ['#expiresSeconds > :nowSeconds', ...(own ? [] : ['#readableFrom <= :now'])];
  const names = [...Object.keys(seen), 'expiresSeconds', ...(own ? [] : ['readableFrom'])];
  return {
    ConditionCheck: {
      TableName: table,
      Key: { subject: S(row.subject), segment: S(row.segment) },
      ConditionExpression: [...same, ...inTime].join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(seen).map(([name, value]) => [`:${name}`, value])),
        ':nowSeconds': N(now / 1000),
        ...(!own && { ':now': N(now) }),
      },
    },
  };
}
