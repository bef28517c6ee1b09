import * as z from 'zod';
import { SluiceError } from '../../core/shared/errors.ts';

const text = z.string().min(1);
const arn = z.string().startsWith('arn:');

/** All environment variables of the house (docs/data-model.md). `POWERTOOLS_*` is read by Powertools itself. */
const ENVIRONMENT = {
  SLUICE_PROGRAM: text,
  SLUICE_DISCLOSURE: text,
  SLUICE_GATE_TABLE: text,
  SLUICE_LANES_TABLE: text,
  SLUICE_SUBJECTS_TABLE: text,
  SLUICE_KEYS_TABLE: text,
  SLUICE_LEASE_KEYS_TABLE: text,
  SLUICE_INDEX_TABLE: text,
  SLUICE_LEDGER_TABLE: text,
  SLUICE_GRANTS_TABLE: text,
  SLUICE_INCIDENTS_TABLE: text,
  SLUICE_VAULT_BUCKET: text,
  SLUICE_EVIDENCE_BUCKET: text,
  SLUICE_MODEL_BUCKET: text,
  SLUICE_STREAM: text,
  SLUICE_SUBJECT_KEYS_KEY: text,
  SLUICE_CONTROL_KEY: text,
  SLUICE_EVIDENCE_KEY: text,
  SLUICE_SIGNING_KEY: text,
  SLUICE_PSEUDONYM_KEY: text,
  SLUICE_AGENT_ROLE: arn,
  SLUICE_WORKFLOW: arn,
  SLUICE_GROUPS_CLAIM: text.default('cognito:groups'),
  SLUICE_ISSUER: z.url(),
  AWS_REGION: text,
} as const;
type Environment = { [K in keyof typeof ENVIRONMENT]: z.infer<(typeof ENVIRONMENT)[K]> };
export type EnvironmentName = keyof Environment;
/** The variables of these names, as `readConfig` gives them. */
export type Config<K extends EnvironmentName> = Pick<Environment, K>;

/**
 * The variables that a function needs, validated; others are ignored. Called once by a function's `config.ts`.
 * @throws SluiceError that names what is missing or wrong, never a value
 */
export function readConfig<K extends EnvironmentName>(
  environment: Record<string, string | undefined>,
  names: readonly K[],
): Config<K> {
  const shape: z.ZodRawShape = Object.fromEntries(names.map((name) => [name, ENVIRONMENT[name]]));
  const parsed = z.object(shape).safeParse(environment);
  if (!parsed.success) {
    const wrong = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))];
    throw new SluiceError(`environment: missing or wrong: ${wrong.join(', ')}`);
  }
  return parsed.data as Config<K>;
}
