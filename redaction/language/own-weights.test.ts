import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { LanguageDetector, type Run } from './detector.ts';
import { hasMarkedWords, LanguageRows, letterOf, ROW_BITS } from './features.ts';
import { LANGUAGES, languageOf } from './languages.ts';
import { COLUMNS, languageWeights, SCALE } from './weights.ts';

const rowsOf = (word: string): { whole: number; letters: number[] } => {
  const rows = new LanguageRows();
  rows.read(word, 0, word.length, 1);
  return { whole: rows.whole[0]!, letters: [...rows.rows.subarray(1, rows.count)] };
};

type Says = Readonly<Record<string, number>>;
/** A detector that knows these words alone, by what they say for a language in 1/16 nat; of some their letters say something, too. */
function detectorOf(words: Readonly<Record<string, Says>>, letters: Readonly<Record<string, Says>> = {}) {
  const weights = new Int8Array(COLUMNS << ROW_BITS);
  for (const [word, says] of Object.entries(words))
    for (const [code, value] of Object.entries(says)) weights[rowsOf(word).whole * COLUMNS + languageOf(code)] = value;
  for (const [word, says] of Object.entries(letters))
    for (const [code, value] of Object.entries(says))
      weights[rowsOf(word).letters[2]! * COLUMNS + languageOf(code)] = value;
  return new LanguageDetector(weights);
}
const codeOf = (detector: LanguageDetector, text: string): string => LANGUAGES[detector.of(text)]!.code;
const nats = (value: number): number => value * SCALE;

describe('a text is of another language than English', () => {
  const detector = () =>
    detectorOf(
      {
        ...{ xaa: { de: nats(2.5) }, xab: { de: nats(2.5) + 1 }, xac: { de: nats(1.5) }, xad: { de: nats(1.5) + 1 } },
        ...{ xae: { de: nats(4) }, xaf: { de: nats(4) + 1 }, xag: { de: nats(7), fr: nats(1) }, xah: { fr: nats(7) } },
        ...{ xai: { en: nats(2) }, xaj: { de: -nats(1) } },
      },
      {
        ...{ qqb: { de: nats(2.5) }, qqc: { de: nats(2.5) + 1 }, qqd: { de: nats(7) }, qqe: { de: nats(3) } },
        qqf: { de: nats(3) + 1 },
      },
    );

  test.each<[string, string, string]>([
    ['from two and a half nats on', 'xab', 'de'],
    ['and not before', 'xaa', 'en'],
    ['of more words than one', 'xac xac', 'de'],
    ['of words against others', 'xab xai', 'en'],
    ['of words and of others that say less than nothing', 'xab xaj', 'en'],
    ['by its letters alone', 'qqc', 'de'],
    ['and not by less of them', 'qqb', 'en'],
    ['by letters in a row with numbers only from ten nats on', 'qqd qqe 12', 'en'],
    ['which these have', 'qqd qqf 12', 'de'],
    ['the same of commas', 'qqd qqe,', 'en'],
    ['the same of commas, from ten on', 'qqd qqf,', 'de'],
    ['not of one digit', 'qqd qqe 1', 'de'],
    ['in lines, too', 'qqd\nqqe', 'en'],
    ['in lines, from ten on', 'qqd\nqqf', 'de'],
    ['by a word and letters in a row with numbers', 'qqd xad 12', 'de'],
    ['by a word that says too little', 'qqe xac 12', 'en'],
    ['by words in lines from four nats on', 'xaf\n1', 'de'],
    ['and not before, in lines', 'xae\n1', 'en'],
    ['of the likelier one', 'xag xah', 'fr'],
    ['whatever their case', 'XAB', 'de'],
    ['and of nothing', 'zzy zzx', 'en'],
  ])('%s: %j', (_, text, code) => {
    expect(codeOf(detector(), text)).toBe(code);
  });

  test('unless two of its first fourteen words are of English alone', () => {
    const lines = 'xah xah xah xah xah xah xah xah xah xah xah xah';

    expect(codeOf(detector(), `${lines} the and`)).toBe('en');
    expect(codeOf(detector(), `${lines} xah the and`)).toBe('fr');
    expect(codeOf(detector(), `the ${lines}`)).toBe('fr');
    expect(codeOf(detector(), `the the ${lines}`)).toBe('en');
    expect(codeOf(detector(), `if ${lines} using`)).toBe('en');
  });

  test('of its first words alone, where these say enough', () => {
    const often = (word: string, count: number) => `${word} `.repeat(count);

    expect(codeOf(detector(), `${often('zzy', 65)}xah`)).toBe('fr');
    expect(codeOf(detector(), `${often('zzy', 66)}xah`)).toBe('en');
    expect(codeOf(detector(), `xag ${often('zzy', 5)}${often('xah', 6)}`)).toBe('fr');
    expect(codeOf(detector(), `xag xad ${often('zzy', 4)}${often('xah', 6)}`)).toBe('de');
    expect(codeOf(detector(), `xag xad ${often('zzy', 3)}${often('xah', 6)}`)).toBe('fr');
    expect(codeOf(detector(), `qqd ${often('zzy', 5)}${often('xah', 6)}`)).toBe('fr');
  });

  test('by a word that is known in a long text, whatever its letters say', () => {
    const both = (value: number) => detectorOf({ qqg: { de: value } }, { qqg: { fr: nats(7) } });
    const behind = (length: number) => `${'- '.repeat(100)}`.slice(0, length - 4);

    expect(codeOf(both(nats(3)), `qqg ${behind(61)}`)).toBe('de');
    expect(codeOf(both(nats(3)), `qqg ${behind(60)}`)).toBe('fr');
    const four = 'qqg qqg qqg qqg ';
    const known = (value: number) => detectorOf({ qqg: { de: value } }, { qqg: { fr: 40 } });
    expect(codeOf(known(28), `${four}${behind(80)}`)).toBe('de');
    expect(codeOf(known(27), `${four}${behind(80)}`)).toBe('fr');
  });
});

describe('the script of a text', () => {
  const detector = () => detectorOf({ привет: { uk: nats(1) }, слово: { ru: nats(1) }, xab: { de: nats(3) } });

  test.each<[string, string]>([
    ['привет', 'uk'],
    ['слово', 'ru'],
    ['ок', 'ru'],
    ['слово привет привет', 'uk'],
    ['привет zzzzzzzzzzz', 'uk'],
    ['привет zzzzzzzzzzzz', 'en'],
    ['привет xab', 'uk'],
    ['ок xab xab', 'de'],
    ['αβγ', 'el'],
    ['αβγ abcdefghi', 'el'],
    ['αβγ abcdefghij', 'en'],
    ['αβγ привет', 'uk'],
    ['αβγ при', 'el'],
    ['שלום', 'he'],
    ['مرحبا', 'ar'],
    ['پارسی', 'fa'],
    ['नमस्ते', 'hi'],
    ['สวัสดี', 'th'],
    ['こんにちは', 'ja'],
    ['漢字かな', 'ja'],
    ['漢字', 'zh'],
    ['한국어', 'ko'],
    ['Բարեւ', 'en'],
    ['→→→→', 'en'],
    ['xab ;;;;;;', 'de'],
    [`${'-'.repeat(399)}αβγ`, 'el'],
    [`${'-'.repeat(400)}αβγ`, 'en'],
    ['éééééééééé αβγ', 'en'],
    ['ạạạạạạạạạạ αβγ', 'en'],
  ])('%j: %s', (text, code) => {
    expect(codeOf(detector(), text)).toBe(code);
  });
});

describe('the lines of a text', () => {
  const detector = () =>
    detectorOf({
      ...{ xab: { de: nats(7) }, xac: { de: nats(2) }, xad: { fr: nats(7) }, xae: { fr: nats(2) }, xaf: { fr: 1 } },
    });
  const runs = (text: string): string[] =>
    detector()
      .runs(text)
      .map(({ start, end, language }: Run) => `${LANGUAGES[language]!.code} ${JSON.stringify(text.slice(start, end))}`);
  const pad = (text: string) => text.padEnd(40, ' -');

  test.each<[string, string[]]>([
    ['xab xac xab', ['de "xab xac xab"']],
    ['', ['en ""']],
    [
      `${pad('the and')}\n${pad('xab xac')}\n${pad('zzz')}`,
      [`en "${pad('the and')}\\n"`, `de "${pad('xab xac')}\\n"`, `en "${pad('zzz')}"`],
    ],
    // Eight nats of its own against the language of its text.
    [`${pad('the and')}\n${pad('xab')}\n`, [`en "${pad('the and')}\\n${pad('xab')}\\n"`]],
    [`${pad('xab xab xab')}\n${pad('xad xae')}\n`, [`de "${pad('xab xab xab')}\\n"`, `fr "${pad('xad xae')}\\n"`]],
    [`${pad('xab xab xab')}\n${pad('xad xaf')}\n`, [`de "${pad('xab xab xab')}\\n${pad('xad xaf')}\\n"`]],
    // A short line of ASCII says little against English.
    [`${pad('the and')}\nxab xab xab xab\n`, [`en "${pad('the and')}\\nxab xab xab xab\\n"`]],
    [`${pad('the and')}\nxab xab xab xab xab\n`, [`en "${pad('the and')}\\n"`, 'de "xab xab xab xab xab\\n"']],
    [`${pad('the and')}\nxab xab é\n`, [`en "${pad('the and')}\\n"`, 'de "xab xab é\\n"']],
    [`${pad('the and')}\n${pad('xab xab the and')}\n`, [`en "${pad('the and')}\\n${pad('xab xab the and')}\\n"`]],
    ['\n\n', ['en "\\n\\n"']],
  ])('%j', (text, expected) => {
    expect(runs(text)).toEqual(expected);
  });

  test('of a line its first words are looked at', () => {
    const line = (count: number) => `${pad('the and')}\n${'zzz '.repeat(count)}xad xad\n`;

    expect(runs(line(34))).toHaveLength(2);
    expect(runs(line(36))).toHaveLength(1);
  });
});

describe('the words of a text', () => {
  test.each<[string, number]>([
    ['a', 97],
    ['Z', 122],
    ['É', 233],
    ['é', 233],
    ['Ж', 1078],
    ['\u0301', 0x301],
    ['1', 0],
    ['-', 0],
    ['漢', 0x6f22],
    ['…', 0],
  ])('%s is a letter: %d', (text, letter) => {
    expect([letterOf(text.charCodeAt(0)), letterOf(text.charCodeAt(0))]).toEqual([letter, letter]);
  });

  test('are runs of letters, with a row each and one for each three of them', () => {
    const rows = new LanguageRows();

    expect(rows.read('-ab, cdé f', 0, 10, 6)).toBe(10);
    expect([rows.wholeCount, rows.count]).toEqual([3, 4 + 5 + 3]);
    expect(rows.read('-ab, cdé f', 0, 10, 2)).toBe(8);
    expect([rows.wholeCount, rows.count]).toEqual([2, 4 + 5]);
    expect(rows.read('-ab, cdé f', 2, 3, 6)).toBe(3);
    expect([rows.wholeCount, rows.count]).toEqual([1, 3]);
    expect(rows.read('-ab, cdé f', 0, 10, 6, (row) => row === rowsOf('ab').whole)).toBe(10);
    expect([rows.wholeCount, rows.count]).toEqual([3, 1 + 5 + 3]);
  });

  test('of more than 24 letters are known by their first', () => {
    const [long, longer] = ['abcdefghijklmnopqrstuvwx', 'abcdefghijklmnopqrstuvwxyz'].map(rowsOf);

    expect(longer).toEqual(long);
    expect(rowsOf('abcdefghijklmnopqrstuvwy').whole).not.toBe(long!.whole);
  });

  test('begin and end as their first and last letters say', () => {
    const { letters } = rowsOf('abcab');

    expect(new Set(letters).size).toBe(6);
    expect(rowsOf('abcab').letters).toEqual(rowsOf('ABCAB').letters);
    expect(rowsOf('xabc').letters[3]).toBe(rowsOf('yabc').letters[3]);
    expect(rowsOf('xabé').letters[3]).toBe(rowsOf('yabé').letters[3]);
    expect(rowsOf('éabc').letters[3]).toBe(rowsOf('xabc').letters[3]);
    expect(rowsOf('éabcd').letters.slice(3)).toEqual(rowsOf('xabcd').letters.slice(3));
    expect(rowsOf('éab').letters[2]).not.toBe(rowsOf('eab').letters[2]);
  });

  test('two that are marked among the first are found', () => {
    const marked = new Uint8Array(1 << ROW_BITS);
    for (const word of ['ab', 'cd']) marked[rowsOf(word).whole] = 1;
    const has = (text: string, most: number, from = 0, to = text.length) =>
      hasMarkedWords(text, from, to, most, marked);

    expect([has('ab cd', 2), has('ab, Ab', 2), has('x ab 1 cd', 3), has('x ab cd', 2), has('ab x', 9)]).toEqual([
      ...[true, true, true, false, false],
    ]);
    expect([has('ab cd', 2, 1), has('ab cd', 2, 0, 4), has('abx cdx', 2)]).toEqual([false, false, false]);
  });
});

test('the rows of words are those that the weights were trained to', () => {
  const rows = new LanguageRows();
  const text = 'The ABC of abcdefghijklmnopqrstuvwxyz: Über Жук été l’été İ 漢字 naïve zzz';
  rows.read(text, 0, text.length, 64);
  const digest = (some: Int32Array): string => createHash('sha256').update(some.slice()).digest('hex').slice(0, 16);

  expect([rows.wholeCount, rows.count]).toEqual([13, 83]);
  expect(digest(rows.rows.subarray(0, rows.count))).toBe('6374355c6598dc9d');
  expect(digest(rows.whole.subarray(0, rows.wholeCount))).toBe('6d7a6a92148af90b');
});

test('weights of another length than those of the training are none', () => {
  expect(languageWeights()).toHaveLength(COLUMNS << ROW_BITS);
  expect(() => languageWeights((bytes) => new Uint8Array(bytes - 1))).toThrow(
    'language detector do not match their hash',
  );
  expect(() => languageWeights((bytes) => new Uint8Array(bytes + 1))).toThrow('became shorter');
});
