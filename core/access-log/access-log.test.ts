import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { sha256 } from '../shared/canonical-json.ts';
import { accessLogContract, CONTRACT_RECORDS, CONTRACT_START } from './access-log.contract.ts';
import { filesAccessLog } from './access-log.files.ts';
import { memoryAccessLog } from './access-log.memory.ts';
import type { Coverage } from './access-log.ts';
import { readRecord } from './cloudtrail.ts';
import { coverOf, gapsOf } from './coverage.ts';
import { allOf, record } from './records.fixture.ts';
import type { TrailFile } from './trail-file.ts';

const MINUTE = 60_000;
const file = (name: string, content: string | Uint8Array): TrailFile => ({
  name,
  async *bytes() {
    const all = Buffer.from(content);
    for (let at = 0; at < all.length; at += 1_000) yield all.subarray(at, at + 1_000);
  },
});
const lines = (records: readonly unknown[]) => records.map((one) => `${JSON.stringify(one)}\n`).join('');
const whole = (records: readonly unknown[]) => JSON.stringify({ Records: records });

accessLogContract('in memory', () =>
  memoryAccessLog(
    CONTRACT_RECORDS.map((one) => readRecord(one)!),
    [{ source: 's3', from: 0, to: CONTRACT_START * 2, certain: true }],
  ),
);
accessLogContract('a record a line', () => filesAccessLog([file('trail.ndjson', lines(CONTRACT_RECORDS))]));
accessLogContract('files of CloudTrail, packed', () =>
  filesAccessLog([
    file('a.json.gz', gzipSync(whole(CONTRACT_RECORDS.slice(0, 3)))),
    file('b.json', whole(CONTRACT_RECORDS.slice(3))),
  ]),
);

/** A record a minute, so that nothing is silent. */
const minute = (at: number, more: Record<string, unknown> = {}) =>
  record(
    's3',
    'GetObject',
    { bucketName: 'b', key: `${at}` },
    {
      eventTime: new Date(CONTRACT_START + at * MINUTE).toISOString(),
      ...more,
    },
  );
const minutes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => minute(from + at));
const coverage = (...files: TrailFile[]) => filesAccessLog(files).coverage({ from: 0, to: 0 });
const gaps = (of: Coverage, from: number, to: number) =>
  gapsOf(of, 's3', { from: CONTRACT_START + from * MINUTE, to: CONTRACT_START + to * MINUTE }).map((gap) => [
    (gap.from - CONTRACT_START) / MINUTE,
    (gap.to - CONTRACT_START) / MINUTE,
  ]);

test('what lies between the first and the last record is covered, and not for certain', async () => {
  const of = await coverage(file('t', lines(minutes(0, 30))));
  const window = { from: CONTRACT_START, to: CONTRACT_START + 30 * MINUTE };

  expect(gaps(of, 0, 30)).toEqual([]);
  expect(gaps(of, 0, 31)).toEqual([[30 + 1 / MINUTE, 31]]);
  expect([coverOf(of, 's3', window), coverOf(of, 'kms', window)]).toEqual(['concluded', 'none']);
});

test('it is certain where who runs the trail says what it logs, for those resources', async () => {
  const log = filesAccessLog([file('t', lines(minutes(0, 30)))], {
    logs: [{ source: 's3', resources: ['arn:aws:s3:::b/*'] }],
  });
  const of = await log.coverage({ from: 0, to: 0 });
  const window = { from: CONTRACT_START, to: CONTRACT_START + 30 * MINUTE };

  expect(coverOf(of, 's3', window, 'arn:aws:s3:::b')).toBe('certain');
  expect(coverOf(of, 's3', window, 'arn:aws:s3:::other')).toBe('none');
});

test('a line that is no record is told, and the time around it is a gap', async () => {
  const text = [...minutes(0, 9), 'x', ...minutes(10, 20)]
    .map((one) => (one === 'x' ? '{"eventID":\n' : lines([one])))
    .join('');

  const of = await coverage(file('t', text));

  expect(of.problems).toEqual([{ problem: 'malformed', of: 't', at: 11 }]);
  expect(gaps(of, 0, 20)).toEqual([[9, 10]]);
  expect(of.records).toBe(21);
});

test.each([
  ['a record a line', (records: unknown[]) => lines(records).slice(0, -40)],
  ['one object', (records: unknown[]) => whole(records).slice(0, -40)],
  ['packed', (records: unknown[]) => gzipSync(whole(records)).subarray(0, -40)],
  ['packed lines', (records: unknown[]) => gzipSync(lines(records)).subarray(0, -40)],
])('a file that ends in the middle gives what it has, and is told: %s', async (_, make) => {
  const of = await coverage(file('t', make(minutes(0, 20))));

  expect(of.problems).toEqual([expect.objectContaining({ problem: 'cut-short', of: 't' })]);
  expect(of.records).toBeGreaterThan(5);
  expect(of.records).toBeLessThan(21);
  expect(of.gaps.map(({ source }) => source)).toContain('s3');
});

test('a packed file of which nothing can be read says so, for the time in its name', async () => {
  const name = '111122223333_CloudTrail_us-west-2_20260903T2215Z_x.json.gz';

  const of = await coverage(file('t', lines(minutes(0, 60))), file(name, gzipSync('{}').subarray(0, 8)));

  expect(of.problems.map(({ problem, of: which }) => [problem, which])).toContainEqual(['cut-short', name]);
  expect(gaps(of, 0, 60)).toEqual([[0, 16]]);
});

test('a clock that goes back is told, and the time that it went back over is a gap', async () => {
  const of = await coverage(file('t', lines([...minutes(0, 50), minute(20), minute(21), ...minutes(51, 60)])));

  expect(of.problems).toEqual([{ problem: 'clock', of: 't', at: 52, count: 2 }]);
  expect(gaps(of, 0, 60)).toEqual([[20, 50]]);
});

test('what is in no order within the time of delivery is no clock that goes back', async () => {
  expect((await coverage(file('t', lines(minutes(0, 12).reverse())))).problems).toEqual([]);
});

test('a log that is silent for longer than a program is says so', async () => {
  const of = await coverage(file('t', lines([...minutes(0, 10), ...minutes(100, 110)])));

  expect(of.problems.map(({ problem }) => problem)).toEqual(['silent']);
  expect(gaps(of, 0, 110)).toEqual([[11, 100 - 1 / MINUTE]]);
});

test('a trail that is stopped leaves a gap until it is started again', async () => {
  const call = (name: string, at: number) =>
    record('cloudtrail', name, { name: 't' }, { eventTime: new Date(CONTRACT_START + at * MINUTE).toISOString() });

  const of = await coverage(
    file('t', lines([...minutes(0, 10), call('StopLogging', 11), call('StartLogging', 20), ...minutes(21, 30)])),
  );

  expect(of.problems.map(({ problem }) => problem)).toEqual(['stopped']);
  expect(gaps(of, 0, 30)).toEqual([[11, 20]]);
});

test('the same record again is counted, and not given again', async () => {
  const log = filesAccessLog([file('a', lines(minutes(0, 5))), file('b', lines([]))]);
  const twice = minutes(0, 5);
  const again = filesAccessLog([file('a', lines(twice)), file('b', lines(twice))]);

  expect((await log.coverage({ from: 0, to: 0 })).repeated).toBe(0);
  expect(await again.coverage({ from: 0, to: 0 })).toMatchObject({ records: 6, repeated: 6 });
  expect(await allOf(again.query({ from: 0, to: Number.MAX_SAFE_INTEGER }))).toHaveLength(6);
});

test('a file that cannot be opened is told', async () => {
  const of = await coverage(file('t', lines(minutes(0, 5))), {
    name: 'gone',
    // biome-ignore lint/correctness/useYield: it fails before it gives anything
    async *bytes() {
      throw Object.assign(new Error('x'), { code: 'ENOENT' });
    },
  });

  expect(of.problems).toEqual([{ problem: 'unreadable', of: 'gone', detail: 'ENOENT' }]);
  expect(gaps(of, 0, 5)).toEqual([[0, 5]]);
});

const digest = (from: number, to: number, files: [string, string][], previous?: string) =>
  JSON.stringify({
    awsAccountId: '111122223333',
    digestStartTime: new Date(CONTRACT_START + from * MINUTE).toISOString(),
    digestEndTime: new Date(CONTRACT_START + to * MINUTE).toISOString(),
    previousDigestS3Object: previous ?? null,
    logFiles: files.map(([name, text]) => ({
      s3Object: `AWSLogs/1/${name}`,
      hashValue: sha256(text),
      hashAlgorithm: 'SHA-256',
    })),
  });

test('digests say what is whole: hours in which nothing was called, too', async () => {
  const text = whole(minutes(10, 20));

  const of = await coverage(
    file('AWSLogs/1/one.json.gz', gzipSync(text)),
    file('d1.json.gz', gzipSync(digest(0, 60, [['one.json.gz', text]]))),
    file('d2.json.gz', gzipSync(digest(60, 240, [], 'x/d1.json.gz'))),
  );

  expect(of.problems).toEqual([]);
  expect(gaps(of, 0, 240)).toEqual([]);
});

test.each([
  ['missing-file', [] as string[]],
  ['altered-file', ['{"Records":[]}']],
])('a digest whose file is %s covers nothing', async (problem, contents) => {
  const of = await coverage(
    file('two.json', whole(minutes(61, 119))),
    ...contents.map((text) => file('one.json', text)),
    file('d1.json', digest(0, 60, [['one.json.gz', whole(minutes(0, 60))]])),
    file('d2.json', digest(60, 120, [['two.json.gz', whole(minutes(61, 119))]], 'd1.json.gz')),
  );

  expect(of.problems.map((one) => one.problem)).toContain(problem);
  expect(gaps(of, 0, 120)[0]![0]).toBe(0);
});

test.each([
  ['missing-file', [] as string[]],
  ['altered-file', ['{"Records":[]}']],
])('a %s is a gap, whatever the digest of another Region says of the same hour', async (problem, contents) => {
  const of = await coverage(
    file('eu.json', whole(minutes(0, 60))),
    ...contents.map((text) => file('us.json', text)),
    file('eu-digest.json', digest(0, 60, [['eu.json.gz', whole(minutes(0, 60))]])),
    file('us-digest.json', digest(0, 60, [['us.json.gz', whole(minutes(2, 50))]])),
  );

  expect(of.problems.map((one) => one.problem)).toContain(problem);
  expect(gaps(of, 0, 60)).toEqual([[0, 60]]);
});

const named = (kind: 'CloudTrail' | 'CloudTrail-Digest', region: string, at: string) =>
  `111122223333_${kind}_${region}_${kind === 'CloudTrail' ? '' : `trail_${region}_`}${at}_x.json`;

test.each<[string, (string | undefined)[], string[] | undefined, number[][]]>([
  ['each has its digest', ['us-west-2', 'eu-central-1'], undefined, []],
  ['a Region with files and without any digest', ['us-west-2', undefined], undefined, [[0, 60]]],
  ['a Region of what is looked for, without anything', ['us-west-2', 'eu-central-1'], ['us-east-1'], [[0, 60]]],
])('digests of Regions: %s', async (_, digests, regions, lost) => {
  const files = ['us-west-2', 'eu-central-1'].map(
    (region) => [named('CloudTrail', region, '20260903T2230Z'), whole(minutes(0, 60))] as const,
  );

  const of = await filesAccessLog(
    [
      ...files.map(([name, text]) => file(name, text)),
      ...digests.flatMap((region, at) =>
        region === undefined
          ? []
          : [
              file(
                named('CloudTrail-Digest', region, '20260903T2300Z'),
                digest(0, 60, [[files[at]![0], files[at]![1]]]),
              ),
            ],
      ),
    ],
    { ...(regions && { regions }) },
  ).coverage({ from: CONTRACT_START, to: CONTRACT_START + 60 * MINUTE });

  expect(gaps(of, 0, 60)).toEqual(lost);
  expect(of.problems.map(({ problem }) => problem)).toEqual(lost.length > 0 ? ['no-digest'] : []);
});

test('what a trail selects anew may leave out management events', async () => {
  const eventTime = new Date(CONTRACT_START + 20 * MINUTE).toISOString();
  const stop = record('cloudtrail', 'PutEventSelectors', { trailName: 't' }, { eventTime, eventID: 'stop' });
  const window = { from: CONTRACT_START, to: CONTRACT_START + 40 * MINUTE };

  const all = whole([...minutes(0, 19), stop, ...minutes(21, 40)]);
  const of = await filesAccessLog([file('t', all)], { logs: [{ source: 'management' }] }).coverage(window);

  expect(gapsOf(of, 'management', window).map(({ from }) => (from - CONTRACT_START) / MINUTE)).toEqual([20]);
});

test('a digest that is missed by the next one is told, and its hour is a gap', async () => {
  const of = await coverage(
    file('one.json', whole(minutes(0, 10))),
    file('d0.json', digest(0, 60, [])),
    file('d2.json', digest(120, 180, [], 'd1.json.gz')),
  );

  expect(of.problems.map(({ problem, of: which }) => [problem, which])).toEqual([['missing-digest', 'd1.json.gz']]);
  expect(gaps(of, 0, 180)).toEqual([[60 + 1 / MINUTE, 120 - 1 / MINUTE]]);
});
