import { DecryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { DamagedKey } from './damaged-key.ts';

const KEY_BYTES = 32;
/**
 * No bytes of KMS's for this context; bytes of another KMS key. The second is also how a wrong setting looks. It is damage all the same: a
 * row that somebody put such bytes into would hold up its shard for ever, and a setting is told by the alarm while frames still wait.
 */
const DAMAGED: ReadonlySet<string> = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

export interface WrappedKey {
  /** As `DamagedKey` names it. */
  name: string;
  wrapped: Uint8Array | undefined;
  /** The KMS key: id or ARN. */
  kmsKey: string;
  /** What it was wrapped for: one that is moved to another row, or another program's table, does not open. */
  context: Record<string, string>;
}

/**
 * Opens a wrapped key of 32 bytes. Needs `kms:Decrypt`.
 * @throws DamagedKey when KMS says that these bytes are none that it wrapped for this; anything else is an outage
 */
export async function unwrapKey(kms: KMSClient, { name, wrapped, kmsKey, context }: WrappedKey): Promise<Uint8Array> {
  if (!wrapped || wrapped.length === 0) throw new DamagedKey(name);
  const command = new DecryptCommand({ CiphertextBlob: wrapped, KeyId: kmsKey, EncryptionContext: context });
  const { Plaintext } = await kms.send(command).catch((cause: unknown) => {
    if (cause instanceof Error && DAMAGED.has(cause.name)) throw new DamagedKey(name, { cause });
    throw cause;
  });
  if (Plaintext?.length !== KEY_BYTES) throw new DamagedKey(name);
  return new Uint8Array(Plaintext);
}
