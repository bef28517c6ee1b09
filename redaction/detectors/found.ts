import type { Detector } from '../detector.ts';
import { SENSITIVE_TYPES, type Span } from '../redactor.ts';
import { Scanner } from '../scan.ts';
import { resolve } from '../spans.ts';
import { Tokens } from '../text/tokens.ts';

/** What one detector alone finds in a text, as values: for its test, and a customer's. */
export function found(detector: Detector, text: string): string[] {
  return spansOf(detector, text).map(({ start, end }) => text.slice(start, end));
}

/** @throws TypeError when it says that something is of a type that there is not */
export function spansOf(detector: Detector, text: string): Span[] {
  const tokens = new Tokens();
  tokens.read(text);
  const spans: Span[] = [];
  new Scanner([detector]).scan(text, tokens, (start, end, type) => {
    if (!SENSITIVE_TYPES.includes(type)) throw new TypeError(`${detector.name} knows no type ${JSON.stringify(type)}`);
    spans.push({ start, end, type });
  });
  return resolve(spans, text.length);
}
