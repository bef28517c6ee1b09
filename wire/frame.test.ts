import { createCipheriv, randomBytes } from 'node:crypto';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { COMPRESSIONS, FrameError, MAX_BODY_BYTES, MAX_LEASE_BYTES, openFrame, readFrame, sealFrame } from './frame.ts';

const frameKey = randomBytes(32);
const lease = 'eyJhbGciOiJkaXIifQ..bm9uY2U.c2VhbGVk.dGFn';
const body = Buffer.from('{"kind":"key","time":1}\n'.repeat(50));
const frame = (compression: (typeof COMPRESSIONS)[number] = 'zstd', number = 7) =>
  sealFrame({ lease, number, compression }, frameKey, body);

function fault(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof FrameError) return error.fault;
    throw error;
  }
  return 'none';
}
const open = (data: Buffer, maxBytes = 1_000_000) => openFrame(data, readFrame(data), frameKey, { maxBytes });
const changed = (at: number, ...bytes: number[]) => {
  const data = frame();
  data.set(bytes, at);
  return data;
};
/** Seals bytes that claim to be compressed, as they are. */
const sealedAs = (compression: 'gzip' | 'zstd', packed: Uint8Array) => {
  const data = sealFrame({ lease, number: 1, compression: 'none' }, frameKey, packed);
  // The header is associated data, so the seal has to be made over the claim itself.
  const claim = sealFrame({ lease, number: 1, compression }, frameKey, Buffer.alloc(0));
  return resealed(claim.subarray(0, readFrame(claim).nonceAt), data);
};
function resealed(header: Buffer, data: Buffer): Buffer {
  const plain = openFrame(data, readFrame(data), frameKey);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', frameKey, nonce).setAAD(header);
  return Buffer.concat([header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

describe('a frame', () => {
  test.each(COMPRESSIONS)('comes back as it was sealed, %s', (compression) => {
    const data = frame(compression, Number.MAX_SAFE_INTEGER);
    const header = readFrame(data);
    expect(header).toMatchObject({ version: 1, compression, number: Number.MAX_SAFE_INTEGER, lease });
    expect(openFrame(data, header, frameKey)).toEqual(body);
  });

  test.each([
    ['not-a-frame', Buffer.alloc(0)],
    ['not-a-frame', Buffer.from('SLCF and more')],
    ['truncated', Buffer.from('SLCE')],
    ['truncated', frame().subarray(0, 15)],
    ['unknown-version', changed(4, 2).subarray(0, 16)],
    ['truncated', frame().subarray(0, 40)],
    ['truncated', changed(14, 0x10, 0x00)],
    ['unknown-version', changed(4, 2)],
    ['unknown-compression', changed(5, 3)],
    ['bad-number', changed(6, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['bad-number', changed(6, 0, 0x20, 0, 0, 0, 0, 0, 0)],
    ['bad-number', changed(6, 255, 255, 255, 255, 255, 255, 255, 255)],
    ['lease-too-long', changed(14, 0x10, 0x01)],
    ['bad-lease', changed(16, 0x20)],
    ['bad-lease', changed(16, 0xc3)],
    ['bad-lease', changed(14, 0, 0)],
  ])('with a broken header is %s', (expected, data) => {
    expect(fault(() => readFrame(data))).toBe(expected);
  });

  test.each([
    ['another key', () => openFrame(frame(), readFrame(frame()), randomBytes(32))],
    ['another number', () => open(changed(13, 8))],
    ['another compression', () => open(changed(5, 1))],
    ['another lease', () => open(changed(20, 0x41))],
    ['a cut end', () => open(frame().subarray(0, -1))],
    [
      'the header of another frame',
      () => {
        const [one, two] = [frame('zstd', 1), frame('zstd', 2)];
        const { nonceAt } = readFrame(one);
        return open(Buffer.concat([one.subarray(0, nonceAt), two.subarray(nonceAt)]));
      },
    ],
  ])('with %s is bad-seal', (_, act) => {
    expect(fault(act)).toBe('bad-seal');
  });

  test('no changed bit goes unnoticed', () => {
    const data = frame();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: data.length * 8 - 1 }), (bit) => {
        const copy = Buffer.from(data);
        copy[bit >> 3]! ^= 1 << (bit & 7);
        expect(fault(() => open(copy))).not.toBe('none');
      }),
    );
  });

  test('a good seal over bad compression is bad-compression', () => {
    for (const compression of ['gzip', 'zstd'] as const) {
      expect(fault(() => open(sealedAs(compression, body)))).toBe('bad-compression');
      expect(fault(() => open(sealedAs(compression, Buffer.alloc(0))))).toBe('bad-compression');
    }
    expect(fault(() => open(sealedAs('gzip', gzipSync(body).subarray(0, -3))))).toBe('bad-compression');
    expect(fault(() => open(sealedAs('zstd', zstdCompressSync(body).subarray(0, -3))))).toBe('bad-compression');
  });

  test('a bomb is too-large, at no more memory than the bound', () => {
    const nothing = Buffer.alloc(64 * 1024 * 1024);
    const packed = { gzip: gzipSync(nothing), zstd: zstdCompressSync(nothing) };
    for (const compression of ['gzip', 'zstd'] as const) {
      expect(fault(() => open(sealedAs(compression, packed[compression])))).toBe('too-large');
    }
    expect(fault(() => open(frame('none'), 10))).toBe('too-large');
  });

  test.each(COMPRESSIONS)(
    'a body of as many bytes as may be opens, %s, and one more byte is too-large',
    (compression) => {
      const data = frame(compression);
      expect(open(data, body.length)).toEqual(body);
      expect(fault(() => open(data, body.length - 1))).toBe('too-large');
    },
  );

  test('the largest body is sealed and opens by default, and one more byte is not sealed', () => {
    const largest = Buffer.alloc(MAX_BODY_BYTES, '\n');
    const data = sealFrame({ lease, number: 1 }, frameKey, largest);
    expect(openFrame(data, readFrame(data), frameKey).equals(largest)).toBe(true);
    const larger = Buffer.alloc(MAX_BODY_BYTES + 1);
    expect(fault(() => sealFrame({ lease, number: 1 }, frameKey, larger))).toBe('too-large');
  });

  test.each([
    ['bad-seal', () => openFrame(frame(), readFrame(frame()), randomBytes(32))],
    ['bad-compression', () => open(sealedAs('gzip', body))],
  ])('an error of %s says so, and what failed beneath', (expected, act) => {
    const error = expect.objectContaining({
      name: 'FrameError',
      message: `frame: ${expected}`,
      cause: expect.anything(),
    });
    expect(act).toThrow(error as unknown as Error);
  });

  test('a zstd window over 16 MiB is refused', () => {
    const wide = zstdCompressSync(Buffer.alloc(20_000_000), { params: { [constants.ZSTD_c_windowLog]: 27 } });
    expect(fault(() => open(sealedAs('zstd', wide), 32_000_000))).toBe('bad-compression');
  });

  test('the longest lease is sealed and read', () => {
    const longest = 'x'.repeat(MAX_LEASE_BYTES);
    expect(readFrame(sealFrame({ lease: longest, number: 1 }, frameKey, body)).lease).toBe(longest);
  });

  test.each([
    ['bad-number', { lease, number: 0 }],
    ['bad-number', { lease, number: 1.5 }],
    ['bad-number', { lease, number: 2 ** 53 }],
    ['bad-lease', { lease: 'with space', number: 1 }],
    ['lease-too-long', { lease: 'x'.repeat(4097), number: 1 }],
  ])('is not sealed when it would be %s', (expected, options) => {
    expect(fault(() => sealFrame(options, frameKey, body))).toBe(expected);
  });

  test('a key of a wrong length is bad-key', () => {
    expect(fault(() => sealFrame({ lease, number: 1 }, randomBytes(16), body))).toBe('bad-key');
    expect(fault(() => openFrame(frame(), readFrame(frame()), randomBytes(16)))).toBe('bad-key');
  });

  test('arbitrary bytes give a fault or a header, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const data = Buffer.concat([Buffer.from('SLCE\x01\x01'), bytes]);
        expect(() => fault(() => open(data))).not.toThrow();
      }),
    );
  });
});
