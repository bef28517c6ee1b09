import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { password } from './password.ts';

describe('password', () => {
  test.each<[string, string[]]>([
    ['password: hunter2', ['hunter2']],
    ['my password is S3cret!x', ['S3cret!x']],
    ['pwd=abc123;', ['abc123']],
    ['PASSWORD="two words"', ['two words']],
    ['kennwort: Geheim!', ['Geheim!']],
    ['the new password is now: abc', ['abc']],
    ['login with password tiger99 please', ['tiger99']],
    ['pin: 4821', ['4821']],
    ['CVV 123', ['123']],
    ['{"password": "p@ss"}', ['p@ss']],
    ['p4ssw0rd = x1y2z3', ['x1y2z3']],
    ['password hunter2!x', ['hunter2!x']],
    ['P@55w0rd is my password', ['P@55w0rd']],
    ['hunter2 was the old password', ['hunter2']],
    ['my password used to be "correct horse battery staple"', ['correct horse battery staple']],
    ['the password will be Tiger99', ['Tiger99']],
  ])('finds in %j', (text, values) => {
    expect(found(password, text)).toEqual(values);
    expect(spansOf(password, text).every(({ type }) => type === 'PASSWORD')).toBe(true);
  });

  test.each([
    'password reset',
    'this is my password',
    'the password should be long',
    'the password is required',
    'password: <your password>',
    `password: $${'{PW}'}`,
    'password = null',
    'forgot my password again',
    'pin the version',
    'pass it on',
    'login page',
    'password=process.env.PW',
    'pass: see below',
    'password manager: yes',
  ])('nothing in %j', (text) => {
    expect(found(password, text)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['password is "ab"', []],
    ['password "a"', []],
    ['password: a', []],
    ['password: (', []],
    ['password: [', []],
    ['password: ((', ['((']],
    ['password=ab', ['ab']],
    ['pwd: "x"', []],
    ["pass 'word'", []],
    ['pass: hunter2', ['hunter2']],
    ['pass: see', []],
    ['creds: Admin1!', ['Admin1!']],
    ['creds: none yet', []],
    ['credentials: admin', []],
    ['credentials: Adm1n', ['Adm1n']],
    ['login: admin', []],
    ['login: Adm1n', ['Adm1n']],
    ['mot: soleil', []],
    ['mot: S0leil', ['S0leil']],
    ['pin 12', []],
    ['pin 123', ['123']],
    ['pin 123456789', []],
    ['pin: 12', []],
    ['pin: 12x', []],
    ['pin "ab"', []],
    ['otp is 1234', ['1234']],
    ['cvv=12', []],
    ['passcode is 99', []],
    ['password hunter2', ['hunter2']],
    ['password abc', []],
    ['password a1b', []],
    ['password a1bc', ['a1bc']],
    ['password a-b-c', []],
    ['password ----1a', []],
    ['password 1234', []],
    ['password aaaa', []],
    ['password x(1)y2', []],
    ['password hunter2.', ['hunter2']],
    ['password: hunter2).', ['hunter2']],
    ['password: abc).', ['abc).']],
    ['password: abcd).', ['abcd']],
    ['the password hunter2, then', ['hunter2']],
    ['password was <secret>', []],
    ['password: ***', []],
    ['password: xxxx', []],
    ['password: x1', ['x1']],
    ['password is now Tiger9', ['Tiger9']],
    ['password should be Tiger9', ['Tiger9']],
    ['password used to be Tiger9', ['Tiger9']],
    ['hunter2 is my password', ['hunter2']],
    ['hunter2 is the old login password', ['hunter2']],
    ['hunter2 was still her password', ['hunter2']],
    ['hunter is my password', []],
    ['is my password', []],
    ['so hunter2 is really my password', []],
    ['password (new): abc', ['abc']],
    ['password (for x) for y: abc', ['abc']],
    ['password→abc', ['abc']],
    ['"password":"abc"', ['abc']],
    ['password := abc', ['abc']],
    ['password\tis\tabc1', ['abc1']],
    ["my user's password: it's1", ["it's1"]],
    ["password: ''", ["''"]],
    ['password is {', []],
    ['creds: admin', []],
    ['creds admin', []],
    ['password is 日本語', ['日本語']],
    ['password is ---', []],
    ['password a1--', ['a1--']],
    ['password 1a---', ['1a---']],
    ['password 1a----', ['1a----']],
    ['password 1a-----', []],
    ['say hunter2 is my password', ['hunter2']],
    ['the password is this:', []],
    ['password: abc(', ['abc(']],
  ])('the form %j', (text, values) => {
    expect(found(password, text)).toEqual(values);
  });

  test.each(
    (
      'password|passwort|passwd|pass|pwd|pw|passcode|passphrase|kennwort|contraseña|senha|motdepasse|mot de passe|wachtwoord|' +
      'hasło|parola|lösenord|passord|adgangskode|salasana|şifre|creds|credentials|login|parole|jelszó|heslo|p4ssw0rd|passw0rd|' +
      'pa55word|p455w0rd|mima|pasword|passwrod|psswd|pword|pin|pincode|cvv|cvc|cvv2|otp|puk'
    ).split('|'),
  )('after %s', (word) => {
    expect(found(password, `${word}: Tiger991`)).toEqual(['Tiger991']);
  });

  test.each('pin|pincode|cvv|cvc|cvv2|otp|puk|passcode'.split('|'))('%s is of digits', (word) => {
    expect(found(password, `${word} 4821`)).toEqual(['4821']);
    expect(found(password, `${word}: tiger`)).toEqual([]);
    expect(found(password, `Tiger99 is my ${word}`)).toEqual([]);
  });

  test.each(
    (
      'null|none|undefined|true|false|string|required|optional|yes|no|empty|***|xxx|...|<pw>|<pw|$PW|$|$' +
      '{PW}|$' +
      '{PW|{pw}|{{pw}}|%s|process.env.PW|os.environ.PW|env.PW|config.pw|options.pw|[HIDDEN]|[PASS_WORD]|[HIDDEN]!|null,|none;|yes)'
    ).split('|'),
  )('the value %s stands for another', (value) => {
    expect(found(password, `password: ${value}`)).toEqual([]);
  });

  test.each('null9|string9|no-1|***9|xxx9|...9|<pw>9|{pw}9|{{pw}}9|%s9|yes)9|[9]|config9'.split('|'))(
    'the value %s only begins so',
    (value) => {
      expect(found(password, `password: ${value}`)).toEqual([value]);
    },
  );

  test.each<[string, string[]]>([
    ['(password): abc', ['abc']],
    ['(password ) : abc', ['abc']],
    ['password   is   abc1', ['abc1']],
    ['password for the guest network: abc', ['abc']],
    ['password: is abc1', ['abc1']],
    ["password: 'two words'", ['two words']],
    ['password: `two words`', ['two words']],
    ['password:\tabc', ['abc']],
    ['password   hunter2', ['hunter2']],
    ['password\thunter2', ['hunter2']],
    ['hunter2 is my dog, not a password', []],
    ['password: a.bcdef', ['a.bcdef']],
  ])('blanks and quotes around it: %j', (text, values) => {
    expect(found(password, text)).toEqual(values);
  });
});

describe('a password behind the name of what it opens', () => {
  test.each([
    ['export PGPASSWORD=Moss!91bog', ['Moss!91bog']],
    ['dbPassword: "fern_tale"', ['fern_tale']],
    ['set ADMINPWD=Alder#12', ['Alder#12']],
    ['smtpPass = Thorn!8rye', ['Thorn!8rye']],
    ['das Kennwort heißt Ufer_63moos', ['Ufer_63moos']],
    ['Passwort lautet Kiesel!29grau', ['Kiesel!29grau']],
    ['parola è Quercia#71', ['Quercia#71']],
    ['пароль это Сосна#51', ['Сосна#51']],
    ['haslo brzmi Jodla!63las', ['Jodla!63las']],
  ])('%j', (text, expected) => {
    expect(found(password, text)).toEqual(expected);
  });

  test.each([
    'const dbPass = getPass();',
    'userPassword = req.body.password',
    'userPassword = body.password2',
    'the userPass field is shown',
    'new passwords are required',
    'adminPassword: string',
  ])('is not in %j', (text) => {
    expect(found(password, text)).toEqual([]);
  });
});

test.each<[string, string[]]>([
  // Compared with it.
  ['if ("hunter2" == password)', ['hunter2']],
  ["'x7#abc' === user.passwd", ['x7#abc']],
  ['"hunter2" != password', ['hunter2']],
  ['"null" == password', []],
  ['"ab" == password', []],
  // A network is said to be slow as often.
  ['wifi: kestrel9', ['kestrel9']],
  ['wifi: kestre9', []],
  ['wifi: kestrelmoth', []],
  ['wifi: "kestrel 9"', ['kestrel 9']],
  ['wifi: "kestrel moth"', []],
  ['wifi kestrel99', []],
  // What a setting or a variable is called after.
  ['dbpassword: hunter2x', ['hunter2x']],
  ['dbpassword: hunterx', []],
  ['dbpassword = getPass2()', []],
  ['dbpassword = config.x9', []],
  ['dbpassword = "hunterx"', ['hunterx']],
  // A few words on, in languages whose words for one say nothing else.
  ['heslo na wifi borovice9', ['borovice9']],
  ['heslo na wifi borovice9.', ['borovice9']],
  ['heslo na wifi borovice', []],
  ['heslo na ta nova wifi borovice9', []],
  ['password on wifi borovice9', []],
  ['salasana kotona koivu77x', ['koivu77x']],
  // In quotes of other languages.
  ['password: «hunter2»', ['hunter2']],
  ['Passwort: „hunter2“', ['hunter2']],
  ['password: "hunter 2"', ['hunter 2']],
])('a password as it is also written: %j', (text, expected) => {
  expect(found(password, text)).toEqual(expected);
});

test.each([
  ['password: "hunter2x"', 'hunter2x'],
  ['password: " hunter2x"', 'hunter2x'],
  ['password: "   hunter2x"', 'hunter2x'],
  ['password: "\thunter2x\t"', 'hunter2x'],
  ['password: "hunter2x  "', 'hunter2x'],
  ['password: « hunter2x »', 'hunter2x'],
  ["Passwort = '  blau wie 7 Meere '", 'blau wie 7 Meere'],
])('a password in quotes is taken without the blanks around it: %j', (text, value) => {
  expect(found(password, text)).toEqual([value]);
});
