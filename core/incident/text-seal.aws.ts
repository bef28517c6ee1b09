import { buildDecrypt } from '@aws-crypto/decrypt-node';
import { buildEncrypt } from '@aws-crypto/encrypt-node';
import { AlgorithmSuiteIdentifier, CommitmentPolicy } from '@aws-crypto/material-management-node';
import { RawAesKeyringNode, RawAesWrappingSuiteIdentifier } from '@aws-crypto/raw-aes-keyring-node';
import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { Refused, SluiceError } from '../shared/errors.ts';
import type { TextSeal } from './text-seal.ts';

const client = {
  commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
  maxEncryptedDataKeys: 1,
} as const;
const { encrypt } = buildEncrypt(client);
const { decrypt } = buildDecrypt(client);

/** The keyring zeroes the key that it is given, and refuses views on a shared pool: hence the copy. */
const keyring = (incident: string, key: Uint8Array) =>
  new RawAesKeyringNode({
    keyName: incident,
    keyNamespace: 'sluice-report',
    unencryptedMasterKey: new Uint8Array(key),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
    utf8Sorting: true,
  });

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
      const { result } = await encrypt(keyring(incident, Plaintext), Buffer.from(text), {
        suiteId: AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
        encryptionContext: context(incident),
      });
      return { wrapped: CiphertextBlob, message: result };
    },
    async open(incident, { wrapped, message }) {
      const { Plaintext } = await kms.send(
        new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: context(incident) }),
      );
      if (!Plaintext) throw new SluiceError('KMS returned no data key');
      const opened = await decrypt(keyring(incident, Plaintext), message).catch((cause: unknown) => {
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
