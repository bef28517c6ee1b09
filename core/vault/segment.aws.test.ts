import { randomBytes } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { buildEncrypt } from '@aws-crypto/encrypt-node';
import { AlgorithmSuiteIdentifier, CommitmentPolicy } from '@aws-crypto/material-management-node';
import { RawAesKeyringNode, RawAesWrappingSuiteIdentifier } from '@aws-crypto/raw-aes-keyring-node';
import { expect, test } from '@jest/globals';
import { statedContext } from './message-head.ts';
import { openSegment } from './segment.ts';

const context = { program: 'sample', key: 'k1', segment: '01J', disclosure: '1.0' };

/** What somebody seals who has the subject's key, and who need not be this code. */
async function sealed(
  plaintext: Uint8Array,
  key: Uint8Array,
  encryptionContext: object = context,
): Promise<Uint8Array> {
  const { encrypt } = buildEncrypt({
    commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
    maxEncryptedDataKeys: 1,
  });
  const keyring = new RawAesKeyringNode({
    keyName: 'k1',
    keyNamespace: 'sluice',
    unencryptedMasterKey: new Uint8Array(key),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
    utf8Sorting: true,
  });
  const suiteId = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;
  return (await encrypt(keyring, plaintext, { suiteId, encryptionContext: { ...encryptionContext } })).result;
}

test('a message without a context states none, and is another one', async () => {
  const key = randomBytes(32);
  const message = await sealed(zstdCompressSync('{}\n'), key, {});
  expect(statedContext(message)).toEqual({});
  await expect(openSegment(message, context, key)).rejects.toMatchObject({ reason: 'wrong-object' });
});

const MEBI = 1024 * 1024;
const nothing = zstdCompressSync(Buffer.alloc(MEBI));
const refusal = { reason: 'unsealed', message: 'segment 01J does not decompress', cause: expect.anything() };

test.each([
  ['that is not compressed', Buffer.from('{}\n')],
  ['that is cut short', nothing.subarray(0, -1)],
])('a body %s is refused by name', async (_, plaintext) => {
  const key = randomBytes(32);
  await expect(openSegment(await sealed(plaintext, key), context, key)).rejects.toMatchObject(refusal);
});

test('a body that decompresses to more than it may is refused by name, whoever has sealed it', async () => {
  const key = randomBytes(32);
  const bomb = await sealed(nothing, key);
  await expect(openSegment(bomb, context, key, MEBI - 1)).rejects.toMatchObject(refusal);
  expect(await openSegment(bomb, context, key, MEBI)).toHaveLength(MEBI);
});
