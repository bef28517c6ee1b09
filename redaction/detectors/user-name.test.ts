import { expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
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

const LONGEST = 'kestrelkestrelkestrelkestrelkest';

test.each<[string, string[]]>([
  [`ssh ${LONGEST}@198.51.100.23`, [LONGEST]],
  ['ssh jdo@198.51.100.23', ['jdo']],
  ['ssh jd@198.51.100.23', []],
  ['ssh X@198.51.100.23', []],
  ['sshd[991]: Accepted password for ada.b from 198.51.100.66 port 40122', ['ada.b']],
  ['sshd[991]: Failed password for root from 198.51.100.66 port 40122', []],
  ['sshd[991]: Server listening', []],
  ['sudo: ada : COMMAND=/usr/bin/systemctl', ['ada']],
  ['sudo: root : COMMAND=/usr/bin/systemctl', []],
  ['用户lguohua', []],
  ['user=abcd', ['abcd']],
  ['user=abc', []],
  [`user=${LONGEST}`, [LONGEST]],
  [`user=${LONGEST}x`, []],
  ['konto=kestrel', []],
  ['account, user=kestrel', ['kestrel']],
  ['user=anonymous', []],
  ['utilizador admin_rita, senha na carta', ['admin_rita']],
  ['utilizador admin_rita, e mais', []],
  ['user tbrannigan12 left', ['tbrannigan12']],
  ['user tb.rannigan left', []],
  ['user tbrannigan.x1y left', []],
  ['user tbrnngn left', []],
])('what an account may be: %j', (text, expected) => {
  expect(found(userName, text)).toEqual(expected);
  expect(spansOf(userName, text).every(({ type }) => type === 'PERSON')).toBe(true);
});

test.each([
  ['tunnus: kmakela / salasana: Talvi2024', []],
  ['user: kmakela / salasana: Talvi2024', ['kmakela']],
  ['login: pmeier, passwort Maus', ['pmeier']],
  ['username: string, password: string', []],
])('beside its password: %j', (text, values) => {
  expect(found(userName, text)).toEqual(values);
});
