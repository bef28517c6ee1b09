import * as z from 'zod';
import { SluiceError } from '../../core/shared/errors.ts';
import { COMMON, type Source, VARIABLES, type VariableName } from './variables.ts';

/** Variables of these names, checked. A program without a model has no bucket for one, and most have no stage whose name begins with another's. */
export type Config<K extends VariableName> = {
  [Name in K]: Name extends 'SLUICE_MODEL_BUCKET' | 'SLUICE_OTHER_STAGES' ? string | undefined : string;
};

/**
 * The variables that a function has by its manifest; others are ignored. Called once, by the function's `config.ts`.
 * @throws SluiceError that names what is missing or wrong, never a value
 */
export function readConfig<K extends VariableName>(
  { environment: names }: { environment: readonly K[] },
  environment: Record<string, string | undefined> = process.env,
): Config<K | (typeof COMMON)[number]> {
  const shape = Object.fromEntries([...COMMON, ...names].map((name) => [name, schemaOf(VARIABLES[name])]));
  const parsed = z.object(shape).safeParse(environment);
  if (!parsed.success) {
    const wrong = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))];
    throw new SluiceError(`environment: missing or wrong: ${wrong.join(', ')}`);
  }
  return parsed.data as Config<K | (typeof COMMON)[number]>;
}

function schemaOf(source: Source): z.ZodType {
  if ('role' in source || 'workflow' in source) return z.string().startsWith('arn:');
  const isOptional =
    'bucket' in source ? source.bucket === 'models' : 'guarded' in source && source.guarded === 'others';
  if (isOptional) return z.string().min(1).optional();
  return z.string().min(1);
}
