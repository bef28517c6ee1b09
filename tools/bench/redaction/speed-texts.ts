import { readFileSync } from 'node:fs';
import type { GoldText } from '../../../redaction/evaluate.ts';
import { LANGUAGES } from '../../../redaction/language/languages.ts';
import { Random } from '../../corpus/random.ts';
import { structuredSet } from '../../corpus/structured-set.ts';
import { workTexts } from '../../corpus/work-texts.ts';
import { paragraphs } from './prose.ts';

const TRAINED = LANGUAGES.filter(({ support }) => support === 'trained').map(({ code }) => code);

/** NDJSON {"id","text","spans":[{"start","end","type"}]}; none without a file. */
export const goldTextsOf = (file: string): GoldText[] =>
  file === ''
    ? []
    : readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as GoldText);

/** As texts come out of a line of events: a slice of a long text reads slower than a string of its own. */
const asRead = (texts: readonly string[]): string[] => JSON.parse(JSON.stringify(texts)) as string[];

/** The texts that speed is measured on: short ones in English, and those of the eight languages that names are learnt in. */
export function speedTexts(prose: readonly string[], gold: readonly GoldText[], seed: number) {
  const english = [
    ...paragraphs(prose).slice(0, 2_000),
    ...structuredSet(seed, 12).map(({ text }) => text),
    ...gold.map(({ text }) => text),
  ];
  return {
    english: asRead(new Random(seed).shuffle(english)),
    mix: asRead(TRAINED.flatMap((code) => workTexts(code, seed, 4).map(({ text }) => text))),
  };
}
