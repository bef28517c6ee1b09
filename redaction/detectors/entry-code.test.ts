import { describe, expect, test } from '@jest/globals';
import { entryCode } from './entry-code.ts';
import { found, spansOf } from './found.ts';

describe('codes that open something', () => {
  test.each([
    ['Gate code for the weighbridge is 4471#', ['4471#']],
    ['the alarm code, changed to 8052', ['8052']],
    ['Dial-in, PIN 70 41 93.', ['70 41 93']],
    ['Einwahl und PIN 884 019', ['884 019']],
    ['schlüsseltresor war 3907 oder?', ['3907']],
    ['a kod do bramy? stary nie działa\n7702#', ['7702#']],
    ['mikä varaston koodi oli\n2816', ['2816']],
    ['dile q el portero automático ahora es 5093* pls', ['5093*']],
    ['Codice cancello 6628. Portare i DPI', ['6628']],
    ['κωδικός πόρτας;\n9146 νομίζω', ['9146']],
    ['仓库门禁密码多少来着\n4096#', []],
    ['창고 비번 뭐였죠\n7718*', ['7718*']],
  ])('%j', (text, values) => {
    expect(found(entryCode, text)).toEqual(values);
  });

  test.each([
    'the gate returned error code 4471',
    'door to door, post code 10115',
    'the code for the garage door opener has 4000 lines',
    'review the code\n4471 lines changed',
    'Codice fiscale della porta 12345',
    'gate code is secret',
    'pin the version to 12.4',
  ])('%j is none', (text) => {
    expect(found(entryCode, text)).toEqual([]);
  });
});

/** Words for a code and a place that is opened, by language. */
const SAID = [
  'gate code|door code|garage pin|alarm pins|safe pincode|locker code|lock code|key safe code|keybox code|lockbox codes|till code|vault code|building code|barrier code|weighbridge code|warehouse code|store room code|storeroom code|shed code|pavilion code|dial-in code|dialin code|meeting code',
  'Tor Code|Tür Code|Tresor Code|Schlüsselbox Code|Alarmanlage Code|Lager Code|Keller Code|Haupteingang Code|Spind Code|Einwahl Code',
  'puerta código|portal codigo|portero código|garaje código|alarma código|caja fuerte código|taquilla código|almacén código|almacen código|candado código',
  'cancello codice|porta codice|portone codice|allarme codice|cassaforte codice|armadietto codice|magazzino codice|lucchetto codice',
  'porte code|portail code|coffre code|alarme code|local code|dépôt code|depot code|cadenas code|portão código|armazém código|cofre código|cadeado código',
  'deur code|poort code|kluis code|kluisje code|magazijn code|hek code|slot code|sleutelkast code',
  'bramy kod|bram kod|drzwi kod|sejf kod|sejfu kod|alarmu kod|magazyn kod|magazynu kod|kłódki kod|skrytki kod|spotkania kod',
  'vrat kód|brána kód|brany kód|dveře kód|sejf kód|sklad kód|skladu kód|trezoru kód|oven koodi|portin koodi|varaston koodi|hälytyksen koodi|kassakaapin koodi',
  'kapı kodu|kapının kodu|kasa şifresi|depo kodu|alarm şifre|bariyer kodu',
  'πόρτα κωδικός|πόρτας κωδικός|πύλη κωδικός|συναγερμού κωδικός|χρηματοκιβώτιο κωδικός|αποθήκης κωδικός',
  'дверь код|ворота кода|сейф код|склад коду|сигнализации код|домофон кодом|калитка код|весовая код|вахта пароль|брама код|хвіртка код|комора код',
  '창고 비번|금고 비밀번호|현관 비번|사물함 비번|출입문 비번|باب كود|بوابة رمز|المستودع رمز|الخزنة رمز|المخزن كود|गेट कोड|गोदाम कोड|तिजोरी कोड|दरवाज़ा कोड|ताला पिन',
].flatMap((language) => language.split('|'));

describe('what is opened, and by what', () => {
  test.each(SAID)('%s', (said) => {
    expect(found(entryCode, `${said}: 4471#`)).toEqual(['4471#']);
    expect(found(entryCode, `${said} 4471`)).toEqual(['4471']);
    expect(found(entryCode, `${said}?\n4471`)).toEqual(['4471']);
    expect(found(entryCode, `q${said.replaceAll(' ', ' q')}: 4471#`)).toEqual([]);
  });

  test.each(
    'combination|kombination|combinación|combinazione|combinação|combinatie|szyfr|kombinace|yhdistelmä|lucchetto|padlock|keysafe|Schlüsseltresor|Tresorcode|Türcode|Alarmcode|sleutelkluis|digicode|portero|cadenas|cofre|kluisje|Schlüsselkasten|PIN|pins|pincode|пин|пін'.split(
      '|',
    ),
  )('%s needs nothing beside it', (word) => {
    expect(found(entryCode, `${word} 4471`)).toEqual(['4471']);
    expect(found(entryCode, `the ${word} is 4471`)).toEqual(['4471']);
  });

  test.each('code kod kodu código codice koodi heslo hasło salasana şifre код пароль κωδικός'.split(' '))(
    '%s of nothing that opens is none',
    (word) => {
      expect(found(entryCode, `${word} 4471`)).toEqual([]);
      expect(found(entryCode, `the gate\n${word} 4471`)).toEqual([]);
    },
  );

  test.each(
    [
      'error|status|exit|zip|post|postal|area|country|QR|bar|source|HTTP|return|color|colour|promo|discount|voucher|coupon|product|HS|tax|sort|swift|dress',
      'Fehler|Artikel|Produkt|Rabatt|Gutschein|barras|fiscal|fiscale|sconto|barres|remise|błędu|pocztowy|rabatowy|kreskowy|PSČ|chyby|postinumero|hata|posta|indirim|ошибки|товара|скидки|помилки',
    ].flatMap((language) => language.split('|')),
  )('a code of %s opens nothing', (kind) => {
    expect(found(entryCode, `gate: ${kind} code 4471`)).toEqual([]);
    expect(found(entryCode, `gate: ${kind}code 4471`)).toEqual([]);
  });

  test.each([
    'fiscal',
    'fiscale',
    'postal',
    'civil',
    'pénal',
    'penal',
    'barre',
    'review',
    'quality',
    'of conduct',
    'promo',
    'sconto',
  ])('nor does one that is %s', (kind) => {
    expect(found(entryCode, `gate code ${kind} 4471`)).toEqual([]);
  });
});

describe('the code', () => {
  test.each([
    ': ',
    '= ',
    '→ ',
    ' is ',
    ' ist ',
    ' war ',
    ' wäre ',
    ' es ',
    ' est ',
    ' è ',
    ' é ',
    ' jest ',
    ' to ',
    ' je ',
    ' on ',
    ' now ',
    ' still ',
    ' jetzt ',
    ' ahora es ',
    ' ora ',
    ' adesso ',
    ' agora ',
    ' nu ',
    ' nog ',
    ' teraz ',
    ' teď ',
    ' nyt ',
    ' wordt ',
    " hasn't changed, still ",
    ' hasn’t changed, still ',
    ', changed to ',
    ', ändert auf ',
    ', geändert auf ',
    ', neu ',
    ' était ',
    ' era ',
    ' είναι ',
    ' это ',
    ' теперь ',
    ' це ',
    ' тепер ',
    ' है ',
    ' for the shed, now ',
    ':   ',
    ':\t',
    ' ',
    '  ',
    ' der Halle ',
    ' da sala ',
    ' del ',
    ' for us ',
    ' van de hal ',
    ' na ',
  ])('behind %j', (join) => {
    expect(found(entryCode, `gate code${join}4471`)).toEqual(['4471']);
  });

  test.each([
    '447',
    '44718052',
    '4471#',
    '4471*',
    '44 71',
    '4-4-7',
    '70 41 93',
    '884-019',
    '1 2 3 4 5',
    '41A27',
    '41A27#',
    '447 180 521 36 99',
  ])('%j', (code) => {
    expect(found(entryCode, `gate code: ${code}`)).toEqual([code]);
    expect(found(entryCode, `gate code ${code}, thanks`)).toEqual([code]);
    expect(found(entryCode, `gate code?\n${code}.`)).toEqual([code]);
  });

  test.each([
    '44',
    '4 4',
    '447180521',
    '4471.5',
    '4471,5',
    '4471/5',
    '4471%',
    '4471€',
    '4471 €',
    '4471 EUR',
    '4471 zł',
    '4471 kg',
    '4471 mm',
    '4471 km',
    '447 min',
    '447 Uhr',
    '447 bar',
    '4471x',
    '447°',
    '4471£',
    '4471$5',
  ])('is not %j', (value) => {
    expect(found(entryCode, `gate code: ${value}`)).toEqual([]);
    expect(found(entryCode, `gate code?\n${value}`)).toEqual([]);
  });

  test.each([
    ["gate code?\nit's 4471", ['4471']],
    ['gate code?\nits 4471', ['4471']],
    ['gate code?\nes 4471', ['4471']],
    ['gate code?\ndas ist 4471', ['4471']],
    ['gate code?\nje 4471', ['4471']],
    ['gate code?\nto 4471', ['4471']],
    ["gate code?\nc'est 4471", ['4471']],
    ['gate code?\nè 4471', ['4471']],
    ['gate code?\nAda: 4471', ['4471']],
    ["gate code?\nAda O'Brien: it's 4471", ['4471']],
    ['gate code?\nAda:4471', ['4471']],
    ['gate code?\n4471 I think', ['4471']],
    ['gate code?\n4471 (new)', ['4471']],
    ['gate code?\n4471!', ['4471']],
    ['gate code?\n4471…', ['4471']],
    ['gate code?\n4471\n', ['4471']],
    ['gate code?\n4471#ok', []],
    ['gate code?\n4471;', []],
    ['gate code?\nI think 4471', []],
    ['gate code?\n\n4471', []],
    [`gate code${'?'.repeat(48)}\n4471`, ['4471']],
    [`gate code${'?'.repeat(49)}\n4471`, []],
    [`gate code ${'x'.repeat(40)} is 4471`, ['4471']],
    [`gate code ${'x'.repeat(50)} is 4471`, []],
    [`gate code ${'x'.repeat(46)} hasn't changed, still 44718052#`, ['44718052#']],
    [`gate code${'?'.repeat(48)}\nAda O'Brien: it's 44718052`, ['44718052']],
    ['gate code. It is 4471', []],
    ['gate code! It is 4471', []],
    [`code for the ${'x'.repeat(14)} gate\n4471`, ['4471']],
    [`gate ${'x'.repeat(34)} code 4471`, ['4471']],
    [`gate ${'x'.repeat(35)} code 4471`, []],
    ['code 4471 for the gate', ['4471']],
    ['code 4471\nfor the gate', []],
    ['gate code 4471 and 8052', ['4471']],
    ['gate code 4471 and door code 8052', ['4471', '8052']],
  ])('%j', (text, codes) => {
    expect(found(entryCode, text)).toEqual(codes);
  });

  test('is what one needs to get in', () => {
    expect(spansOf(entryCode, 'gate code 4471').map(({ type }) => type)).toEqual(['PASSWORD']);
  });
});
