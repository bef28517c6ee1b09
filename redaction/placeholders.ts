import { SENSITIVE_TYPES, type Span } from './redactor.ts';

/** What actions.ts and generalise.ts write: a redacted text is not redacted again. Nothing else fits these forms. */
const PLACEHOLDER = new RegExp(
  `\\[(?:${SENSITIVE_TYPES.join('|')})(?::[a-p]{16}| [A-Z]{2}| (?:1[89]|20)\\d{2}| \\d{1,3}-\\d{1,3}| \\d{1,7}(?:\\+|-\\d{4,7}))?\\]`,
  'g',
);

/** Types of the values that stand masked in a redacted text, and how often. */
export function placeholdersIn(text: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [placeholder] of text.matchAll(PLACEHOLDER)) {
    const type = /^\[([A-Z_]+)/.exec(placeholder)![1]!;
    found[type] = (found[type] ?? 0) + 1;
  }
  return found;
}

/** Takes the placeholders out of the spans found in a text. */
export function withoutPlaceholders(text: string, spans: Span[]): Span[] {
  if (spans.length === 0 || !text.includes('[')) return spans;
  let out = spans;
  PLACEHOLDER.lastIndex = 0;
  for (let match = PLACEHOLDER.exec(text); match !== null; match = PLACEHOLDER.exec(text)) {
    const from = match.index;
    const to = from + match[0].length;
    out = out.flatMap((span) => {
      if (span.start >= to || span.end <= from) return [span];
      const rest: Span[] = [];
      if (span.start < from) rest.push({ ...span, end: from });
      if (span.end > to) rest.push({ ...span, start: to });
      return rest;
    });
  }
  return out;
}
