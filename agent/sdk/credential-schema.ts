import * as z from 'zod';
import { KEYCHAINS } from '../../host/keychain.ts';
import { SECRET_NAME } from '../../host/sealed.ts';
import type { DeviceCredential } from './credential.ts';

/** What files of credentials hold. Apart from what reads them: types of the SDK need no library. */

export const keySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

const CLEAR = {
  api: z.string(),
  audience: z.string(),
  subject: z.string(),
  device: z.string(),
  boundAt: z.number(),
  madeAt: z.number(),
};
const KEYS = { key: keySchema, next: keySchema.optional() };
export const credentialSchema = z.object({
  version: z.literal(1),
  ...CLEAR,
  ...KEYS,
}) satisfies z.ZodType<DeviceCredential>;

/** `store`: the person chose the file, and it stays one. */
export const plainSchema = credentialSchema.extend({ store: z.literal('file').optional() });
const sealedSchema = z.object({
  version: z.literal(2),
  ...CLEAR,
  keychain: z.enum(KEYCHAINS),
  /** Name of the secret there. */
  secret: z.string().regex(SECRET_NAME),
  /** What the key store gave to be kept beside it. */
  kept: z.string().optional(),
  /** AES-256-GCM of the keys: 12 bytes, the text, 16 bytes; base64. Bound to whose they are. */
  sealed: z.base64(),
});
export type Sealed = z.infer<typeof sealedSchema>;
export const fileSchema = z.discriminatedUnion('version', [plainSchema, sealedSchema]);

export const keysSchema = z.object(KEYS);
export type CredentialInFile = z.infer<typeof fileSchema>;
export type PlainCredential = z.infer<typeof plainSchema>;
