import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { accountId, iamPath, LOG_RETENTION_DAYS, region, word } from './config.ts';
import { parseContext } from './context.ts';

/**
 * What who deploys a witness says: the value of the context key `witness` (`cdk deploy -c witness='{...}'`). Where it is there, the app
 * has the witness's stack and nothing else: its account knows nothing of the program but its name, account and public key.
 */
export const witnessSchema = z.strictObject({
  program: word.max(41).meta({ description: 'the program that is witnessed' }),
  stage: word.max(12).meta({ description: 'its stage' }),
  account: accountId.meta({ description: 'account of the program: it alone may put events on the bus' }),
  key: z.string().min(1).meta({
    description: 'file with the program’s public key, PEM. Compare its hash with the operator’s over another channel',
  }),
  region: region.optional().meta({ description: 'Region of the witness', otherwise: '`CDK_DEFAULT_REGION`' }),
  iamPath: iamPath.meta({
    description: 'IAM path of the program’s roles, as its stage says, and of the witness’s own',
  }),
  staleHours: z
    .int()
    .min(1)
    .max(720)
    .default(2)
    .meta({ description: 'hours without a new checkpoint after which it alarms' }),
  days: z.int().min(1).max(36_500).default(1095).meta({
    description: 'for how long nobody can delete what it keeps, not even its account’s root, days',
  }),
  logRetentionDays: z
    .literal([...LOG_RETENTION_DAYS])
    .default(365)
    .meta({ description: 'for how long its log is kept, days' }),
  alarmEmail: z
    .email()
    .optional()
    .meta({ description: 'who gets its alarms', otherwise: 'nobody: the topic is there to subscribe to' }),
  destroyable: z
    .boolean()
    .default(false)
    .meta({ description: 'for tests: nothing is retained or protected, and locks can be lifted' }),
});

export interface WitnessConfig extends Omit<z.infer<typeof witnessSchema>, 'key'> {
  /** SubjectPublicKeyInfo, base64. */
  key: string;
}

export const WITNESS_CONTEXT = 'witness';

/** @throws Error that names each key that is wrong, or the file that holds no Ed25519 public key */
export function parseWitness(context: unknown, folder: string): WitnessConfig {
  const config = parseContext(WITNESS_CONTEXT, witnessSchema, context);
  return { ...config, key: readKey(resolve(folder, config.key)) };
}

function readKey(file: string): string {
  let key: ReturnType<typeof createPublicKey>;
  try {
    key = createPublicKey(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${WITNESS_CONTEXT}.key: ${file} is no public key (PEM)`, { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${WITNESS_CONTEXT}.key: ${file} is no Ed25519 public key`);
  return key.export({ format: 'der', type: 'spki' }).toString('base64');
}
