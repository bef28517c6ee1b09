import type { Disclosure } from '../disclosure/disclosure.ts';
import type { GateStore } from '../gate/gate.ts';
import { Refused } from '../shared/errors.ts';

/** ms for which an incident may keep what it needs from being erased. */
export const longestHold = ({ gate }: Pick<Disclosure, 'gate'>): number => gate.longestHoldDays * 86_400_000;

/** @param longest ms */
export async function holdOf(gates: readonly Pick<GateStore, 'read'>[], longest: number): Promise<Refused> {
  const states = await Promise.all(gates.map((gate) => gate.read()));
  const until = Math.max(...states.filter(({ state }) => state !== 'open').map(({ since }) => since + longest));
  const latest = Number.isFinite(until) ? `, until ${new Date(until).toISOString()} at the latest` : '';
  return new Refused('hold', `an incident is being looked into: erasure is on hold${latest}`);
}
