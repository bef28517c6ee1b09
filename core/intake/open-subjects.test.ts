import { describe, expect, test } from '@jest/globals';
import { WHOLE } from '../../test/fixtures/world.ts';
import { MAX_BODY_BYTES } from '../../wire/frame.ts';
import type { LeaseClaims } from '../../wire/lease.ts';
import { createBatchCache, type IntakePorts } from './batch.ts';
import type { BatchContext } from './decide.ts';
import type { StreamRecord } from './intake.ts';
import type { Opened } from './open.ts';
import { openSubjects } from './open-subjects.ts';
import { dealtWith, passed, startOf } from './position.ts';

const context: BatchContext = { shard: WHOLE, program: 'sample', disclosure: '1.0' };
const LARGEST = Buffer.allocUnsafe(MAX_BODY_BYTES);
const SMALLEST = LARGEST.subarray(0, 1);

/** As small or as large as can be, of a subject each; `!` is unreadable, `?` does not decompress, `+` is of a newer disclosure. */
function opened(record: StreamRecord, name: string): Opened {
  if (name === '!') return { record, refused: 'malformed', fault: 'x' };
  const claims = { program: 'sample', subject: record.partitionKey, disclosure: name === '+' ? '1.1' : '1.0' };
  const body = name === '?' ? undefined : name === name.toUpperCase() ? LARGEST : SMALLEST;
  return { record, claims: claims as LeaseClaims, number: 1, body };
}

/** The frames of each chunk, by their places, when each is committed before the next; and why the batch ended. */
async function chunksOf(frames: string, subjectsPerChunk = 49) {
  const records = [...frames].map((name, at) => ({
    ...{ sequence: `${at}`, arrival: 0, data: new Uint8Array() },
    partitionKey: /[a-z]/i.test(name) ? name.toLowerCase() : 'other',
  }));
  const cache = createBatchCache();
  for (const record of records) cache.opened.set(record.sequence, opened(record, frames[Number(record.sequence)]!));
  const view = { lane: { lane: WHOLE.lane, state: 'open' as const }, subjects: new Map(), lostKeys: new Map() };
  const chunks: string[] = [];
  for (let at = startOf(records, view); ; ) {
    const { position, frames } = await openSubjects(at, context, cache, { subjectsPerChunk } as IntakePorts);
    if (frames.length === 0) return { chunks, ends: cache.ends };
    const taken = frames.map(({ record }) => record.sequence);
    chunks.push(taken.join(' '));
    const next = { ...position, done: new Set([...position.done, ...taken]) };
    at = passed(next, dealtWith(next).length);
  }
}

describe('a chunk', () => {
  test.each([
    ['is of one turn of subjects, each with all its frames', 'abcabca', 2, ['0 3 6 1 4', '2 5']],
    ['is of four bodies of the largest size', 'ABAB', 49, ['0 2 1 3']],
    ['leaves a subject that does not fit to the next one, with all its frames', 'ABABbCc', 49, ['0 2', '1 3 4 5 6']],
    [
      'is cut where one subject alone is too large, and so is the batch: the rest comes after',
      'AAAAaBa',
      49,
      ['0 1 2 3', '4 6 5'],
    ],
    ['is cut after others that came first', 'bAAAAa', 49, ['0', '1 2 3 4', '5']],
    [
      'that is cut takes no more subjects, and leaves what is before the cut to the next',
      'AbAAAAb',
      49,
      ['0 2 3 4', '1', '5 6'],
    ],
    ['counts no bytes of what could not be read or decompressed', 'AA!?A!A', 49, ['0 1 4 6 2 3 5']],
  ])('%s', async (_, frames, subjects, expected) => {
    expect(await chunksOf(frames, subjects)).toEqual({ chunks: expected, ends: undefined });
  });

  test('ends before a frame of a newer disclosure, whoever sent it; what is behind is left to who knows it', async () => {
    const ends = expect.objectContaining({ name: 'OutdatedRelease', message: 'a frame is of a newer disclosure' });
    expect(await chunksOf('aba+ab')).toEqual({ chunks: ['0 2 1'], ends });
    expect(await chunksOf('+a')).toEqual({ chunks: [], ends });
  });
});
