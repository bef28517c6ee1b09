import { ListObjectVersionsCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { expect, test } from '@jest/globals';
import { s3Double } from '../../test/fixtures/s3.ts';
import { awsVault } from './vault.aws.ts';

const bucket = 'vault';

function world() {
  const cloud = s3Double();
  cloud.makeBucket(bucket);
  /** A vault whose client does that with each command. */
  const through = (send: (command: object) => Promise<unknown>) =>
    awsVault({ s3: { send } as unknown as S3Client, bucket });
  return { send: (command: object) => cloud.client.send(command as never) as Promise<object>, through };
}

test('a put whose answer was lost, and which the SDK repeats, stores one body once', async () => {
  const { send, through } = world();
  const vault = through(async (command) => {
    if (command instanceof PutObjectCommand) await send(command);
    return send(command);
  });
  const object = await vault.put(Buffer.from('body'));
  expect(await send(new ListObjectVersionsCommand({ Bucket: bucket }))).toMatchObject({ Versions: [{ Key: object }] });
  expect(Buffer.from(await vault.get(object)).toString()).toBe('body');
});

test.each([
  ['an error', new Error('away')],
  ['no error', 'thrown by somebody'],
])('what failed otherwise (%s) is told as it is', async (_, failure) => {
  const vault = world().through(async () => {
    throw failure;
  });
  await expect(vault.put(Buffer.from('body'))).rejects.toBe(failure);
  await expect(vault.get(`00/${'0'.repeat(32)}`)).rejects.toBe(failure);
});

test('what is not there is refused, and what S3 said is kept', async () => {
  const { send, through } = world();
  const failure = await through(send)
    .get(`00/${'0'.repeat(32)}`)
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ reason: 'no-object', cause: { name: 'NoSuchKey' } });
});
