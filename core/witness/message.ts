import * as z from 'zod';
import { DETAIL_TYPES, NOTES, SOURCE, type WitnessMessage } from './bus.ts';

/** As it stands in the `detail` of an event. */
export const detailOf = ({ kind: _, ...detail }: WitnessMessage): string => JSON.stringify(detail);

const program = z.string().min(1).max(100);
const checkpoints = z.looseObject({
  source: z.literal(SOURCE),
  'detail-type': z.literal(DETAIL_TYPES.checkpoints),
  detail: z.strictObject({ program, notes: z.array(z.string().max(8_192)).min(1).max(NOTES) }),
});
const guard = z.looseObject({
  source: z.literal(SOURCE),
  'detail-type': z.literal(DETAIL_TYPES.guard),
  // What is signed is read once its signature was verified.
  detail: z.strictObject({ program, said: z.strictObject({ document: z.unknown(), note: z.string().max(8_192) }) }),
});

/** Signed by whoever signed it: nothing of it is believed yet. @returns nothing where it is no message to a witness */
export function readMessage(event: unknown): WitnessMessage | undefined {
  const notes = checkpoints.safeParse(event);
  if (notes.success) return { kind: 'checkpoints', ...notes.data.detail };
  const said = guard.safeParse(event);
  return said.success ? ({ kind: 'guard', ...said.data.detail } as WitnessMessage) : undefined;
}
