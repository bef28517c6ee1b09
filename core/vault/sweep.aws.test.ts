import type { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsSweepStore } from './sweep.aws.ts';

const OLD = new Date(Date.UTC(2026, 10, 25));
const name = (at: number) => `00/${at.toString(16).padStart(32, '0')}`;
const version = (Key: string, VersionId = 'v1') => ({ Key, VersionId, LastModified: OLD });

/** S3 that gives these answers, one after the other, and keeps what it was asked. */
function setup(answers: object[]) {
  const asked: object[] = [];
  const send = async ({ input }: { input: object }) => {
    asked.push(input);
    return answers.shift() ?? {};
  };
  const documents = dynamoDouble().documents();
  const store = awsSweepStore({ s3: { send } as unknown as S3Client, bucket: 'vault', documents, table: 'index' });
  return { store, asked };
}

test('all versions of all bodies are listed, delete markers too, page by page, and what is no body is left alone', async () => {
  const other = [`${name(1)}0`, `x${name(1)}`, 'model/weights.bin', `${name(10).toUpperCase()}`, ''];
  const { store, asked } = setup([
    {
      Versions: [version(name(1)), ...other.map((key) => version(key))],
      IsTruncated: true,
      NextKeyMarker: 'k1',
      NextVersionIdMarker: 'v1',
    },
    {
      DeleteMarkers: [version(name(1), 'v2'), version('other')],
      IsTruncated: true,
      NextKeyMarker: 'k2',
      NextVersionIdMarker: 'v2',
    },
    {},
  ]);
  const pages = [];
  for await (const page of store.versions()) pages.push(page);
  expect(pages).toEqual([
    [{ object: name(1), version: 'v1', modified: OLD.getTime() }],
    [{ object: name(1), version: 'v2', modified: OLD.getTime() }],
    [],
  ]);
  expect(asked).toEqual([
    { Bucket: 'vault' },
    { Bucket: 'vault', KeyMarker: 'k1', VersionIdMarker: 'v1' },
    { Bucket: 'vault', KeyMarker: 'k2', VersionIdMarker: 'v2' },
  ]);
});

test.each([
  [0, []],
  [1, [1]],
  [1_000, [1_000]],
  [1_001, [1_000, 1]],
  [2_000, [1_000, 1_000]],
])('%p versions are deleted by %j at once, each once', async (count, parts) => {
  const { store, asked } = setup([]);
  const versions = Array.from({ length: count }, (_, at) => ({ object: name(at), version: `v${at}`, modified: 0 }));
  await store.remove(versions);
  const deletes = asked as { Bucket: string; Delete: { Objects: object[] } }[];
  expect(deletes.map(({ Delete }) => Delete.Objects.length)).toEqual(parts);
  expect(deletes.every(({ Bucket }) => Bucket === 'vault')).toBe(true);
  expect(deletes.flatMap(({ Delete }) => Delete.Objects)).toEqual(
    versions.map(({ object, version }) => ({ Key: object, VersionId: version })),
  );
});

test('what was not deleted is told, with how many and why; none is all done', async () => {
  const two = [1, 2].map((at) => ({ object: name(at), version: 'v1', modified: 0 }));
  await expect(setup([{ Errors: [] }]).store.remove(two)).resolves.toBeUndefined();
  const failing = setup([{ Errors: [{ Key: name(2), Code: 'AccessDenied', Message: 'of somebody' }] }]);
  await expect(failing.store.remove(two)).rejects.toMatchObject({
    ...{ name: 'SluiceError', message: '1 of 2 objects were not deleted: AccessDenied' },
  });
});
