import { describe, expect, test } from '@jest/globals';
import type { SensitiveType } from '../redactor.ts';
import { LanguageDetector } from './detector.ts';
import { LANGUAGES, languageOf } from './languages.ts';
import { namesInOwnScript } from './own-script.ts';
import { labelledInOwnScript, mixedPasswords } from './own-script-labels.ts';
import { Spoken } from './spoken.ts';

const detector = new LanguageDetector();
const codeOf = (text: string): string => LANGUAGES[detector.of(text)]!.code;
const found = (spoken: Spoken, text: string): [SensitiveType, string][] => {
  const spans: [SensitiveType, string][] = [];
  spoken.tag(text, (start, end, type) => spans.push([type, text.slice(start, end)]));
  return spans;
};
const all = new Spoken();

describe('the language of a text', () => {
  test.each([
    ['en', 'Please restart the program and try the last step again.'],
    ['en', 'const total = rows.map((row) => row.price).reduce(sum, 0);'],
    ['en', 'Jane Doe'],
    ['en', ''],
    ['de', 'bitte einmal neu starten und dann den letzten Schritt wiederholen'],
    ['de', 'Datei öffnen'],
    ['fr', "La fenêtre se ferme toute seule quand on clique sur l'aperçu."],
    ['es', 'El archivo no se abre porque la ruta es demasiado larga.'],
    ['it', 'La finestra si chiude da sola quando premo anteprima.'],
    ['pt', 'A janela fecha sozinha quando clico em visualizar.'],
    ['nl', 'Het venster sluit vanzelf als ik op voorbeeld klik.'],
    ['pl', 'Okno zamyka się samo po kliknięciu przycisku podglądu.'],
    ['cs', 'Okno se samo zavře po kliknutí na tlačítko náhledu.'],
    ['hu', 'Az ablak magától bezárul, ha az előnézetre kattintok.'],
    ['tr', 'Önizlemeye tıkladığımda pencere kendiliğinden kapanıyor.'],
    ['vi', 'Cửa sổ tự đóng khi tôi nhấn vào nút xem trước.'],
    ['ru', 'Окно закрывается само после нажатия кнопки просмотра.'],
    ['uk', 'Вікно закривається саме після натискання кнопки перегляду.'],
    ['el', 'Το παράθυρο κλείνει μόνο του.'],
    ['zh', '窗口自己关闭了'],
    ['ja', 'ウィンドウが勝手に閉じます'],
    ['ko', '창이 저절로 닫힙니다'],
    ['ar', 'النافذة تغلق من تلقاء نفسها'],
    ['he', 'החלון נסגר מעצמו'],
    ['hi', 'खिड़की अपने आप बंद हो जाती है'],
    ['th', 'หน้าต่างปิดเอง'],
  ])('%s: %j', (code, text) => {
    expect(codeOf(text)).toBe(code);
  });

  test('is told by line where lines are of several', () => {
    const text =
      'Please restart the program and try again.\nBitte starten Sie das Programm neu und versuchen Sie es noch einmal.\nThanks for your help with this.\n';

    const runs = detector.runs(text);

    expect(
      runs.map(({ start, end, language }) => [LANGUAGES[language]!.code, text.slice(start, end).split(' ')[0]]),
    ).toEqual([
      ['en', 'Please'],
      ['de', 'Bitte'],
      ['en', 'Thanks'],
    ]);
    expect(runs.map(({ start }) => start).slice(1)).toEqual(runs.map(({ end }) => end).slice(0, -1));
  });
});

describe('names in any language', () => {
  test.each([
    ['Sehr geehrte Frau Kowalczyk, anbei erhalten Sie das Angebot.', 'Kowalczyk'],
    ['Bonjour Mathilde, merci pour la facture.', 'Mathilde'],
    ['El señor Ibáñez está de vacaciones hasta el lunes.', 'Ibáñez'],
    ['La signora Bertolini è in ferie fino a lunedì.', 'Bertolini'],
    ['Pan Wiśniewski jest dziś nieobecny.', 'Wiśniewski'],
    ['Mevrouw Hoekstra is vandaag ziek en komt morgen terug.', 'Hoekstra'],
    ['господин Петров сегодня болеет', 'Петров'],
    ['请让王建华明天联系客户', '王建华'],
    ['明日は藤原さんと打ち合わせです', '藤原'],
    ['정수빈 대리에게 전달해 주세요', '정수빈'],
    ['يرجى التواصل مع فاطمة الزهراني غدا', 'فاطمة الزهراني'],
    ['कृपया राकेश वर्मा को फोन करें', 'राकेश वर्मा'],
    ['นางสาวสุดา ใจดี โทรมาแล้ว', 'สุดา ใจดี'],
  ])('%j', (text, name) => {
    expect(
      found(all, text)
        .map(([, value]) => value)
        .join(' '),
    ).toContain(name);
  });

  test.each([
    'bitte einmal neu starten und dann den letzten Schritt wiederholen',
    'El archivo no se abre porque la ruta es demasiado larga.',
    'Okno zamyka się samo po kliknięciu przycisku podglądu.',
    'Окно закрывается само после нажатия кнопки просмотра.',
    '文件无法打开，请重试',
    '파일을 열 수 없습니다',
    'ファイルを開けませんでした',
    'คุณไม่มีสิทธิ์เข้าถึงไฟล์นี้',
  ])('and none in %j', (text) => {
    expect(found(all, text)).toEqual([]);
  });

  test('a language without rules of its own is left to the tagger', () => {
    expect(namesInOwnScript('de', 'Frau Kowalczyk', () => {})).toBe(false);
    expect(namesInOwnScript('ja', '仕様とお客様', () => expect(true).toBe(false))).toBe(true);
  });
});

describe('a program that does not speak a language', () => {
  const text = 'bitte einmal neu starten und Frau Kowalczyk anrufen';

  test('masks its texts whole, or reads them for structured values alone, as it says', () => {
    expect(found(new Spoken({ spoken: ['en', 'fr'], others: 'mask' }), text)).toEqual([['OTHER', text]]);
    expect(found(new Spoken({ spoken: ['en', 'fr'] }), text)).toEqual([['OTHER', text]]);
    expect(found(new Spoken({ spoken: ['en', 'fr'], others: 'structured' }), text)).toEqual([]);
    const names = found(new Spoken({ spoken: ['en', 'de'], others: 'mask' }), text).map(([, value]) => value);
    expect(names.join()).toMatch(/^(?:Frau )?Kowalczyk$/);
  });

  test('whoever speaks another one of its neighbours, or none', () => {
    expect(found(new Spoken({ spoken: ['no'], others: 'mask' }), text)).toEqual([['OTHER', text]]);
    expect(found(new Spoken({ spoken: [], others: 'mask' }), text)).toEqual([['OTHER', text]]);
    expect(found(new Spoken({ spoken: ['nl'], others: 'mask' }), text).map(([type]) => type)).not.toContain('OTHER');
  });

  test('in the lines that are of it', () => {
    const [before, behind] = ['Please restart the program and try again.\n', '\nThanks for your help with this.\n'];
    const lines = `${before}Bitte starten Sie das Programm neu und rufen Sie Frau Kowalczyk an.${behind}`;

    expect(
      found(all, lines)
        .map(([, value]) => value)
        .join(),
    ).toMatch(/^(?:Frau )?Kowalczyk$/);
    expect(found(new Spoken({ spoken: ['en'], others: 'mask' }), lines)).toEqual([
      ['OTHER', lines.slice(before.length, -behind.length + 1)],
    ]);
  });

  test('and a neighbour that short texts are taken for is not masked', () => {
    const danish = 'Kontroller, at filen er gemt, og prøv igen.';
    expect(found(new Spoken({ spoken: ['no'], others: 'mask' }), danish)).toEqual([]);
    expect(languageOf('xx')).toBe(-1);
  });
});

describe('labels in scripts of their own', () => {
  test.each<[string, SensitiveType, string]>([
    ['密码：Maple#5520x', 'PASSWORD', 'Maple#5520x'],
    ['我的密码是 Maple#5520x。', 'PASSWORD', 'Maple#5520x'],
    ['كلمة السر: Maple#5520x', 'PASSWORD', 'Maple#5520x'],
    ['パスワードは Maple#5520x です', 'PASSWORD', 'Maple#5520x'],
    ['电话 13812556789 谢谢', 'PHONE', '13812556789'],
    ['出生日期：1990-02-03', 'DATE', '1990-02-03'],
    ['1990年2月3日', 'DATE', '1990年2月3日'],
    ['今年 34 岁', 'AGE', '34 岁'],
    ['나이: 34', 'AGE', '34'],
    ['月薪 25000 元', 'FINANCIAL', '月薪 25000 元'],
    ['地址：人民路12号', 'ADDRESS', '人民路12号'],
    ['住所は三泉町2丁目3-15です', 'ADDRESS', '三泉町2丁目3-15'],
    ['平江区三泉路23号5幢402室', 'ADDRESS', '平江区三泉路23号5幢402室'],
    ['我搬到扬州了', 'LOCATION', '扬州'],
    ['弘前に引っ越しました', 'LOCATION', '弘前'],
    ['北森製材株式会社', 'ORGANIZATION', '北森製材株式会社'],
    ['북방목재 주식회사', 'ORGANIZATION', '북방목재 주식회사'],
    ['مع شركة أخشاب الشمال', 'ORGANIZATION', 'شركة أخشاب الشمال'],
    ['密码：Maple#5520x.', 'PASSWORD', 'Maple#5520x'],
    ['密码：Maple#5520x).', 'PASSWORD', 'Maple#5520x'],
  ])('%j', (text, type, value) => {
    const spans: [SensitiveType, string][] = [];
    labelledInOwnScript(text, (start, end, of) => spans.push([of, text.slice(start, end)]));
    expect(spans).toContainEqual([type, value]);
  });
});

describe('a password of letters of a script of its own', () => {
  test.each([
    ['пароль соняшник91', 'соняшник91'],
    ['пароль от вайфая наверху подсолнух7', 'подсолнух7'],
    ['κωδικός ηλίανθος91', 'ηλίανθος91'],
    ['סיסמה חמנית91', 'חמנית91'],
    ['密码 向日葵91', '向日葵91'],
    ['كلمة المرور زهرة91', 'زهرة91'],
    ['पासवर्ड सूरज91', 'सूरज91'],
  ])('%j', (text, value) => {
    const spans: string[] = [];
    mixedPasswords(text, (start, end) => spans.push(text.slice(start, end)));
    expect(spans).toEqual([value]);
  });

  test.each(['пароль действует 90 дней', 'пароль не подходит', 'version подсолнух7'])('and nothing in %j', (text) => {
    const spans: string[] = [];
    mixedPasswords(text, (start, end) => spans.push(text.slice(start, end)));
    expect(spans).toEqual([]);
  });
});
