import type { GenerateMacCommandInput, KMSClient } from '@aws-sdk/client-kms';
import { expect, test } from '@jest/globals';
import { kmsDouble } from '../../test/fixtures/kms.ts';
import { awsPseudonyms } from './pseudonym.aws.ts';

const issuer = 'https://issuer.example';

function setup(most?: number) {
  const cloud = kmsDouble();
  const asked: GenerateMacCommandInput[] = [];
  const send = (command: { input: GenerateMacCommandInput }) => {
    asked.push(command.input);
    return cloud.client.send(command as never);
  };
  const kms = { send } as unknown as KMSClient;
  const keyId = cloud.makeKey('mac');
  return { asked, keyId, pseudonyms: awsPseudonyms({ kms, keyId, ...(most !== undefined && { most }) }) };
}

test("a name is the HMAC of issuer and person under the program's key", async () => {
  const { pseudonyms, asked, keyId } = setup();
  await pseudonyms.of(issuer, 'ann');
  const Message = Buffer.from('https://issuer.example|ann');
  expect(asked).toEqual([{ KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message }]);
});

test('KMS is asked once a person, for as many as are kept; who was named first goes first', async () => {
  const { pseudonyms, asked } = setup(2);
  const names = new Map<string, string>();
  for (const [person, calls] of [
    ['ann', 1],
    ['ann', 1],
    ['bob', 2],
    ['ann', 2],
    ['eve', 3],
    ['bob', 3],
    ['ann', 4],
    ['eve', 4],
    ['bob', 5],
  ] as const) {
    const name = await pseudonyms.of(issuer, person);
    expect(name).toBe(names.get(person) ?? name);
    names.set(person, name);
    expect(asked).toHaveLength(calls);
  }
  expect(new Set(names.values()).size).toBe(3);
});

test.each([undefined, new Uint8Array(31), new Uint8Array(33)])(
  'an answer of other bytes (%#) names nobody',
  async (Mac) => {
    const kms = { send: async () => ({ Mac }) } as unknown as KMSClient;
    await expect(awsPseudonyms({ kms, keyId: 'key' }).of(issuer, 'ann')).rejects.toThrow('KMS gave no MAC of 32 bytes');
  },
);
