import type { KMSClient } from '@aws-sdk/client-kms';
import { expect, test } from '@jest/globals';
import { kmsDouble } from '../../test/fixtures/kms.ts';
import { awsSigner } from './signer.aws.ts';

/** KMS in this process, with what it was asked. @param instead an answer, or an error, in the place of the first */
async function setup(instead?: object) {
  const kms = kmsDouble();
  const asked: [string, Record<string, unknown>][] = [];
  const client = {
    send: async (command: { input: Record<string, unknown> }) => {
      asked.push([command.constructor.name, command.input]);
      if (instead === undefined || asked.length > 1) return kms.client.send(command as never);
      if (instead instanceof Error) throw instead;
      return instead;
    },
  } as unknown as KMSClient;
  const keyId = kms.makeKey('signing');
  return { signer: awsSigner({ kms: client, keyId, name: 'sluice/sample' }), asked, keyId };
}

test('KMS signs the message as it is, up to 4,096 bytes of it', async () => {
  const { signer, asked, keyId } = await setup();
  const Message = new Uint8Array(4096);
  expect(await signer.sign(Message)).toHaveLength(64);
  const how = { MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' };
  expect(asked).toEqual([['SignCommand', { KeyId: keyId, Message, ...how }]]);
  await expect(signer.sign(new Uint8Array(4097))).rejects.toThrow('message too long to be signed by KMS');
  expect(asked).toHaveLength(1);
});

test('the public key is fetched once; a fetch that failed is made again', async () => {
  const { signer, asked } = await setup();
  expect(await signer.publicKey()).toEqual(await signer.publicKey());
  expect(asked).toHaveLength(1);
  const away = new Error('away');
  const failed = await setup(away);
  await expect(failed.signer.publicKey()).rejects.toBe(away);
  expect(await failed.signer.publicKey()).toHaveLength(44);
});

test('an answer without signature or key is none', async () => {
  await expect((await setup({})).signer.sign(Buffer.of(1))).rejects.toThrow('KMS returned no signature');
  await expect((await setup({})).signer.publicKey()).rejects.toThrow('KMS returned no public key');
});
