import type { Span } from './redactor.ts';

/** A text whose sensitive spans are known. Types may be named in any way: they are only counted apart. */
export interface GoldText {
  readonly id: string;
  readonly text: string;
  readonly spans: readonly { readonly start: number; readonly end: number; readonly type: string }[];
  /** ISO 639-1. @default told from the text */
  readonly language?: string;
  /** What sort of text it is: mail, ticket, terminal, ... */
  readonly kind?: string;
}

/** How much of what should be found was found, by character. Shares are 0 to 1, rounded to four digits. */
export interface Evaluation {
  samples: number;
  goldSpans: number;
  goldChars: number;
  predChars: number;
  tpChars: number;
  recall: number;
  precision: number;
  F1: number;
  F2: number;
  /** Share of spans with any character left. */
  leakRate: number;
  /** The same, when only letters and digits count as left. */
  leakRateAlnum: number;
  /** Share of spans of which nothing was found. */
  missedEntirely: number;
  perType: Record<string, { spans: number; recall: number; leak: number }>;
}

/** The figures of some of the texts. */
export interface Part {
  samples: number;
  spans: number;
  recall: number;
  precision: number;
  F2: number;
  leak: number;
  /** Share of the characters that no span covers that was redacted all the same. */
  clean: number;
}

export interface EvaluationByPart extends Evaluation {
  perLanguage: Record<string, Part>;
  /** Of texts that say their kind. */
  perKind: Record<string, Part>;
}

interface Tally {
  spans: number;
  chars: number;
  hit: number;
  leak: number;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1e4) / 1e4);

/** F-measure that weighs recall `beta` times as much as precision. */
function fMeasure(precision: number, recall: number, beta: number): number {
  const b = beta * beta;
  return precision + recall === 0 ? 0 : ((1 + b) * precision * recall) / (b * precision + recall);
}

export function evaluate(gold: Iterable<GoldText>, find: (text: string) => readonly Span[]): Evaluation {
  const types = new Map<string, Tally>();
  let samples = 0;
  let goldChars = 0;
  let predChars = 0;
  let tpChars = 0;
  let leak = 0;
  let leakAlnum = 0;
  let missed = 0;
  let goldSpans = 0;
  for (const { text, spans } of gold) {
    samples++;
    const found = new Uint8Array(text.length);
    for (const span of find(text)) found.fill(1, Math.max(0, span.start), Math.min(text.length, span.end));
    const wanted = new Uint8Array(text.length);
    for (const { start, end, type } of spans) {
      let tally = types.get(type);
      if (tally === undefined) {
        tally = { spans: 0, chars: 0, hit: 0, leak: 0 };
        types.set(type, tally);
      }
      let hit = 0;
      let alnum = false;
      for (let i = start; i < end; i++) {
        wanted[i] = 1;
        if (found[i] === 1) hit++;
        else if (/[\p{L}\p{N}]/u.test(text[i]!)) alnum = true;
      }
      goldSpans++;
      tally.spans++;
      tally.chars += end - start;
      tally.hit += hit;
      if (hit < end - start) {
        leak++;
        tally.leak++;
      }
      if (alnum) leakAlnum++;
      if (hit === 0) missed++;
    }
    for (let i = 0; i < text.length; i++) {
      goldChars += wanted[i]!;
      predChars += found[i]!;
      tpChars += wanted[i]! & found[i]!;
    }
  }
  const recall = goldChars === 0 ? 0 : tpChars / goldChars;
  const precision = predChars === 0 ? 0 : tpChars / predChars;
  return {
    samples,
    goldSpans,
    goldChars,
    predChars,
    tpChars,
    recall: share(tpChars, goldChars),
    precision: share(tpChars, predChars),
    F1: share(fMeasure(precision, recall, 1), 1),
    F2: share(fMeasure(precision, recall, 2), 1),
    leakRate: share(leak, goldSpans),
    leakRateAlnum: share(leakAlnum, goldSpans),
    missedEntirely: share(missed, goldSpans),
    perType: Object.fromEntries(
      [...types]
        .sort((a, b) => b[1].spans - a[1].spans)
        .map(([type, t]) => [type, { spans: t.spans, recall: share(t.hit, t.chars), leak: share(t.leak, t.spans) }]),
    ),
  };
}

/**
 * The same, and by language and kind of text.
 * @param languageOf tells the language of a text that does not say its own
 */
export function evaluateByPart(
  gold: Iterable<GoldText>,
  find: (text: string) => readonly Span[],
  languageOf: (text: string) => string,
): EvaluationByPart {
  const texts = [...gold];
  const found = new Map<string, readonly Span[]>();
  const once = (text: string): readonly Span[] => {
    let spans = found.get(text);
    if (spans === undefined) {
      spans = find(text);
      found.set(text, spans);
    }
    return spans;
  };
  const by = (part: (one: GoldText) => string | undefined): Record<string, Part> => {
    const groups = new Map<string, GoldText[]>();
    for (const one of texts) {
      const name = part(one);
      if (name === undefined) continue;
      const group = groups.get(name);
      if (group) group.push(one);
      else groups.set(name, [one]);
    }
    const sorted = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, some]) => [name, partOf(some, once)]));
  };
  return {
    ...evaluate(texts, once),
    perLanguage: by(({ language, text }) => language ?? languageOf(text)),
    perKind: by(({ kind }) => kind),
  };
}

function partOf(texts: readonly GoldText[], find: (text: string) => readonly Span[]): Part {
  const { samples, goldSpans, goldChars, predChars, tpChars, recall, precision, F2, leakRate } = evaluate(texts, find);
  const characters = texts.reduce((sum, { text }) => sum + text.length, 0);
  const clean = share(predChars - tpChars, characters - goldChars);
  return { samples, spans: goldSpans, recall, precision, F2, leak: leakRate, clean };
}
