import type { GateRoot } from './gate.ts';

/** What the root of the collection gate tells anybody. */
export interface Known {
  collecting: boolean;
  /** Since when, ms. Absent for a program that has collected nothing yet. */
  since?: number;
  /** It never collects again. Absent otherwise. */
  ended?: true;
}

/** `undefined` where it cannot be read: who asks is told so, and nothing else. */
export async function whatIsKnown(gate: Pick<GateRoot, 'read'>): Promise<Known | undefined> {
  try {
    const { state, since, ended } = await gate.read();
    return {
      collecting: state === 'open',
      ...(since > 0 && { since }),
      ...(ended !== undefined && { ended: true as const }),
    };
  } catch {
    return undefined;
  }
}

/** The same in words. */
export function knownInWords(known: Known | undefined): string {
  if (!known) return 'whether the program is paused cannot be read';
  const { collecting, since, ended } = known;
  if (ended) return 'the program has ended: nothing of it is collected or read again';
  if (since === undefined) return 'the program has collected nothing yet';
  const when = new Date(since).toISOString();
  return collecting ? `the program has not been paused since ${when}` : `the program is paused since ${when}`;
}
