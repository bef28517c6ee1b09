import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Checkpoints } from './ports.ts';

interface ShardState {
  sequenceNumber?: string;
  finished?: true;
}
type State = Record<string, { since: number; shards: Record<string, ShardState> }>;

/** Checkpoints in a file, replaced as a whole after each batch: a crash repeats a batch at most, and loses none. */
export class FileCheckpoints implements Checkpoints {
  readonly #file: string;
  #state: State;

  constructor(file: string) {
    this.#file = file;
    try {
      this.#state = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      this.#state = {};
    }
  }

  since(mappingId: string, now: number): number {
    if (this.#state[mappingId] === undefined) {
      this.#state[mappingId] = { since: now, shards: {} };
      this.#write();
    }
    return this.#state[mappingId].since;
  }

  position(mappingId: string, shardId: string): string | undefined {
    return this.#state[mappingId]?.shards[shardId]?.sequenceNumber;
  }

  isFinished(mappingId: string, shardId: string): boolean {
    return this.#state[mappingId]?.shards[shardId]?.finished ?? false;
  }

  advance(mappingId: string, shardId: string, sequenceNumber: string): void {
    this.#shard(mappingId, shardId).sequenceNumber = sequenceNumber;
    this.#write();
  }

  finish(mappingId: string, shardId: string): void {
    this.#shard(mappingId, shardId).finished = true;
    this.#write();
  }

  keep(mappingIds: ReadonlySet<string>): void {
    const gone = Object.keys(this.#state).filter((id) => !mappingIds.has(id));
    if (gone.length === 0) return;
    for (const id of gone) delete this.#state[id];
    this.#write();
  }

  #shard(mappingId: string, shardId: string): ShardState {
    const mapping = this.#state[mappingId];
    if (mapping === undefined) throw new Error(`mapping ${mappingId} was never seen`);
    mapping.shards[shardId] ??= {};
    return mapping.shards[shardId];
  }

  #write(): void {
    writeFileSync(`${this.#file}.next`, JSON.stringify(this.#state));
    renameSync(`${this.#file}.next`, this.#file);
  }
}
