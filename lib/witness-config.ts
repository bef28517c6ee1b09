import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { LOG_RETENTION_DAYS, parseContext, region, word } from './config.ts';

/**
 * What who deploys a witness says: the value of the context key `witness` (`cdk deploy -c witness='{...}'`). Where it is there, the app
 * has the witness's stack and nothing else: its account knows nothing of the program but its name, account and public key.
 */
const witnessSchema = z.strictObject({
  program: word.max(41),
  stage: word.max(12),
  /** Account of the program, 12 digits: it alone may put events on the bus. */
  account: z.string().regex(/^\d{12}$/, '12 digits'),
  /** File with the program's public key, PEM. Compare its hash with the operator's over another channel. */
  key: z.string().min(1),
  /** @default CDK_DEFAULT_REGION */
  region: region.optional(),
  /** Hours without a new checkpoint after which it alarms. @default 2 */
  staleHours: z.int().min(1).max(720).default(2),
  /** Days for which nobody can delete what it keeps, not even its account's root. @default 1095 */
  days: z.int().min(1).max(36_500).default(1095),
  /** Days. @default 365 */
  logRetentionDays: z.literal([...LOG_RETENTION_DAYS]).default(365),
  /** Who gets the alarms. @default nobody: the topic is there to subscribe to */
  alarmEmail: z.email().optional(),
  /** For tests: nothing is retained or protected, and locks can be lifted. @default false */
  destroyable: z.boolean().default(false),
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
