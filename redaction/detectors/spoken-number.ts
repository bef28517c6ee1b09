import { luhn } from '../checksums.ts';
import { before, type Detector } from '../detector.ts';

const DIGITS: Readonly<Record<string, string>> = {
  zero: '0',
  oh: '0',
  o: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  null: '0',
  eins: '1',
  zwei: '2',
  zwo: '2',
  drei: '3',
  vier: '4',
  funf: '5',
  fünf: '5',
  sechs: '6',
  sieben: '7',
  acht: '8',
  neun: '9',
  un: '1',
  deux: '2',
  trois: '3',
  quatre: '4',
  cinq: '5',
  sept: '7',
  huit: '8',
  neuf: '9',
  cero: '0',
  uno: '1',
  dos: '2',
  tres: '3',
  cuatro: '4',
  cinco: '5',
  seis: '6',
  siete: '7',
  ocho: '8',
  nueve: '9',
};
const REPEATS: Readonly<Record<string, number>> = { double: 2, triple: 3 };
/** Shorter rows of digits are counting. */
const FEWEST = 6;
const MOST_WORDS = 32;
const FOLLOWS = /(?:^|[\s,.-])(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[\s,.-]{1,3}$/i;
const NEXT = /[\s,.-]{1,3}(\p{L}+|\d{1,4})/uy;

/** Numbers read out: "four one one one ...", as in transcripts. */
export const spokenNumber: Detector = {
  name: 'spoken-number',
  types: ['OTHER', 'CREDIT_CARD', 'NATIONAL_ID'],
  source: 'Digits as English, German, French and Spanish speakers dictate them',
  triggers: { words: [...Object.keys(DIGITS).filter((word) => word.length > 1), ...Object.keys(REPEATS)] },
  examine(text, start, end, emit) {
    let digits = '';
    let words = 0;
    let to = end;
    let word = text.slice(start, end).toLowerCase();
    let repeat = 1;
    for (;;) {
      const digit = DIGITS[word] ?? (/\d/.test(word) ? word : undefined);
      if (REPEATS[word] !== undefined) repeat = REPEATS[word]!;
      else if (digit === undefined) break;
      else {
        digits += digit.repeat(repeat);
        repeat = 1;
      }
      if (++words > MOST_WORDS) break;
      NEXT.lastIndex = to;
      const next = NEXT.exec(text);
      if (next === null) break;
      word = next[1]!.toLowerCase();
      if (DIGITS[word] === undefined && REPEATS[word] === undefined && !/\d/.test(word)) break;
      to = NEXT.lastIndex;
    }
    if (digits.length < FEWEST) return;
    // Only the first word of a row finds it.
    if (FOLLOWS.test(before(text, start, 10))) return;
    const ascending = '01234567890'.includes(digits);
    if (ascending) return;
    emit(
      start,
      to,
      digits.length >= 13 && luhn(digits) ? 'CREDIT_CARD' : digits.length === 9 ? 'NATIONAL_ID' : 'OTHER',
    );
  },
};
