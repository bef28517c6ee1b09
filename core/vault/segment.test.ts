import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Refused } from '../shared/errors.ts';
import { headLength, statedContext } from './message-head.ts';
import { joinSegment, openSegment, type SegmentContext, sealSegment, segmentEvents } from './segment.ts';

const context: SegmentContext = { program: 'model-capability', key: 'k1', segment: '01J', disclosure: '1.0' };
const reason = (error: unknown) => (error as Refused).reason;

describe('a segment', () => {
  test('opens again as it was, under its key and context', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ kind: fc.constant('key'), text: fc.string({ unit: 'grapheme' }) })),
        async (events) => {
          const key = randomBytes(32);
          const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');

          const { head, rest } = await sealSegment(lines, context, key);
          const opened = await openSegment(joinSegment(head, rest), context, key);

          expect(segmentEvents(opened)).toEqual(events);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('has frames of 64 KiB and still opens when it has many', async () => {
    const key = randomBytes(32);
    const lines = `${JSON.stringify({ noise: randomBytes(300_000).toString('base64') })}\n`;
    const { head, rest } = await sealSegment(lines, context, key);
    expect(rest.length).toBeGreaterThan(4 * 65_536);
    expect(await openSegment(joinSegment(head, rest), context, key)).toBe(lines);
  });

  test('leaves the key that it was given as it is', async () => {
    const key = randomBytes(32);
    const before = Buffer.from(key);
    const { head, rest } = await sealSegment('{}\n', context, key);
    await openSegment(joinSegment(head, rest), context, key);
    expect(key.equals(before)).toBe(true);
  });

  test.each(['program', 'segment', 'disclosure', 'key'] as const)('of another %s is refused by name', async (part) => {
    const key = randomBytes(32);
    const { head, rest } = await sealSegment('{}\n', context, key);
    const wanted = { ...context, [part]: 'other' };
    await expect(openSegment(joinSegment(head, rest), wanted, key)).rejects.toMatchObject({
      reason: 'wrong-object',
      message: `the message is not segment ${wanted.segment}`,
    });
  });

  test.each([
    ['that is bound to a row, as one that is not', 'digest', undefined],
    ['that is bound to no row, as one that is', undefined, 'digest'],
    ['of another row', 'digest', 'other'],
  ])('%s is refused by name', async (_, sealedFor, openedFor) => {
    const key = randomBytes(32);
    const bound = (row: string | undefined) => ({ ...context, ...(row !== undefined && { row }) });
    const { head, rest } = await sealSegment('{}\n', bound(sealedFor), key);
    const message = joinSegment(head, rest);
    expect(await openSegment(message, bound(sealedFor), key)).toBe('{}\n');
    await expect(openSegment(message, bound(openedFor), key).catch(reason)).resolves.toBe('wrong-object');
  });

  test('does not open under another key', async () => {
    const { head, rest } = await sealSegment('{}\n', context, randomBytes(32));
    const opening = openSegment(joinSegment(head, rest), context, randomBytes(32));
    await expect(opening).rejects.toMatchObject({
      reason: 'unsealed',
      message: 'segment 01J does not open under its key',
      cause: expect.anything(),
    });
  });

  test('does not open when any byte of it was changed', async () => {
    const key = randomBytes(32);
    const { head, rest } = await sealSegment('{"a":1}\n', context, key);
    const message = joinSegment(head, rest);
    await fc.assert(
      fc.asyncProperty(fc.nat(message.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(message);
        changed[at]! ^= flip;
        await expect(openSegment(changed, context, key)).rejects.toThrow();
      }),
      { numRuns: 200 },
    );
  });

  test('is cut behind its head: the wrapped key is in one part, no frame is', async () => {
    const { head, rest } = await sealSegment('{}\n', context, randomBytes(32));
    expect(headLength(joinSegment(head, rest))).toBe(head.length);
    expect(statedContext(joinSegment(head, rest))).toEqual(context);
    // The only frame is the final one, which begins with this marker.
    expect(rest.readUInt32BE(0)).toBe(0xffffffff);
  });

  test('is compressed', async () => {
    const lines = `${JSON.stringify({ kind: 'pointer', path: [1, 2, 3] })}\n`.repeat(1000);
    const { rest } = await sealSegment(lines, context, randomBytes(32));
    expect(rest.length).toBeLessThan(lines.length / 20);
  });
});

test('what is no message is refused, never read past its end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const version2 = Buffer.concat([Buffer.from([2]), bytes]);
      for (const some of [bytes, version2]) {
        try {
          expect(headLength(some)).toBeLessThanOrEqual(some.length);
        } catch (error) {
          expect((error as Error).message).toBe('not an Encryption SDK message of version 2');
        }
      }
    }),
  );
});

test.each([
  [
    'another version',
    (message: Buffer) => message.fill(1, 0, 1),
    headLength,
    'not an Encryption SDK message of version 2',
    'version',
  ],
  [
    'no frames and half a tag',
    (message: Buffer) => message.subarray(0, headLength(message) - 1),
    headLength,
    'not an Encryption SDK message of version 2',
    'length',
  ],
  // Two bytes behind version, suite, message id and length of the context.
  [
    'more pairs of context than it has bytes',
    (message: Buffer) => message.fill(0xff, 37, 39),
    statedContext,
    'the encryption context cannot be read',
    undefined,
  ],
] as const)('a message with %s is refused, and why is kept', async (_, change, read, message, why) => {
  const { head, rest } = await sealSegment('{}\n', context, randomBytes(32));
  expect(read(head)).toBeDefined();
  const changed = change(joinSegment(head, rest));
  const cause = why === undefined ? { name: 'RangeError' } : { name: 'RangeError', message: why };
  const refused = (() => {
    try {
      return read(changed);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toMatchObject({ name: 'SluiceError', message, cause });
});
