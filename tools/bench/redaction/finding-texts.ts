import { readdirSync } from 'node:fs';
import { TOPIC_LANGUAGES } from '../../../redaction/topics/topics.ts';
import { BLIND_LANGUAGES, blindSentences, blindTexts } from '../../corpus/blind-texts.ts';
import { Random } from '../../corpus/random.ts';
import { structuredSet } from '../../corpus/structured-set.ts';
import { workTexts } from '../../corpus/work-texts.ts';
import { kinds } from './kinds.ts';

const WORK_LANGUAGES = readdirSync(new URL('../../corpus/work/', import.meta.url)).map((file) => file.slice(0, 2));
/** One of each sort that redaction knows. */
export const PROGRAMS = ['xterm', 'code', 'dbeaver', 'excel'];

const TABLES = 20_000;
const MOST_CELLS = 30;
/** Before, between and behind numbers, so that each detector of numbers is asked in rows as in sentences. */
const WORDS =
  'card |tel |phone: |ssn |born |DOB |pesel |my age is |plate |reg no |VIN |account no |passport |zip |Main St |Hauptstraße |CA |Berlin |version |imei |bsn |id |AB |X-|карта |身份证|lat: |1099 |C| years old|-K|x12| ext 5| AM| S|°| N|º'.split(
    '|',
  );
const SEPARATORS = [
  ' ',
  ' ',
  ' ',
  '-',
  '-',
  '.',
  '/',
  ', ',
  '\n',
  '\t',
  '  ',
  ' | ',
  '_',
  '+',
  ') ',
  ' (',
  ': ',
  '\r\n',
  '',
];

/** Rows of numbers of all lengths with all that may stand between them. */
function numbers(random: Random): string {
  const fixed = random.int(0, 2) === 0 ? undefined : random.pick(SEPARATORS);
  let text = '';
  for (let cells = random.int(1, MOST_CELLS); cells > 0; cells--) {
    if (random.int(0, 12) === 0) text += random.pick(WORDS);
    for (let digits = random.int(0, 3) === 0 ? random.int(1, 12) : random.int(1, 4); digits > 0; digits--)
      text += random.int(0, 9);
    text += fixed !== undefined && random.int(0, 14) !== 0 ? fixed : random.pick(SEPARATORS);
  }
  return text;
}

/** Whatever redaction may meet, for telling whether two builds of it find the same. */
export function findingTexts(modules: string, seed: number): string[] {
  const random = new Random(seed + 1);
  return [
    ...structuredSet(seed + 1, 20).map(({ text }) => text),
    ...WORK_LANGUAGES.flatMap((code) => workTexts(code, seed + 1, 4).map(({ text }) => text)),
    ...BLIND_LANGUAGES.flatMap((code) => blindTexts(code).map(({ text }) => text)),
    ...TOPIC_LANGUAGES.flatMap((code) => Object.values(blindSentences(code)).flat()),
    ...Object.values(kinds(modules, seed)).flat(),
    ...Array.from({ length: TABLES }, () => numbers(random)),
  ];
}
