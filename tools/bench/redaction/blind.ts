import type { Span } from '../../../redaction/redactor.ts';
import { TOPIC_LANGUAGES } from '../../../redaction/topics/topics.ts';
import {
  BLIND_LANGUAGES,
  type BlindSet,
  type BlindText,
  blindSentences,
  blindTexts,
  EVERYDAY_LANGUAGES,
  INFLECTED_LANGUAGES,
  STRANGER_LANGUAGES,
} from '../../corpus/blind-texts.ts';

type Find = (text: string) => readonly Span[];
type Say = (line: string) => void;

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1e4) / 100);
const SAYS = /[\p{L}\p{N}]/u;

/**
 * By language, in percent: values of which something is left, and precision of characters, of values alone and with sentences judged; sentences
 * found in texts; characters of clean texts redacted; single sentences found, and clean ones touched.
 */
export function blind(everything: Find, values: Find, say?: Say) {
  return BLIND_LANGUAGES.map((code) => {
    const texts = blindTexts(code);
    const work = texts.filter(({ kind }) => kind !== 'clean');
    const clean = texts.filter(({ kind }) => kind === 'clean');
    const alone = judge(work, values, say);
    const all = judge(work, everything);
    const touched = judge(clean, everything, say);
    const single = TOPIC_LANGUAGES.some((one) => one === code)
      ? sentences(blindSentences(code), code, everything, say)
      : undefined;
    const more = single === undefined ? undefined : registers(code, everything, say);
    const ofOthers = single === undefined ? undefined : messages(code, everything);
    return {
      code,
      texts: texts.length,
      values: alone.values,
      leak: percent(alone.leaks, alone.values),
      precision: percent(alone.right, alone.found),
      leakWithSentences: percent(all.leaks, all.values),
      precisionWithSentences: percent(all.right, all.found),
      ...(single === undefined ? {} : { sentencesFound: percent(all.sentencesFound, all.sentences) }),
      clean: percent(touched.found, touched.characters),
      single,
      registers: more,
      messages: ofOthers,
    };
  });
}

/** The texts of everyday forms: values of which something is left, and precision; characters of clean texts redacted, where the set has such. */
export const everyday = (everything: Find, say?: Say) => ofSet('everyday', EVERYDAY_LANGUAGES, everything, say);

/** The same of names in the cases of a language, and of pet names. */
export const inflected = (everything: Find, say?: Say) => ofSet('inflected', INFLECTED_LANGUAGES, everything, say);

/** The same of texts by somebody who had seen nothing of this repository. */
export const stranger = (everything: Find, say?: Say) => ofSet('stranger', STRANGER_LANGUAGES, everything, say);

/** The same of a second stranger's; what is missed in them is never written. */
export const stranger2 = (everything: Find) => ofSet('stranger-2', STRANGER_LANGUAGES, everything);

/** The same of a third stranger's. */
export const stranger3 = (everything: Find, say?: Say) => ofSet('stranger-3', STRANGER_LANGUAGES, everything, say);

const ofSet = (set: BlindSet, languages: readonly string[], find: Find, say?: Say) =>
  languages.map((code) => {
    const texts = blindTexts(code, set);
    const isClean = ({ kind }: BlindText): boolean => kind === 'clean';
    const { values, leaks, right, found } = judge(
      texts.filter((text) => !isClean(text)),
      find,
      say,
    );
    const clean = texts.filter(isClean);
    const touched = judge(clean, find, say);
    return {
      code,
      values,
      leak: percent(leaks, values),
      precision: percent(right, found),
      ...(clean.length === 0 ? {} : { clean: percent(touched.found, touched.characters) }),
    };
  });

/** Of the texts of both sets of work, those that are changed when what was redacted is redacted once more, in percent. */
export const redactedTwice = (redact: (text: string) => string, others: readonly string[] = []) => {
  const share = (texts: readonly string[]): number =>
    percent(texts.map(redact).filter((text) => redact(text) !== text).length, texts.length);
  const textsOf = (set: BlindSet, codes: readonly string[]): string[] =>
    codes.flatMap((code) => blindTexts(code, set).map(({ text }) => text));
  return {
    ...(others.length === 0 ? {} : { gold: share(others) }),
    first: share(textsOf('first', BLIND_LANGUAGES)),
    stranger: share(textsOf('stranger', STRANGER_LANGUAGES)),
  };
};

function judge(texts: readonly BlindText[], find: Find, say?: Say) {
  const sum = { values: 0, leaks: 0, found: 0, right: 0, sentences: 0, sentencesFound: 0, characters: 0 };
  for (const { id, text, spans, neutral, sentences } of texts) {
    const covered = new Uint8Array(text.length);
    const found = find(text);
    for (const { start, end } of found) covered.fill(1, start, end);
    // 1 has to go, 2 counts neither way.
    const wanted = new Uint8Array(text.length);
    for (const { start, end } of neutral) wanted.fill(2, start, end);
    for (const { start, end, type } of sentences) {
      sum.sentences++;
      // Of values alone nothing in a sentence but its values is asked for.
      const hit = found.some(
        (span) => span.start < end && span.end > start && span.end - span.start > (end - start) / 2,
      );
      if (hit) {
        sum.sentencesFound++;
        wanted.fill(1, start, end);
      }
      if (!hit) say?.(`${id} unsaid ${type}: ${text.slice(start, end)}`);
    }
    for (const { start, end, type } of spans) {
      wanted.fill(1, start, end);
      sum.values++;
      if (!leaves(text, start, end, covered)) continue;
      sum.leaks++;
      say?.(`${id} left ${type}: ${text.slice(start, end)}`);
    }
    for (const span of found) {
      if (!overlaps(wanted, span)) say?.(`${id} false ${span.type}: ${text.slice(span.start, span.end)}`);
    }
    for (let i = 0; i < text.length; i++) {
      if (!SAYS.test(text[i]!)) continue;
      sum.characters++;
      if (!covered[i] || wanted[i] === 2) continue;
      sum.found++;
      if (wanted[i] === 1) sum.right++;
    }
  }
  return sum;
}

const overlaps = (wanted: Uint8Array, { start, end }: Span): boolean =>
  wanted.subarray(start, end).some((one) => one > 0);

function leaves(text: string, start: number, end: number, covered: Uint8Array): boolean {
  for (let i = start; i < end; i++) if (!covered[i] && SAYS.test(text[i]!)) return true;
  return false;
}

/** Each second sentence: the misses of one half may be read, those of the other are never written. */
const half = (texts: readonly string[], odd: 0 | 1): string[] => texts.filter((_text, n) => n % 2 === odd);

/** A message says what one of its sentences says; a shorter one is a greeting. */
const SENTENCE = /[^.!?;\n]+/g;
const SHORTEST_SENTENCE = 12;

/** A sentence is found where half of its letters and more are gone as one. */
function sentences({ said, clean }: { said: string[]; clean: string[] }, code: string, find: Find, say?: Say) {
  const whole = (text: string): Span | undefined => {
    const pieces = [...text.matchAll(SENTENCE)].filter(([piece]) => piece.length >= SHORTEST_SENTENCE);
    const ends = pieces.length === 0 ? [[0, text.length]] : pieces.map((m) => [m.index, m.index + m[0].length]);
    return find(text).find(({ start, end }) =>
      ends.some(([from, to]) => Math.min(end, to!) - Math.max(start, from!) > (to! - from!) / 2),
    );
  };
  const missed = said.filter((text) => whole(text) === undefined);
  const touched = clean.filter((text) => whole(text) !== undefined);
  for (const text of missed) say?.(`${code} missed: ${text}`);
  for (const text of touched) say?.(`${code} touched ${whole(text)!.type}: ${text}`);
  return {
    found: percent(said.length - missed.length, said.length),
    touched: percent(touched.length, clean.length),
  };
}

/** Two sets of others, of which no miss is ever written. */
function messages(code: string, find: Find) {
  const [first, second] = (['messages', 'messages-2'] as const).map((set) =>
    sentences(blindSentences(code, set), code, find),
  );
  return {
    foundMessages: first!.found,
    touchedMessages: first!.touched,
    foundMessages2: second!.found,
    touchedMessages2: second!.touched,
  };
}

/** The larger set of sentences, by its halves. */
function registers(code: string, find: Find, say?: Say) {
  const { said, clean } = blindSentences(code, 'registers');
  const read = sentences({ said: half(said, 0), clean: half(clean, 0) }, code, find, say);
  const unread = sentences({ said: half(said, 1), clean: half(clean, 1) }, code, find);
  return { foundRead: read.found, touchedRead: read.touched, foundUnread: unread.found, touchedUnread: unread.touched };
}
