/** What was counted on a run, of the whole run. */
export interface Counts {
  events: number;
  frames: number;
  transactions: number;
  indexRows: number;
  /** Mean. */
  indexRowBytes: number;
  laneUpdates: number;
  subjectUpdates: number;
  /** Strongly consistent, of at most 4 KB each. */
  reads: number;
  s3Puts: number;
  kmsCalls: number;
  /** Bodies in S3. */
  storedBytes: number;
  /** Of all frames, as they stand in the stream. */
  sealedBytes: number;
  /** @default one a frame */
  leases?: number;
  /** Of all calls. @default all, as X-Ray does where there are few */
  traced?: number;
  /** Of one renewal. */
  leaseReads: number;
  leaseWrites: number;
}

/** USD a unit; `tools/bench/prices.json`. */
export interface Prices {
  asOf: string;
  dynamodbWriteUnit: number;
  dynamodbReadUnit: number;
  dynamodbGbMonth: number;
  s3Put: number;
  s3GbMonth: number;
  kmsCall: number;
  kinesisGbIn: number;
  kinesisGbOut: number;
  kinesisGbMonthAfterDay1: number;
  lambdaGbSecond: number;
  lambdaRequest: number;
  httpApiRequest: number;
  /** Taken in. */
  logsGb: number;
  iotConnectionMinute: number;
  iotMessage: number;
  trace: number;
}

export interface Line {
  /** Per million events. */
  count: number;
  usd: number;
}

const GB = 1e9;
/** Events a second and core of the redactor (docs/performance.md); three times that with waiting; GB of memory. */
const [EVENTS_PER_SECOND, WAITING, REDACTOR_GB] = [134_000, 3, 1.73];
/** Measured: seconds and GB of a lease in the function, bytes of its log. */
export const [LEASE_SECONDS, CONTROL_GB, LEASE_LOG] = [0.05, 0.5, 1_400];
const [MONTHS_KEPT, DAYS_IN_STREAM] = [6, 6];

/** The formula of docs/cost.md, line by line. A transactional write is two units a KB; the entry by day is one more. */
export function priceOf(counts: Counts, prices: Prices): { lines: Record<string, Line>; usdPerMillionEvents: number } {
  const scale = 1e6 / counts.events;
  const kb = Math.ceil(counts.indexRowBytes / 1024);
  const writes = counts.indexRows * (2 * kb + 1) + 2 * counts.subjectUpdates + 2 * counts.laneUpdates;
  const gb = counts.sealedBytes / GB;
  const leases = counts.leases ?? counts.frames;
  const leaseUsd =
    prices.httpApiRequest +
    prices.lambdaRequest +
    LEASE_SECONDS * CONTROL_GB * prices.lambdaGbSecond +
    counts.leaseReads * prices.dynamodbReadUnit +
    counts.leaseWrites * prices.dynamodbWriteUnit;
  const traces = (leases + counts.transactions) * (counts.traced ?? 1);
  const redactorGbSeconds = (counts.events / EVENTS_PER_SECOND) * WAITING * REDACTOR_GB;
  const storage =
    (counts.storedBytes / GB) * prices.s3GbMonth * MONTHS_KEPT +
    ((counts.indexRows * counts.indexRowBytes) / GB) * prices.dynamodbGbMonth * MONTHS_KEPT;
  const line = (count: number, usd: number): Line => ({ count: count * scale, usd: usd * scale });
  const lines = {
    'DynamoDB writes': line(writes, writes * prices.dynamodbWriteUnit),
    'DynamoDB reads': line(counts.reads, counts.reads * prices.dynamodbReadUnit),
    'S3 PUT': line(counts.s3Puts, counts.s3Puts * prices.s3Put),
    KMS: line(counts.kmsCalls, counts.kmsCalls * prices.kmsCall),
    'Kinesis in, out': line(counts.sealedBytes, gb * (prices.kinesisGbIn + prices.kinesisGbOut)),
    'Kinesis, kept': line(counts.sealedBytes, gb * (DAYS_IN_STREAM / 30) * prices.kinesisGbMonthAfterDay1),
    Redactor: line(redactorGbSeconds, redactorGbSeconds * prices.lambdaGbSecond),
    Leases: line(leases, leases * leaseUsd),
    'Logs of leases': line(leases * LEASE_LOG, ((leases * LEASE_LOG) / GB) * prices.logsGb),
    // Every lease and every invocation of the redactor, at most.
    Traces: line(traces, traces * prices.trace),
    Storage: line(counts.storedBytes, storage),
  };
  return { lines, usdPerMillionEvents: Object.values(lines).reduce((total, { usd }) => total + usd, 0) };
}
