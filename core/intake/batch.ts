import type { Admit } from '../../wire/filter.ts';
import type { Counters } from '../books/counters.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { GateStore } from '../gate/gate.ts';
import type { LeaseOpener } from '../lease/lease.ts';
import type { IndexRow } from '../vault/index-row.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import type { Vault } from '../vault/vault.ts';
import type { Damage } from './damage.ts';
import type { Refusal } from './decide.ts';
import type { DeviceBudget } from './device-budget.ts';
import type { Unavailable } from './errors.ts';
import type { Intake } from './intake.ts';
import type { Opened, OpenedFrame } from './open.ts';
import type { RedactedEvents, Redaction } from './redact.ts';

/** What preparing asks of the world; the ports are guarded (errors.ts). */
export interface IntakePorts extends Redaction {
  intake: Pick<Intake, 'readSubjects'>;
  keyRing: Pick<KeyRing, 'open'>;
  vault: Vault;
  leases: LeaseOpener;
  gate: Pick<GateStore, 'addLane' | 'openLane'>;
  damage: Damage;
  budget: DeviceBudget;
  admit: Admit;
  disclosure: Disclosure;
  subjectsPerChunk: number;
  /** Waits so many ms. */
  sleep: (milliseconds: number) => Promise<void>;
  /** 0 to 1. */
  random: () => number;
  ulid: (time: number) => string;
}

/** What became of the frames of one subject that were decided as admitted. */
export interface SealedSubject {
  subject: string;
  /** Those that are admitted. */
  frames: readonly OpenedFrame[];
  /** Those that are refused all the same, since they have more lines than a frame may have. */
  tooLong: readonly Refusal[];
  /** Of the events: in admitted frames, dropped and stripped by the disclosure. */
  counters: Counters;
  redacted: RedactedEvents;
  /** `undefined` when no event is left. */
  row: IndexRow | undefined;
}

/**
 * What one batch has learned, kept so that deciding again costs no second opening. Emptied of records as they are
 * committed.
 */
export interface BatchCache {
  opened: Map<string, Opened>;
  /** Sealed segments by key and frames: nothing about them changes when another subject's decision does. */
  sealed: Map<string, SealedSubject>;
  /** Epochs for which the lane was not to be opened: the gate is past them. */
  past: Set<number>;
  /** Subjects that conflicted. */
  alone: Set<string>;
  /** Subjects whose frames cannot be decided now, and why. */
  waiting: Map<string, Unavailable>;
  /** What the batch ended at. */
  ends: Unavailable | undefined;
}

export const createBatchCache = (): BatchCache => ({
  opened: new Map(),
  sealed: new Map(),
  past: new Set(),
  alone: new Set(),
  waiting: new Map(),
  ends: undefined,
});
