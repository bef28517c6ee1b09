import * as fc from 'fast-check';
import type { AccessRecord, Outcome, Principal, Touched } from '../access-log/access-log.ts';
import { sourceOfAction } from '../access-log/cloudtrail.ts';
import { link } from '../ledger/entry.ts';
import type { Entry, LinkedFacts } from '../ledger/ledger.ts';
import { READ } from './explain.ts';
import { type Scope, type StoredRow, scopeSchema } from './scope.ts';

/*
 * Plays a program: reads through the reader, and what others do past it. It writes down what it did wrong on purpose; what is found must be that
 * list, and nothing else.
 */

const ACCOUNT = '111122223333';
const ROLE = (name: string) => `arn:aws:iam::${ACCOUNT}:role/p-${name}`;
const TABLE = (name: string) => `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/p-${name}`;

export const SCOPE: Scope = scopeSchema.parse({
  program: 'p',
  roles: Object.fromEntries(['reader', 'redactor', 'control', 'investigate', 'agent'].map((one) => [one, ROLE(one)])),
  functions: Object.fromEntries(
    ['reader', 'redactor', 'control', 'investigate'].map((one) => [
      one,
      `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:p-${one}`,
    ]),
  ),
  tables: Object.fromEntries(['Index', 'Keys', 'Ledger', 'Subjects'].map((one) => [one, TABLE(one)])),
  keys: {
    'subject-keys': `arn:aws:kms:eu-central-1:${ACCOUNT}:key/sk`,
    vault: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/v`,
  },
  buckets: { vault: 'arn:aws:s3:::p-vault' },
  stream: `arn:aws:kinesis:eu-central-1:${ACCOUNT}:stream/p`,
  deployers: [`arn:aws:iam::${ACCOUNT}:role/cdk-*`],
});

const session = (role: string, name = role.slice(role.lastIndexOf('/') + 1)): Principal => ({
  kind: 'role',
  name: `arn:aws:sts::${ACCOUNT}:assumed-role/${role.slice(role.lastIndexOf('/') + 1)}/${name}`,
  role,
  account: ACCOUNT,
});
const READER = session(ROLE('reader'));

/** Segments: of each the subject, and whether its body is an object. */
export const ROWS: StoredRow[] = Array.from({ length: 12 }, (_, at) => ({
  subject: `s${at % 4}`,
  segment: `g${at}`,
  keyId: `k${at % 4}`,
  ...(at % 3 === 0 && { object: `o/${at}` }),
}));

export const START = Date.UTC(2026, 8, 3, 8);
/** Apart far enough that no read explains another's calls. */
const STEP = 4 * READ;

export type Act =
  | { act: 'read'; row: number; keyInMemory: boolean; fetches: number; skew: number; drop: number }
  | { act: 'refused'; row: number }
  | { act: 'unlogged'; row: number; keyInMemory: boolean }
  | { act: 'forged'; row: number }
  | { act: 'erased-entry'; row: number }
  | { act: 'store' | 'enrol' | 'list' | 'deploy' | 'service' }
  | { act: 'foreign'; what: number; row: number; who: number; outcome: Outcome; times: number }
  | { act: 'code'; who: number; outcome: Outcome }
  | { act: 'assume'; who: number; outcome: Outcome }
  | { act: 'stolen'; row: number }
  | { act: 'wrong-work'; row: number };

const row = fc.nat(ROWS.length - 1);
const outcome = fc.constantFrom<Outcome>('done', 'denied', 'failed');
const who = fc.nat(2);
export const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        act: fc.constant('read' as const),
        row,
        keyInMemory: fc.boolean(),
        fetches: fc.integer({ min: 1, max: 4 }),
        skew: fc.integer({ min: -4, max: 4 }),
        drop: fc.nat(7),
      }),
    },
    fc.record({ act: fc.constant('refused' as const), row }),
    fc.record({ act: fc.constant('unlogged' as const), row, keyInMemory: fc.boolean() }),
    fc.record({ act: fc.constant('forged' as const), row }),
    fc.record({ act: fc.constant('erased-entry' as const), row }),
    fc.record({
      act: fc.constantFrom('store' as const, 'enrol' as const, 'list' as const, 'deploy' as const, 'service' as const),
    }),
    {
      weight: 4,
      arbitrary: fc.record({
        act: fc.constant('foreign' as const),
        what: fc.nat(7),
        row,
        who,
        outcome,
        times: fc.integer({ min: 1, max: 3 }),
      }),
    },
    fc.record({ act: fc.constant('code' as const), who, outcome }),
    fc.record({ act: fc.constant('assume' as const), who, outcome }),
    fc.record({ act: fc.constant('stolen' as const), row }),
    fc.record({ act: fc.constant('wrong-work' as const), row }),
  ),
  { maxLength: 30 },
);

/** What is to be found: kind, who, what and whose. */
export interface Truth {
  finding: string;
  at: number;
  by?: string | undefined;
  outcome?: Outcome | undefined;
  actions: string[];
  subjects: string[];
  segments: string[];
  certainty: string;
}

export interface Played {
  records: AccessRecord[];
  entries: Entry[];
  truth: Truth[];
  window: { from: number; to: number };
}

const STRANGERS: Principal[] = [
  session(ROLE('x').replace('p-x', 'analyst'), '<b>bob</b>'),
  { kind: 'user', name: `arn:aws:iam::${ACCOUNT}:user/eve`, account: ACCOUNT },
  { kind: 'anonymous', name: 'ANONYMOUS_PRINCIPAL' },
  session(ROLE('x').replace('p-x', 'analyst'), 'carol'),
];

export function play(list: readonly Act[]): Played {
  const records: AccessRecord[] = [];
  const entries: Entry[] = [];
  const truth: Truth[] = [];
  let [tip, ids] = [{ chain: 'c0', length: 0, hash: '0'.repeat(64) }, 0];

  const call = (at: number, by: Principal, action: string, touched: Touched[], more: Partial<AccessRecord> = {}) => {
    const record: AccessRecord = {
      ...{ id: `e${++ids}`, at: Math.floor(at / 1000) * 1000, source: sourceOfAction(action), action, by },
      ...{ account: ACCOUNT, region: 'eu-central-1', outcome: 'done', touched, ...more },
    };
    records.push(record);
    return record;
  };
  const append = (facts: Omit<LinkedFacts, 'at'> & { at: number }, keep = true): Entry => {
    const linked = link(tip, facts);
    tip = linked.tip;
    if (keep) entries.push(linked.entry);
    return linked.entry;
  };
  const itemOf = ({ subject, segment }: StoredRow) => ({ arn: TABLE('Index'), item: { subject, segment } });
  const fetch = (at: number, of: StoredRow) => call(at, READER, 'dynamodb:GetItem', [itemOf(of)]);
  const commit = (at: number, of: StoredRow, { chain, seq }: { chain: string; seq: number }) =>
    call(at, READER, 'dynamodb:TransactWriteItems', [
      { arn: TABLE('Ledger'), operation: 'Update', item: { chain, seq: '0' } },
      { arn: TABLE('Ledger'), operation: 'Put', item: { chain, seq: String(seq) } },
      { ...itemOf(of), operation: 'ConditionCheck' },
    ]);
  const open = (at: number, of: StoredRow, keyInMemory: boolean): AccessRecord[] => [
    ...(keyInMemory
      ? []
      : [
          call(at, READER, 'dynamodb:GetItem', [{ arn: TABLE('Keys'), item: { keyId: of.keyId } }]),
          call(at, READER, 'kms:Decrypt', [{ arn: SCOPE.keys['subject-keys']! }], {
            context: { program: 'p', key: of.keyId },
          }),
        ]),
    ...(of.object === undefined
      ? []
      : [call(at, READER, 's3:GetObject', [{ arn: `arn:aws:s3:::p-vault/${of.object}` }])]),
  ];
  const found = (finding: string, at: number, of: Partial<Truth>) =>
    truth.push({
      finding,
      at: Math.floor(at / 1000) * 1000,
      actions: [],
      subjects: [],
      segments: [],
      certainty: 'proven',
      ...of,
    });

  list.forEach((one, index) => {
    const at = START + STEP * (index + 1);
    const of = ROWS['row' in one ? one.row : 0]!;
    const whose = { subjects: [of.subject], segments: [of.segment] };
    switch (one.act) {
      case 'read': {
        const entry = append({
          at: at + one.skew * 1000,
          kind: 'read',
          actor: 'reader:ada',
          subject: of.subject,
          segment: of.segment,
        });
        const before = records.length;
        for (let times = 0; times < one.fetches; times++) fetch(at - 300, of);
        commit(at, of, entry);
        open(at + 400, of, one.keyInMemory);
        // Any one record may be lost on its way; not all of a read.
        if (one.drop < 3 && records.length - before > 1)
          records.splice(before + (one.drop % (records.length - before)), 1);
        break;
      }
      case 'refused':
        fetch(at, of);
        append({
          at,
          kind: 'read-refused',
          actor: 'reader:ada',
          subject: of.subject,
          segment: of.segment,
          detail: { refusal: 'cool-off' },
        });
        break;
      case 'unlogged': {
        fetch(at, of);
        const opened = open(at + 300, of, one.keyInMemory);
        found('read-without-entry', at, {
          ...{
            by: READER.name,
            outcome: 'done',
            certainty: opened.some(({ action }) => action !== 'dynamodb:GetItem') ? 'proven' : 'likely',
          },
          ...{ actions: [...new Set(['dynamodb:GetItem', ...opened.map(({ action }) => action)])].sort(), ...whose },
        });
        break;
      }
      case 'forged':
        append({ at, kind: 'read', actor: 'reader:nobody', subject: of.subject, segment: of.segment });
        found('entry-without-read', at, whose);
        break;
      case 'erased-entry': {
        const { chain, seq } = append(
          { at, kind: 'read', actor: 'reader:ada', subject: of.subject, segment: of.segment },
          false,
        );
        commit(at, of, { chain, seq });
        found('read-without-entry', at, {
          by: READER.name,
          outcome: 'done',
          actions: ['dynamodb:TransactWriteItems'],
          ...whose,
        });
        break;
      }
      case 'store':
        call(at, session(ROLE('redactor')), 'dynamodb:TransactWriteItems', [{ ...itemOf(of), operation: 'Put' }]);
        call(at, session(ROLE('redactor')), 'kms:Decrypt', [{ arn: SCOPE.keys['subject-keys']! }], {
          context: { key: of.keyId },
        });
        call(at, session(ROLE('redactor')), 's3:PutObject', [{ arn: 'arn:aws:s3:::p-vault/new' }]);
        break;
      case 'enrol':
        call(at, session(ROLE('control')), 'dynamodb:PutItem', [{ arn: TABLE('Keys'), item: { keyId: 'new' } }]);
        call(at, session(ROLE('control')), 'sts:AssumeRole', [{ arn: ROLE('agent') }]);
        break;
      case 'list':
        append({ at, kind: 'listing', actor: 'reader:ada' });
        call(at, READER, 'dynamodb:Query', [{ arn: TABLE('Index'), index: 'byDay' }]);
        call(at, session(ROLE('investigate')), 'dynamodb:Query', [{ arn: TABLE('Index'), index: 'byDay' }]);
        break;
      case 'deploy':
        call(at, session(ROLE('x').replace('p-x', 'cdk-exec'), 'AWSCloudFormation'), 'lambda:UpdateFunctionCode', [
          { arn: SCOPE.functions.reader! },
        ]);
        break;
      case 'service':
        call(at, { kind: 'service', name: 'lambda.amazonaws.com' }, 'sts:AssumeRole', [{ arn: ROLE('reader') }]);
        call(at, STRANGERS[1]!, 's3:GetObject', [{ arn: 'arn:aws:s3:::other/x' }]);
        break;
      case 'foreign': {
        const by = STRANGERS[one.who]!;
        const [finding, action, touched, more, seen] = foreign(one.what, of);
        // The same call again within one finding: each at its own time.
        for (let times = 0; times < one.times; times++)
          call(at + times * 2_000, by, action, [touched], { ...more, outcome: one.outcome });
        found(finding, at, { by: by.name, outcome: one.outcome, actions: [action], ...seen });
        break;
      }
      case 'code':
        call(at, STRANGERS[one.who]!, 'lambda:UpdateFunctionCode', [{ arn: SCOPE.functions.reader! }], {
          outcome: one.outcome,
        });
        found('changed', at, {
          by: STRANGERS[one.who]!.name,
          outcome: one.outcome,
          actions: ['lambda:UpdateFunctionCode'],
        });
        break;
      case 'assume':
        call(at, STRANGERS[one.who]!, 'sts:AssumeRole', [{ arn: ROLE('reader') }], { outcome: one.outcome });
        found('taken', at, { by: STRANGERS[one.who]!.name, outcome: one.outcome, actions: ['sts:AssumeRole'] });
        break;
      case 'stolen': {
        // The reader's role, and not its function.
        const by = session(ROLE('reader'), 'laptop');
        call(at, by, 'dynamodb:GetItem', [itemOf(of)]);
        found('around', at, { by: by.name, outcome: 'done', actions: ['dynamodb:GetItem'], ...whose });
        break;
      }
      case 'wrong-work': {
        const by = session(ROLE('control'));
        call(at, by, 'dynamodb:GetItem', [itemOf(of)]);
        found('around', at, { by: by.name, outcome: 'done', actions: ['dynamodb:GetItem'], ...whose });
        break;
      }
    }
  });
  const window = { from: START, to: START + STEP * (list.length + 2) };
  return { records, entries, truth: merged(truth), window };
}

/** The same by the same, on the same, with the same end is one finding, from its first time on. */
function merged(truth: readonly Truth[]): Truth[] {
  const each = new Map<string, Truth>();
  for (const one of truth) {
    const { at, ...same } = one;
    const once = one.finding === 'read-without-entry' || one.finding === 'entry-without-read';
    const name = JSON.stringify(once ? one : same);
    if (!each.has(name)) each.set(name, one);
  }
  return [...each.values()];
}

function foreign(
  what: number,
  { subject, segment, keyId, object = 'o/0' }: StoredRow,
): [string, string, Touched, Partial<AccessRecord>, Partial<Truth>] {
  const index = TABLE('Index');
  const item = { subject, segment };
  const whose = { subjects: [subject], segments: [segment] };
  const body = ROWS.find((one) => one.object === object)!;
  switch (what) {
    case 0:
      return ['around', 'dynamodb:GetItem', { arn: index, item }, {}, whose];
    case 1:
      return ['around', 'dynamodb:BatchExecuteStatement', { arn: index, item, operation: 'Get' }, {}, whose];
    case 2:
      return [
        'around',
        'kms:Decrypt',
        { arn: SCOPE.keys['subject-keys']! },
        { context: { program: 'p', key: keyId } },
        { subjects: [subject] },
      ];
    case 3:
      return [
        'around',
        's3:GetObject',
        { arn: `arn:aws:s3:::p-vault/${object}` },
        {},
        { subjects: [body.subject], segments: [body.segment] },
      ];
    case 4:
      return ['around', 'kinesis:GetRecords', { arn: SCOPE.stream! }, {}, {}];
    case 5:
      return ['copied', 'dynamodb:ExportTableToPointInTime', { arn: index }, {}, {}];
    case 6:
      return ['written', 'dynamodb:DeleteItem', { arn: index, item }, {}, whose];
    default:
      return ['around', 'dynamodb:Scan', { arn: index }, {}, {}];
  }
}
