import { expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { prefixedToken } from './prefixed-token.ts';

test.each<[string, string[]]>([
  ['rk_prod_3vTq8LwZx1NcYp6K rotate it', ['rk_prod_3vTq8LwZx1NcYp6K']],
  ['tk-live-8Vq3ZmNx05LrTy', ['tk-live-8Vq3ZmNx05LrTy']],
  ['npm_7Kz2QwXr90LtVbYm5sHd', ['npm_7Kz2QwXr90LtVbYm5sHd']],
  ['feature/my-branch-Release2024', []],
  ['get_ElementByTagName2', []],
  ['bg_color_DarkSlateBlue2', []],
  ['x_3vTq8L', []],
])('a key with a prefix of some service: %j', (text, expected) => {
  expect(found(prefixedToken, text)).toEqual(expected);
});

test.each<[string, boolean]>([
  ['az_aA1aA1aA1aAAAAAAAAAA', true],
  ['az_aA1aA1aA1aAAAAAAAAAAA', false],
  ['rk_3v8q7l2z1n4c6p9k', false],
  ['rk_xVtQLwZxNcYpKmRs', false],
  ['a9_zz_3vTq8LwZx1NcYp6K', true],
  ['abcdef0_abcdefgh_3vTq8LwZx1NcYp6K', true],
  ['abcdefg_3vTq8LwZx1NcYp6K', false],
  ['Xrk_prod_3vTq8LwZx1NcYp6K', false],
  ['rk_prod_3vTq8LwZx1NcYp6K_x', false],
  ['(rk_prod_3vTq8LwZx1NcYp6K)', true],
  [' 3vTq8LwZx1NcYp6K', false],
])('%s is a key: %s', (text, isOne) => {
  const spans = spansOf(prefixedToken, `it ${text} is`);

  expect(spans.map(({ type }) => type)).toEqual(isOne ? ['SECRET'] : []);
});
