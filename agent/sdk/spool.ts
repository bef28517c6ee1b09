import type { ToldEpoch } from '../../wire/lease.ts';

/**
 * Where sealed frames wait until Kinesis has acknowledged them. Two kinds: on disk (`createDiskSpool`), and in memory for load tests
 * (`createMemorySpool`). Never holds a clear event. Frames are numbered 1, 2, 3 ... under the epoch of a start of the agent; no number comes
 * from what an earlier start left behind, so that a folder that was lost, copied or restored is only that.
 */

/** Names a frame: the start of the agent that sealed it, and its number in that. Epoch 0 is of agents that numbered a device's whole life. */
export interface FrameId {
  epoch: number;
  number: number;
}

export interface SealedFrame extends FrameId {
  /** Partition key. */
  subject: string;
  data: Uint8Array;
}

export interface Spool {
  /**
   * Gives the next number of an epoch to `seal`, and keeps what it returns. When it resolves, the number is used up and the frame
   * survives a crash.
   */
  add(epoch: number, subject: string, seal: (number: number) => Uint8Array): Promise<SealedFrame>;
  /** What waits, ascending by epoch and number. */
  pending(): readonly FrameId[];
  /**
   * Undefined: it is not as it was written, and is forgotten. Its number is told as if it had been sent, so that the program shows it as missing: to leave it
   * out would hold up the count of all that come after it.
   */
  read(id: FrameId): Promise<SealedFrame | undefined>;
  /** Kinesis has these: they are forgotten here. */
  acknowledge(ids: readonly FrameId[]): Promise<void>;
  /** What to tell: of each epoch the highest n such that frames 1 .. n were acknowledged. */
  told(): readonly ToldEpoch[];
  /** It was told: what is over of it need not be told again. @param current the epoch that goes on */
  wasTold(told: readonly ToldEpoch[], current: number): Promise<void>;
  /** Whose frames are kept here: of one program, stage and person alone. @throws SpoolError it is another's */
  belongTo(owner: string, subject: string): Promise<void>;
  /** Bytes that wait. */
  bytes(): number;
  close(): Promise<void>;
}

export const nameOf = ({ epoch, number }: FrameId): string => `${epoch}/${number}`;
export const inOrder = (a: FrameId, b: FrameId): number => a.epoch - b.epoch || a.number - b.number;

/** Which numbers of an epoch were acknowledged. */
export interface Progress {
  /** Frames 1 .. acked were acknowledged. */
  acked: number;
  /** Acknowledged above `acked`, ascending. */
  ahead: number[];
}

/** `progress` after Kinesis acknowledged `numbers`, in any order, some perhaps again. */
export function advance(progress: Progress, numbers: readonly number[]): Progress {
  const above = new Set([...progress.ahead, ...numbers]);
  let { acked } = progress;
  while (above.delete(acked + 1)) acked++;
  const ahead = [...above].filter((number) => number > acked).sort((a, b) => a - b);
  return { acked, ahead };
}

/** What epochs have come to, and which number is next: in memory alone. */
export class EpochProgress {
  readonly #epochs: Map<number, Progress>;
  readonly #high = new Map<number, number>();

  constructor(epochs: Iterable<[number, Progress]> = []) {
    this.#epochs = new Map(epochs);
  }

  /** The next number of an epoch of this run. */
  next(epoch: number): number {
    return (this.#high.get(epoch) ?? 0) + 1;
  }

  used(epoch: number, number: number): void {
    this.#high.set(epoch, number);
    if (!this.#epochs.has(epoch)) this.#epochs.set(epoch, { acked: 0, ahead: [] });
  }

  acknowledged(ids: readonly FrameId[]): void {
    for (const [epoch, some] of Map.groupBy(ids, (id) => id.epoch)) {
      const before = this.#epochs.get(epoch) ?? { acked: 0, ahead: [] };
      this.#epochs.set(
        epoch,
        advance(
          before,
          some.map(({ number }) => number),
        ),
      );
    }
  }

  has({ epoch, number }: FrameId): boolean {
    const progress = this.#epochs.get(epoch);
    return progress !== undefined && (number <= progress.acked || progress.ahead.includes(number));
  }

  told(): ToldEpoch[] {
    return [...this.#epochs].map(([epoch, { acked }]) => ({ epoch, acked })).sort((a, b) => a.epoch - b.epoch);
  }

  /** @returns whether something was forgotten */
  forget(told: readonly ToldEpoch[], keep: (epoch: number) => boolean): boolean {
    let forgot = false;
    for (const { epoch, acked } of told) {
      if (keep(epoch) || this.#epochs.get(epoch)?.acked !== acked) continue;
      forgot = this.#epochs.delete(epoch) || forgot;
    }
    return forgot;
  }

  entries(): [number, Progress][] {
    return [...this.#epochs];
  }
}

/**
 * Keeps frames in memory: for load tests and embedders that keep their own.
 *
 * @example
 * // For a program that is there for a moment: what could not be sent is gone with it.
 * const agent = createAgent({ device, api, sink: createKinesisSink(), spool: createMemorySpool() });
 */
export function createMemorySpool(): Spool {
  const progress = new EpochProgress();
  const frames = new Map<string, SealedFrame>();
  let bytes = 0;
  return {
    async add(epoch, subject, seal) {
      const number = progress.next(epoch);
      const frame = { epoch, number, subject, data: seal(number) };
      progress.used(epoch, number);
      frames.set(nameOf(frame), frame);
      bytes += frame.data.length;
      return frame;
    },
    // Numbers are added in ascending order, and a Map keeps it.
    pending: () => [...frames.values()].map(({ epoch, number }) => ({ epoch, number })),
    async read(id) {
      const frame = frames.get(nameOf(id));
      if (!frame) throw new RangeError(`frame ${nameOf(id)} is not in the spool`);
      return frame;
    },
    async acknowledge(ids) {
      progress.acknowledged(ids);
      for (const id of ids) {
        bytes -= frames.get(nameOf(id))?.data.length ?? 0;
        frames.delete(nameOf(id));
      }
    },
    told: () => progress.told(),
    async wasTold(told, current) {
      const waiting = new Set([...frames.values()].map(({ epoch }) => epoch));
      progress.forget(told, (epoch) => epoch === current || waiting.has(epoch));
    },
    async belongTo() {},
    bytes: () => bytes,
    async close() {},
  };
}
