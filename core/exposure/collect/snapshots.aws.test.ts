import { gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { s3Double } from '../../../test/fixtures/s3.ts';
import { awsSnapshots } from './snapshots.aws.ts';
import { snapshotsContract } from './snapshots.contract.ts';
import { sha256Of } from './snapshots.ts';

function setup() {
  const cloud = s3Double();
  cloud.makeBucket('evidence', 86_400_000);
  return { s3: cloud.client, snapshots: awsSnapshots({ s3: cloud.client, bucket: 'evidence' }) };
}
const BEGUN = 1_795_000_000_000;

describe('snapshots in S3', () => snapshotsContract(async () => setup().snapshots));

test.each([
  ['a note that is none', `exposure/${BEGUN}/0001.json`, 'x'],
  [
    'a note that is missing before another',
    `exposure/${BEGUN}/0002.json`,
    JSON.stringify({ number: 2, sha256: 'a'.repeat(64), positions: {} }),
  ],
])('%s is told as damaged', async (_, Key, Body) => {
  const { s3, snapshots } = setup();
  await s3.send(new PutObjectCommand({ Bucket: 'evidence', Key, Body }));

  await expect(snapshots.notes(BEGUN)).rejects.toMatchObject({ reason: 'damaged' });
});

test('lines that are not those of the note are told as damaged', async () => {
  const { s3, snapshots } = setup();
  const gzipped = gzipSync('a\n');
  const note = { number: 1, sha256: sha256Of(gzipped), positions: {} };
  await snapshots.add(BEGUN, note, gzipped);
  const Key = `exposure/${BEGUN}/0001-${note.sha256}.ndjson.gz`;
  await s3.send(new PutObjectCommand({ Bucket: 'evidence', Key, Body: gzipSync('b\n') }));

  await expect(snapshots.lines(BEGUN, note)).rejects.toMatchObject({ reason: 'damaged' });
});
