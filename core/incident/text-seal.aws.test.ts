import type { KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, test } from '@jest/globals';
import { kmsDouble } from '../../test/fixtures/kms.ts';
import { awsTextSeal } from './text-seal.aws.ts';

const setup = () => {
  const double = kmsDouble();
  const keyId = double.makeKey();
  const sealOf = (program = 'p', kms: KMSClient = double.client) => awsTextSeal({ kms, keyId, program });
  /** KMS that opens a key whatever it was wrapped for. */
  const careless = (change: object = {}): KMSClient => {
    let context: object | undefined;
    const send = async (command: { input: { EncryptionContext?: object } }) => {
      context ??= command.input.EncryptionContext;
      const input = { ...command.input, EncryptionContext: context };
      const answer = await double.client.send(Object.assign(Object.create(Object.getPrototypeOf(command)), { input }));
      return { ...(answer as object), ...change };
    };
    return { send } as never;
  };
  return { ...double, keyId, sealOf, careless };
};

describe('the text of a report', () => {
  test('is opened as it was written, whatever is in it', async () => {
    const seal = setup().sealOf();
    const text = 'I saw “Größe” – 秘密 🔒\n';
    expect(await seal.open('i', await seal.seal('i', text))).toBe(text);
  });

  test.each([
    ['another incident', 'j', 'p'],
    ['another program', 'i', 'q'],
  ])('is not the one of %s, though KMS would open its key', async (_, incident, program) => {
    const { sealOf, careless } = setup();
    const kms = careless();
    const sealed = await sealOf('p', kms).seal('i', 'text');
    const asked = sealOf(program, kms).open(incident, sealed);
    await expect(asked).rejects.toMatchObject({ reason: 'damaged' });
  });

  test('that was bound to another program under the same name of incident says so', async () => {
    const { sealOf, careless } = setup();
    const kms = careless();
    const sealed = await sealOf('p', kms).seal('i', 'text');
    await expect(sealOf('q', kms).open('i', sealed)).rejects.toThrow('the text is the one of another report');
  });

  test('that was changed does not open, and the cause is kept', async () => {
    const seal = setup().sealOf();
    const sealed = await seal.seal('i', 'text');
    const message = Buffer.from(sealed.message);
    message[message.length - 20]! ^= 1;
    const asked = seal.open('i', { ...sealed, message });
    await expect(asked).rejects.toMatchObject({ reason: 'damaged', message: 'the text of the report does not open' });
    await expect(asked).rejects.toHaveProperty('cause', expect.objectContaining({ message: expect.any(String) }));
  });

  test.each([{ Plaintext: undefined }, { CiphertextBlob: undefined }])(
    'is not sealed without a key: %j',
    async (change) => {
      const { sealOf, careless } = setup();
      await expect(sealOf('p', careless(change)).seal('i', 'text')).rejects.toThrow('KMS returned no data key');
    },
  );

  test('is not opened without a key', async () => {
    const { sealOf, careless } = setup();
    const sealed = await sealOf().seal('i', 'text');
    const asked = sealOf('p', careless({ Plaintext: undefined })).open('i', sealed);
    await expect(asked).rejects.toThrow('KMS returned no data key');
  });
});
