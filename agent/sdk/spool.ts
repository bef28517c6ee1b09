/**
 * Where sealed frames wait until Kinesis has acknowledged them, and where the device's frame numbers come from. Two
 * kinds: on disk (`createDiskSpool`), and in memory for load tests (`createMemorySpool`). Never holds a clear event.
 */

export interface SealedFrame {
  number: number;
  /** Partition key. */
  subject: string;
  data: Uint8Array;
}

export interface Spool {
  /**
   * Gives the next number to `seal`, and keeps what it returns. When it resolves, the number is used up and the frame
   * survives a crash: no number is ever sent with two contents.
   */
  add(subject: string, seal: (number: number) => Uint8Array): Promise<SealedFrame>;
  /** Numbers that wait, ascending. */
  pending(): readonly number[];
  read(number: number): Promise<SealedFrame>;
  /** Kinesis has these: they are forgotten here. */
  acknowledge(numbers: readonly number[]): Promise<void>;
  /** Highest n such that frames 1 .. n were acknowledged. */
  acked(): number;
  /** Bytes that wait. */
  bytes(): number;
  close(): Promise<void>;
}

/** Which numbers were given out and acknowledged. */
export interface Progress {
  /** Highest number given out. */
  high: number;
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
  return { high: progress.high, acked, ahead };
}

/** Keeps frames in memory: for load tests and embedders that keep their own. Numbers start at `first`. */
export function createMemorySpool({ first = 1 }: { first?: number } = {}): Spool {
  let progress: Progress = { high: first - 1, acked: first - 1, ahead: [] };
  const frames = new Map<number, SealedFrame>();
  let bytes = 0;
  return {
    async add(subject, seal) {
      const number = progress.high + 1;
      const frame = { number, subject, data: seal(number) };
      progress = { ...progress, high: number };
      frames.set(number, frame);
      bytes += frame.data.length;
      return frame;
    },
    // Numbers are added in ascending order, and a Map keeps it.
    pending: () => [...frames.keys()],
    async read(number) {
      const frame = frames.get(number);
      if (!frame) throw new RangeError(`frame ${number} is not in the spool`);
      return frame;
    },
    async acknowledge(numbers) {
      progress = advance(progress, numbers);
      for (const number of numbers) {
        bytes -= frames.get(number)?.data.length ?? 0;
        frames.delete(number);
      }
    },
    acked: () => progress.acked,
    bytes: () => bytes,
    async close() {},
  };
}
