/** What evidence asks of S3, and what is done with answers that no contract draws. */
import { NoSuchKey, NotFound, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { awsEvidence } from './evidence.aws.ts';

/** Answers with the next of the answers, or throws it. */
function scripted(...answers: object[]) {
  const asked: object[] = [];
  const send = async ({ input }: { input: object }) => {
    asked.push(input);
    const answer = answers[asked.length - 1];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const parts = { s3: { send } as unknown as S3Client, bucket: 'evidence' };
  return { evidence: awsEvidence(parts), asked };
}
const item = { folder: 'receipts', stem: 'i1', bytes: Buffer.from('{}') } as const;
const failed = (name: string) => new S3ServiceException({ name, $fault: 'client', $metadata: {} });

describe('S3 is asked', () => {
  test.each([
    ['json', 'application/json'],
    ['ndjson', 'application/x-ndjson'],
    ['note', 'text/plain; charset=utf-8'],
  ] as const)('to keep %s once under its name, with a checksum, as %s', async (extension, ContentType) => {
    const { evidence, asked } = scripted({});
    const { name } = await evidence.put({ ...item, extension });
    const once = { IfNoneMatch: '*', ChecksumAlgorithm: 'SHA256' };
    expect(asked).toStrictEqual([{ Bucket: 'evidence', Key: name, Body: item.bytes, ContentType, ...once }]);
  });
});

describe('an answer of S3', () => {
  test('that the name is taken means that it is there; any other refusal is one', async () => {
    const put = (answer: object) => scripted(answer).evidence.put({ ...item, extension: 'json' });
    expect(await put(failed('PreconditionFailed'))).toMatchObject({ bytes: 2 });
    await expect(put(failed('AccessDenied'))).rejects.toThrow(failed('AccessDenied'));
  });

  test('that there is none is told as such, with what S3 said; any other failure is one', async () => {
    const [none, gone] = [new NoSuchKey({ message: '', $metadata: {} }), new NotFound({ message: '', $metadata: {} })];
    const refusal = { reason: 'no-evidence', message: 'no such evidence' };
    await expect(scripted(none).evidence.get('x')).rejects.toMatchObject({ ...refusal, cause: none });
    await expect(scripted(gone).evidence.lockedUntil('x')).rejects.toMatchObject({ ...refusal, cause: gone });
    const denied = failed('AccessDenied');
    await expect(scripted(denied).evidence.get('x')).rejects.toBe(denied);
    await expect(scripted(denied).evidence.lockedUntil('x')).rejects.toBe(denied);
  });

  test('without a body is no evidence, and without a date says that nothing is locked', async () => {
    await expect(scripted({}).evidence.get('x')).rejects.toThrow('S3 returned no body');
    expect(await scripted({}).evidence.lockedUntil('x')).toBeUndefined();
  });
});
