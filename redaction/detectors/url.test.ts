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

  test.each<[string, string[]]>([
    ['x https://a.example/p?a=1&token=Abc12345#b=Zz9', ['Abc12345', 'Zz9']],
    ['ftp://user@host/x', ['ftp://user@host/x']],
    ['git+ssh://bob@h.example/r', ['git+ssh://bob@h.example/r']],
    ['abcdefghijklmnopqrstuvwxyzabcdefghijk://x.example', ['fghijklmnopqrstuvwxyzabcdefghijk://x.example']],
    ['see https://www.x.example).', ['https://www.x.example']],
    ['"https://www.x.example"', ['https://www.x.example']],
    ['https://www.x.example/?', ['https://www.x.example/']],
    ['https://www.x.example?', ['https://www.x.example']],
    ['//www.x.example', []],
    ['https:/www.x.example', []],
    ['x//www.x.example', []],
    ['1://www.x.example', []],
    ['http://10.0.0.1/', []],
    ['http://[2001:db8::1]/', []],
    ['https://a.example/p?q=', []],
    ['https://a.example/p?a=12345', ['12345']],
    ['https://a.example/p?a=1234', []],
    ['https://a.example/p?a=Hello', ['Hello']],
    ['https://a.example/p?a=hello-world', []],
    ['https://a.example/p?a=thirteenchars', ['thirteenchars']],
    ['https://a.example/p?a=b;c=D3f', ['D3f']],
    ['https://a.example/p?a=b?c=Dd1', ['Dd1']],
    ['https://a.example/p?novalue&x=Y1', ['Y1']],
    ['https://a.example/p?=Y1', ['Y1']],
    ['https://a.example/p?x=Y1é&z=a', ['Y1é']],
    ['https://a.example/p#access_token=Zx81kkq9&state=abc', ['Zx81kkq9']],
    ['https://localhost', []],
    ['https://a.example/x@y', []],
    ['https://x.example/a://u:p@b', ['https://x.example/a://u:p@b']],
    ['https://a.example/p?x=Y1,z. then', ['Y1,z']],
    ['https://exämple.example', ['https://exämple.example']],
    ['a https://x@y b http://www.q.example c', ['https://x@y', 'http://www.q.example']],
    ['http://a.b/c?d=e=f1g2', ['e=f1g2']],
    ['http://a.b/x@y?z=Abc12', ['Abc12']],
    ['https://...', []],
    ['https://', []],
    ['http://beef.ca/', []],
    ['-https://a.example', ['https://a.example']],
    ['https://a.example/?b?c=Abc12', ['Abc12']],
    ['https://a.example/p=Abc12', []],
    ['https://a.example/p=Abc12?q=Zz1', ['Zz1']],
    ['https://a.example/p=Abc12#q=Zz1', ['Zz1']],
    ['x:y@https://a.example/b', []],
    ['https://a.b/c:// then d@e', []],
    ['a+://www.x.example', ['a+://www.x.example']],
    ['https://a.example/b?c=Abc12&c:// d@e', ['Abc12']],
    ['ftp://u@h and https://a.example/p@q', ['ftp://u@h']],
    ['https:x/www.x.example', []],
    ['a-://bob:pw@h.example', ['a-://bob:pw@h.example']],
    ['socks5://bob:pw@10.0.0.1', ['socks5://bob:pw@10.0.0.1']],
    ['postgresql+psycopg2://bob:pw@h/db', ['postgresql+psycopg2://bob:pw@h/db']],
    ['5://bob:pw@h', []],
    ['https://a.example/https://www.b.example/', []],
    ['https://a.example/x@y, ftp://bob:pw@h.example', ['ftp://bob:pw@h.example']],
    ['see http://localhost/ now. ok', []],
  ])('the form %j', (text, values) => {
    expect(found(url, text)).toEqual(values);
  });
});
