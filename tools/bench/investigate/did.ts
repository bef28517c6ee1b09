/**
 * Who did, of so many records of a file: `node did.ts 1000000` prints what it took. `core/who-did/held.test.ts` runs it with little memory.
 */
import { filesAccessLog } from '../../../core/access-log/access-log.files.ts';
import { SOURCES } from '../../../core/access-log/access-log.ts';
import { ACCOUNT, REGION, record, table } from '../../../core/access-log/records.fixture.ts';
import type { Entry } from '../../../core/ledger/ledger.ts';
import { scopeSchema } from '../../../core/who-did/scope.ts';
import { whoDid } from '../../../core/who-did/who-did.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const START = Date.UTC(2026, 8, 3);
/** A thousand segments a day, each read for 25 s, once a minute: however many calls that are. */
const SEGMENTS = 1_000;
const blockOf = (index: number) => Math.floor((index / count) * SEGMENTS);
const at = (index: number) =>
  START + blockOf(index) * 60_000 + Math.floor((((index / count) * SEGMENTS) % 1) * 25) * 1000;
const name = (block: number) => ({ subject: `s${block % 100}`, segment: `g${block}` });

const role = (what: string) => `arn:aws:iam::${ACCOUNT}:role/p-${what}`;
const scope = scopeSchema.parse({
  roles: { reader: role('reader') },
  functions: { reader: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:p-reader` },
  tables: { Index: table('p-Index'), Keys: table('p-Keys'), Ledger: table('p-Ledger') },
  buckets: { vault: 'arn:aws:s3:::p-vault' },
});
const reader = {
  userIdentity: {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/p-reader/p-reader`,
    accountId: ACCOUNT,
    sessionContext: { sessionIssuer: { type: 'Role', arn: role('reader') } },
  },
};

/** Three in four are the reader's, each of which has an entry; the others are of fifty people who went around it. */
async function* bytes() {
  for (let index = 0; index < count; index++) {
    const more = { eventTime: new Date(at(index)).toISOString().replace('.000', ''), eventID: `event-${index}` };
    const person = { userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/u${index % 50}` } };
    const line =
      index % 4 > 0
        ? record('dynamodb', 'GetItem', { tableName: 'p-Index', key: name(blockOf(index)) }, { ...more, ...reader })
        : record('s3', 'GetObject', { bucketName: 'p-vault', key: `o${index % 200}` }, { ...more, ...person });
    yield Buffer.from(`${JSON.stringify(line)}\n`);
  }
}

function* entries(): Generator<Entry> {
  for (let block = 0; block < SEGMENTS; block++) {
    const placed = { chain: 'c', seq: block + 1, hash: '0', previous: '0' };
    yield { ...placed, kind: 'read', at: START + block * 60_000, actor: 'reader:r', ...name(block) };
  }
}

const started = process.cpuUsage();
let peak = 0;
const log = filesAccessLog([{ name: 'trail.ndjson', bytes }], {
  logs: SOURCES.map((source) => ({ source })),
  onRecords: () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  },
});
const watched = {
  coverage: log.coverage,
  async *query(asked: Parameters<typeof log.query>[0]) {
    for await (const page of log.query(asked)) {
      peak = Math.max(peak, process.memoryUsage.rss());
      yield page;
    }
  },
};
const did = await whoDid(
  { log: watched, entries: entries(), ledgerTo: START + 2 * 86_400_000, scope },
  { from: START, to: START + 86_400_000 },
);
const { user, system } = process.cpuUsage(started);
const seconds = Math.round((user + system) / 100_000) / 10;
console.log(
  JSON.stringify({
    ...{
      records: count,
      seen: did.log.records,
      reads: did.ledger?.seen,
      findings: did.findings.length,
      cpuSeconds: seconds,
    },
    peakRssMB: Math.round(peak / 2 ** 20),
  }),
);
