import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { secretToken } from './secret-token.ts';

describe('secret-token', () => {
  test.each<[string, string[]]>([
    ['AKIAIOSFODNN7EXAMPLE', ['AKIAIOSFODNN7EXAMPLE']],
    ['ghp_a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2', ['ghp_a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2']],
    ['xoxb-123456789012-abcDEF', ['xoxb-123456789012-abcDEF']],
    ['key=sk_live_4eC39HqLyjWDarjtT1zdp7dc', ['sk_live_4eC39HqLyjWDarjtT1zdp7dc']],
    ['glpat-ABCdef123456GHIjkl78', ['glpat-ABCdef123456GHIjkl78']],
    ['hf_aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3', ['hf_aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3']],
  ])('finds in %j', (text, values) => {
    expect(found(secretToken, text)).toEqual(values);
    expect(spansOf(secretToken, text).every(({ type }) => type === 'SECRET')).toBe(true);
  });

  test.each([
    'AKIA',
    'AKIAshort',
    'ghp_short',
    'sk_live_',
    'skating',
    'SG.x',
    'npm_install',
    'hf_hub',
    'ghost_pepper',
    'eyJ',
  ])('nothing in %j', (text) => {
    expect(found(secretToken, text)).toEqual([]);
  });
});
