import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { Refused, SluiceError } from '../shared/errors.ts';
import { decrypt, encrypt, keyring, SUITE } from '../vault/segment.ts';
import type { TextSeal } from './text-seal.ts';

const NAMESPACE = 'sluice-report';

/**
 * A data key of its own per report, from KMS. The SDK's KMS keyring would do the same, but brings clients of its own (and
 * DynamoDB's) and knows keys by full ARN only.
 * @param keyId the KMS key `evidence`: id or ARN. Needs `kms:GenerateDataKey` to seal, `kms:Decrypt` to open
 */
export function awsTextSeal({ kms, keyId, program }: { kms: KMSClient; keyId: string; program: string }): TextSeal {
  const context = (incident: string) => ({ program, incident });
  return {
    async seal(incident, text) {
      const { Plaintext, CiphertextBlob } = await kms.send(
        new GenerateDataKeyCommand({ KeyId: keyId, NumberOfBytes: 32, EncryptionContext: context(incident) }),
      );
      if (!Plaintext || !CiphertextBlob) throw new SluiceError('KMS returned no data key');
      const { result } = await encrypt(keyring(incident, Plaintext, NAMESPACE), Buffer.from(text), {
        suiteId: SUITE,
        encryptionContext: context(incident),
      });
      return { wrapped: CiphertextBlob, message: result };
    },
    async open(incident, { wrapped, message }) {
      const { Plaintext } = await kms.send(
        new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: context(incident) }),
      );
      if (!Plaintext) throw new SluiceError('KMS returned no data key');
      const opened = await decrypt(keyring(incident, Plaintext, NAMESPACE), message).catch((cause: unknown) => {
        throw new Refused('damaged', 'the text of the report does not open', { cause });
      });
      // `decrypt` takes no expected context.
      const stated = opened.messageHeader.encryptionContext;
      if (stated.incident !== incident || stated.program !== program) {
        throw new Refused('damaged', 'the text is the one of another report');
      }
      return opened.plaintext.toString('utf8');
    },
  };
}
