import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { COUNTRY_ALSO } from './parts.ts';

const read = (name: string): Buffer => readFileSync(new URL(`lists/${name}`, import.meta.url));
const lines = (name: string): string[] => read(name).toString('utf8').split('\n').filter(Boolean);
export const readTemplates = (name: string): string[] =>
  readFileSync(new URL(`templates/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('# One template a line'));

/** Frozen word lists and clean text; where each comes from is in `lists/README.md`. */
export interface Lists {
  companies: string[];
  jobs: string[];
  /** English names of countries. */
  countriesEnglish: string[];
  /** Their names in 22 other languages. */
  countries: string[];
  groups: string[];
  places: string[];
  /** Names of software and services, which are no organisations in technical text. */
  technology: string[];
  english: string[];
  /** Lower-case words of a spelling dictionary, with their regular forms: known, however rare. */
  dictionary: string[];
  nouns: string[];
  adjectives: string[];
  /** Pairs of present and past. */
  verbs: [string, string][];
  /** Clean technical prose, a paragraph each. */
  prose: string[];
  /** Clean everyday sentences. */
  chat: string[];
}

export function readLists(): Lists {
  const english = lines('english.txt');
  const countries = lines('countries.txt');
  const verbs = lines('verbs.txt').map((line) => line.split(' ') as [string, string]);
  const adjectives = english.filter(
    (word) => word.length < 11 && /(ful|ous|ive|ic|al|less|able|y|ed|ish|ant|ent|ar)$/.test(word),
  );
  const known = new Set(adjectives);
  for (const [present, past] of verbs) known.add(present).add(past);
  const nouns = english.filter(
    (word) => word.length > 2 && word.length < 11 && !known.has(word) && !/(s|ly|ing|ed|er|est)$/.test(word),
  );
  return {
    companies: lines('companies.txt'),
    jobs: lines('jobs.txt'),
    countriesEnglish: [...countries.filter((name) => !name.startsWith('~')), ...COUNTRY_ALSO],
    countries: countries.map((name) => name.replace(/^~/, '')),
    groups: lines('groups.txt'),
    places: lines('places.txt'),
    technology: lines('technology.txt'),
    english,
    dictionary: brotliDecompressSync(read('dictionary.txt.br')).toString('utf8').split('\n').filter(Boolean),
    nouns,
    adjectives,
    verbs,
    prose: brotliDecompressSync(read('prose.txt.br')).toString('utf8').split('\n'),
    chat: [...lines('chat.txt'), ...lines('sentences.txt')],
  };
}

/** One text in so many is kept out of all training, to measure with. */
const HELD_OUT = 8;

/** Clean strings of interfaces by language, without those that are only measured with, or those alone. */
export function cleanTexts(part: 'train' | 'held-out'): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const line of brotliDecompressSync(read('languages.txt.br')).toString('utf8').split('\n')) {
    const [code, text] = line.split('\t') as [string, string | undefined];
    if (text === undefined) continue;
    let hash = 7;
    for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) >>> 0;
    if ((hash % HELD_OUT === 0) !== (part === 'held-out')) continue;
    const list = texts.get(code);
    if (list) list.push(text);
    else texts.set(code, [text]);
  }
  return texts;
}

/** Everyday words of a language, those of one thing together, and strings of a program for the house: only trained on. */
export interface Everyday {
  readonly words: string[][];
  readonly sentences: string[];
}

export function everydayTexts(): Map<string, Everyday> {
  const texts = new Map<string, Everyday>();
  for (const line of brotliDecompressSync(read('everyday.txt.br')).toString('utf8').split('\n')) {
    const [code, kind, text] = line.split('\t') as [string, string, string | undefined];
    if (text === undefined) continue;
    const own = texts.get(code) ?? { words: [], sentences: [] };
    texts.set(code, own);
    if (kind === 'w') own.words.push(text.split('|'));
    else own.sentences.push(text);
  }
  return texts;
}
