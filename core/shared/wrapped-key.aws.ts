import { DecryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { DamagedKey } from './damaged-key.ts';

const KEY_BYTES = 32;

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
    // Another KMS key than ours (IncorrectKeyException) is how a wrong setting looks, and would be true of every row.
    if (cause instanceof Error && cause.name === 'InvalidCiphertextException') throw new DamagedKey(name, { cause });
    throw cause;
  });
  if (Plaintext?.length !== KEY_BYTES) throw new DamagedKey(name);
  return new Uint8Array(Plaintext);
}
