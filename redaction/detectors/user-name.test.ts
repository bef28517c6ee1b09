import { expect, test } from '@jest/globals';
import { found } from './found.ts';
import { userName } from './user-name.ts';

test.each<[string, string[]]>([
  ['user tbrannigan cannot log in', ['tbrannigan']],
  ['Benutzer: nstadelhofer gesperrt', ['nstadelhofer']],
  ['usuario "jvazquez" bloqueado', ['jvazquez']],
  ['cerrar el acceso gvasari', ['gvasari']],
  ['用户 lguohua 已锁定', ['lguohua']],
  ['пользователь lgromov заблокирован', ['lgromov']],
  ['ssh jhoffmann@198.51.100.23', ['jhoffmann']],
  ['jdoe@web01:~/src$ ls', ['jdoe']],
  ['root@10.0.0.7 and deploy@10.0.0.8', []],
  ['git@github.com:a/b.git', []],
  ['the user clicked twice, the account settings, user interface', []],
  ['user story 12, user.name = x, account manager', []],
  ['jane@example.com', []],
])('accounts called after somebody: %j', (text, expected) => {
  expect(found(userName, text)).toEqual(expected);
});
