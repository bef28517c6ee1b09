import type { DropReason } from '../../wire/filter.ts';

/** Why a frame is not admitted: docs/protocol.md, 2. */
export const REFUSE_REASONS = [
  'malformed',
  'unsealed',
  'misrouted',
  'late',
  'epoch',
  'consent',
  'repeated',
  'budget',
  'key',
  'row',
  'poison',
] as const;
export type RefuseReason = (typeof REFUSE_REASONS)[number];

/** Attributes of a lane's row (docs/data-model.md). */
export type CounterName =
  | 'admitted'
  | `refused:${RefuseReason}`
  | 'unreadable'
  | 'missing'
  /** Lines of admitted frames, counted before anything is decided about them. */
  | 'events'
  | 'stored'
  | `dropped:${DropReason}`
  | 'stripped'
  /** Of the events dropped and fields stripped as undisclosed: those of frames under an older version of the disclosure. */
  | 'narrowed'
  | 'segments';

const NAMES: ReadonlySet<string> = new Set<CounterName>([
  'admitted',
  'unreadable',
  'missing',
  'events',
  'stored',
  'stripped',
  'narrowed',
  'segments',
]);

/** Whether an attribute of a lane's row counts something: the others are numbers of the gate, or notes. */
export const isCounter = (name: string): name is CounterName => NAMES.has(name) || /^(refused|dropped):/.test(name);

/** Those at zero are absent. */
export type Counters = Partial<Record<CounterName, number>>;

export function count(counters: Counters, name: CounterName, by = 1): void {
  if (by !== 0) counters[name] = (counters[name] ?? 0) + by;
}

export function addCounters(total: Counters, more: Counters): void {
  for (const [name, by] of Object.entries(more)) count(total, name as CounterName, by);
}
