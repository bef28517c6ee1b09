import { fileURLToPath } from 'node:url';
import { LanguageDetector } from '../../redaction/language/detector.ts';
import { TOPIC_LANGUAGES } from '../../redaction/topics/topics.ts';
import { ConditionalRandomField } from './crf.ts';
import { Dataset } from './dataset.ts';
import { type Example, Generator } from './generate.ts';
import { PARTS } from './language-parts.ts';
import { LanguageValues } from './language-values.ts';
import { cleanTexts, everydayTexts, readLists, readTemplates } from './lists.ts';
import { Menus } from './menus.ts';
import { Random } from './random.ts';
import { readTopicTemplates, TopicSentences } from './topic-sentences.ts';
import { buildLexicon } from './vocabulary.ts';
import { writeWeights } from './write.ts';

/**
 * Trains the tagger of all languages but English, and writes its weights. Deterministic, as `train.ts`. A language is a file of
 * templates, a row of `language-parts.ts` and clean strings; one that has only those is learnt as text without values.
 *
 *   node tools/train/train-world.ts [--seed N] [--texts N] [--epochs N] [--out PATH]
 */
const option = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1]!;
};
const seed = Number(option('seed', '1'));
const texts = Number(option('texts', '220000'));
const epochs = Number(option('epochs', '2'));
const out = option('out', fileURLToPath(new URL('../../redaction/tagger/world.weights', import.meta.url)));
const HANDICAP = {
  O: Number(option('handicap-o', '0.6125')),
  ORGANIZATION: Number(option('handicap-organization', '0.6')),
};
/** Sentences of work without values, of each language that topics are learnt in. */
const OF_WORK = 2_500;
/** Of the texts, so many are lists of everyday things. */
const OF_EVERYDAY = 0.09;
/** What stands for a value that a program fills in. */
const BLANKS = ['%s', '%d', '{0}', '3', '…', '12', 'X', '"%1"'];
/** How often a language comes, beside those that are only gated. */
const TRAINED = new Set(['de', 'fr', 'es', 'it', 'pt', 'nl', 'pl']);

const random = new Random(seed);
const lists = readLists();
const clean = new Map(
  [...cleanTexts('train')].map(([code, strings]) => [
    code,
    strings.map((text) => text.replaceAll('…', () => random.pick(BLANKS))),
  ]),
);
const everyday = everydayTexts();
for (const [code, { sentences }] of everyday) clean.get(code)!.push(...sentences);
const menus = new Map([...everyday].map(([code, { words }]) => [code, new Menus(random, code, words)]));
const known = new Map([...everyday].map(([code, { words }]) => [code, words.flat()]));
const detector = new LanguageDetector();
const templates = new Map(Object.keys(PARTS).map((code) => [code, readTemplates(`languages/${code}.txt`)]));
const lexicon = buildLexicon(lists, [...templates.values()].flat(), { clean, known, parts: PARTS, lexiconBits: 19 });

const work = new Map(TOPIC_LANGUAGES.map((code) => [code as string, sentencesOfWork(code)]));
const codes = [...clean.keys()].filter((code) => !['zh', 'ja', 'ko', 'th'].includes(code));
const generators = new Map(
  codes.map((code, i) => {
    const strings = clean.get(code)!;
    const own = templates.get(code) ?? [];
    const make = (from: Random, of: typeof lists) => new LanguageValues(from, of, own.length > 0 ? code : 'de');
    return [
      code,
      new Generator(
        seed + 10 + i,
        { ...lists, prose: strings, chat: [...(work.get(code) ?? strings)] },
        own,
        own,
        make,
      ),
    ];
  }),
);
const turns = codes.flatMap((code) => Array<string>(TRAINED.has(code) ? 7 : templates.has(code) ? 3 : 1).fill(code));

/** The neighbours of topics.ts that name nobody, and what is said of things. */
function sentencesOfWork(code: (typeof TOPIC_LANGUAGES)[number]): string[] {
  const from = readTopicTemplates(code, 'train');
  const made = new TopicSentences(random, lists, from);
  const named = /\{(?:S|O|P|D|first|last|city)\}/;
  const bare = from.templates.get('clean')!.filter((template) => !named.test(template));
  return Array.from({ length: OF_WORK }, (_, i) => {
    for (;;) {
      const text = i % 2 === 0 ? made.written(random.pick(bare), 'clean') : made.ofThing();
      // A word of a topic may be the name of a party or of a union.
      if (!/\p{Lu}{2}/u.test(text)) return text;
    }
  });
}

function example(): Example {
  const code = random.pick(turns);
  const generator = generators.get(code)!;
  const menu = menus.get(code);
  if (menu !== undefined && random.chance(OF_EVERYDAY)) {
    const text = menu.text();
    return { text, spans: [], language: detector.of(text) };
  }
  const roll = random.next();
  const [fragments, strings, planted, positives] = TRAINED.has(code)
    ? [0.1, 0.45, 0.54, 0.89]
    : [0.12, 0.52, 0.65, 0.93];
  const one =
    roll < fragments!
      ? generator.fragment()
      : roll < strings! || !templates.has(code)
        ? generator.clean()
        : roll < planted!
          ? generator.planted()
          : roll < positives!
            ? generator.positive()
            : generator.mixed();
  // As it will be when it is used: the detector is wrong at times.
  return { ...one, language: detector.of(one.text) };
}

const field = new ConditionalRandomField();
for (let epoch = 0; epoch < epochs; epoch++) {
  const data = new Dataset(lexicon, random, 0.12);
  for (let i = 0; i < texts; i++) data.add(example());
  console.log(`${texts} texts, ${data.starts.at(-1)} words`);
  field.train(data, random, epoch, { epochs, step: 0.1, decay: 1e-5, log: console.log });
}
writeWeights(out, { field, lexicon, handicap: HANDICAP });
