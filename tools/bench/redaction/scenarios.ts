import type { Redactor } from '../../../redaction/redactor.ts';
import type { Event } from '../../../wire/event.ts';
import { SCENARIOS } from '../../corpus/key-scenarios.ts';
import { leaks } from '../../corpus/keystrokes.ts';
import { Random } from '../../corpus/random.ts';
import { structuredSet } from '../../corpus/structured-set.ts';
import type { Typed } from '../../corpus/typist.ts';

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1e4) / 100);

/** Keys against text by what happens meanwhile: points of leak more than the same values as text, and values that can be read whole. */
export function scenarios(redactor: Redactor, seed: number, perType: number) {
  const samples = structuredSet(seed + 11, perType).filter(
    ({ nearMiss, text, start, end }) => !nearMiss && text.length < 200 && end - start > 3 && !text.includes('\n'),
  );
  const asText = samples.map(({ text, start, end }) => hidden(redactor, text, start, end));
  const rows = SCENARIOS.map(({ name, type }) => {
    const random = new Random(seed);
    let leaked = 0;
    let whole = 0;
    let asTextToo = 0;
    for (const [i, { text, start, end }] of samples.entries()) {
      const typed = type(`${text} and so on `, start, end, random);
      const events = typed.map(({ event }) => event);
      const stored = redactor.redactFrames([{ device: 'd', number: 1, events }])[0]!.events;
      if (!asText[i]) asTextToo++;
      if (!leaks({ type: '', layout: '', text: `${text} `, start, end, typed }, stored)) continue;
      leaked++;
      if (readWhole(typed, stored, text, start, end)) whole++;
    }
    return {
      name,
      points: Math.round((percent(leaked, samples.length) - percent(asTextToo, samples.length)) * 100) / 100,
      whole: percent(whole, samples.length),
    };
  });
  return {
    scenarios: rows.length,
    values: samples.length,
    worstPoints: Math.max(...rows.map(({ points }) => points)),
    worstWhole: Math.max(...rows.map(({ whole }) => whole)),
    over: rows.filter(({ points, whole }) => points > 1 || whole > 0.1),
  };
}

function hidden(redactor: Redactor, text: string, start: number, end: number): boolean {
  const spans = redactor.find(`${text} and so on `);
  for (let i = start; i < end; i++)
    if (/[\p{L}\p{N}]/u.test(text[i]!) && !spans.some((span) => span.start <= i && i < span.end)) return false;
  return true;
}

/** Each letter and digit of the value stands in some event that is stored. */
function readWhole(
  typed: readonly Typed[],
  stored: readonly Event[],
  text: string,
  start: number,
  end: number,
): boolean {
  const seen = new Set<number>();
  for (const [i, { from }] of typed.entries()) {
    const event = stored[i];
    if (from < start || from >= end || event === undefined) continue;
    if (event.kind === 'key' && (event.key !== undefined || event.code !== undefined)) seen.add(from);
    else if (event.kind === 'text' && event.data === text[from]) seen.add(from);
  }
  for (let i = start; i < end; i++) if (/[\p{L}\p{N}]/u.test(text[i]!) && !seen.has(i)) return false;
  return true;
}
