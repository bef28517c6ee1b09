/** An incident that wants to close the gates, and who wants it. */
export interface Closure {
  /** As they are counted on this day. */
  person: string;
  /** The same for the same incident of this person; no name that others have for it. */
  incident: string;
  /** ms. */
  at: number;
}

/** Port. How often each person has closed the gates on a day (UTC): beside the gate, and asked before anything else is. */
export interface ClosureCount {
  /** Counts the closure. Asked again for the same incident, it counts once. @returns false when the day's closures are used up */
  take(closure: Closure, most: number): Promise<boolean>;
}

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
