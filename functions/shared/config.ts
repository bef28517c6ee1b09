import * as z from 'zod';
import { type TrailPlace, trailPlaceSchema } from '../../core/access-log/trail-place.ts';
import { SluiceError } from '../../core/shared/errors.ts';
import type { Plane } from './manifest.ts';
import { COMMON, COMMON_OF_WITNESS, type Source, VARIABLES, type VariableName } from './variables.ts';

/** Variables of these names, checked. What a program may do without (a model, a witness, a stage whose name begins with its own) may be absent. */
export type Config<K extends VariableName> = {
  [Name in K]: Name extends
    | 'SLUICE_MODEL_BUCKET'
    | 'SLUICE_OTHER_STAGES'
    | 'SLUICE_WITNESS_BUS'
    | 'SLUICE_PUSH_KEY'
    | 'SLUICE_PUSH_TOPIC'
    | 'SLUICE_PUSH_CLIENTS'
    | 'SLUICE_PUSH_SPREAD'
    ? string | undefined
    : Name extends 'SLUICE_TRAIL'
      ? TrailPlace | undefined
      : string;
};

/**
 * The variables that a function has by its manifest; others are ignored. Called once, by the function's `config.ts`.
 * @throws SluiceError that names what is missing or wrong, never a value
 */
export function readConfig<K extends VariableName>(
  { environment: names, plane }: { environment: readonly K[]; plane?: Plane },
  environment: Record<string, string | undefined> = process.env,
): Config<K | (typeof COMMON)[number]> {
  const common = plane === 'witness' ? COMMON_OF_WITNESS : COMMON;
  const shape = Object.fromEntries([...common, ...names].map((name) => [name, schemaOf(VARIABLES[name])]));
  const parsed = z.object(shape).safeParse(environment);
  if (!parsed.success) {
    const wrong = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))];
    throw new SluiceError(`environment: missing or wrong: ${wrong.join(', ')}`);
  }
  return parsed.data as Config<K | (typeof COMMON)[number]>;
}

function schemaOf(source: Source): z.ZodType {
  if ('role' in source || 'workflow' in source) return z.string().startsWith('arn:');
  if ('witness' in source) return z.string().startsWith('arn:').optional();
  if ('trail' in source) return placeText.optional();
  const isOptional =
    'push' in source ||
    ('bucket' in source ? source.bucket === 'models' : 'guarded' in source && source.guarded === 'others');
  if (isOptional) return z.string().min(1).optional();
  return z.string().min(1);
}

/** JSON of `core/access-log/trail-place.ts`. */
const placeText = z.string().transform((text, context): TrailPlace => {
  try {
    return trailPlaceSchema.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'where the trail is asked' });
    return z.NEVER;
  }
});
