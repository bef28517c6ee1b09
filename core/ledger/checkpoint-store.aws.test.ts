import { DeleteObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { s3Double } from '../../test/fixtures/s3.ts';
import { awsCheckpoints } from './checkpoint-store.aws.ts';
import { checkpointStoreContract } from './checkpoint-store.contract.ts';

const bucket = 'evidence';
function setup() {
  const cloud = s3Double();
  cloud.makeBucket(bucket, 86_400_000);
  const { client: s3 } = cloud;
  return { s3, store: awsCheckpoints({ s3, bucket }) };
}
const hide = (s3: S3Client, Key: string) => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
const scripted = (answer: object) => {
  const asked: object[] = [];
  const send = async ({ input }: { input: object }) => {
    asked.push(input);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { store: awsCheckpoints({ s3: { send } as unknown as S3Client, bucket }), asked };
};
const failed = (name: string) => new S3ServiceException({ name, $fault: 'client', $metadata: {} });

describe('checkpoints in S3', () => checkpointStoreContract(async () => setup().store));

describe('a name that a delete marker hides', () => {
  test('is listed and read all the same, and its number stays taken for who looks', async () => {
    const { s3, store } = setup();
    for (const number of [1, 2, 3]) await store.keep(`${number}\n`, number);
    for (const number of [2, 3]) await hide(s3, `checkpoints/numbered/00000000000${number}.note`);
    const kept = await store.from(1);
    expect(kept.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(await Promise.all(kept.map(store.read))).toEqual(['1\n', '2\n', '3\n']);
  });

  test('and was written over shows both, so that they can be compared', async () => {
    const { s3, store } = setup();
    await store.keep('signed\n', 1);
    await hide(s3, 'checkpoints/numbered/000000000001.note');
    // S3 asks for the name alone.
    expect(await store.keep('signed anew\n', 1)).toBe(true);
    const kept = await store.from(1);
    expect(new Set(await Promise.all(kept.map(store.read)))).toEqual(new Set(['signed\n', 'signed anew\n']));
  });

  test('is read where a release before 0.2.0 kept its latest', async () => {
    const { s3, store } = setup();
    const Key = 'checkpoints/latest.note';
    for (const Body of ['older\n', 'newest\n']) await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${Key}.other`, Body: 'none\n' }));
    await hide(s3, Key);
    expect(await store.unnumbered()).toBe('newest\n');
    expect(await store.from(1)).toEqual([]);
  });
});

describe('S3', () => {
  test('is asked to keep a note once under its number, with a checksum', async () => {
    const { store, asked } = scripted({});
    expect(await store.keep('a note\n', 7)).toBe(true);
    expect(asked).toStrictEqual([
      {
        ...{ Bucket: bucket, Key: 'checkpoints/numbered/000000000007.note', Body: Buffer.from('a note\n') },
        ...{ ContentType: 'text/plain; charset=utf-8', ChecksumAlgorithm: 'SHA256', IfNoneMatch: '*' },
      },
    ]);
  });

  test.each(['PreconditionFailed', 'ConditionalRequestConflict'])('answers %s: somebody was first', async (name) => {
    expect(await scripted(failed(name)).store.keep('a note\n', 7)).toBe(false);
  });

  test('fails otherwise, or answers without a body: that is an error, and no missing checkpoint', async () => {
    const denied = failed('AccessDenied');
    await expect(scripted(denied).store.keep('a note\n', 7)).rejects.toBe(denied);
    await expect(scripted(denied).store.from(1)).rejects.toBe(denied);
    await expect(scripted(denied).store.unnumbered()).rejects.toBe(denied);
    await expect(scripted({}).store.read({ number: 1, version: 'v' })).rejects.toThrow('S3 returned no body');
  });
});
