import { type DynamoDBClient, GetItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { STATE, TRIMS } from '../consent/subject-row.aws.ts';
import { type Trims, trimsOf, trimsText } from '../consent/trims.ts';
import { actor } from '../ledger/actor.ts';
import type { PreparedAppend } from '../ledger/ledger.aws.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import { batchGet } from '../shared/batch-get.aws.ts';
import { type Item, N, S, text } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import { volumeRow } from './counts.aws.ts';
import { refusalMessage } from './facts.ts';
import { grantKey, grantOf } from './grant.ts';
import { requireGrant, rowOf, type SeenSubject } from './judge.ts';
import {
  type AwsReadingOptions,
  type Counted,
  countUpdate,
  grantIsLive,
  lookAtCount,
  rowAsSeen,
} from './reading.aws.ts';
import {
  type BegunFetch,
  type BegunSlice,
  type ExportOrder,
  exportFacts,
  fetchFacts,
  judgePart,
  judgeSlice,
  MOST_PEOPLE,
  MOST_SEGMENTS,
  type SliceReading,
  sliceFacts,
  sliceName,
} from './slice.ts';

/** Needs what reading needs, and `BatchGetItem` on index and subjects: a slice looks at dozens of rows. */
export function awsSlices(options: AwsReadingOptions): SliceReading {
  const { ddb, tables, ledger, openChain, keys, rules, clock } = options;

  const needGrant = async ({ reader, purpose, permits }: ExportOrder, now: number) => {
    const Key = { grant: S(grantKey(reader, purpose)) };
    const { Item } = await ddb.send(new GetItemCommand({ TableName: tables.grants, Key, ConsistentRead: true }));
    return requireGrant(Item && grantOf(unmarshall(Item)), { reader, purpose, ...(permits && { permits }) }, now);
  };
  /** One try of an append that asks the gate. Item 0 is the chain's head: closed, or moved on. All else is judged again on a new look. */
  const begin = async (
    order: ExportOrder,
    now: number,
    { items, receipt }: PreparedAppend,
    others: TransactWriteItem[] = [],
    { counted, note, entered }: Noted = {},
  ): Promise<EntryReceipt | typeof AGAIN> => {
    const count = counted ? [countUpdate(counted.volume, now, counted)] : [];
    const all = [...items, grantIsLive(tables.grants, order, now), ...count, ...others, ...(note ? [note] : [])];
    const result = await transact(ddb, all);
    if (result.done) return receipt;
    if (result.failed.includes(0)) await needOpen(receipt.chain);
    // Before the count: what was entered was counted, and may have been the last that there was.
    if (note && result.failed.includes(all.length - 1)) return (await entered?.()) ?? AGAIN;
    if (counted && result.failed.includes(items.length + 1)) await lookAtCount(ddb, counted.volume, now, counted);
    return AGAIN;
  };
  const needOpen = async (chain: string) => {
    if (await chainIsOpen(ddb, tables.ledger, chain, openChain)) return;
    throw new Refused('gate-closed', refusalMessage('gate-closed'));
  };

  return {
    beginSlice: (request) => {
      const counted = { goesOn: true };
      return untilDone<BegunSlice>(async () => {
        if (request.segments.length > MOST_SEGMENTS) throw new RangeError(`at most ${MOST_SEGMENTS} segments a slice`);
        const now = clock.now();
        const chain = ledger.pick('export');
        const { subject } = request;
        const [grant, subjects, items] = await Promise.all([
          needGrant(request, now),
          seenSubjects(ddb, tables.subjects, [subject]),
          batchGet(
            ddb,
            tables.index,
            request.segments.map((segment) => ({ subject: S(subject), segment: S(segment) })),
          ),
        ]);
        const bySegment = new Map(items.map((item) => [text(item, 'segment'), item]));
        const rows = request.segments.map((segment) => {
          const item = bySegment.get(segment);
          return item && rowOf(unmarshall(item));
        });
        const state = subjects.get(subject);
        const others = rows.flatMap((row) =>
          typeof row === 'object' && row.keyId !== state?.keyId ? [row.keyId] : [],
        );
        const goneKeys = new Set<string>();
        for (const key of new Set(others)) if (!(await keys.has(key))) goneKeys.add(key);
        const judged = judgeSlice(request, { rows, goneKeys, grant, ...(state && { subject: state }) }, now, rules);
        const trims = state?.trims && { trims: state.trims };
        if (judged.rows.length === 0) {
          await needOpen(chain);
          return { rows: [], left: judged.left, ...trims };
        }
        const prepared = await ledger.prepare(sliceFacts(request, { rows: judged.rows, grant }, now), {
          open: true,
          chain,
        });
        const asSeen = [
          isAsSeen(tables.subjects, subject, state!.keyId, state!.trims),
          ...judged.rows.map((row) => rowAsSeen(tables.index, row, now, false)),
        ];
        const volume = volumeCounted(tables.ledger, request, judged.rows.length);
        const attempt = volume && { volume, goesOn: counted.goesOn };
        const { slice } = request;
        const notes = slice === undefined ? undefined : sliceNotes(ddb, tables, sliceName(request, judged.rows));
        const entered = async () => {
          const before = await notes!.find();
          if (!before) return AGAIN;
          const still = [chainStaysOpen(tables.ledger, before.chain), grantIsLive(tables.grants, request, now)];
          const result = await transact(ddb, [...still, ...asSeen]);
          if (!result.done && result.failed.includes(0)) await needOpen(before.chain);
          return result.done ? before : AGAIN;
        };
        const noted = { counted: attempt, ...(notes && { note: notes.put(prepared.receipt, now), entered }) };
        const receipt = await begin(request, now, prepared, asSeen, noted);
        counted.goesOn = attempt?.goesOn ?? counted.goesOn;
        return receipt === AGAIN ? AGAIN : { receipt, rows: judged.rows, left: judged.left, ...trims };
      });
    },

    beginFetch: (request) =>
      untilDone<BegunFetch>(async () => {
        const people = [...new Set(request.parts.map(({ subject }) => subject))];
        if (people.length > MOST_PEOPLE) throw new RangeError(`parts of at most ${MOST_PEOPLE} people a fetch`);
        const now = clock.now();
        const chain = ledger.pick('export');
        const [, subjects] = await Promise.all([needGrant(request, now), seenSubjects(ddb, tables.subjects, people)]);
        const judged = request.parts.map((part) => ({ part, refusal: judgePart(part, subjects.get(part.subject)) }));
        const open = judged.flatMap(({ part, refusal }) => (refusal ? [] : [part]));
        const closed = judged.flatMap(({ part, refusal }) => (refusal ? [{ part: part.part, refusal }] : []));
        const names = open.map(({ part }) => part);
        if (open.length === 0) {
          await needOpen(chain);
          return { open: names, closed };
        }
        const prepared = await ledger.prepare(fetchFacts(request, names, now), { open: true, chain });
        const asSeen = new Map(open.map(({ subject, keyId, trims }) => [subject, { keyId, trims }]));
        const receipt = await begin(
          request,
          now,
          prepared,
          [...asSeen].map(([subject, { keyId, trims }]) => isAsSeen(tables.subjects, subject, keyId, trims)),
        );
        return receipt === AGAIN ? AGAIN : { receipt, open: names, closed };
      }),

    ...awsConfirmedParts({ ddb, table: tables.subjects }),

    beginExport: (order, asked) =>
      untilDone(async () => {
        const now = clock.now();
        const chain = ledger.pick('export');
        await needGrant(order, now);
        const facts = exportFacts(order, now, { detail: { step: 'begin', ...asked } });
        return begin(order, now, await ledger.prepare(facts, { open: true, chain }));
      }),
  };
}

/** What asks nothing but the rows of subjects. Needs `BatchGetItem` on them. */
export const awsConfirmedParts = ({
  ddb,
  table,
}: {
  ddb: DynamoDBClient;
  table: string;
}): Pick<SliceReading, 'confirmParts'> => ({
  async confirmParts(parts) {
    const people = [...new Set(parts.map(({ subject }) => subject))];
    const subjects = await seenSubjects(ddb, table, people);
    return parts.filter((part) => !judgePart(part, subjects.get(part.subject))).map(({ part }) => part);
  },
});

/** What a slice has beside its entry. */
interface Noted {
  counted?: { volume: Counted; goesOn: boolean } | undefined;
  /** Fails where the reading was entered before. */
  note?: TransactWriteItem;
  /** Then it is made once more, without an entry. */
  entered?: () => Promise<EntryReceipt | typeof AGAIN>;
}

/** Longer than the making of any export, s. */
const NOTED = 30 * 86_400;

/** Which entry a slice has, beside the export that it is of: noted in the transaction of the entry. */
function sliceNotes(ddb: DynamoDBClient, { exports: table }: AwsReadingOptions['tables'], name: string) {
  if (table === undefined) throw new TypeError('slices of data sets have a table');
  const key = { export: S('slices'), item: S(name) };
  return {
    put: ({ chain, seq, hash }: EntryReceipt, now: number): TransactWriteItem => ({
      Put: {
        TableName: table,
        Item: {
          ...{ ...key, chain: S(chain), seq: N(seq), hash: S(hash) },
          expiresSeconds: N(Math.ceil(now / 1000) + NOTED),
        },
        ConditionExpression: 'attribute_not_exists(#export)',
        ExpressionAttributeNames: { '#export': 'export' },
      },
    }),
    async find(): Promise<EntryReceipt | undefined> {
      const { Item } = await ddb.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }));
      return Item && receiptOf(unmarshall(Item));
    },
  };
}

const receiptOf = ({ chain, seq, hash }: Record<string, unknown>) => ({ chain, seq, hash }) as EntryReceipt;

/** Asks the gate, and moves nothing. */
const chainStaysOpen = (TableName: string, chain: string): TransactWriteItem => ({
  Update: {
    TableName,
    Key: { chain: S(chain), seq: N(0) },
    UpdateExpression: 'SET #state = :open',
    ConditionExpression: '#state = :open',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':open': S('open') },
  },
});

const volumeCounted = (table: string, { reader, purpose, volume }: ExportOrder, by: number): Counted | undefined =>
  volume && { what: 'segments', row: volumeRow(table, actor('reader', reader), purpose), limit: volume, by };

async function chainIsOpen(
  ddb: DynamoDBClient,
  table: string,
  chain: string,
  openChain: (chain: string) => Promise<boolean>,
): Promise<boolean> {
  const Key = { chain: S(chain), seq: N(0) };
  const { Item } = await ddb.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  return text(Item, 'state') === 'open' || (await openChain(chain));
}

/** Those that can be read. One whose trims cannot be is of nobody: what is theirs stays closed, and nobody else's. */
async function seenSubjects(
  ddb: DynamoDBClient,
  table: string,
  subjects: readonly string[],
): Promise<Map<string, SeenSubject>> {
  const items = await batchGet(
    ddb,
    table,
    subjects.map((subject) => ({ subject: S(subject), item: S(STATE) })),
  );
  return new Map(
    items.flatMap((item) => {
      const one = seen(item);
      return one ? [[text(item, 'subject')!, one] as const] : [];
    }),
  );
}

function seen(item: Item): SeenSubject | undefined {
  const { [TRIMS]: trims, state, keyId } = unmarshall(item);
  if (trims === undefined) return { state, keyId };
  const read = trimsOf(trims);
  return read && { state, keyId, trims: read };
}

/** A subject who lives, under this key, with these trims: in the same instant as the entry. */
const isAsSeen = (TableName: string, subject: string, keyId: string, trims: Trims | undefined): TransactWriteItem => ({
  ConditionCheck: {
    TableName,
    Key: { subject: S(subject), item: S(STATE) },
    ConditionExpression: `#keyId = :keyId AND #state = :live AND ${
      trims ? '#trims = :trims' : 'attribute_not_exists(#trims)'
    }`,
    ExpressionAttributeNames: { '#keyId': 'keyId', '#state': 'state', '#trims': TRIMS },
    ExpressionAttributeValues: {
      ':keyId': S(keyId),
      ':live': S('live'),
      ...(trims && { ':trims': S(trimsText(trims)) }),
    },
  },
});
