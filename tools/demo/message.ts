import { NodeAlgorithmSuite } from '@aws-crypto/material-management-node';
import { deserializeFactory } from '@aws-crypto/serialize';

/** What the header of an AWS Encryption SDK message says, read by the SDK's own parser: no code of ours is in between. */
export interface MessageFacts {
  suite: string;
  context: Record<string, string>;
  /** Names of the keys that the data key is wrapped under. */
  wrappedUnder: string[];
}

const { deserializeMessageHeader } = deserializeFactory(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  NodeAlgorithmSuite,
);

/** @throws Error when the bytes are no such message */
export function readMessage(message: Uint8Array): MessageFacts {
  const info = deserializeMessageHeader(message, { maxEncryptedDataKeys: 1 });
  if (!info) throw new Error('not an AWS Encryption SDK message');
  const { encryptionContext, encryptedDataKeys } = info.messageHeader;
  return {
    suite: info.algorithmSuite.name ?? String(info.algorithmSuite.id),
    context: { ...encryptionContext },
    // A raw AES keyring's provider information begins with the key's name.
    wrappedUnder: encryptedDataKeys.map(({ providerInfo }) => providerInfo.split('\0')[0]!.slice(0, 32)),
  };
}
