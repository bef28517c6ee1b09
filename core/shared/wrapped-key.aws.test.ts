import type { KMSClient } from '@aws-sdk/client-kms';
import { expect, test } from '@jest/globals';
import { DamagedKey } from './damaged-key.ts';
import { unwrapKey } from './wrapped-key.aws.ts';

const named = (name: string) => Object.assign(new Error('of KMS'), { name });
const unwrap = (answer: () => object, wrapped: Uint8Array | undefined = new Uint8Array(80)) => {
  const kms = { send: async () => answer() } as unknown as KMSClient;
  return unwrapKey(kms, { name: 'key:k', wrapped, kmsKey: 'kms-key', context: { program: 'p' } });
};
const fails = (name: string) => () => {
  throw named(name);
};

test('a key of 32 bytes, as a copy', async () => {
  const Plaintext = new Uint8Array(32).fill(7);
  const key = await unwrap(() => ({ Plaintext }));
  expect(key).toEqual(Plaintext);
  expect(key).not.toBe(Plaintext);
});

test.each([
  ['that KMS did not wrap, or for another row', fails('InvalidCiphertextException'), undefined],
  ['of another length', () => ({ Plaintext: new Uint8Array(16) }), undefined],
  ['of another KMS key', fails('IncorrectKeyException'), undefined],
  ['that is not there', () => ({ Plaintext: new Uint8Array(32) }), new Uint8Array()],
])('one %s is damaged, and named', async (_, answer, wrapped) => {
  const failure = await unwrap(answer, wrapped).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(DamagedKey);
  expect(failure).toMatchObject({ key: 'key:k', reason: 'damaged' });
});

test.each([
  'ThrottlingException',
  'KMSInternalException',
  'DisabledException',
  'AccessDeniedException',
  'KeyUnavailableException',
  'TimeoutError',
])('%s is an outage, and says nothing of the row', async (name) => {
  await expect(unwrap(fails(name))).rejects.toMatchObject({ name });
});
