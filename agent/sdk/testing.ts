import { randomBytes } from 'node:crypto';
import { EVENT_FIELDS, type Event } from '../../wire/event.ts';
import { openFrame, readFrame } from '../../wire/frame.ts';
import type { LeaseGrant, LeaseRequest, Run } from '../../wire/lease.ts';
import { parseLines } from '../../wire/lines.ts';
import type { AgentClock } from './clock.ts';
import type { ControlApi } from './control-api.ts';
import type { FrameSink, FrameToPut, PutOutcome } from './frame-sink.ts';

/** Doubles of the agent's ports, for tests: a clock turned by hand, a control plane and a stream that do as they are told. */

/** When a `ManualClock` begins, ms. */
export const MANUAL_START = 1_764_028_800_000;

export class ManualClock implements AgentClock {
  #now = MANUAL_START;
  #elapsed = 0;
  #timers: { at: number; run: () => void }[] = [];

  now = () => this.#now;
  elapsed = () => this.#elapsed;
  after = (ms: number, run: () => void) => {
    const timer = { at: this.#elapsed + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** ms until each timer. */
  get due(): number[] {
    return this.#timers.map((timer) => timer.at - this.#elapsed).sort((a, b) => a - b);
  }

  /** Passes `ms`, running each timer at its time, and lets what it started settle. */
  async pass(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#move(Math.max(0, next.at - this.#elapsed));
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.run();
      await settled();
    }
    this.#move(end - this.#elapsed);
    await settled();
  }

  /** The machine sleeps: the calendar goes on, the stopwatch and the timers do not. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  #move(ms: number): void {
    this.#now += ms;
    this.#elapsed += ms;
  }
}

/** Lets promises and immediate I/O callbacks run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export class FakeControl implements ControlApi {
  readonly requests: LeaseRequest[] = [];
  readonly grants: LeaseGrant[] = [];
  /** What the next calls do: a grant's changes, or an error to throw. The last one stays. */
  answers: (Partial<LeaseGrant> | Error)[] = [{}];
  readonly #clock: AgentClock;
  readonly #length: number;

  /** @param length of its leases, ms */
  constructor(clock: AgentClock, length = 60_000) {
    this.#clock = clock;
    this.#length = length;
  }

  /** Of the device: as the control plane keeps it. */
  readonly #device: Run = { epoch: 0, turn: 0 };

  #runOf(run: NonNullable<LeaseRequest['run']>): Run {
    const device = this.#device;
    if (run === 'new' || run.epoch !== device.epoch || run.turn !== device.turn) device.epoch++;
    device.turn++;
    return { ...device };
  }

  async lease(request: LeaseRequest): Promise<LeaseGrant> {
    this.requests.push(request);
    const answer = this.answers.length > 1 ? this.answers.shift()! : this.answers[0]!;
    if (answer instanceof Error) throw answer;
    const now = this.#clock.now() + 50_000;
    const grant: LeaseGrant = {
      lease: `lease-${this.grants.length + 1}`,
      frameKey: randomBytes(32).toString('base64url'),
      subject: 'subject-a',
      issued: now,
      // The server's calendar is a little ahead of the device's.
      expires: now + this.#length,
      deliverUntil: now + 86_400_000,
      now,
      filter: {
        program: 'test',
        disclosure: '1.0',
        kinds: { ...EVENT_FIELDS },
        applications: { editor: { keys: 'content' } },
      },
      flush: { seconds: 30, bytes: 262_144, spoolBytes: 10_000_000, eventsPerMinute: 6000 },
      stream: { name: 'stream', region: 'eu-central-1' },
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: '', expiration: now + 900_000 },
      ...(request.run !== undefined && { run: this.#runOf(request.run) }),
      ...answer,
    };
    this.grants.push(grant);
    return grant;
  }
}

export class FakeSink implements FrameSink {
  readonly puts: number[][] = [];
  readonly frames: FrameToPut[] = [];
  /** Outcome of a frame, by number. */
  outcome: (number: number) => PutOutcome = () => 'acknowledged';
  grant: LeaseGrant | undefined;
  closed = false;

  use(grant: LeaseGrant): void {
    this.grant = grant;
  }

  async put(frames: readonly FrameToPut[]): Promise<PutOutcome[]> {
    this.puts.push(frames.map((frame) => frame.number));
    const outcomes = frames.map((frame) => this.outcome(frame.number));
    this.frames.push(...frames.filter((_, at) => outcomes[at] === 'acknowledged'));
    return outcomes;
  }

  close(): void {
    this.closed = true;
  }
}

/** Opens an acknowledged frame with the key of the lease that it names. */
export function eventsOf(frame: Pick<FrameToPut, 'data'>, grants: readonly LeaseGrant[]): Event[] {
  const header = readFrame(frame.data);
  const grant = grants.find((one) => one.lease === header.lease);
  if (!grant) throw new Error(`no grant has the lease ${header.lease}`);
  return parseLines(openFrame(frame.data, header, Buffer.from(grant.frameKey, 'base64url'))) as unknown as Event[];
}
