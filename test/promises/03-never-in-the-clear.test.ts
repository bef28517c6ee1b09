/**
 * Promise 3. "Raw content is never at rest in the clear. Agents seal frames; only the redactor opens them, in memory. What
 * the stream, the failure destination, logs, traces, metrics, workflow history and event bus hold is sealed or
 * content-free."
 *
 * Mechanism: a frame is sealed under the lease's key before it touches disk or network (agent/sdk/agent.ts,
 * wire/frame.ts); segments are AWS Encryption SDK messages (core/vault/segment.ts); errors of ours are content-free by
 * contract, and of others only their name is logged (functions/shared/observability.ts, functions/redactor/answer.ts).
 *
 * Here: a marker goes through every kind that holds text, through the spool on disk, the stream, the index, the vault, the
 * ledger, an incident and what a failing redactor throws; then all of that is searched for it, in every encoding.
 *
 * Missing in this form: the failure destination, traces, workflow history, bus and the text of a report are searched in
 * the deployed stacks only (test/e2e), since in memory there is no such thing, or it is not sealed.
 *
 * Fails when a frame is sent as it is, when an index row keeps a line, or when messages of foreign errors are logged.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDiskSpool } from '../../agent/sdk/disk-spool.ts';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import type { BatchResult } from '../../core/intake/pipeline.ts';
import { tipsOf } from '../../core/ledger/ledger.ts';
import { answerTo } from '../../functions/redactor/answer.ts';
import { describeError, logger } from '../../functions/shared/observability.ts';
import type { Redactor } from '../../redaction/redactor.ts';
import type { Event } from '../../wire/event.ts';
import { holds } from '../fixtures/needles.ts';
import { createProgram, IVAN, type Program } from '../fixtures/program.ts';
import { ndjson } from '../fixtures/world.ts';

/** Words that no detector takes for anything, so that they are stored, and could be found. */
const MARKER = 'the marmalade drifts over quiet lanterns';
/** What single keys would leave. */
const KEY_LINE = '"kind":"key","time"';

const disclosure = parseDisclosure(
  readFileSync(new URL('../../programs/model-capability/disclosure.yaml', import.meta.url), 'utf8'),
);
const events = (time: number): Event[] => [
  { kind: 'prompt', time, app: 'assistant', text: `please explain why ${MARKER}`, author: 'self' },
  { kind: 'message', time, app: 'element', text: MARKER, author: 'self', channel: 'chat' },
  { kind: 'text', time, app: 'mousepad', inputType: 'insertFromPaste', data: MARKER },
  // Undisclosed, in a field, a kind and an application.
  { kind: 'window', time, app: 'mousepad', type: 'focus', title: MARKER },
  { kind: 'transcript', time, app: 'assistant', text: MARKER, author: 'self' },
  { kind: 'text', time, app: 'browser', inputType: 'insertText', data: MARKER },
  ...[...MARKER].map((key): Event => ({ kind: 'key', time, app: 'mousepad', type: 'keydown', key })),
];

let folder: string;
const said: Buffer[] = [];
const { write } = process.stdout;
const { write: errors } = process.stderr;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-promise-3-'));
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = ((chunk: string | Uint8Array) => said.push(Buffer.from(chunk as Uint8Array)) > 0) as typeof write;
  }
});
afterAll(() => {
  [process.stdout.write, process.stderr.write] = [write, errors];
  rmSync(folder, { recursive: true });
});

const files = (below: string): string[] =>
  readdirSync(below).flatMap((name) => {
    const path = join(below, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
const json = (value: unknown) =>
  JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one instanceof Map ? [...one] : one));

/** All that is at rest, and its names. */
async function* atRest({
  world,
  index,
  stream,
  ledger,
  parts,
  entries,
}: Program): AsyncGenerator<[string, Uint8Array | string]> {
  for (const { data, ...record } of stream)
    yield* [
      ['stream', data],
      ['stream', json(record)],
    ] as [string, string][];
  for (const [name, { body, ...row }] of index) {
    yield ['index', json([name, row])];
    yield ['index', 'message' in body ? body.message : body.head];
  }
  for (const [name, body] of world.vault.objects)
    yield* [
      ['vault', body],
      ['vault', name],
    ] as [string, string][];
  yield ['lanes', json(world.tables.lanes)];
  yield ['subjects', json(world.tables.subjects)];
  yield ['ledger', json([await entries(), await tipsOf(ledger)])];
  for (const name of await (
    parts.evidence as ReturnType<typeof import('../../core/ledger/evidence.memory.ts').memoryEvidence>
  ).names()) {
    yield* [
      ['evidence', await parts.evidence.get(name)],
      ['evidence', name],
    ] as [string, string][];
  }
  yield ['incidents', json(await parts.store.list())];
  yield ['workflow', json(parts.workflow)];
}

/** Where it is found. */
async function found(places: AsyncIterable<[string, Uint8Array | string]>): Promise<string[]> {
  const where = new Set<string>();
  let searched = 0;
  for await (const [place, bytes] of places) {
    searched++;
    if (holds(bytes, MARKER) || holds(bytes, KEY_LINE)) where.add(place);
  }
  expect(searched).toBeGreaterThan(3);
  return [...where];
}

test('the search finds what is encoded and compressed', () => {
  const forms = [MARKER, Buffer.from(MARKER, 'utf16le'), `x${Buffer.from(`ab${MARKER}`).toString('base64')}`];
  for (const form of [
    ...forms,
    Buffer.from(MARKER).toString('hex'),
    Buffer.from(`a${MARKER}c`).toString('base64url'),
  ]) {
    expect(holds(form, MARKER)).toBe(true);
    const packed = Buffer.concat([Buffer.from('head'), zstdCompressSync(gzipSync(form))]);
    expect(holds(packed, MARKER)).toBe(true);
  }
  expect(holds(MARKER.toUpperCase(), MARKER)).toBe(false);
});

test('a marker in every text is found in the opened segment, and nowhere at rest', async () => {
  const program = createProgram({ disclosure });
  // A network that is away at first, so that frames lie in the spool on disk.
  let away = true;
  const sink = program.sink(() => (away ? 'away' : 'taken'));
  const spool = await createDiskSpool({ folder, device: 'anna-device' });
  const agent = await program.join('anna', { sink, spool });
  for (let frame = 0; frame < 20; frame++) {
    for (const event of events(program.time.now)) agent.capture(event);
    await agent.flush();
  }
  // One segment that is too large for its row.
  for (let at = 1; at < 1500; at++) {
    agent.capture({
      kind: 'click',
      time: program.time.now,
      app: 'mousepad',
      x: (at * 7919) % 10_007,
      y: (at * 104_729) % 9973,
      button: 0,
    });
  }
  agent.capture(events(program.time.now)[0]!);
  await agent.flush();
  expect(agent.pending).toBe(21);
  const onDisk = files(folder).flatMap((path): [string, Uint8Array | string][] => [
    ['spool', readFileSync(path)],
    ['spool', path],
  ]);
  expect(onDisk.length).toBeGreaterThan(42);

  away = false;
  await program.runTimers();
  await agent.flush();
  expect(agent.acked).toBe(21);
  await program.deliver(undefined, 0, 3);
  await program.deliver();
  program.time.now += disclosure.coolOffHours * 3_600_000;
  await program.give(IVAN.sub, 'quality-review', 4);
  const [row] = [...program.index.values()];
  const { lines } = await program.read(row!, { purpose: 'quality-review' });
  const { incident } = await program.report();
  await program.workflow(incident.incident);
  await agent.stop();

  // The positive: segments hold it, where the disclosure has it.
  expect(holds(lines, MARKER)).toBe(true);
  const stored = await program.events();
  for (const kind of ['prompt', 'message', 'text']) {
    expect(
      stored.filter((event) => event.kind === kind && holds(JSON.stringify(event), MARKER)).length,
    ).toBeGreaterThan(10);
  }
  expect(program.world.vault.objects.size).toBeGreaterThan(0);

  expect(
    await found(
      (async function* () {
        yield* onDisk;
        yield* atRest(program);
      })(),
    ),
  ).toEqual([]);
});

test('what fails says nothing of what it failed at: neither answer, nor log, nor counters', async () => {
  const program = createProgram({ disclosure });
  const agent = await program.join('anna');
  for (const event of events(program.time.now)) agent.capture(event);
  await agent.flush();
  const quoting = (): never => {
    throw new TypeError(`Unexpected token in "${MARKER}"`, { cause: new Error(MARKER) });
  };
  const { world } = program;
  const lease = await world.lease('anna', 'other-device');
  program.stream.push(world.record(world.frame(lease, 1, Buffer.from(`{"kind":"prompt","text":"${MARKER}"`)), 'anna'));
  program.stream.push(world.record(ndjson([{ kind: 'prompt', text: MARKER }]), 'anna'));
  const clear = program.stream.pop()!;

  const results: BatchResult[] = [];
  const redactor = { redactFrames: quoting, find: quoting, redactText: quoting } as unknown as Redactor;
  results.push(await world.pipeline({ redactor }).process({ shard: world.shard, records: program.stream }));
  results.push(await world.pipeline().process({ shard: world.shard, records: [clear] }));
  const vault = { ...world.vault, put: quoting };
  const leases = { open: quoting };
  const last = world.record(world.frame(lease, 2, [events(0)[0]!]), 'anna');
  results.push(await world.pipeline({ vault, leases }).process({ shard: world.shard, records: [last] }));

  expect(results.map(({ failedFrames }) => failedFrames)).toEqual([1, 0, 0]);
  expect(results.at(-1)!.failedFrom).toBe(last.sequence);
  said.length = 0;
  const answers = results.map((result) => {
    const { counters, faults, failedFrom, error } = result;
    // As functions/redactor/handler.ts does.
    if (failedFrom === undefined) logger.warn('committed', { counters, faults });
    else logger.error('not committed', { failedFrom, counters, faults, why: describeError(error) });
    try {
      return answerTo(result, failedFrom ?? '');
    } catch (thrown) {
      return [String(thrown), (thrown as Error).stack, String((thrown as Error).cause)];
    }
  });
  // Whatever else is thrown inside a function: a foreign error whose message quotes.
  logger.error('failed', { why: describeError(new TypeError(MARKER, { cause: new Error(MARKER) })) });
  expect(Buffer.concat(said).toString()).toContain('not committed');
  expect(holds(Buffer.concat(said), MARKER)).toBe(false);
  expect(holds(JSON.stringify(answers), MARKER)).toBe(false);
  expect(await found(withoutStream(program))).toEqual([]);
});

/** The clear record was put by hand: that the stream holds it is the sender's doing. */
async function* withoutStream(program: Program) {
  for await (const place of atRest(program)) if (place[0] !== 'stream') yield place;
}
