import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { strongPassword } from './strong-password.ts';

describe('passwords by what they are made of', () => {
  test.each([
    ['tried Pushback!22 and got the same', ['Pushback!22']],
    ['entrato come admin / Gorgonzola!9', ['Gorgonzola!9']],
    ['Hasło admina Zurek&Jajko7 nie wchodzi', ['Zurek&Jajko7']],
    ['под кассой с паролем Bublik*2023 пускает', ['Bublik*2023']],
    ['pide clave. Probé Merluza_2020 y nada', ['Merluza_2020']],
    ['PPPoE-User KW Zw1ebel-Kuchen. Techniker', ['Zw1ebel-Kuchen']],
    ['yönetici parolası Simit-Cay.34 olmadı', ['Simit-Cay.34']],
    ['logged in with Onigiri+ume8', ['Onigiri+ume8']],
  ])('%j', (text, values) => {
    expect(found(strongPassword, text)).toEqual(values);
  });

  test.each([
    ['reji03 / Onigiri+ume8', ['reji03', 'Onigiri+ume8']],
    ['khidki4 और पासवर्ड Jalebi@786x', ['khidki4', 'Jalebi@786x']],
    ['admin / Gorgonzola!9', ['Gorgonzola!9']],
  ])('and the account beside it: %j', (text, values) => {
    expect(found(strongPassword, text)).toEqual(values);
  });

  test.each([
    'see LAGER-318 and WEB-2201',
    'part 88-4410-B arrives',
    'cierre_2024-03.csv is there',
    'login page of release-2024',
    'user story DISP-207 is done',
    'const area = width*2 + a1*b2',
    'if (a!=b2) return',
    'mail anna.b22@example.org',
    'https://example.org/a&b2=Xy!9abc',
    'R&D2 team',
    'log in at 10-12 or 14-16',
  ])('%j holds none', (text) => {
    expect(found(strongPassword, text)).toEqual([]);
  });
});

/** What is said where somebody logs in, by language. */
const ACCESS = [
  'password|passwd|passphrase|PW|log in|login|logged in|logging in|user|admin|wifi|wi-fi|WLAN|key',
  'Passwort|Kennwort|KW|anmelden|eingeloggt|Zugang|service /|x /',
  'clave|contraseña|probe|probé|probó|acceso|usuario|entrato|entrata|accesso|senha|entrei|utilizador',
  'identifiant|mot de passe|MDP|connecté|ingelogd|wachtwoord|hasło|logowanie|heslo|přihlášení',
  'salasana|tunnus|şifre|parola|giriş|пароль|логин|вход|κωδικός|χρήστης',
  '口令|密码|密碼|パスワード|ログイン|비밀번호|비번|로그인|كلمة السر|पासवर्ड|लॉगिन|รหัสผ่าน',
].flatMap((language) => language.split('|'));

describe('where somebody logs in', () => {
  test.each(ACCESS)('%s', (words) => {
    expect(found(strongPassword, `${words} Onigiri+ume8`)).toContain('Onigiri+ume8');
    expect(found(strongPassword, `${words.toUpperCase()} \tOnigiri+ume8`)).toContain('Onigiri+ume8');
  });

  test.each('spw|pwx|akw|kwh|blog|logo|monkey|keys|amdp|mdpx|see|the'.split('|'))('not behind %j', (word) => {
    expect(found(strongPassword, `${word} Onigiri+ume8`)).toEqual([]);
  });

  test.each([
    [32, ['Onigiri8+ume']],
    [33, []],
  ])('%d signs before it', (n, values) => {
    expect(found(strongPassword, `login${' '.repeat(n)}Onigiri8+ume`)).toEqual(values);
  });

  test.each(['login\nOnigiri+ume8', 'Onigiri+ume8 login'])('not in another line, nor behind: %j', (text) => {
    expect(found(strongPassword, text)).toEqual([]);
  });
});

describe('what a password is made of', () => {
  test.each(['!', '*', '&', '$', '^'])('%j is enough alone', (sign) => {
    expect(found(strongPassword, `it was Pushback${sign}22`)).toEqual([`Pushback${sign}22`]);
    expect(found(strongPassword, `it was Pushb22ck${sign}abc now`)).toEqual([`Pushb22ck${sign}abc`]);
    expect(found(strongPassword, `it was pushback${sign}22`)).toEqual([]);
    expect(found(strongPassword, `it was PUSHBACK${sign}22`)).toEqual([]);
    expect(found(strongPassword, `login pushback${sign}22`)).toEqual([`pushback${sign}22`]);
  });

  test.each(['+', '#', '_', '@', '.', '-'])('%j only where somebody logs in', (sign) => {
    expect(found(strongPassword, `it was Pushback${sign}22x`)).toEqual([]);
    expect(found(strongPassword, `login Pushback${sign}22x`)).toEqual([`Pushback${sign}22x`]);
    expect(found(strongPassword, `login Pushb22ck${sign}abcdefg now`)).toEqual([`Pushb22ck${sign}abcdefg`]);
  });

  test.each([
    ['Abcde!12', ['Abcde!12']],
    ['Abcd!12', []],
    ['Abc!1234', ['Abc!1234']],
    ['Ab!12345', []],
    [`A${'b'.repeat(15)}!1`, [`A${'b'.repeat(15)}!1`]],
    [`A${'b'.repeat(16)}!1`, []],
    [`Abc!1${'b'.repeat(15)}`, [`Abc!1${'b'.repeat(15)}`]],
    [`Abc!1${'b'.repeat(17)}+x`, []],
    [`A${'b'.repeat(15)}!${'1'.repeat(4)}${'b'.repeat(12)}`, [`A${'b'.repeat(15)}!${'1'.repeat(4)}${'b'.repeat(12)}`]],
    ['!2222&Abcdefg', []],
    ['Pushback!22_ab(x)', ['Pushback!22']],
    ['Pushback!!', []],
    ['Pushback!abc', []],
  ])('alone: %j', (word, values) => {
    expect(found(strongPassword, `it was ${word} then`)).toEqual(values);
  });

  test.each([
    ['Simit-Cay.34', ['Simit-Cay.34']],
    ['Simit-Cay.34!', ['Simit-Cay.34!']],
    ['Simit-Cay.34#', ['Simit-Cay.34#']],
    ['Simit-Cay.34*', ['Simit-Cay.34*']],
    ['Simit-Cay.34.', ['Simit-Cay.34']],
    ['Simit-Cay-34-x', ['Simit-Cay-34-x']],
    ['Simit-Cay-34-x-y', []],
    ['Merluza_20', ['Merluza_20']],
    ['Merluza-2020', ['Merluza-2020']],
    ['merluza_2020', []],
    ['MERLUZA-2020', []],
    ['Merluza_20201', []],
    ['xMerluza_2020', []],
    ['Simit-Cay-ab-34', ['Simit-Cay-ab-34']],
    ['Simit-Cay-ab-cd-34', []],
    [`Abc1${'d'.repeat(12)}+${'e'.repeat(15)}-e`, [`Abc1${'d'.repeat(12)}+${'e'.repeat(15)}-e`]],
    [`Abc1${'d'.repeat(12)}+${'e'.repeat(16)}-e`, []],
    ['Release2.txt', []],
    ['Release2.jpeg', []],
    ['Release2-x.html', []],
    ['v2.Release-x', []],
    ['2abc-Release', []],
    ['Abcde+1', []],
    ['Abcde+12', ['Abcde+12']],
    ['Onigiri+ume', []],
  ])('behind a word for a login: %j', (word, values) => {
    expect(found(strongPassword, `login: ${word}`)).toEqual(values);
    expect(found(strongPassword, `login: ${word}, then`)).toEqual(values);
  });

  test.each(['/', '\\', '@', '=', '.', '~', '-'])('not behind %j', (sign) => {
    expect(found(strongPassword, `it was ${sign}Pushback!22 then`)).toEqual([]);
    expect(found(strongPassword, `it was a${sign}Pushback!22 then`)).toEqual([]);
  });

  test.each(['(', '=', '[', ']', '{', '}', '<', '>', '/', '\\'])('not whole before %j', (sign) => {
    expect(found(strongPassword, `if Pushback&22${sign}x`)).not.toContain(`Pushback&22${sign}`);
    expect(found(strongPassword, `at Abcde!1b${sign}`)).toEqual([]);
  });

  test.each([
    '"Pushback!22"',
    '(Pushback!22)',
    "'Pushback!22'",
    '«Pushback!22»',
    'x:Pushback!22',
    'Pushback!22, x',
    'Pushback!22\r\n',
    'a\nPushback!22',
  ])('in %j', (text) => {
    expect(found(strongPassword, text)).toEqual(['Pushback!22']);
  });

  test('is a password, and who uses it somebody', () => {
    expect(spansOf(strongPassword, 'reji03 / Onigiri+ume8').map(({ type }) => type)).toEqual(['PERSON', 'PASSWORD']);
  });
});

describe('the account before it', () => {
  test.each([
    ['reji03 / Pushback!22', ['reji03']],
    ['reji/Pushback!22', []],
    ['reji: Pushback!22', ['reji']],
    ['reji:Pushback!22', ['reji']],
    ['reji : Pushback!22', ['reji']],
    ['reji03 Pushback!22', ['reji03']],
    ['reji03, Pushback!22', ['reji03']],
    ['reji03، Pushback!22', ['reji03']],
    ['reji03、Pushback!22', ['reji03']],
    ['m.reji Pushback!22', ['m.reji']],
    ['r3jia Pushback!22', ['r3jia']],
    ['r3jia.m-n Pushback!22', ['r3jia.m-n']],
    ['m.r Pushback!22', ['m.r']],
    [`re3${'j'.repeat(23)} Pushback!22`, [`re3${'j'.repeat(23)}`]],
    ['m-reji Pushback!22', ['m-reji']],
    ['m_reji Pushback!22', ['m_reji']],
    ['reji03 और पासवर्ड Pushback!22', ['reji03']],
    ['reji03 mit dem Pushback!22', ['reji03']],
    ['reji03 with password: Pushback!22', ['reji03']],
    ['reji03 with the new Pushback!22', []],
    ['reji Pushback!22', []],
    ['reji und Pushback!22', []],
    ['Reji03 Pushback!22', []],
    ['x.@reji03 Pushback!22', []],
    ['xreji-reji03 / Pushback!22', ['xreji-reji03']],
    ['ab / Pushback!22', []],
    ['abc / Pushback!22', ['abc']],
    [`a${'b'.repeat(25)} / Pushback!22`, [`a${'b'.repeat(25)}`]],
    [`a${'b'.repeat(26)} / Pushback!22`, []],
    ['reji03   Pushback!22', []],
    [`${'a'.repeat(25)}1 abcdefghijkl abcdefghijkl Pushback!22`, [`${'a'.repeat(25)}1`]],
    ['reji03\nPushback!22', []],
  ])('%j', (text, accounts) => {
    expect(found(strongPassword, text).filter((value) => value !== 'Pushback!22')).toEqual(accounts);
  });

  test.each('root admin administrator user login pass password guest service http https pwd pin'.split(' '))(
    'is not %s',
    (word) => {
      expect(found(strongPassword, `${word} / Pushback!22`)).toEqual(['Pushback!22']);
      expect(found(strongPassword, `${word}x / Pushback!22`)).toEqual([`${word}x`, 'Pushback!22']);
      expect(found(strongPassword, `x${word} / Pushback!22`)).toEqual([`x${word}`, 'Pushback!22']);
    },
  );
});
