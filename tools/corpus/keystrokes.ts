import type { Event } from '../../wire/event.ts';
import { LAYOUTS } from './layouts.ts';
import { Random } from './random.ts';
import { structuredSet } from './structured-set.ts';
import { type Typed, Typist } from './typist.ts';

/** A text with its value, and the events that typed it. */
export interface TypedSample {
  readonly type: string;
  readonly layout: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Events, in order, with the characters of `text` that each tells. Events of other fields stand between them. */
  readonly typed: readonly Typed[];
}

/** Names and sentences in other scripts: typed through an input method, since no layout here has the letters. */
const SCRIPTS: readonly { type: string; text: string; value: string }[] = [
  { type: 'cyrillic', text: 'моя почта olga.k@pochta.example спасибо', value: 'olga.k@pochta.example' },
  { type: 'japanese', text: 'カード番号は 4111 1111 1111 1111 です', value: '4111 1111 1111 1111' },
  { type: 'arabic', text: 'رقم هاتفي +971 50 123 4567 شكرا', value: '+971 50 123 4567' },
  { type: 'greek', text: 'το ΑΜΚΑ μου password: Kalimera77! εντάξει', value: 'Kalimera77!' },
  {
    type: 'full-width',
    text: 'カード ４１１１１１１１１１１１１１１１ です',
    value: '４１１１１１１１１１１１１１１１',
  },
];
const CHATTER = 'ok let me check that first and then reply to them';

export interface KeystrokeOptions {
  readonly seed: number;
  readonly perType: number;
  /** @default 0.05 */
  readonly slips?: number;
}

export function keystrokeCorpus({ seed, perType, slips = 0.05 }: KeystrokeOptions): TypedSample[] {
  const random = new Random(seed);
  const samples: TypedSample[] = [];
  const texts = structuredSet(seed + 1, perType).filter((sample) => !sample.nearMiss && sample.text.length < 400);
  for (const { type, text, value } of SCRIPTS) {
    for (let i = 0; i < perType; i++) {
      const start = text.indexOf(value);
      texts.push({ type, text, start, end: start + value.length, nearMiss: false });
    }
  }
  for (const { type, text, start, end } of texts) {
    const layout = random.pick(LAYOUTS);
    const known = random.chance(0.7);
    const options = {
      random,
      layout,
      app: 'editor',
      window: `w${samples.length}`,
      slips,
      pastes: 1,
      releases: random.chance(0.5),
    };
    const typist = new Typist(known ? { ...options, field: 'f1' } : options);
    // The typist goes on after the value, so that the end of the run is not always the end of the value.
    const full = random.chance(0.7) ? `${text} and so on ` : text;
    let typed = typist.type(full);
    if (random.chance(0.3)) typed = interrupt(typed, random, layout);
    samples.push({ type, layout: layout.name, text: full, start, end, typed });
  }
  return samples;
}

/** The typist turns to another window in the middle and comes back. */
function interrupt(typed: Typed[], random: Random, layout: (typeof LAYOUTS)[number]): Typed[] {
  const at = random.int(1, typed.length - 1);
  const aside = new Typist({ random, layout, app: 'chat', window: 'aside', slips: 0 }).type(CHATTER);
  return [...typed.slice(0, at), ...aside.map(({ event }) => ({ event, from: -1, to: -1 })), ...typed.slice(at)];
}

/** Whether a character of a range can still be read in the redacted events (letters and digits count). */
export function leaks(sample: TypedSample, redacted: readonly (Event | undefined)[]): boolean {
  const { text, start, end, typed } = sample;
  for (let i = 0; i < typed.length; i++) {
    const { from, to, event } = typed[i]!;
    if (to <= start || from >= end || from < 0) continue;
    const after = redacted[i];
    if (after === undefined) continue;
    if (event.kind === 'key') {
      if (
        after.kind === 'key' &&
        (after.key !== undefined || after.code !== undefined) &&
        /[\p{L}\p{N}]/u.test(text[from]!)
      )
        return true;
    } else if (event.kind === 'text' && after.kind === 'text') {
      const part = text.slice(Math.max(from, start), Math.min(to, end));
      if (/[\p{L}\p{N}]/u.test(part) && left(after.data ?? '', part)) return true;
    }
  }
  return false;
}

/** A part of a value stands in what was pasted: whole, or a piece of three characters of it. */
function left(data: string, part: string): boolean {
  const kept = data.replace(/\[[A-Z_]+\]/g, '\0');
  if (part.length < 3)
    return kept.includes(part) && kept.replaceAll('\0', '') !== '' && part.trim() !== '' && data === part;
  for (let i = 0; i + 3 <= part.length; i++) {
    const piece = part.slice(i, i + 3);
    if (/[\p{L}\p{N}]{2}/u.test(piece) && kept.includes(piece)) return true;
  }
  return false;
}
