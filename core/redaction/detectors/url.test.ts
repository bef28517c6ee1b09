import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { url } from './url.ts';

describe('url', () => {
  test.each<[string, string[]]>([
    ['https://bob:pw@host.example/x', ['https://bob:pw@host.example/x']],
    ['see https://www.janedoe.example/.', ['https://www.janedoe.example/']],
    ['https://a.example/p?token=abcdef123456&x=1', ['abcdef123456']],
    ['https://a.example/p#access_token=Zx81kkq9', ['Zx81kkq9']],
    ['amqp://u:p@10.0.0.1:5672', ['amqp://u:p@10.0.0.1:5672']],
    ['https://x.example/go/https://u:p@y.example', ['https://x.example/go/https://u:p@y.example']],
  ])('finds in %j', (text, values) => {
    expect(found(url, text)).toEqual(values);
    expect(spansOf(url, text).every(({ type }) => type === 'URL')).toBe(true);
  });

  test.each([
    'https://docs.example.org/guide/start',
    'http://127.0.0.1',
    'a://',
    '://x.y',
    'https://a.example/p?page=12&sort=asc',
    'https://a.example/p#section-two',
    'http://localhost/',
    'std::a',
  ])('nothing in %j', (text) => {
    expect(found(url, text)).toEqual([]);
  });
});
