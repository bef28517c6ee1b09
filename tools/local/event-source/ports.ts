import type { Invocation } from './outcome.ts';
import type { StreamRecord } from './record.ts';
import type { Shard } from './shards.ts';

/** Where reading a shard begins. */
export type Position =
  | { at: 'TRIM_HORIZON' }
  | { at: 'AFTER'; sequenceNumber: string }
  | { at: 'TIME'; timestamp: number };

export interface Page {
  records: StreamRecord[];
  /** Where to go on; undefined at the end of a closed shard. */
  next: string | undefined;
}

/** The stream, read as the function's role. */
export interface StreamPort {
  shards(): Promise<Shard[]>;
  iterator(shardId: string, position: Position): Promise<string>;
  /** @throws ExpiredIterator when the iterator is older than five minutes. */
  read(iterator: string, limit: number): Promise<Page>;
}

export class ExpiredIterator extends Error {
  constructor(options?: ErrorOptions) {
    super('the shard iterator has expired', options);
    this.name = 'ExpiredIterator';
  }
}

export interface FunctionPort {
  /** Invokes synchronously. Never rejects: what went wrong is an outcome. */
  invoke(payload: string): Promise<Invocation>;
}

/** The on-failure destination. */
export interface FailurePort {
  send(destinationArn: string, objectKey: string, document: object, event: object): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Returns early, without an error, when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** How far a mapping has come. */
export interface Checkpoints {
  /** When the mapping was first seen, for LATEST. */
  since(mappingId: string, now: number): number;
  position(mappingId: string, shardId: string): string | undefined;
  isFinished(mappingId: string, shardId: string): boolean;
  advance(mappingId: string, shardId: string, sequenceNumber: string): void;
  finish(mappingId: string, shardId: string): void;
  /** Forgets all mappings but these. */
  keep(mappingIds: ReadonlySet<string>): void;
}

export type Log = (message: string) => void;
