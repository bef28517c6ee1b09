import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { SluiceError } from '../shared/errors.ts';
import type { Signer } from './ledger.ts';
import { readPublicKey } from './note.ts';

/** KMS signs at most this many bytes as they are (`MessageType: RAW`). */
const LONGEST_MESSAGE = 4096;

/**
 * A KMS key of spec ECC_NIST_EDWARDS25519. The private key never leaves KMS; the public one is fetched once.
 * @param keyId id, ARN or alias
 */
export function awsSigner({ kms, keyId, name }: { kms: KMSClient; keyId: string; name: string }): Signer {
  let publicKey: Promise<Uint8Array> | undefined;
  const fetchKey = async (): Promise<Uint8Array> => {
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }));
    if (!PublicKey) throw new SluiceError('KMS returned no public key');
    return readPublicKey(PublicKey);
  };
  return {
    name,
    async sign(message) {
      if (message.length > LONGEST_MESSAGE) throw new SluiceError('message too long to be signed by KMS');
      const { Signature } = await kms.send(
        new SignCommand({ KeyId: keyId, Message: message, MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' }),
      );
      if (!Signature) throw new SluiceError('KMS returned no signature');
      return Signature;
    },
    publicKey() {
      publicKey ??= fetchKey().catch((error: unknown) => {
        // A failed fetch must not be remembered for the life of the instance.
        publicKey = undefined;
        throw error;
      });
      return publicKey;
    },
  };
}
