/**
 * Whether a change costs, and whether it changes anything: this checkout beside another one, in one process.
 *
 *   npm run bench -- redaction-compare --against CHECKOUT [--rounds N] [--gold FILE] [--seed N] [--only english,structured,mix,findings]
 *
 * `--against` is a checkout with its node_modules. Rounds go by turns, so that what else the machine does falls on both; a ratio above 1 says
 * that this one is faster. Then all texts of the corpora, of installed packages and generated tables of numbers go through both: exit code 1 where
 * any finding differs.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createRedactor } from '../../redaction/create.ts';
import { findingTexts, PROGRAMS } from './redaction/finding-texts.ts';
import { cleanProse } from './redaction/prose.ts';
import { goldTextsOf, speedTexts } from './redaction/speed-texts.ts';

const { values: args } = parseArgs({
  options: {
    against: { type: 'string' },
    rounds: { type: 'string', default: '9' },
    gold: { type: 'string', default: process.env.REDACTION_GOLD ?? '' },
    seed: { type: 'string', default: '7' },
    only: { type: 'string', default: 'english,structured,mix,findings' },
  },
});
if (args.against === undefined) {
  console.error(
    'usage: npm run bench -- redaction-compare --against CHECKOUT [--rounds N] [--gold FILE] [--only NAMES]',
  );
  process.exit(2);
}
const wanted = new Set(args.only.split(','));
const rounds = Number(args.rounds);
const seed = Number(args.seed);

const policy = { actions: {}, tiers: {} };
const other = (await import(pathToFileURL(join(resolve(args.against), 'redaction', 'create.ts')).href)) as {
  createRedactor: typeof createRedactor;
};
const redactorsOf = (create: typeof createRedactor) => ({
  everything: create({ policy }).find,
  structured: create({ policy, tagger: false }).find,
});
const before = redactorsOf(other.createRedactor);
const now = redactorsOf(createRedactor);
type Find = typeof now.everything;

const prose = cleanProse('node_modules');
const { english, mix } = speedTexts(prose, goldTextsOf(args.gold), seed);
const bytesOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
/** Of one round, so that a moment of other work is no great part of it. */
const LEAST_BYTES = 400_000;
/** Until optimised code is there. */
const WARM_UP = 3;

/** Microseconds of processor time for each text once. */
function time(find: Find, texts: readonly string[], times: number): number {
  const from = process.cpuUsage();
  for (let n = 0; n < times; n++) for (const text of texts) find(text);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / times;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const round = (value: number, places: number) => Number(value.toFixed(places));

function compare(texts: readonly string[], a: Find, b: Find) {
  const bytes = bytesOf(texts);
  const times = Math.ceil(LEAST_BYTES / bytes);
  for (let n = 0; n < WARM_UP; n++) for (const find of [a, b]) time(find, texts, times);
  // By turns which one goes first, too.
  const pairs = Array.from({ length: rounds }, (_, n) => {
    const first = time(n % 2 === 0 ? a : b, texts, times);
    const second = time(n % 2 === 0 ? b : a, texts, times);
    return n % 2 === 0 ? { before: first, now: second } : { before: second, now: first };
  });
  const best = {
    before: Math.min(...pairs.map((pair) => pair.before)),
    now: Math.min(...pairs.map((pair) => pair.now)),
  };
  return {
    before: round(bytes / best.before, 2),
    now: round(bytes / best.now, 2),
    microsecondsPerText: round(best.now / texts.length, 1),
    ratioOfBest: round(best.before / best.now, 3),
    medianRatio: round(median(pairs.map((pair) => pair.before / pair.now)), 3),
  };
}

const results: Record<string, unknown> = { against: resolve(args.against), rounds };
const runs = {
  english: [english, 'everything'],
  structured: [english, 'structured'],
  mix: [mix, 'everything'],
} as const;
for (const [name, [texts, what]] of Object.entries(runs)) {
  if (!wanted.has(name)) continue;
  const result = compare(texts, before[what], now[what]);
  results[name] = result;
  console.error(
    `${name.padEnd(10)} ${result.before} -> ${result.now} MB/s, ${result.microsecondsPerText} us a text, ratio of best ${result.ratioOfBest}, median ratio ${result.medianRatio}`,
  );
}

let different = 0;
if (wanted.has('findings')) {
  const texts = [...english, ...mix, ...prose, ...findingTexts('node_modules', seed)];
  const same = (what: string, a: unknown, b: unknown, text: string) => {
    const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
    if (x === y) return;
    if (different++ < 10) console.error(`different, ${what}: ${JSON.stringify(text.slice(0, 200))}\n  ${x}\n  ${y}`);
  };
  for (const text of texts) {
    same('everything', before.everything(text), now.everything(text), text);
    same('structured', before.structured(text), now.structured(text), text);
  }
  // Each program with a part of them: it changes which guesses count, of which there are enough in any part.
  for (const [n, text] of texts.entries()) {
    const program = PROGRAMS[n % PROGRAMS.length]!;
    same(program, before.everything(text, program), now.everything(text, program), text);
  }
  results.findings = { texts: texts.length, different };
  console.error(`findings   ${texts.length} texts, ${different} different`);
}

mkdirSync(join('out', 'bench'), { recursive: true });
writeFileSync(join('out', 'bench', 'redaction-compare.json'), `${JSON.stringify(results, null, 2)}\n`);
process.exitCode = different === 0 ? 0 : 1;
