import * as z from 'zod';
import { Refused } from '../shared/errors.ts';
import type { WitnessState } from './witness.ts';

const number = z.int().min(1);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.int();

const stateForm = z.strictObject({
  began: time.optional(),
  newest: z.strictObject({ number, hash, at: time, receivedAt: time }).optional(),
  recent: z.array(z.strictObject({ number, hash })),
  missing: z.array(z.strictObject({ from: number, to: number, since: time, earlier: z.literal(true).optional() })),
  contradictions: z.array(
    z.strictObject({ outcome: z.enum(['fork', 'rewritten']), number, hash, receivedAt: time, why: z.string() }),
  ),
  guard: z.strictObject({
    aliveAt: time.optional(),
    off: z.array(z.string()).optional(),
    moved: z.array(
      z.strictObject({ id: z.string(), at: time, door: z.string().optional(), incident: z.string().optional() }),
    ),
  }),
});

/** @throws Refused `damaged` when it is not what was written */
export function readState(text: string): WitnessState {
  try {
    return stateForm.parse(JSON.parse(text)) as WitnessState;
  } catch (cause) {
    throw new Refused('damaged', 'the state of the witness cannot be read', { cause });
  }
}
