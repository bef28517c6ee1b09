import { expect, test } from '@jest/globals';
import { found } from './found.ts';
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
