import { expect, test } from '@jest/globals';
import { found } from './found.ts';
import { userName } from './user-name.ts';

test.each<[string, string[]]>([
  ['user tbrannigan cannot log in', ['tbrannigan']],
  ['login KO utente=mbattistuzzi ip=x', ['mbattistuzzi']],
  ['{"login":"fjablonska"}', ['fjablonska']],
  ["WHERE login IN ('h.aydin', 'praktikant07')", ['h.aydin', 'praktikant07']],
  ['sshd[991]: Failed password for invalid user gperezg from 198.51.100.66 port 40122', ['gperezg']],
  ['sudo: fkoehnke : COMMAND=/usr/bin/systemctl', ['fkoehnke']],
  ['login = forgot password', []],
  ['user=root', []],
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
