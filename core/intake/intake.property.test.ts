import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { failingAt } from '../../test/fixtures/redactors.ts';
import { click, createWorld, type Lease, type World } from '../../test/fixtures/world.ts';
import type { Counters } from '../books/counters.ts';
import { account, unseen } from '../books/replay-window.ts';
import { pause } from '../gate/pause.ts';
import { createLeaseOpener } from '../lease/lease.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import type { StreamRecord } from './intake.ts';

/**
 * Promises 2, 5 and 6 under everything at once: random traffic from agents that obey and agents that do not, records
 * delivered again, functions that die between any two calls, two functions at the same batch, answers that are lost,
 * conflicts; while gates close and open, subjects withdraw, consent again and are erased. The model beside it knows what
 * was sent, and looks at the stores at the moment of each write; it knows nothing of chunks or conditions.
 */

/** mulberry32: small, seeded, good enough to make traffic. */
function randomFrom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (limit: number) => Math.floor(next() * limit),
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!,
    chance: (share: number) => next() < share,
  };
}
type Random = ReturnType<typeof randomFrom>;

interface Sent {
  subject: string;
  device: string;
  number: number;
  serial: string;
  epoch: number;
  good: number;
  undisclosed: number;
}

/** What stood in the stores when a row was written. */
interface Written {
  row: IndexRow;
  state: string;
  serial: string;
  laneOpen: boolean;
  laneEpoch: number | undefined;
  /** Highest epoch that a pause has returned with by then. */
  closed: number;
}

class Observed extends Map<string, IndexRow> {
  observe: (row: IndexRow) => void = () => {};
  override set(key: string, row: IndexRow) {
    this.observe?.(row);
    return super.set(key, row);
  }
}

interface Scenario {
  seed: number;
  rounds: number;
  /** Per port call: dies. */
  deaths: number;
  /** Per commit: conflicts, or its answer is lost. */
  faults: number;
  /** Per port call: somebody does something. */
  changes: number;
  /** In one transaction: batches are cut into several. */
  subjects: number;
}

/** Redaction itself has tests of its own: here it takes nothing away, and no time. */
const redactor = failingAt(() => false);
const SUBJECTS = ['anna', 'bert', 'carl'];
const DEVICES = ['one', 'two'];

async function play({ seed, rounds, deaths, faults, changes, subjects }: Scenario) {
  const random = randomFrom(seed);
  const world = createWorld();
  const index = new Observed();
  world.tables.index = index;
  const written: Written[] = [];
  let closed = 0;
  index.observe = (row) => {
    const { state, serial } = world.tables.subjects.get(row.subject)!;
    const lane = world.tables.lanes.get(row.lane)!;
    written.push({ row, state, serial, laneOpen: lane.state === 'open', laneEpoch: lane.epoch, closed });
  };

  let serials = 0;
  let incidents = 0;
  const serial = () => `S${String(++serials).padStart(25, '0')}`;
  for (const subject of SUBJECTS) {
    await world.enrol(subject);
    world.change(subject, { serial: serial() });
  }

  const change = async () => {
    const subject = random.pick(SUBJECTS);
    const row = world.tables.subjects.get(subject)!;
    const gate = await world.gate.read();
    switch (random.below(8)) {
      case 6:
      case 7:
        // A row that cannot be read for a while: its subject waits, and the others go on without the checkpoint.
        if (!world.damagedRows.delete(subject)) world.damagedRows.add(subject);
        return;
      case 0:
        if (row.state === 'live') world.change(subject, { state: 'withdrawn' });
        return;
      case 1:
      case 2:
        if (row.state !== 'erased') world.change(subject, { state: 'live', serial: serial() });
        return;
      case 3:
        if (row.state === 'erased') {
          world.change(subject, { state: 'live', serial: serial(), keyId: await world.keyRing.create(subject) });
        } else if (random.chance(0.3)) {
          world.change(subject, { state: 'erased' });
          world.keys.delete(row.keyId);
        }
        return;
      case 4: {
        const { gates } = await pause({ collection: world.gate }, `incident ${++incidents}`, world.clock);
        closed = Math.max(closed, gates[0]!.epoch);
        return;
      }
      default:
        if (gate.holds[0]) await world.gate.release(gate.holds[0], gate.epoch, world.time.now).catch(() => {});
    }
  };

  /** The ports of one function instance, which dies when its fuse is through. */
  const instance = () => {
    let dead = false;
    const step = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      if (random.chance(changes)) await change();
      if (random.chance(deaths)) dead = true;
      if (dead) throw new Error('the process died');
    };
    const mortal = <Port extends object>(port: Port): Port =>
      Object.fromEntries(
        Object.entries(port).map(([name, value]) => [
          name,
          typeof value !== 'function'
            ? value
            : async (...args: unknown[]) => {
                await step();
                const answer = await value.apply(port, args);
                await step();
                return answer;
              },
        ]),
      ) as Port;
    const intake = world.intake((chunk) => {
      if (!random.chance(faults)) return undefined;
      const some = chunk.subjects.filter(() => random.chance(0.5)).map(({ subject }) => subject);
      return random.pick(['unknown-lost', 'unknown-written', { conflict: some }] as const);
    });
    return world.pipeline({
      intake: mortal(intake),
      gate: mortal({ addLane: world.gate.addLane, openLane: world.gate.openLane }),
      vault: mortal({ put: world.vault.put, get: world.vault.get }),
      keyRing: mortal({ open: memoryKeyRing({ keys: world.keys }).open }),
      leases: mortal(createLeaseOpener({ keys: world.leaseKeys, program: world.disclosure.program })),
      random: random.next,
      redactor,
      subjects,
    });
  };

  const stream: StreamRecord[] = [];
  const sent = new Map<number, Sent>();
  const strays = new Set<string>();
  const agents = createAgents(world, random, stream, sent, strays);
  let position = 0;

  const deliver = async (pipeline: ReturnType<typeof instance>, from: number, size: number) => {
    const records = stream.slice(from, from + size);
    if (records.length === 0) return from;
    const { failedFrom } = await pipeline.process({ shard: world.shard, records });
    return failedFrom === undefined
      ? from + records.length
      : stream.findIndex(({ sequence }) => sequence === failedFrom);
  };

  for (let round = 0; round < rounds; round++) {
    await agents.send();
    // Lambda gives at least what was not reported as done, and sometimes more.
    const from = Math.max(0, position - (random.chance(0.3) ? random.below(6) : 0));
    const size = random.chance(0.2) ? 1 : 1 + random.below(20);
    const deliveries = [deliver(instance(), from, size)];
    // A function that was thought dead goes on, with a batch of its own length.
    if (random.chance(0.5)) deliveries.push(deliver(instance(), Math.max(0, from - 2), 1 + random.below(20)));
    const [reached] = await Promise.all(deliveries);
    position = Math.max(position, reached!);
  }

  // Everything works again, and nobody changes anything.
  [deaths, faults, changes] = [0, 0, 0];
  world.damagedRows.clear();
  while (position < stream.length) position = await deliver(instance(), position, 25);
  return { world, written, sent, strays, stream, counters: world.counters() };
}

function createAgents(
  world: World,
  random: Random,
  stream: StreamRecord[],
  sent: Map<number, Sent>,
  strays: Set<string>,
) {
  const leases = new Map<string, Lease>();
  const numbers = new Map<string, number>();
  let id = 0;
  const renew = async (subject: string, device: string) => {
    const { state } = await world.gate.read();
    const row = world.tables.subjects.get(subject)!;
    // Refused: an obedient agent would stop. These go on under the old lease.
    if (state === 'open' && row.state === 'live')
      leases.set(`${subject} ${device}`, await world.lease(subject, device));
  };
  const one = async (subject: string, device: string) => {
    const name = `${subject} ${device}`;
    if (!leases.has(name) || random.chance(0.4)) await renew(subject, device);
    const lease = leases.get(name);
    if (!lease) return;
    // Mostly the next number; at times one is lost on the way, or many are.
    const number = (numbers.get(name) ?? 0) + 1 + (random.chance(0.1) ? random.below(90) : 0);
    numbers.set(name, number);
    const [good, undisclosed] = [1 + random.below(3), random.below(2)];
    const events = [
      ...Array.from({ length: good }, () => click(++id * 1000)),
      ...Array.from({ length: undisclosed }, () => click(0, 'browser')),
    ];
    for (let event = id - good + 1; event <= id; event++) {
      sent.set(event * 1000, { ...lease.claims, number, good, undisclosed });
    }
    const frame = world.frame(lease, number, events);
    stream.push(world.record(frame, subject));
    if (random.chance(0.2)) stream.push(world.record(frame, subject));
    const stray = random.chance(0.1) && random.pick(['noise', 'misrouted']);
    if (!stray) return;
    const other = SUBJECTS[(SUBJECTS.indexOf(subject) + 1) % SUBJECTS.length]!;
    const record = stray === 'noise' ? world.record(Buffer.from('noise'), subject) : world.record(frame, other);
    stream.push(record);
    strays.add(`${record.partitionKey} ${Buffer.from(record.data).toString('base64')}`);
  };
  return {
    async send() {
      const before = stream.length;
      for (let frames = 1 + random.below(14); frames > 0; frames--)
        await one(random.pick(SUBJECTS), random.pick(DEVICES));
      // Some overtake others.
      if (random.chance(0.3) && stream.length > before + 4) {
        const [a, b] = [stream.length - 1, stream.length - 1 - random.below(3)];
        const [first, second] = [stream[a]!, stream[b]!];
        stream[a] = { ...second, sequence: first.sequence };
        stream[b] = { ...first, sequence: second.sequence };
      }
    },
  };
}

const total = (counters: Counters, name: string) =>
  Object.entries(counters).reduce((sum, [key, by]) => (key.startsWith(name) ? sum + by : sum), 0);

const scenario: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.integer(),
  rounds: fc.integer({ min: 1, max: 10 }),
  deaths: fc.constantFrom(0, 0.01, 0.05),
  faults: fc.constantFrom(0, 0.2, 0.6),
  changes: fc.constantFrom(0, 0.02, 0.1),
  subjects: fc.integer({ min: 1, max: 3 }),
});

describe('intake under everything at once', () => {
  test('each event once, the books balance, a closed gate admits nothing, consent holds', async () => {
    let [stored, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        const { world, written, sent, strays, stream, counters } = await play(given);
        const lane = world.tables.lanes.get(world.shard.lane);

        // Every record is decided; what was committed and came again once more counts as repeated.
        if (stream.length > 0) expect(BigInt(lane!.checkpoint!)).toBe(BigInt(stream.at(-1)!.sequence));
        expect(total(counters, 'admitted') + total(counters, 'refused:')).toBeGreaterThanOrEqual(stream.length);
        // What no window can count is counted once. One that was never opened (poison) may be of either kind.
        const isStray = ({ partitionKey, data }: StreamRecord) =>
          strays.has(`${partitionKey} ${Buffer.from(data).toString('base64')}`);
        const poison = counters['refused:poison'] ?? 0;
        const [unreadable, expected] = [counters.unreadable ?? 0, stream.filter(isStray).length];
        expect(unreadable).toBeGreaterThanOrEqual(expected);
        expect(unreadable).toBeLessThanOrEqual(expected + poison);
        // Nothing was passed over: each number that came is accounted for.
        if (poison === 0) {
          for (const { subject, device, number } of sent.values()) {
            const window = world.tables.subjects.get(subject)!.windows.get(device);
            expect([subject, device, number, account(window, number).verdict]).toContain('repeated');
          }
        }

        // What was written: under consent and an open gate, at the moment of writing.
        const seen = new Set<number>();
        const frames = new Map<string, Sent & { events: number }>();
        for (const { row, ...then } of written) {
          expect(then.state).toBe('live');
          expect(then.laneOpen).toBe(true);
          if (!world.keys.has(row.keyId)) continue; // Erased since: nobody can open it.
          for (const event of await world.open(row)) {
            const x = Number(event.x);
            expect(seen.has(x)).toBe(false);
            seen.add(x);
            const frame = sent.get(x)!;
            expect(frame.serial).toBe(then.serial);
            expect(frame.epoch).toBe(then.laneEpoch);
            expect(frame.epoch).toBeGreaterThanOrEqual(then.closed);
            const name = `${frame.subject} ${frame.device} ${frame.number}`;
            frames.set(name, { ...frame, events: (frames.get(name)?.events ?? 0) + 1 });
          }
        }
        // A frame is stored whole or not at all.
        for (const frame of frames.values()) expect(frame.events).toBe(frame.good);

        // Events: stored and dropped are those of admitted frames.
        expect(written.reduce((sum, { row }) => sum + row.events, 0)).toBe(counters.stored ?? 0);
        expect(written.length).toBe(counters.segments ?? 0);
        if (written.every(({ row }) => world.keys.has(row.keyId))) {
          expect(frames.size).toBe(counters.admitted ?? 0);
          expect([...frames.values()].reduce((sum, { good }) => sum + good, 0)).toBe(counters.stored ?? 0);
          const undisclosed = [...frames.values()].reduce((sum, frame) => sum + frame.undisclosed, 0);
          expect(counters['dropped:application'] ?? 0).toBe(undisclosed);
        }

        // Frames: every number up to each device's highest is admitted, refused once, missing, or may still come.
        let numbers = 0;
        for (const { windows } of world.tables.subjects.values()) {
          for (const window of windows.values()) numbers += window.high - unseen(window);
        }
        const once = total(counters, 'refused:') - (counters['refused:repeated'] ?? 0) - (counters.unreadable ?? 0);
        expect((counters.admitted ?? 0) + once + (counters.missing ?? 0)).toBe(numbers);

        stored += counters.stored ?? 0;
        refused += once;
      }),
      { numRuns: 40 },
    );
    // The scenarios do both.
    expect(stored).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });
});
