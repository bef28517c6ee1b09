import * as z from 'zod';

/**
 * Who could, as whoever evaluates an inventory answers it: a list, so that any tool's answers can be fed in. `core/exposure` answers of this
 * project's inventories.
 */
const name = z.string().min(1).max(2_048);

/** `yes`: it can; `if`: it can where a condition holds; `unknown`: something that decides it could not be read. Whoever cannot is not listed. */
export const VERDICTS = ['yes', 'if', 'unknown'] as const;

/** One step of a way in. */
const step = z.strictObject({
  is: z.enum(['principal', 'role', 'policy', 'key', 'data']),
  name,
  /** Of a policy: which statement of it lets in. */
  says: z.string().max(2_048).optional(),
});

export const couldSchema = z.strictObject({
  principal: name,
  dataset: name,
  verdict: z.enum(VERDICTS),
  /** Each from the principal to the data. */
  ways: z.array(z.array(step)).default([]),
  /** Under which it can, or why nobody knows. */
  conditions: z.array(z.string().max(2_048)).default([]),
});
export type Could = z.infer<typeof couldSchema>;
export type Step = z.infer<typeof step>;

/** Of one moment. */
export const exposureSchema = z.strictObject({
  /** When the inventory was read, ms. */
  at: z.int().min(0),
  answers: z.array(couldSchema),
  /** Data sets that no policy tells apart from one that is named in the answers: what is said of that one is said of each. */
  alike: z.record(name, z.array(name)).default({}),
  /** What is wrong with it: none of it is taken for whole then. */
  problems: z.array(z.string().max(2_048)).default([]),
});
export type Exposure = z.infer<typeof exposureSchema>;
