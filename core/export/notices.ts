import type { StoppedBy } from './export.ts';

/** What those responsible are told by event. Names of data sets, runs and who made them, and numbers: nobody whose data it is. */

interface Noticed {
  /** ULID. Told again after a failure it is the same one: whoever hears it twice knows that it is one. */
  notice: string;
  export: string;
}

/** Of an export that still opens, or of a run: so many of its people have gone by now. */
interface Numbers {
  people: number;
  gone: number;
}

export type Notice = Noticed &
  /** `copies`: of what was fetched, with tables over them, which a withdrawal closes by this notice alone. */
  (
    | ({ kind: 'data-set'; reader: string; purpose: string; expires: number; copies?: string[] } & Numbers)
    | ({ kind: 'run'; run: string; model: string; by: string; purpose: string } & Numbers)
    | { kind: 'stopped'; reader: string; purpose: string; why: StoppedBy | 'denied' | 'late' }
  );

/** Names of a rule's pattern, so that they are said once, here. */
export const NOTICE_SOURCE = 'sluice';
export const NOTICE_TYPES = {
  'data-set': 'Sluice Data Set Departures',
  run: 'Sluice Training Run Departures',
  stopped: 'Sluice Data Set Stopped',
} as const satisfies Record<Notice['kind'], string>;

/** Port. The event bus of the account. */
export interface Notices {
  /** @returns ids of those that it took; the others are told again */
  tell(notices: readonly Notice[]): Promise<ReadonlySet<string>>;
}
