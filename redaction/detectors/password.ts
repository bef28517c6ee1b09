import { before, type Detector } from '../detector.ts';
import { classAt, DIGIT, LOWER, UPPER, WIDE_LETTER } from '../text/classes.ts';

/**
 * A password after a word that announces one: `password: x`, `pwd=x`, `my new password is x`, `-p x`. After a colon or
 * an equals sign anything is taken; after other words only what does not look like an ordinary word.
 */
/** Settings and variables are called after what they open: `PGPASSWORD`, `dbPassword`, `adminpwd`. */
const OPENED =
  'pg mysql mariadb mongo redis rabbitmq db database user admin root sudo ssh ftp sftp smtp imap mail email ldap bind proxy vpn wifi key store keystore truststore cert ' +
  'login master client app account service api new old current confirm default temp initial system server';
const CALLED = OPENED.split(' ').flatMap((what) =>
  ['password', 'passwd', 'pwd', 'pass', 'passwort'].map((word) => `${what}${word}`),
);
const CALLED_SO = new Set(CALLED);
/** What code puts into such a variable: a call, a field of something. */
const CODE = /[()[\]{}]|^[\p{L}_$][\w$]*\??\./u;
const WORDS = [
  ...CALLED,
  'password',
  'passwort',
  'passwd',
  'pass',
  'pwd',
  'pw',
  'passcode',
  'passphrase',
  'kennwort',
  'contrasena',
  'senha',
  'motdepasse',
  'passe',
  'wachtwoord',
  'haslo',
  'hasło',
  'parola',
  'losenord',
  'passord',
  'adgangskode',
  'salasana',
  'sifre',
  'pin',
  'pincode',
  ...['digicode', 'deurcode', 'poortcode', 'türcode', 'turcode', 'portkod', 'dorkode'],
  'cvv',
  'cvc',
  'cvv2',
  'otp',
  'mot',
  'parole',
  'jelszo',
  'heslo',
  'puk',
  'creds',
  'credentials',
  'login',
  'p4ssw0rd',
  'passw0rd',
  'pa55word',
  'p455w0rd',
  'mima',
  'pasword',
  'passwrod',
  'psswd',
  'pword',
  ...[
    'пароль',
    'κωδικος',
    'пасс',
    'geslo',
    'lozinka',
    'parool',
    'slaptazodis',
    'contrasenya',
    'passwoord',
    'zugangscode',
  ],
  ...[
    'motdepass',
    'kodeord',
    'losen',
    'clave',
    'hasla',
    'heslom',
    'jelszava',
    'şifre',
    'mật',
    'sandi',
    'wachtwrd',
    'wifi',
    'wlan',
  ],
  ...['losenordet', 'passordet', 'adgangskoden', 'sifresi', 'parolasi', 'salasanan', 'jelszo', 'hesla', 'parola'],
];
const ASSIGNED =
  /(?:word|wort|code|phrase)?(?:["'’]{0,1}[ \t]{0,3}\)?[ \t]{0,3}(?:[!=]==?|:=|=>|[:=→])[ \t]{0,4}|[ \t]{1,3}(?:\([^)\n]{1,24}\)[ \t]{0,2})?(?:(?:for|of|to|für|zum|zur|von|de|du|des|del|della|di|do|da|na|van|voor|dla|od|к|для|от|för|til|pour|im|in|bei|beim|am|auf|at|on|en|dans|nel|nella|em|no|op|bij|we|w|від|в|у|на|för|i|på) [^\n:=]{1,32})?(?:[:=→]|—|–|(?:used to|will|should|must) be|is(?: now)?:?|was|ist|war|wäre|lautete?|heißt|heisst|est|était|es|era|è|é|sarà|is|luidt|to|jest|brzmi|это|будет|auf)[ \t]{1,3})(?:is[ \t])?("(?:[^"\n\\]|\\.){1,256}"|'[^'\n]{1,256}'|`[^`\n]{1,256}`|«[ \u00a0\u202f]?[^»\n]{1,64}»|„[^“”\n]{1,64}[“”]|“[^”\n]{1,64}”|[^\s]{1,256})/iy;
/** A few words on (`heslo na wifi je borovice9`), in languages whose words for one say nothing else. */
const FAR = /(?:[ \t]{1,2}[\p{L}-]{1,12}){1,3}[ \t]{1,2}([^\s]{6,64})/uy;
const SAY_NOTHING_ELSE = new Set(
  'heslo hesla salasana salasanan losenord lösenord losenordet lösenordet passordet adgangskoden şifre sifre şifresi sifresi parolası jelszo jelszó sandi'.split(
    ' ',
  ),
);
const BARE = /[ \t]{1,3}([^\s]{3,128})/y;
/** The other way round: `hunter2! is my new password`. */
const REVERSED =
  /(?:^|\s)[(["'`]{0,3}([^\s]{4,64}?)[)\]"'`]{0,3} (?:is|was|ist|est|es|è|é|to) (?:still )?(?:my|our|your|the|his|her|their|mein|unser|das|mon|notre|le|mi|la|el|il|mijn|het)(?: [a-z-]{1,12}){0,2} $/i;
/** Compared with a word for one: `"x" == passwd`. */
const COMPARED = /(["'`])([^"'`\n]{3,64})\1[ \t]{0,3}[!=]==?[ \t]{0,3}[\w.$]{0,32}$/;
/** Where something is kept, not what is kept. */
const PATH = /^(?:~|\.{0,2})(?:\/[a-z0-9_.-]{1,64}){2,}\/?[,;)]*$/i;
const PLAIN_WORD = /^[A-Za-zÀ-ž'’-]+[.,;:!?)]*$/;
const NOT_A_VALUE =
  /^(?:null|none|undefined|true|false|string|required|optional|yes|no|empty|\*+|x+|\.{2,}|<[^>]*>?|\$\{?[\w.]*\}?|\{\{?[^}]*\}?\}|%[a-z]|process\.env.*|os\.environ.*|env\..*|config\..*|options\..*|\[[A-Z_]+\].*)[,;)]*$/i;
/** A network: what it is called, or that it is slow, is said of it as often. */
const NETWORKS = new Set(['wifi', 'wlan']);
const NUMBER_WORDS = new Set(['pin', 'pincode', 'cvv', 'cvc', 'cvv2', 'otp', 'puk', 'passcode']);

export const password: Detector = {
  name: 'password',
  types: ['PASSWORD'],
  source:
    'Words for a password in 15 languages; assignment forms as gitleaks and detect-secrets (Apache-2.0) list them',
  triggers: { words: WORDS },
  examine(text, start, end, emit) {
    const word = text.slice(start, end).toLowerCase();
    const reversed = NUMBER_WORDS.has(word) ? null : REVERSED.exec(before(text, start, 96));
    if (reversed && strong(reversed[1]!)) {
      const from = start - reversed[0].length + reversed[0].indexOf(reversed[1]!);
      emit(from, from + reversed[1]!.length, 'PASSWORD');
    }
    const compared = COMPARED.exec(before(text, start, 112));
    if (compared && !NOT_A_VALUE.test(compared[2]!)) {
      const from = start - compared[0].length + 1;
      emit(from, from + compared[2]!.length, 'PASSWORD');
    }
    ASSIGNED.lastIndex = end;
    const match = ASSIGNED.exec(text);
    if (match) {
      let value = match[1]!;
      const to = end + match[0].length;
      let from = to - value.length;
      const quoted = /^["'`«„“]/.test(value) && value.length > 2;
      if (quoted) {
        value = value.slice(1, -1).trimStart();
        from = to - 1 - value.length;
        value = value.trimEnd();
      }
      if (NOT_A_VALUE.test(value) || PATH.test(value)) return;
      if (NETWORKS.has(word) && !(quoted ? looksSecret(value) && /\d/.test(value) : strong(value) && value.length > 7))
        return;
      if (CALLED_SO.has(word) && !quoted && (CODE.test(value) || !strong(value))) return;
      const sign = /[:=→]/.test(match[0].slice(0, match[0].length - match[1]!.length));
      if (NUMBER_WORDS.has(word) && !/\d{3}/.test(value) && !quoted) return;
      if (
        (word === 'login' || word === 'creds' || word === 'credentials' || word === 'mot' || word.endsWith('pass')) &&
        !looksSecret(value)
      )
        return;
      if (sign ? value.length > 1 : looksSecret(value)) {
        emit(from, from + value.length - (quoted ? 0 : trailing(value)), 'PASSWORD');
      }
      return;
    }
    FAR.lastIndex = end;
    const far = SAY_NOTHING_ELSE.has(word) ? FAR.exec(text) : null;
    if (far !== null && strong(far[1]!)) {
      emit(FAR.lastIndex - far[1]!.length, FAR.lastIndex - trailing(far[1]!), 'PASSWORD');
      return;
    }
    BARE.lastIndex = end;
    const bare = BARE.exec(text);
    if (bare === null) return;
    const value = bare[1]!;
    if (
      NETWORKS.has(word)
        ? false
        : NUMBER_WORDS.has(word)
          ? /^\d{3,8}\b/.test(value)
          : value.length >= 4 && !PLAIN_WORD.test(value) && strong(value)
    ) {
      emit(end + bare[0].length - value.length, end + bare[0].length - trailing(value), 'PASSWORD');
    }
  },
};

/** Closing brackets and sentence marks at the end are the sentence's, when the rest is long enough to be a value. */
function trailing(value: string): number {
  const match = /[.,;)\]}>]+$/.exec(value);
  return match !== null && value.length - match[0].length >= 4 ? match[0].length : 0;
}

function looksSecret(value: string): boolean {
  return !PLAIN_WORD.test(value) && /[\p{L}\p{N}]/u.test(value);
}

/** Letters with digits or signs among them, as passwords have and words have not. */
function strong(value: string): boolean {
  let kinds = 0;
  let symbols = 0;
  for (let i = 0; i < value.length; i++) {
    const k = classAt(value, i) & (LOWER | UPPER | DIGIT | WIDE_LETTER);
    kinds |= k;
    if (k === 0 && i < value.length - 1) symbols++;
  }
  return (
    (kinds & DIGIT) !== 0 &&
    (kinds & (LOWER | UPPER | WIDE_LETTER)) !== 0 &&
    !/[/\\(){}[\]<>]/.test(value) &&
    symbols <= value.length / 2
  );
}
