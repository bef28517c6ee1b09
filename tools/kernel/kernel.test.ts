import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KERNEL_BYTES } from '../../redaction/kernel/bytes.ts';
import { createKernel } from '../../redaction/kernel/kernel.ts';
import { assemble, signed, unsigned } from './assemble.ts';
import { KERNEL } from './kernel.ts';

describe('the kernel', () => {
  test('is what its source says: npm run kernel', () => {
    expect(Buffer.from(assemble(KERNEL)).toString('base64')).toBe(KERNEL_BYTES);
  });

  test.each(['addRows32', 'addRows16'] as const)('%s adds signed bytes to sums of 32 bits', (name) => {
    const lanes = Number(name.slice(-2));
    const table = 64;
    const { kernel, memory } = createKernel(table * lanes + 256 * 4 + lanes * 4);
    const weights = new Int8Array(memory, 0, table * lanes);
    const rows = new Int32Array(memory, table * lanes, 256);
    const sums = new Int32Array(memory, table * lanes + 256 * 4, lanes);
    const byte = fc.integer({ min: -128, max: 127 });
    const numbers = fc.array(fc.nat(table - 1), { maxLength: 256 });
    const filling = fc.oneof(fc.array(byte, { minLength: table * lanes, maxLength: table * lanes }), byte);
    fc.assert(
      fc.property(filling, numbers, fc.integer(), (bytes, wanted, begin) => {
        if (typeof bytes === 'number') weights.fill(bytes);
        else weights.set(bytes);
        rows.set(wanted);
        sums.fill(begin);
        const expected = Array.from(
          sums,
          (sum, lane) => wanted.reduce((all, row) => all + weights[row * lanes + lane]!, sum) | 0,
        );

        kernel[name](0, rows.byteOffset, wanted.length, sums.byteOffset);

        expect([...sums]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('as many rows as there may be do not overflow', () => {
    const { kernel, memory } = createKernel(4096);
    new Int8Array(memory, 0, 32).fill(-128);
    kernel.addRows32(0, 1024, 256, 2048);
    expect([...new Int32Array(memory, 2048, 32)]).toEqual(Array(32).fill(-128 * 256));
  });
});

test('numbers are written as the format has them', () => {
  // Examples of the LEB128 format (DWARF 4, 7.6).
  expect([2, 127, 128, 129, 12857].map(unsigned)).toEqual([[2], [127], [0x80, 1], [0x81, 1], [0xb9, 0x64]]);
  expect([2, -2, 127, -127, 128, -128, 129].map(signed)).toEqual([
    [2],
    [0x7e],
    [0xff, 0],
    [0x81, 0x7f],
    [0x80, 1],
    [0x80, 0x7f],
    [0x81, 1],
  ]);
});
