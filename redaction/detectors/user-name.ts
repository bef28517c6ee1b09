import { before, type Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';

/** Words before the name of an account. */
const WORDS =
  'inlognaam brukernavn user username userid uzytkownik usr login logon account access benutzer benutzerin benutzername benutzerkonto konto zugang kennung utilisateur utilisatrice compte acces identifiant usuario usuaria cuenta acceso ' +
  'utente accesso utilizador utilizadora acesso conta gebruiker gebruikersnaam toegang account uzytkownik uzytkownika użytkownik użytkownika konta пользователь пользователя логин доступ учетка користувач користувача логін ' +
  'χρηστης uzivatel uzivatele ucet anvandare anvandaren anvandarnamn bruger brugernavn bruker brukernavn kayttaja felhasznalo utilizator kullanici pengguna 用户 帳號 账号 ユーザー 사용자 المستخدم מشתמש उपयोगकर्ता ผู้ใช้';
/** One token in small letters, as accounts are called. */
const ACCOUNT = lazily(
  () =>
    /["'`]?[ \t]{0,2}[:=]?[ \t]{0,2}["'`(]?([a-z][a-z0-9]*(?:[._-][a-z0-9]+){0,3})(?![\p{L}\p{N}@/\\(=]|[._:-][\p{L}\p{N}])/uy,
);
/** `login=k.obafemi`, `user=yedekleme2`: a sign, and a name that no word is. */
const ANNOUNCED = /^(?:=["'`]?|[ \t]=[ \t]["'`]|["'`]?[ \t]?:[ \t]?["'`])[a-z]/;
/** `WHERE login IN ('h.aydin', 'praktikant07')`. */
const LISTED = /[ \t]{1,2}in[ \t]{0,2}\(((?:[ \t]{0,2}'[^'\n]{2,40}',?){1,20})/iy;
const QUOTED = /'([^'\n]{2,40})'/g;
/** Words for accounts of a bank, too. */
const MONEY = /^(?:ac|k[ou]nt|compte|cuenta|conta|ucet|účet|acces|zugang|toegang)/i;
/** What a setting says in its place. */
const NO_ACCOUNT =
  /^(?:true|false|null|none|undefined|string|required|name|email|id|self|this|new|other|unknown|default|anonymous|public|any|all)$/;
/** Lines of a log of accesses: `sshd[991]: Failed password for invalid user gperezg from`, `sudo: fkoehnke : COMMAND=`. */
const IN_LOG: Readonly<Record<string, RegExp>> = {
  sshd: /[^\n]{0,60}? for (?:invalid user )?([a-z][\w.-]{1,31}) from [\d.:a-f]{4}/y,
  sudo: /:[ \t]{1,4}([a-z][\w.-]{1,31}) : /y,
};
/** How words begin in the languages that are written in these letters: an initial before a surname begins otherwise. */
const ONSETS = new Set(
  (
    'bh bj bl br by ch ck cl cn cr ct cy cz db dc dh dl dn dr ds dw dy dz dž fj fl fn fr fs fy gd gh gl gm gn gr gw gy hj hl hr ht hv hy jp js kd kl km kn kr kś kt kv kw ky lh lj ll lś lw ly ' +
    'mb mc md mg ml mn mr ms mv my mys ng nj ny ph pj pl pn pr ps pt pw py rh rj rm rs ry rz sb sc sd sf sg sh sj sk sl sm sn sp sq sr ss st sv sw sy sz tc th tj tk tl tm tr ts tv tw ty tz ' +
    'vl vm vn vp vr vs vy wc wh wi wl wr ws ww wy xm xs zb zd zg zh zj zl zm zn zr zs zt zw zy'
  ).split(' '),
);
const CONSONANTS = /^[b-df-hj-np-tv-z]{2}/;
/** Of several parts, and with its password behind it: `utilizador admin_rita, senha ...`. */
const WITH_PASSWORD =
  /^[\s,;|/&+]{1,3}(?:(?:and|und|et|y|e|en|i|a|ve|ja|og|och|और|و|і|и) )?(?:パスワード|初期パスワード|密码|密碼|비밀번호|비번|ו?סיסמה|पासवर्ड|รหัสผ่าน|وكلمة|كلمة|парол|κωδικ|pass|pwd|pw\b|senha|contrase|clave|mot de|wachtw|has[lł]o|hesl|l[oö]senord|adgangskode|salasan|jelsz|parol|[sş]ifre|kennwort)/iu;
/** `user: kmakela / salasana: ...`; `login = forgot password` is a button. */
const SIGN_BEHIND = /^ ?[,;|/&+]/;
const REACH = 24;
const SHORTEST = 4;
const LONGEST = 32;
/** Accounts of programs and of everybody. */
const COMMON = new Set(
  'root admin administrator ubuntu debian centos ec2-user git deploy deployer jenkins www-data postgres mysql oracle vagrant docker pi nobody guest user test backup service svc ansible runner github gitlab hadoop tomcat nginx app web ops sys system'.split(
    ' ',
  ),
);
/** Before the address of a machine, or at a prompt: `ssh jdoe@10.0.0.7`, `jdoe@web01:~$`. */
const BEFORE_AT = lazily(() => /(?<![\p{L}\p{N}._@/:-])([a-z][a-z0-9]*(?:[._-][a-z0-9]+){0,3})$/u);
const MACHINE = /(?:\d{1,3}(?:\.\d{1,3}){3}(?![.\d])|[a-z][a-z0-9-]{1,40}:[~/][\w./~-]{0,60}[ \t]?[$#%>])/y;

/** An account that is called after somebody. */
export const userName: Detector = {
  name: 'user-name',
  types: ['PERSON'],
  source:
    'Accounts as directories make them: an initial and a surname, names with a dot; POSIX.1-2017 3.437 for their letters',
  triggers: { words: [...new Set(WORDS.split(' ')), ...Object.keys(IN_LOG)], marks: '@' },
  examine(text, start, end, emit) {
    if (text.charCodeAt(start) === 64) {
      MACHINE.lastIndex = end;
      if (!MACHINE.test(text)) return;
      const account = BEFORE_AT().exec(before(text, start, LONGEST + 1));
      if (account !== null && account[1]!.length > 2 && !COMMON.has(account[1]!))
        emit(start - account[1]!.length, start, 'PERSON');
      return;
    }
    const inLog = IN_LOG[text.slice(start, end)];
    if (inLog !== undefined) {
      inLog.lastIndex = end;
      const logged = inLog.exec(text);
      if (logged !== null && !COMMON.has(logged[1]!)) {
        const from = end + logged[0].lastIndexOf(` ${logged[1]!} `) + 1;
        emit(from, from + logged[1]!.length, 'PERSON');
      }
      return;
    }
    LISTED.lastIndex = end;
    const listed = LISTED.exec(text);
    if (listed !== null) {
      const from = LISTED.lastIndex - listed[1]!.length;
      for (const one of listed[1]!.matchAll(QUOTED))
        emit(from + one.index + 1, from + one.index + 1 + one[1]!.length, 'PERSON');
      return;
    }
    ACCOUNT().lastIndex = end;
    const match = ACCOUNT().exec(text);
    if (match === null || text[end] === match[1]![0]) return;
    const account = match[1]!;
    if (account.length < SHORTEST || account.length > LONGEST || COMMON.has(account)) return;
    if (
      !called(account) &&
      !(ANNOUNCED.test(match[0]) && !MONEY.test(text.slice(start, end)) && !NO_ACCOUNT.test(account)) &&
      !(
        (/[._\d]/.test(account) ||
          (/[:=]/.test(match[0]) && SIGN_BEHIND.test(text.slice(ACCOUNT().lastIndex, ACCOUNT().lastIndex + 3)))) &&
        !NO_ACCOUNT.test(account) &&
        WITH_PASSWORD.test(text.slice(ACCOUNT().lastIndex, ACCOUNT().lastIndex + REACH))
      )
    )
      return;
    emit(end + match[0].length - account.length, end + match[0].length, 'PERSON');
  },
};

/** An initial and a surname: no word of a language begins so. */
const called = (account: string): boolean =>
  /^[a-z]{5,20}\d{0,3}$/.test(account) &&
  CONSONANTS.test(account) &&
  !ONSETS.has(account.slice(0, 2)) &&
  /[aeiouy]/.test(account);
