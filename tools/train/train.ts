import { fileURLToPath } from 'node:url';
import type { Label } from '../../redaction/tagger/labels.ts';
import { ConditionalRandomField } from './crf.ts';
import { Dataset } from './dataset.ts';
import { Generator } from './generate.ts';
import { readLists, readTemplates } from './lists.ts';
import { Random } from './random.ts';
import { buildLexicon, cleanOnly } from './vocabulary.ts';
import { writeWeights } from './write.ts';

/**
 * Trains the tagger of redaction and writes its weights. Deterministic: the same seed, lists and templates give the
 * same file, byte for byte, on the same version of Node.
 *
 *   node tools/train/train.ts [--seed N] [--texts N] [--epochs N] [--out PATH]
 *
 * `--texts` is per epoch. Writes PATH.bin, the weights, and PATH.json, their version and hash.
 */
const option = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1]!;
};
const seed = Number(option('seed', '1'));
const texts = Number(option('texts', '320000'));
const epochs = Number(option('epochs', '3'));
const out = option('out', fileURLToPath(new URL('../../redaction/tagger/tagger.weights', import.meta.url)));
/**
 * Nats taken from a label wherever it could stand. A missed value costs more than a redacted word, so O gives way; coined
 * company names look like any product's name, so ORGANIZATION does a little too. Chosen on the held-out set.
 */
const HANDICAP: Partial<Record<Label, number>> = {
  O: Number(option('handicap-o', '1')),
  ORGANIZATION: Number(option('handicap-organization', '0.6')),
};

const lists = readLists();
const positives = ['conversation.txt', 'work.txt', 'support.txt', 'generic.txt'].flatMap(readTemplates);
const negatives = readTemplates('negative.txt');
const lexicon = buildLexicon(lists, [...positives, ...negatives]);
const kept = cleanOnly(lists, lexicon);
console.log(
  `${kept.prose.length} of ${lists.prose.length} lines of prose, ${kept.chat.length} of ${lists.chat.length} of chat are clean`,
);
const random = new Random(seed);
const generator = new Generator(seed + 1, kept, positives, negatives);
const field = new ConditionalRandomField();
const options = {
  epochs,
  step: Number(option('step', '0.1')),
  decay: Number(option('decay', '1e-5')),
  log: console.log,
};
// New texts for each epoch: what is never seen twice is not learnt by heart.
for (let epoch = 0; epoch < epochs; epoch++) {
  const data = new Dataset(lexicon, random);
  for (let i = 0; i < texts; i++) {
    const roll = random.next();
    if (roll < 0.5) data.add(generator.positive());
    else if (roll < 0.58) data.add(generator.replaced());
    else if (roll < 0.64) data.add(generator.mixed());
    else if (roll < 0.75) data.add(generator.negative());
    else data.add(generator.clean());
  }
  console.log(`${texts} texts, ${data.starts.at(-1)} words`);
  field.train(data, random, epoch, options);
}

writeWeights(out, { field, lexicon, handicap: HANDICAP });
