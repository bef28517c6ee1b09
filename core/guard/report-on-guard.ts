import type { Signer } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import type { WitnessBus } from '../witness/bus.ts';
import { tellOfGuard } from '../witness/tell.ts';
import { readApiCall } from './api-call.ts';
import { blindTo, type DoorRules } from './door-rules.ts';
import type { Guarding } from './guard.ts';

export interface GuardReportParts {
  program: string;
  clock: Clock;
  signer: Signer;
  bus: WitnessBus;
}

/** Tells the witness of a door that moved or was tried, once both gates are closed. @throws WitnessNotTold */
export async function tellOfDoor(parts: GuardReportParts, event: unknown, { outcome, door, incident }: Guarding) {
  if (outcome !== 'moved' && outcome !== 'tried') return;
  await tellOfGuard(parts, {
    ...{ at: parts.clock.now(), outcome, id: readApiCall(event).id },
    ...(door !== undefined && { door }),
    ...(incident !== undefined && { incident }),
  });
}

/** @param guard name of its function. @returns services of whose events it would not hear */
export const lookAfterGuard = async (rules: DoorRules, guard: string): Promise<string[]> =>
  blindTo(await rules.look(), guard);

/** Tells the witness that the guard is there, and what it is blind to. @throws WitnessNotTold */
export const tellOfWatch = (parts: GuardReportParts, off: string[]): Promise<void> =>
  tellOfGuard(parts, {
    at: parts.clock.now(),
    outcome: off.length > 0 ? 'blind' : 'watching',
    ...(off.length > 0 && { off }),
  });
