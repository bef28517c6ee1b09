import { describe, expect, test } from '@jest/globals';
import { WHOLE } from '../../test/fixtures/world.ts';
import { MAX_BODY_BYTES, sealFrame } from '../../wire/frame.ts';
import type { LeaseClaims } from '../../wire/lease.ts';
import { NewerLease } from '../lease/lease.ts';
import { createBatchCache, type IntakePorts } from './batch.ts';
import type { BatchContext } from './decide.ts';
import { Unavailable } from './errors.ts';
import type { StreamRecord } from './intake.ts';
import type { Opened } from './open.ts';
import { openSubjects } from './open-subjects.ts';
import { dealtWith, passed, startOf } from './position.ts';

const context: BatchContext = { shard: WHOLE, program: 'sample', disclosure: '1.0' };
const LARGEST = Buffer.allocUnsafe(MAX_BODY_BYTES);
const SEALED = sealFrame({ lease: 'lease', number: 1 }, Buffer.alloc(32), Buffer.alloc(1));
const SMALLEST = LARGEST.subarray(0, 1);

/**
 * As small or as large as can be, of a subject each; `!` is unreadable, `?` does not decompress, `+` and `*` are of a newer
 * disclosure, each of a subject; the key of `#` is damaged; the lease of `@` cannot be opened.
 */
function opened(record: StreamRecord, name: string): Opened {
  if (name === '!') return { record, refused: 'malformed', fault: 'x' };
  if (name === '#') return { record, refused: 'key', fault: 'lease-key', damagedKey: 'lease-key:1' };
  const disclosure = '+*'.includes(name) ? '1.1' : '1.0';
  const claims = { program: 'sample', subject: record.partitionKey, disclosure };
  const body = name === '?' ? undefined : name === name.toUpperCase() ? LARGEST : SMALLEST;
  return { record, claims: claims as LeaseClaims, number: 1, body };
}

/** The frames of each chunk, by their places, when each is committed before the next; and why the batch ended. */
interface Given {
  subjectsPerChunk?: number;
  /** Whether the damaged key has been waited for. @default false */
  isOver?: boolean;
  failure?: Error;
}

async function chunksOf(frames: string, { subjectsPerChunk = 49, isOver = false, failure }: Given = {}) {
  const records = [...frames].map((name, at) => ({
    ...{ sequence: `${at}`, arrival: 0, data: name === '@' ? SEALED : new Uint8Array() },
    partitionKey: '!?'.includes(name) ? 'other' : name.toLowerCase(),
  }));
  const cache = createBatchCache();
  for (const [at, record] of records.entries()) {
    if (frames[at] !== '@') cache.opened.set(record.sequence, opened(record, frames[at]!));
  }
  const ports = {
    subjectsPerChunk,
    damage: { isOver: async () => isOver },
    leases: { open: async () => Promise.reject(failure) },
  } as never as IntakePorts;
  const view = { lane: { lane: WHOLE.lane, state: 'open' as const }, subjects: new Map(), lostKeys: new Map() };
  const chunks: string[] = [];
  for (let at = startOf(records, view); ; ) {
    const { position, frames } = await openSubjects(at, context, cache, ports);
    if (frames.length === 0) return { chunks, ends: cache.ends, waiting: [...cache.waiting.keys()].join('') };
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
    const { chunks, ends } = await chunksOf(frames, { subjectsPerChunk: subjects });
    expect([chunks, ends]).toEqual([expected, undefined]);
  });

  test('ends before a frame of a newer disclosure, whoever sent it; what is behind is left to who knows it', async () => {
    const ends = expect.objectContaining({ name: 'OutdatedRelease', message: 'a frame is of a newer disclosure' });
    expect(await chunksOf('aba+ab')).toMatchObject({ chunks: ['0 2 1'], ends });
    expect(await chunksOf('+a')).toMatchObject({ chunks: [], ends });
    // The first of two.
    expect(await chunksOf('ab+c*d')).toMatchObject({ chunks: ['0 1'], ends });
  });

  test('ends before a lease of a release that this one does not know; another failure fails it', async () => {
    const newer = new Unavailable('x', { cause: new NewerLease('x') });
    expect(await chunksOf('ab@a', { failure: newer })).toMatchObject({ chunks: ['0 1'], ends: newer });
    const away = new Unavailable('the key service is away');
    await expect(chunksOf('ab@a', { failure: away })).rejects.toBe(away);
  });

  test('leaves out who waits for a damaged key, and takes the next; in time the frame is refused', async () => {
    expect(await chunksOf('#a#b', { subjectsPerChunk: 1 })).toMatchObject({ chunks: ['1', '3'], waiting: '#' });
    expect(await chunksOf('#a#b', { isOver: true })).toMatchObject({ chunks: ['0 2 1 3'], waiting: '' });
  });
});
