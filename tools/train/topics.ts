import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Tokens } from '../../redaction/text/tokens.ts';
import { ABOUT, LONGEST_SENTENCE, personIn, STEM, stemOf, TopicFeatures } from '../../redaction/topics/features.ts';
import { COLUMNS, rowOf } from '../../redaction/topics/table.ts';
import { TOPIC_LANGUAGES, TOPICS } from '../../redaction/topics/topics.ts';
import { markTrigger, SCALE, TRIGGER_BYTES } from '../../redaction/topics/weights.ts';
import { Generator } from './generate.ts';
import { LanguageValues } from './language-values.ts';
import { cleanTexts, readLists, readTemplates } from './lists.ts';
import { Random } from './random.ts';
import { readTopicTemplates, TopicSentences } from './topic-sentences.ts';
import { topicTable } from './topic-table.ts';
import { writtenSentences } from './written-sentences.ts';

/**
 * Trains the classifier of sentences and writes its weights: logistic weights per row and topic. Deterministic, as `train.ts`.
 *
 *   node tools/train/topics.ts [--seed N] [--epochs N] [--out PATH]
 */
const option = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1]!;
};
const random = new Random(Number(option('seed', '1')));
const epochs = Number(option('epochs', '4'));
const out = option('out', fileURLToPath(new URL('../../redaction/topics/topics.weights', import.meta.url)));
/** Sentences of each topic and language in an epoch, and clean ones of each language beside them. */
const OF_TOPIC = Number(option('of-topic', '700'));
const CLEAN = OF_TOPIC * 10;
/** Of the clean ones, so many are neighbours: the same words, of things. */
const NEIGHBOURS = 0.5;
/** Of the neighbours, so many are of a thing that a topic's words are said of. */
const OF_THINGS = Number(option('of-things', '0.35'));
/** Of the clean ones, so many have a word of a topic and name nobody. */
const WITH_WORD = Number(option('with-word', '0.12'));
/** Of the rest, so many are said of somebody whom a topic would be said of. */
const WITH_PERSON = Number(option('with-person', '0.2'));
/** Of those of a topic, so many are clean ones with a word of it in them. */
const PLANTED = Number(option('planted', '0.45'));
const JOINED = Number(option('joined', '0.5'));
/** Each sentence that was written by hand stands so often in an epoch; so many of these have what else is said beside them. */
const WRITTEN = Number(option('written', '8'));
const WRITTEN_CLEAN = Number(option('written-clean', '8'));
const WRITTEN_JOINED = Number(option('written-joined', '0.3'));
/** So many words of a sentence, and features of a word, are not seen in training: each word learns to speak for itself. */
const WORDS_DROPPED = Number(option('words', '0.15'));
const DROPPED = 0.1;
/** Nats from which a word may begin a topic, and lines of a hundred above which it is a word of everything. */
const TRIGGER = Number(option('trigger', '2.5'));
const EVERYDAY = 0.6;
const STEP = Number(option('step', '0.5'));

const tokens = new Tokens();
const lists = readLists();
const strings = cleanTexts('train');
const everywhere = [...strings.values()].flatMap((texts) => texts.filter((_, i) => i % 3 === 0));
const ENGLISH = ['conversation.txt', 'work.txt', 'support.txt', 'generic.txt'].flatMap(readTemplates);
const corpora = TOPIC_LANGUAGES.map((code, i) => {
  const own = (strings.get(code) ?? []).map((text) => text.replaceAll('…', '3'));
  const from = readTopicTemplates(code, 'train');
  const templates = code === 'en' ? ENGLISH : readTemplates(`languages/${code}.txt`);
  const make =
    code === 'en' ? undefined : (random: Random, words: typeof lists) => new LanguageValues(random, words, code);
  const clean = code === 'en' ? [...own, ...lists.prose.filter((_, n) => n % 2 === 0), ...lists.chat] : own;
  return {
    made: new TopicSentences(random, lists, from),
    clean: clean.filter((text) => !says(text, from.strong)),
    written: writtenSentences(code),
    strong: from.strong,
    // What the tagger learns from: sentences with names and numbers in them, which are masked on their own.
    withValues: new Generator(20 + i, lists, templates, readTemplates('negative.txt'), make),
  };
});

/** Everyday text says something of a topic, too. */
function says(text: string, strong: ReadonlyMap<string, readonly string[]>): boolean {
  const lower = text.toLowerCase();
  return [...strong.values()].some((words) => words.some((word) => lower.includes(word.toLowerCase())));
}

interface Sample {
  readonly text: string;
  readonly topic: number;
  /** One word alone, or a row of words, makes it so: half of them does not. */
  readonly whole?: boolean;
}

/** One sentence says several things: what is said beside a topic says nothing for it, or against it. */
function joined(one: string, other: string): string {
  const glue = random.pick([', ', ' ', ' - ', ': ']);
  const short = other.split(' ').slice(0, random.between(1, 8)).join(' ');
  const bare = one.replace(/[.!?]$/, '');
  return random.chance(0.5) ? `${bare}${glue}${short}` : `${short.replace(/[.!?]$/, '')}${glue}${one}`;
}

function epochTexts(): Sample[] {
  const samples: Sample[] = [];
  for (const { made, clean, strong, written, withValues } of corpora) {
    const ordinary = (): string => {
      if (random.chance(WITH_WORD)) {
        const text = made.withWord(random.pick(clean));
        tokens.read(text);
        const about = personIn(text, tokens, 0, Math.min(LONGEST_SENTENCE, tokens.count));
        if (about === ABOUT.NOBODY || about === ABOUT.THING) return text;
      }
      if (random.chance(WITH_PERSON))
        return made.ofPerson(random.chance(0.5) ? made.sentence('clean') : random.pick(clean));
      const roll = random.next();
      if (roll < NEIGHBOURS) return random.chance(OF_THINGS) ? made.ofThing() : made.sentence('clean');
      if (roll < 0.75) return random.pick(clean);
      if (roll < 0.85) return random.pick(everywhere).replaceAll('…', '3');
      const text = withValues.positive().text;
      return says(text, strong) ? random.pick(clean) : text;
    };
    const maybeMore = (text: string, share = JOINED): string =>
      random.chance(share) ? joined(text, ordinary()) : text;
    for (const [topic, templates] of written)
      for (const template of templates)
        for (let n = 0; n < (topic === 'clean' ? WRITTEN_CLEAN : WRITTEN); n++)
          samples.push({
            text: maybeMore(made.asItStands(template, topic), WRITTEN_JOINED),
            topic: topic === 'clean' ? 0 : TOPICS.indexOf(topic) + 1,
          });
    for (const [i, topic] of TOPICS.entries())
      for (let n = 0; n < OF_TOPIC; n++) {
        const whole = random.chance(PLANTED);
        samples.push({ text: whole ? made.planted(topic) : maybeMore(made.sentence(topic)), topic: i + 1, whole });
      }
    for (let n = 0; n < CLEAN; n++) samples.push({ text: maybeMore(ordinary()), topic: 0 });
  }
  return random.shuffle(samples);
}

/** In training each feature has a row of its own, but for one in some twenty. */
const TRAINED_BITS = 21;
const TRAINED = (1 << TRAINED_BITS) - 1;
const count = COLUMNS << TRAINED_BITS;
const weights = new Float32Array(count);
/** What the last epochs come to is kept, not where the last step went: single words change less from one training to the next. */
const sums = new Float32Array(count);
const SUMMED_EVERY = 4_000;
let summed = 0;
const squares = new Float32Array(count).fill(Number(option('square', '0.05')));
const classes = TOPICS.length + 1;
const scores = new Float64Array(classes);
const read = new TopicFeatures();
/** Of each row of the training the feature that it is of. */
const featureOf = new Int32Array(TRAINED + 1);
/** How often it was met in the last epoch. */
const met = new Int32Array(TRAINED + 1);
for (let epoch = 0; epoch < epochs; epoch++) {
  const samples = epochTexts();
  let right = 0;
  for (const [n, { text, topic, whole }] of samples.entries()) {
    tokens.read(text);
    if (tokens.count === 0) continue;
    const rows: number[] = [];
    let dropped = -1;
    let last = -1;
    read.read(text, tokens, 0, Math.min(LONGEST_SENTENCE, tokens.count));
    for (let i = 0; i < read.count; i++) {
      const token = read.words[i]!;
      if (token !== last) dropped = !whole && random.chance(WORDS_DROPPED) ? token : -1;
      last = token;
      if (token !== dropped && !random.chance(DROPPED)) {
        const feature = read.features[i]!;
        featureOf[feature & TRAINED] = feature;
        rows.push(feature & TRAINED);
      }
    }
    if (rows.length === 0) continue;
    if (epoch === epochs - 1) for (const row of rows) met[row]!++;
    scores.fill(0);
    for (const row of rows) for (let i = 0; i < classes; i++) scores[i]! += weights[row * COLUMNS + i]!;
    let high = scores[0]!;
    let best = 0;
    for (let i = 1; i < classes; i++) {
      if (scores[i]! > high) {
        high = scores[i]!;
        best = i;
      }
    }
    if (best === topic) right++;
    let sum = 0;
    for (let i = 0; i < classes; i++) {
      scores[i] = Math.exp(scores[i]! - high);
      sum += scores[i]!;
    }
    if (epoch >= epochs / 2 && n % SUMMED_EVERY === 0) {
      summed++;
      for (let i = 0; i < count; i++) sums[i]! += weights[i]!;
    }
    const step = STEP * (1 - (0.9 * (epoch + n / samples.length)) / epochs);
    for (let i = 0; i < classes; i++) scores[i] = scores[i]! / sum - (i === topic ? 1 : 0);
    for (const row of rows) {
      for (let i = 0, at = row * COLUMNS; i < classes; i++, at++) {
        const error = scores[i]!;
        if (error < 1e-3 && error > -1e-3) continue;
        squares[at]! += error * error;
        weights[at]! -= (step * error) / Math.sqrt(squares[at]!) + 1e-5 * weights[at]!;
      }
    }
  }
  console.log(`epoch ${epoch + 1}: ${samples.length} sentences, ${((100 * right) / samples.length).toFixed(1)}% right`);
}
/** Less than so many units of score change nothing. */
const LEAST = Number(option('least', '3'));
let clipped = 0;
const said: { feature: number; weights: Int8Array; worth: number }[] = [];
for (let row = 0; row <= TRAINED; row++) {
  const bytes = new Int8Array(COLUMNS);
  let most = 0;
  let lead = 0;
  for (let i = 0; i < classes; i++) {
    const value = Math.round((sums[row * COLUMNS + i]! / summed) * SCALE);
    if (Math.abs(value) > 126) clipped++;
    bytes[i] = Math.max(-126, Math.min(126, value));
    most = Math.max(most, Math.abs(value));
    lead = Math.max(lead, Math.abs(bytes[i]! - bytes[0]!));
  }
  if (most >= LEAST) said.push({ feature: featureOf[row]!, weights: bytes, worth: lead * Math.log2(1 + met[row]!) });
}
// What says most, and is met most, comes first: the rest finds no room.
said.sort((one, other) => other.worth - one.worth);
const { table, placed } = topicTable(said, random);
console.log(`${said.length} features say something; ${placed} have a row`);
const prints = new Int16Array(table.buffer);

/** What a word alone says for a topic, in nats. @param without so many of its first features: with one, what all words of its stem say */
const lead = (text: string, without = 0): number => {
  tokens.read(text);
  const sums = new Int32Array(classes);
  read.read(text, tokens, 0, 1);
  for (const feature of read.features.subarray(without, read.count)) {
    const row = rowOf(prints, feature);
    if (row >= 0) for (let i = 0; i < classes; i++) sums[i]! += table[row * COLUMNS + i]!;
  }
  return (Math.max(...sums.subarray(1)) - sums[0]!) / SCALE;
};
const seen = new Map<string, number>();
const lines = { clean: 0, words: new Map<string, number>() };
for (const { text, topic } of epochTexts()) {
  tokens.read(text);
  const own = new Set(
    Array.from({ length: tokens.count }, (_, i) => text.slice(tokens.start[i], tokens.end[i]).toLowerCase()),
  );
  if (topic === 0) lines.clean++;
  for (const word of own) {
    if (topic !== 0) seen.set(word, (seen.get(word) ?? 0) + 1);
    else lines.words.set(word, (lines.words.get(word) ?? 0) + 1);
  }
}
const triggers = new Uint8Array(TRIGGER_BYTES);
const mark = (hash: number): void => markTrigger(triggers, hash);
const byStem = new Map<string, number>();
for (const [word, n] of lines.words) byStem.set(word.slice(0, STEM), (byStem.get(word.slice(0, STEM)) ?? 0) + n);
let marked = 0;
for (const word of seen.keys()) {
  if (word.length < 2 || /\d/.test(word)) continue;
  if ((100 * (lines.words.get(word) ?? 0)) / lines.clean > EVERYDAY || lead(word) < TRIGGER) continue;
  marked++;
  tokens.read(word);
  mark(tokens.hash[0]!);
  const stem = stemOf(word, 0, word.length);
  // A stem of many clean words says nothing, nor does one whose word says it all.
  const everyday = byStem.get(word.slice(0, STEM)) ?? 0;
  if (stem !== 0 && (100 * everyday) / lines.clean <= EVERYDAY && lead(word, 1) >= TRIGGER) mark(stem);
}
/** Units that weights are rounded to: they say the same, and what is shipped is compressed to a fifth less. */
const COARSE = 3;
for (let at = 0; at < table.length; at++)
  if (at % COLUMNS < classes) table[at] = Math.round(table[at]! / COARSE) * COARSE;
const file = Buffer.concat([Buffer.from(table.buffer), triggers]);
const sha256 = createHash('sha256').update(file).digest('hex');
writeFileSync(`${out}.bin`, file);
writeFileSync(`${out}.json`, `${JSON.stringify({ sha256 }, null, 2)}\n`);
console.log(`${clipped} weights clipped; ${marked} words begin a topic; ${file.length} bytes; sha256 ${sha256}`);
