import { describe, expect, it } from '@jest/globals';
import { pseudonymsContract } from './pseudonym.contract.ts';
import { memoryPseudonyms } from './pseudonym.memory.ts';
import { pseudonymOf } from './pseudonym.ts';

pseudonymsContract('memory', async () => memoryPseudonyms());

describe('base32', () => {
  it.each([
    // RFC 4648, 10: "foobar" is MZXW6YTBOI, six bytes, of which these are the whole groups of five bits.
    ['foobar', 'mzxw6ytbo'],
    ['fooba', 'mzxw6ytb'],
    ['', ''],
  ])('of %p', (text, wanted) => {
    expect(pseudonymOf(Buffer.from(text))).toBe(wanted);
  });

  it('is 26 characters of a MAC of 32 bytes, the first 130 bits', () => {
    const mac = Buffer.alloc(32, 0xff);
    const other = Buffer.from(mac);
    other[16] = 0b1100_0000;
    expect(pseudonymOf(mac)).toBe('7'.repeat(26));
    expect(pseudonymOf(other)).toBe('7'.repeat(26));
    other[16] = 0b1000_0000;
    expect(pseudonymOf(other)).toBe(`${'7'.repeat(25)}6`);
  });
});
