import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LanguageRows, ROW_BITS } from '../../redaction/language/features.ts';
import { BY_WORDS } from '../../redaction/language/languages.ts';
import { COLUMNS, SCALE } from '../../redaction/language/weights.ts';
import { cleanTexts, readLists } from './lists.ts';
import { Random } from './random.ts';

/**
 * Trains the detector of languages and writes its weights: logistic weights per row and language. Deterministic.
 *
 *   node tools/train/languages.ts [--seed N] [--epochs N] [--out PATH]
 */
const option = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1]!;
};
const random = new Random(Number(option('seed', '1')));
const epochs = Number(option('epochs', '6'));
const out = option('out', fileURLToPath(new URL('../../redaction/language/language.weights', import.meta.url)));

const texts = cleanTexts('train');
const { prose, chat, english } = readLists();
const plainEnglish = chat.filter((line) => /\b(?:the|you|is|are|i|of|and|to|what|do)\b/i.test(line));
const byLanguage = BY_WORDS.map(({ code }) => {
  const own = [...(texts.get(code) ?? [])];
  // English is what is taken for granted: code and prose of programs are of it too.
  if (code === 'en') own.push(...prose, ...plainEnglish, ...plainEnglish, ...english.filter((_, i) => i % 5 === 0));
  return own;
});

const count = COLUMNS << ROW_BITS;
const weights = new Float32Array(count);
const squares = new Float32Array(count).fill(0.1);
const STEP = 0.15;
const PER_EPOCH = 6000;

/** One to twelve words in a row, in any case: what is short is to be told as well. */
function piece(text: string): string {
  const words = text.replaceAll('…', ' ').split(/\s+/);
  const length = Math.min(words.length, 1 + Math.floor(random.next() ** 2 * 14));
  const from = random.between(0, words.length - length);
  const part = words.slice(from, from + length).join(' ');
  const roll = random.next();
  return roll < 0.3 ? part.toLowerCase() : roll < 0.36 ? part.toUpperCase() : part;
}

const scores = new Float64Array(BY_WORDS.length);
const read = new LanguageRows();
for (let epoch = 0; epoch < epochs; epoch++) {
  const order = random.shuffle(BY_WORDS.flatMap((_, language) => Array.from({ length: PER_EPOCH }, () => language)));
  let right = 0;
  for (const [n, language] of order.entries()) {
    const text = piece(random.pick(byLanguage[language]!));
    read.read(text, 0, text.length, 64);
    const rows = read.rows.subarray(0, read.count);
    if (rows.length === 0) continue;
    scores.fill(0);
    for (const row of rows) for (let i = 0; i < scores.length; i++) scores[i]! += weights[row * COLUMNS + i]!;
    const high = Math.max(...scores);
    if (scores[language] === high) right++;
    let sum = 0;
    for (let i = 0; i < scores.length; i++) {
      scores[i] = Math.exp(scores[i]! - high);
      sum += scores[i]!;
    }
    const step = STEP * (1 - (0.9 * (epoch + n / order.length)) / epochs);
    for (let i = 0; i < scores.length; i++) {
      const error = scores[i]! / sum - (i === language ? 1 : 0);
      if (Math.abs(error) < 1e-3) continue;
      for (const row of rows) {
        const at = row * COLUMNS + i;
        squares[at]! += error * error;
        weights[at]! -= (step * error) / Math.sqrt(squares[at]!) + 1e-6 * weights[at]!;
      }
    }
  }
  console.log(`epoch ${epoch + 1}: ${((100 * right) / order.length).toFixed(1)}% right`);
}
const bytes = new Int8Array(count);
let clipped = 0;
for (let i = 0; i < count; i++) {
  const value = Math.round(weights[i]! * SCALE);
  if (Math.abs(value) > 127) clipped++;
  bytes[i] = Math.max(-127, Math.min(127, value));
}
const sha256 = createHash('sha256').update(bytes).digest('hex');
writeFileSync(`${out}.bin`, bytes);
writeFileSync(`${out}.json`, `${JSON.stringify({ sha256 }, null, 2)}\n`);
console.log(`${clipped} weights clipped; sha256 ${sha256}`);
