import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Detector } from '../../../redaction/detector.ts';
import { spansOf } from '../../../redaction/detectors/found.ts';
import { ALNUM, Random } from '../random.ts';
import { structuredSet } from '../structured-set.ts';

/**
 * Texts made from the patterns of the detectors: what matches each of them, alone, before and after a value of the
 * detector, and with one character changed. They are kept in a file, since they must not change with the patterns that
 * they are there to hold: `npm run approve -- --new-inputs` makes them anew.
 */
const FOLDER = new URL('../../../redaction/detectors/', import.meta.url);
const FILE = new URL('./patterns.inputs.txt', import.meta.url);
const PATTERN = /(?<=[=(,:!&|?[{;]\s*|return\s)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[dgimsuvy]*/g;
const MATCHES = 5;

/** Letters and digits moved on by half of their alphabet: some of the texts look like secrets, and are none. */
const turn = (text: string): string =>
  text.replace(/[A-Za-z0-9]/g, (c) => {
    const [first, size] = c <= '9' ? [48, 10] : c <= 'Z' ? [65, 26] : [97, 26];
    return String.fromCharCode(first + ((c.charCodeAt(0) - first + size / 2) % size));
  });

/** Inputs by the detector's file. */
export function readInputs(): Map<string, string[]> {
  const inputs = new Map<string, string[]>();
  let list: string[] = [];
  for (const line of readFileSync(FILE, 'utf8').split('\n').slice(0, -1)) {
    if (line.startsWith('# ')) {
      list = [];
      inputs.set(line.slice(2), list);
    } else list.push(JSON.parse(turn(line)) as string);
  }
  return inputs;
}

export async function writeInputs(seed: number): Promise<number> {
  const random = new Random(seed);
  const samples = structuredSet(seed, 4);
  const files = [
    ...readdirSync(FOLDER),
    ...readdirSync(new URL('national/', FOLDER)).map((name) => `national/${name}`),
  ];
  let text = '';
  let count = 0;
  for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort()) {
    const patterns = readFileSync(new URL(file, FOLDER), 'utf8').match(PATTERN) ?? [];
    const matches = patterns.flatMap((pattern) => matching(pattern, seed));
    if (matches.length === 0) continue;
    const exported = Object.values((await import(new URL(file, FOLDER).href)) as Record<string, unknown>);
    const detectors = exported.filter((one): one is Detector => typeof (one as Detector)?.examine === 'function');
    const known = samples.filter(({ text: sample }) => detectors.some((one) => spansOf(one, sample).length > 0));
    const pool = known.length > 0 ? known : samples;
    const value = (): string => {
      const { text: sample, start, end } = random.pick(pool);
      return sample.slice(start, end);
    };
    const lines = matches.flatMap((match) => [
      match,
      match + value(),
      value() + match,
      changed(match, random) + value(),
      changed(match, random),
    ]);
    const unique = [...new Set(lines)];
    count += unique.length;
    text += `# ${file}\n${unique.map((line) => `${turn(JSON.stringify(line))}\n`).join('')}`;
  }
  writeFileSync(FILE, text);
  return count;
}

/** Strings that match the whole of a pattern; what the generator does not know is left out of it. */
function matching(literal: string, seed: number): string[] {
  const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(literal) ?? [];
  const plain = source
    .replace(/\\b/g, '')
    .replace(/\(\?<?[!=](?:[^()]|\([^()]*\))*\)/g, '')
    .replace(/^\^|(?<!\\)\$$/g, '');
  try {
    const pattern = new RegExp(`^(?:${plain})$`, flags.replace(/[giy]/g, ''));
    return fc.sample(fc.stringMatching(pattern), { seed, numRuns: MATCHES });
  } catch {
    return [];
  }
}

function changed(text: string, random: Random): string {
  if (text === '') return random.pick(ALNUM);
  const at = random.int(0, text.length - 1);
  const insert = random.pick(['', '', text[at]! + text[at], random.pick(ALNUM), random.pick(' -./:=#')]);
  return text.slice(0, at) + insert + text.slice(at + 1);
}
