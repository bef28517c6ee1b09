import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Refused, SluiceError } from '../../shared/errors.ts';
import { noteSchema, type PartNote, type Snapshots, sha256Of } from './snapshots.ts';

const FOLDER = 'exposure/';
const keyOf = (begun: number, number: number, rest: string): string =>
  `${FOLDER}${begun}/${String(number).padStart(4, '0')}${rest}`;
const linesKey = (begun: number, { number, sha256 }: PartNote): string => keyOf(begun, number, `-${sha256}.ndjson.gz`);
const NOTE = /\/\d{4}\.json$/;

/** Somebody else was first, or is at it. */
const TAKEN: ReadonlySet<string> = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

/**
 * In the evidence bucket, whose default locks each object. The lines are put first and carry their hash in the name; the note makes them a
 * part, once. Needs `s3:PutObject` and `s3:GetObject` on `exposure/`, and `s3:ListBucket`.
 */
export function awsSnapshots({ s3, bucket: Bucket }: { s3: S3Client; bucket: string }): Snapshots {
  const put = (Key: string, Body: Uint8Array, ContentType: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType, IfNoneMatch: '*', ChecksumAlgorithm: 'SHA256' }));
  const get = async (Key: string): Promise<Uint8Array> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    if (!Body) throw new SluiceError('S3 returned no body');
    return Body.transformToByteArray();
  };
  async function* pages(Prefix: string, Delimiter?: string): AsyncGenerator<ListObjectsV2CommandOutput> {
    let after: string | undefined;
    do {
      const page: ListObjectsV2CommandOutput = await s3.send(
        new ListObjectsV2Command({
          Bucket,
          Prefix,
          ...(Delimiter && { Delimiter }),
          ...(after && { ContinuationToken: after }),
        }),
      );
      yield page;
      after = page.NextContinuationToken;
    } while (after !== undefined);
  }
  return {
    async begun() {
      const found: number[] = [];
      for await (const { CommonPrefixes = [] } of pages(FOLDER, '/')) {
        for (const { Prefix = '' } of CommonPrefixes) {
          const match = /^exposure\/(\d{13})\/$/.exec(Prefix);
          if (match) found.push(Number(match[1]));
        }
      }
      return found.sort((a, b) => a - b);
    },
    async notes(begun) {
      const keys: string[] = [];
      for await (const { Contents = [] } of pages(`${FOLDER}${begun}/`)) {
        keys.push(...Contents.map(({ Key }) => Key!).filter((key) => NOTE.test(key)));
      }
      const notes: PartNote[] = [];
      for (const key of keys.sort()) {
        const read = noteSchema.safeParse(jsonOf(await get(key)));
        if (!read.success || read.data.number !== notes.length + 1) throw damaged();
        notes.push(read.data);
      }
      return notes;
    },
    async lines(begun, note) {
      const bytes = await get(linesKey(begun, note));
      if (sha256Of(bytes) !== note.sha256) throw damaged();
      return bytes;
    },
    async add(begun, note, gzipped) {
      await put(linesKey(begun, note), gzipped, 'application/gzip').catch(unlessTaken);
      try {
        const text = Buffer.from(JSON.stringify(note));
        await put(keyOf(begun, note.number, '.json'), text, 'application/json');
        return true;
      } catch (error) {
        unlessTaken(error);
        return false;
      }
    },
  };
}

function unlessTaken(error: unknown): void {
  if (!TAKEN.has((error as Error).name)) throw error;
}

const damaged = () => new Refused('damaged', 'a part of a snapshot is not what was written');

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
