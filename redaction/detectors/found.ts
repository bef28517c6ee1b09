import type { Detector } from '../detector.ts';
import type { Span } from '../redactor.ts';
import { Scanner } from '../scan.ts';
import { resolve } from '../spans.ts';
import { Tokens } from '../text/tokens.ts';

/** What one detector alone finds in a text, as values: for its test, and a customer's. */
export function found(detector: Detector, text: string): string[] {
  return spansOf(detector, text).map(({ start, end }) => text.slice(start, end));
}

export function spansOf(detector: Detector, text: string): Span[] {
  const tokens = new Tokens();
  tokens.read(text);
  const spans: Span[] = [];
  new Scanner([detector]).scan(text, tokens, (start, end, type) => spans.push({ start, end, type }));
  return resolve(spans, text.length);
}
