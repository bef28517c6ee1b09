import { SENSITIVE_TYPES, type Span } from './redactor.ts';
import { lazily } from './text/lazily.ts';

/** What actions.ts and generalise.ts write: a redacted text is not redacted again. Nothing else fits these forms. */
const PLACEHOLDER = new RegExp(
  `\\[(?:${SENSITIVE_TYPES.join('|')})(?::[a-p]{16}| [A-Z]{2}| (?:1[89]|20)\\d{2}| \\d{1,3}-\\d{1,3}| \\d{1,7}(?:\\+|-\\d{4,7}))?\\]`,
  'g',
);

/** Signs and blanks between two values are none. */
const SAYS = lazily(() => /[\p{L}\p{N}]/u);

/** Types of the values that stand masked in a redacted text, and how often. */
export function placeholdersIn(text: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [placeholder] of text.matchAll(PLACEHOLDER)) {
    const type = /^\[([A-Z_]+)/.exec(placeholder)![1]!;
    found[type] = (found[type] ?? 0) + 1;
  }
  return found;
}

/**
 * The text as it is judged: of each placeholder the brackets are left and a number between them, so that words on both sides do not come to
 * stand beside each other. The words of a placeholder (`[ORGANIZATION:...]`) are nobody's.
 */
export function opaque(text: string): string {
  if (!mayHold(text)) return text;
  return text.replaceAll(PLACEHOLDER, ({ length }) => bracketed('0', length));
}

/** Whether two capitals stand behind a bracket: a look before the pattern, since brackets are in every third text. */
function mayHold(text: string): boolean {
  for (let at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1))
    if (isCapitalAt(text, at + 1) && isCapitalAt(text, at + 2)) return true;
  return false;
}
const isCapitalAt = (text: string, at: number): boolean =>
  at < text.length && text.charCodeAt(at) >= 65 && text.charCodeAt(at) <= 90;

/** What the tagger knows at first sight, by type. */
const TYPICAL: Partial<Record<string, string>> = {
  PERSON: 'Anna',
  ORGANIZATION: 'Siemens',
  LOCATION: 'Berlin',
  ADDRESS: 'Berlin',
};

/** The text with a value of its type in the place of each placeholder: the other way to read it. */
export function filled(text: string): string {
  return text.replaceAll(PLACEHOLDER, (placeholder) => {
    const type = /^\[([A-Z_]+)/.exec(placeholder)![1]!;
    return bracketed(TYPICAL[type] ?? '0', placeholder.length);
  });
}

const FILL = '.';
const bracketed = (word: string, length: number): string =>
  `[${word.padStart((length - 2 + word.length) >> 1, FILL).padEnd(length - 2, FILL)}]`;

/** Takes the placeholders out of the spans found in a text. */
export function withoutPlaceholders(text: string, spans: Span[]): Span[] {
  if (spans.length === 0 || !mayHold(text)) return spans;
  let out = spans;
  PLACEHOLDER.lastIndex = 0;
  for (let match = PLACEHOLDER.exec(text); match !== null; match = PLACEHOLDER.exec(text)) {
    const from = match.index;
    const to = from + match[0].length;
    out = out.flatMap((span) => {
      if (span.start >= to || span.end <= from) return [span];
      const rest: Span[] = [];
      if (span.start < from && SAYS().test(text.slice(span.start, from))) rest.push({ ...span, end: from });
      if (span.end > to && SAYS().test(text.slice(to, span.end))) rest.push({ ...span, start: to });
      return rest;
    });
  }
  return out;
}
