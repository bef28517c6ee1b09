import type { SignedDocument } from '../ledger/ledger.ts';
import type { GuardSaid } from './guard-said.ts';

/** What goes to the witness: names of a bus are part of its policy, so they are said once, here. */
export const SOURCE = 'sluice';
export const DETAIL_TYPES = { checkpoints: 'Sluice Checkpoints', guard: 'Sluice Guard' } as const;

/** Signed, whatever its carrier: the witness believes signatures alone. */
export type WitnessMessage =
  | {
      kind: 'checkpoints';
      program: string;
      /** As they were kept, in order of number. At most `NOTES` of them. */
      notes: readonly string[];
    }
  | { kind: 'guard'; program: string; said: SignedDocument<GuardSaid> };

/** Notes in a message: twelve of the longest that KMS signs are fewer bytes than EventBridge counts as one event (64 KB). */
export const NOTES = 12;

/** Port. The bus of a witness, in an account that is not the program's. */
export interface WitnessBus {
  /**
   * Hands over all of them, in order. At least once: who is told twice has to bear it.
   * @throws WitnessNotTold where the bus took fewer than all
   */
  tell(messages: readonly WitnessMessage[]): Promise<void>;
}
