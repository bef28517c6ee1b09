import { describe, expect, test } from '@jest/globals';
import { found } from './found.ts';
import { homeFolder } from './home-folder.ts';

describe('folders that are called after somebody', () => {
  test.each([
    ['ls /home/vmolina/cierres', ['vmolina']],
    ['C:\\Users\\tfigueira> net use', ['tfigueira']],
    ['/user:GRAFICA\\tfigueira x', ['tfigueira']],
    ['cd /Users/kpatel/src', ['kpatel']],
  ])('%s', (text, values) => {
    expect(found(homeFolder, text)).toEqual(values);
  });

  test.each([
    '/home/ubuntu/app',
    'GET /users/search?q=x',
    'https://example.org/home/news',
    'src/home/page.tsx',
    'C:\\Users\\Public\\x',
    'home page',
  ])('nobody in %s', (text) => {
    expect(found(homeFolder, text)).toEqual([]);
  });
});
