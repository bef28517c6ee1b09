import { evaluate, type GoldText } from '../../../redaction/evaluate.ts';
import type { Redactor, Span } from '../../../redaction/redactor.ts';
import { keystrokeCorpus, leaks, type TypedSample } from '../../corpus/keystrokes.ts';
import { Random } from '../../corpus/random.ts';
import { structuredSet } from '../../corpus/structured-set.ts';

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1e4) / 100);

/** Whether a letter or digit of a range is left. */
function left(text: string, start: number, end: number, spans: readonly Span[]): boolean {
  for (let i = start; i < end; i++) {
    if (/[\p{L}\p{N}]/u.test(text[i]!) && !spans.some((span) => span.start <= i && span.end > i)) return true;
  }
  return false;
}

/** Leak per type and false redaction of near-misses, in percent. */
export function structured(find: (text: string) => Span[], seed: number, perType: number) {
  const tally = new Map<string, { n: number; bad: number; nearMiss: boolean }>();
  for (const { type, text, start, end, nearMiss } of structuredSet(seed, perType)) {
    const entry = tally.get(type) ?? { n: 0, bad: 0, nearMiss };
    tally.set(type, entry);
    entry.n++;
    const spans = find(text);
    if (nearMiss ? spans.some((span) => span.start < end && span.end > start) : left(text, start, end, spans))
      entry.bad++;
  }
  const rows = [...tally].map(([type, { n, bad, nearMiss }]) => ({ type, n, percent: percent(bad, n), nearMiss }));
  const of = (nearMiss: boolean) => rows.filter((row) => row.nearMiss === nearMiss);
  const misses = of(true);
  return {
    perType,
    types: of(false).length,
    worstLeak: Math.max(...of(false).map((row) => row.percent)),
    leak: Object.fromEntries(of(false).map((row) => [row.type, row.percent])),
    falseRedaction: percent(
      misses.reduce((sum, row) => sum + (row.percent / 100) * row.n, 0),
      misses.reduce((sum, row) => sum + row.n, 0),
    ),
    worstFalseRedaction: Math.max(...misses.map((row) => row.percent)),
    nearMisses: Object.fromEntries(misses.map((row) => [row.type, row.percent])),
  };
}

/** Leak of values typed as keys beside the same values as text, in percent: whole, cut and joined, cut and alone. */
export function keystrokes(redactor: Redactor, seed: number, perType: number) {
  const samples = keystrokeCorpus({ seed, perType });
  const random = new Random(seed + 2);
  let asText = 0;
  let whole = 0;
  let cut = 0;
  let joined = 0;
  let keys = 0;
  let masked = 0;
  for (const sample of samples) {
    if (left(sample.text, sample.start, sample.end, redactor.find(sample.text))) asText++;
    const events = sample.typed.map(({ event }) => event);
    const device = 'd';
    const one = redactor.redactFrames([{ device, number: 1, events }]).flatMap((frame) => frame.events);
    if (leaks(sample, one)) whole++;
    for (const event of one) {
      if (event.kind !== 'key') continue;
      keys++;
      if (event.key === undefined) masked++;
    }
    const at = random.int(1, events.length - 1);
    const first = { device, number: 7, events: events.slice(0, at) };
    const second = { device, number: 8, events: events.slice(at) };
    const alone = [first, second].flatMap((frame) => redactor.redactFrames([frame])[0]!.events);
    if (leaks(sample, alone)) cut++;
    if (
      leaks(
        sample,
        redactor.redactFrames([first, second]).flatMap((frame) => frame.events),
      )
    )
      joined++;
  }
  const n = samples.length;
  return {
    samples: n,
    layouts: [...new Set(samples.map(({ layout }: TypedSample) => layout))],
    leakAsText: percent(asText, n),
    leakAsKeys: percent(whole, n),
    leakCutAlone: percent(cut, n),
    leakCutJoined: percent(joined, n),
    keysMasked: percent(masked, keys),
  };
}

/** Share of the characters of clean prose that are redacted, in percent, by type. */
export function clean(texts: readonly string[], find: (text: string) => Span[]) {
  const types = new Map<string, number>();
  let characters = 0;
  let redacted = 0;
  for (const text of texts) {
    characters += text.length;
    for (const { start, end, type } of find(text)) {
      redacted += end - start;
      types.set(type, (types.get(type) ?? 0) + end - start);
    }
  }
  return {
    texts: texts.length,
    characters,
    redacted: percent(redacted, characters),
    perType: Object.fromEntries(
      [...types].sort((a, b) => b[1] - a[1]).map(([type, n]) => [type, percent(n, characters)]),
    ),
  };
}

/** The gold set as it is and in lower case (texts whose length changes with case are left out). */
export function gold(texts: readonly GoldText[], find: (text: string) => Span[]) {
  const lower = texts.flatMap((sample) => {
    const text = sample.text.toLowerCase();
    return text.length === sample.text.length ? [{ ...sample, text }] : [];
  });
  return { asIs: evaluate(texts, find), lowerCase: evaluate(lower, find) };
}
