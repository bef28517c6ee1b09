/**
 * The figures of redaction, in one run and with default settings, written to out/bench/redaction.json:
 *
 *   npm run bench -- redaction [--gold FILE] [--seed N] [--quick]
 *
 * `--gold` is NDJSON {"id","text","spans":[{"start","end","type"}]}; without it that part is left out. Gold data is only
 * measured: nothing here or in the training reads it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRedactor } from '../../redaction/create.ts';
import { evaluate } from '../../redaction/evaluate.ts';
import type { RedactionPolicy } from '../../redaction/redactor.ts';
import { Random } from '../corpus/random.ts';
import { clean, gold, keystrokes, structured } from './redaction/accuracy.ts';
import { applications } from './redaction/applications.ts';
import { blind, everyday, inflected, redactedTwice, stranger } from './redaction/blind.ts';
import { edges } from './redaction/edges.ts';
import { frames } from './redaction/frames.ts';
import { kinds } from './redaction/kinds.ts';
import { glued, languages } from './redaction/languages.ts';
import { speed, speedElsewhere, startUp } from './redaction/measure.ts';
import { apart } from './redaction/naming.ts';
import { peers } from './redaction/peers.ts';
import { cleanProse, paragraphs } from './redaction/prose.ts';
import { scenarios } from './redaction/scenarios.ts';
import { goldTextsOf, speedTexts } from './redaction/speed-texts.ts';
import { sentences } from './redaction/topics.ts';

const policy: RedactionPolicy = { actions: {}, tiers: {} };
const DIRECTORY_ENTRIES = 200_000;

const { values: args } = parseArgs({
  options: {
    gold: { type: 'string', default: process.env.REDACTION_GOLD ?? '' },
    seed: { type: 'string', default: '7' },
    quick: { type: 'boolean', default: false },
  },
});
const seed = Number(args.seed);
const goldTexts = goldTextsOf(args.gold);

/** Names that nobody has, so that the directory's own finds do not slow the run. */
function* directory(): Generator<string[]> {
  const random = new Random(seed);
  const syllables = [
    'ka',
    'lo',
    'mi',
    'ren',
    'ta',
    'su',
    'vel',
    'dor',
    'ni',
    'pash',
    'ger',
    'wil',
    'ma',
    'stein',
    'ova',
  ];
  const name = () => Array.from({ length: random.int(2, 4) }, () => random.pick(syllables)).join('');
  for (let i = 0; i < DIRECTORY_ENTRIES; i++) {
    const [first, last] = [name(), name()];
    yield [`${first} ${last}`, `${first[0]}${last}${i}`, `${first}.${last}${i}@corp.example`];
  }
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const everything = createRedactor({ policy });
/** Without sentences, which no set of values has labels of. */
const valuesOnly = createRedactor({ policy, topics: false });
const structuredOnly = createRedactor({ policy, tagger: false });
const prose = cleanProse('node_modules');
const { english: shorts, mix } = speedTexts(prose, goldTexts, seed);
/** Of processor time for each figure. Optimised code is there after one: less would measure the compiler. */
const seconds = args.quick ? 1.5 : 3;

say('accuracy ...');
const results: Record<string, unknown> = {
  when: new Date().toISOString(),
  node: process.version,
  ...(goldTexts.length === 0
    ? {}
    : { gold: { values: gold(goldTexts, valuesOnly.find), withSentences: gold(goldTexts, everything.find) } }),
  cleanProse: clean(prose, everything.find),
  cleanProseOfValues: clean(prose, valuesOnly.find),
  kinds: Object.fromEntries(
    Object.entries(kinds('node_modules', seed)).map(([kind, texts]) => [
      kind,
      { values: clean(texts, valuesOnly.find).redacted, withSentences: clean(texts, everything.find).redacted },
    ]),
  ),
  configuration: {
    values: apart(kinds('node_modules', seed).configuration!, valuesOnly.find),
    withSentences: apart(kinds('node_modules', seed).configuration!, everything.find),
  },
  structured: structured(everything.find, seed, args.quick ? 50 : 250),
  languages: languages(everything.find, seed),
  glued: glued(everything.find, structuredOnly.find, seed),
  sentences: sentences(seed),
  applications: applications(valuesOnly.find, kinds('node_modules', seed)),
  blind: blind(everything.find, valuesOnly.find),
  everyday: everyday(everything.find),
  inflected: inflected(everything.find),
  stranger: stranger(everything.find),
  again: redactedTwice(
    (text) => everything.redactText(text),
    goldTexts.map(({ text }) => text),
  ),
  edges: edges(everything, seed, args.quick ? 5 : 20),
  keystrokes: keystrokes(everything, seed, args.quick ? 10 : 40),
  scenarios: scenarios(everything, seed, args.quick ? 2 : 8),
  frames: frames(),
};

say('speed ...');
const json = shorts.map((text) => JSON.stringify({ text }));
const ceiling = await speed(json, JSON.parse, seconds);
const full = await speed(shorts, everything.find, seconds);
const tier = await speed(shorts, structuredOnly.find, seconds);
const mixed = await speed(mix, everything.find, seconds);
const withDirectory = createRedactor({ policy, directory: directory() });
const listed = await speed(shorts, withDirectory.find, seconds);
const again = await speed(shorts, everything.find, seconds);
const fastest = Math.max(full, again);
const rows: { name: string; mbPerSecond: number; ratio: number; F2?: number; leak?: number; clean?: number }[] = [];
const sample = shorts.slice(0, 300);
for (const peer of await peers()) {
  const mbPerSecond =
    peer.cpuSeconds === undefined
      ? await speed(sample, peer.find, seconds)
      : await speedElsewhere(sample, peer.find, peer.cpuSeconds);
  const accuracy: { F2?: number; leak?: number; clean?: number } = {};
  if (goldTexts.length > 0) {
    const found = new Map<string, Awaited<ReturnType<typeof peer.find>>>();
    for (const { text } of goldTexts) found.set(text, await peer.find(text));
    const result = evaluate(goldTexts, (text) => found.get(text)!);
    accuracy.F2 = result.F2;
    accuracy.leak = result.leakRate;
  }
  const part = paragraphs(prose).slice(0, 300);
  const found = new Map<string, Awaited<ReturnType<typeof peer.find>>>();
  for (const text of part) found.set(text, await peer.find(text));
  accuracy.clean = clean(part, (text) => mergeRanges(found.get(text)!)).redacted;
  rows.push({ name: peer.name, mbPerSecond, ratio: Math.round((fastest / mbPerSecond) * 10) / 10, ...accuracy });
  peer.end?.();
  say(`  ${peer.name}: ${mbPerSecond} MB/s`);
}
results.speed = {
  texts: shorts.length,
  everythingMbPerSecond: fastest,
  structuredMbPerSecond: tier,
  languagesMbPerSecond: mixed,
  jsonParseMbPerSecond: ceiling,
  shareOfJsonParse: Math.round((fastest / ceiling) * 1e4) / 1e4,
  directoryEntries: DIRECTORY_ENTRIES,
  withDirectoryMbPerSecond: listed,
  directorySlowsByPercent: Math.round((1 - listed / fastest) * 1000) / 10,
  peers: rows,
};
results.process = startUp();

mkdirSync(join('out', 'bench'), { recursive: true });
writeFileSync(join('out', 'bench', 'redaction.json'), `${JSON.stringify(results, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);

/** Ranges that overlap counted once. */
function mergeRanges<T extends { start: number; end: number }>(ranges: readonly T[]): T[] {
  const out: T[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last !== undefined && range.start < last.end) last.end = Math.max(last.end, range.end);
    else out.push({ ...range });
  }
  return out;
}
