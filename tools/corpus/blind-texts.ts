import { readdirSync, readFileSync } from 'node:fs';
import type { Span } from '../../redaction/redactor.ts';

/** Texts whose author had seen no detector, no list and no template: see `blind/README.md`. */
export interface BlindText {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  /** Values; the types are the author's own. */
  readonly spans: readonly Range[];
  /** What counts neither way. */
  readonly neutral: readonly Range[];
  /** Sentences that say something of a person that has to go. */
  readonly sentences: readonly Range[];
}

type Range = Pick<Span, 'start' | 'end'> & { readonly type: string };

const FOLDER = new URL('blind/', import.meta.url);
const MARK = /\[\[(\S+) |\]\]|\(\(([A-Z]+) ?|\)\)/g;

const languagesIn = (folder: URL): readonly string[] =>
  readdirSync(folder)
    .flatMap((file) => (file.endsWith('.txt') ? [file.slice(0, -4)] : []))
    .sort();
export const BLIND_LANGUAGES = languagesIn(FOLDER);
/** A second set of texts, of languages that are gated or have a script of their own: identifiers in everyday forms. */
const EVERYDAY = new URL('everyday/', FOLDER);
export const EVERYDAY_LANGUAGES = languagesIn(EVERYDAY);
/** A third: names and towns in the cases of a language, and pet names. */
const INFLECTED = new URL('inflected/', FOLDER);
export const INFLECTED_LANGUAGES = languagesIn(INFLECTED);
/** A fourth, by somebody who had seen nothing of this repository. */
const STRANGER = new URL('stranger/', FOLDER);
export const STRANGER_LANGUAGES = languagesIn(STRANGER);
/** A fifth, of other trades, in which nobody has read a miss. */
const STRANGER_2 = new URL('stranger-2/', FOLDER);
/** A sixth, of a third stranger. */
const STRANGER_3 = new URL('stranger-3/', FOLDER);
export type BlindSet = keyof typeof SETS;
const SETS = {
  first: FOLDER,
  everyday: EVERYDAY,
  inflected: INFLECTED,
  stranger: STRANGER,
  'stranger-2': STRANGER_2,
  'stranger-3': STRANGER_3,
};

/** @param set @default the first one */
export function blindTexts(code: string, set: BlindSet = 'first'): BlindText[] {
  const blocks = readFileSync(new URL(`${code}.txt`, SETS[set]), 'utf8').split(/^@(?=[a-z]+$)/m);
  return blocks.slice(1).map((block, n) => {
    const kind = block.slice(0, block.indexOf('\n'));
    return { id: `${code}-${n}-${kind}`, kind, ...marked(block.slice(kind.length + 1).trimEnd()) };
  });
}

/** The text without its marks, and what they stood around. Marks of values stand inside of those of sentences, never the other way. */
function marked(source: string): Omit<BlindText, 'id' | 'kind'> {
  const spans: Range[] = [];
  const neutral: Range[] = [];
  const sentences: Range[] = [];
  let text = '';
  let last = 0;
  let value: { type: string; start: number } | undefined;
  let sentence: { type: string; start: number } | undefined;
  for (const match of source.matchAll(MARK)) {
    // A bracket of the text itself: two of them end something only where it was begun.
    if (match[0] === '))' && sentence === undefined) continue;
    text += source.slice(last, match.index);
    last = match.index + match[0].length;
    if (match[1] !== undefined) value = { type: match[1], start: text.length };
    else if (match[2] !== undefined) sentence = { type: match[2], start: text.length };
    else if (match[0] === ']]') {
      (value!.type === '?' ? neutral : spans).push({ ...value!, end: text.length });
      value = undefined;
    } else {
      sentences.push({ ...sentence!, end: text.length });
      sentence = undefined;
    }
  }
  return { text: text + source.slice(last), spans, neutral, sentences };
}

/** Sets of single sentences: see `blind/README.md`. */
export type SentenceSet = 'sentences' | 'registers' | 'messages' | 'messages-2';

/** Single sentences and short messages of a language: those that say something of a person, and those that say nothing of the kind. */
export function blindSentences(code: string, set: SentenceSet = 'sentences'): { said: string[]; clean: string[] } {
  const lines = readFileSync(new URL(`${set}/${code}.txt`, FOLDER), 'utf8').split('\n');
  const of = (sign: string): string[] => lines.flatMap((line) => (line.startsWith(`${sign} `) ? [line.slice(2)] : []));
  return { said: of('+'), clean: of('-') };
}
