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

describe('the name of a folder', () => {
  test.each(['/', '\\', '>', ' ', '"', "'", '`', ':', ';', ',', ')', '\n', '\r\n', ''])('before %j', (sign) => {
    expect(found(homeFolder, `/home/vmolina${sign}`)).toEqual(['vmolina']);
    expect(found(homeFolder, `C:\\Users\\vmolina${sign}`)).toEqual(['vmolina']);
  });

  test.each([' ', '"', "'", '`', ';', ',', ')', '\n', ''])('of a domain, before %j', (sign) => {
    expect(found(homeFolder, `/user:PRINT\\vmolina${sign}`)).toEqual(['vmolina']);
  });

  test.each(['abc', 'a.b-c_9', 'VMolina', `a${'b'.repeat(31)}`, 'roots', 'myroot', 'users1', 'me.jsonx'])(
    '%j',
    (name) => {
      expect(found(homeFolder, `/home/${name}/x`)).toEqual([name]);
    },
  );

  test.each(['ab', '9abc', '.ssh', `a${'b'.repeat(32)}`, 'a=b', 'a&b', 'a?b', 'añb'])('is not %j', (name) => {
    expect(found(homeFolder, `/home/${name}/x`)).toEqual([]);
  });

  test.each(
    'user username users you yourname name myuser example public default shared share all admin administrator root ubuntu debian centos ec2-user vagrant runner node app git deploy jenkins docker circleci travis postgres mysql www web data index page home list new edit me.json login profile settings assistant linuxbrew vscode coder gitpod codespace'.split(
      ' ',
    ),
  )('is nobody in /home/%s', (name) => {
    expect(found(homeFolder, `/home/${name}/x`)).toEqual([]);
    expect(found(homeFolder, `/home/${name.toUpperCase()}/x`)).toEqual([]);
  });

  test.each([
    ['cd (/home/vmolina)', ['vmolina']],
    ['~x /home/vmolina', ['vmolina']],
    ['D:\\home\\vmolina', ['vmolina']],
    ['C:\\USERS\\vmolina', ['vmolina']],
    ['\\\\srv\\users\\vmolina', ['vmolina']],
    ['/USERS/vmolina', ['vmolina']],
    ['/users/vmolina', []],
    ['srv/home/vmolina', []],
    ['srv./home/vmolina', []],
    ['srv-/home/vmolina', []],
    ['home/vmolina', []],
    ['xhome/vmolina', []],
    ['/user/vmolina', []],
    ['C:\\User\\vmolina', []],
    ['/home vmolina', []],
    ['/home:vmolina', []],
    ['user:PRINT\\vmolina', []],
    ['/user:PRINT/vmolina', []],
    ['/user:\\vmolina', []],
    [`/user:${'d'.repeat(32)}\\vmolina`, ['vmolina']],
    [`/user:${'d'.repeat(33)}\\vmolina`, []],
    ['/user:PRINT\\admin', []],
    ['/user:print.example-1\\vmolina', ['vmolina']],
  ])('%j', (text, names) => {
    expect(found(homeFolder, text)).toEqual(names);
  });
});
