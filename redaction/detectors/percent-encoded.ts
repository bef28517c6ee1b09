import { type Detector, Progress } from '../detector.ts';
import type { Span } from '../redactor.ts';

/** Longest run that is decoded at once. */
const LONGEST = 8_192;
const STOPS = /[\s"'<>]/;

/** What a URL's or a form's encoding hides: `john%40example.com`. `judge` is the rest of the structured tier. */
export function percentEncoded(judge: (text: string) => Span[]): Detector {
  const progress = new Progress();
  return {
    name: 'percent-encoded',
    types: ['OTHER'],
    source: 'RFC 3986 section 2.1, WHATWG URL (application/x-www-form-urlencoded)',
    triggers: { marks: '%' },
    examine(text, start, _end, emit) {
      if (!progress.enter(text, start) || !isEncoded(text, start)) return;
      let from = start;
      while (from > progress.until && start - from < 256 && !STOPS.test(text[from - 1]!)) from--;
      let to = start;
      while (to < text.length && to - from < LONGEST && !STOPS.test(text[to]!)) to++;
      progress.settle(to);
      const origin: number[] = [];
      let decoded = '';
      for (let i = from; i < to; i++) {
        origin.push(i);
        if (text[i] === '%' && isEncoded(text, i)) {
          decoded += String.fromCharCode(Number.parseInt(text.slice(i + 1, i + 3), 16));
          i += 2;
        } else decoded += text[i] === '+' ? ' ' : text[i];
      }
      origin.push(to);
      for (const span of judge(decoded)) emit(origin[span.start]!, origin[span.end]!, span.type);
    },
  };
}

const isHex = (c: number): boolean => (c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 102);
const isEncoded = (text: string, at: number): boolean =>
  isHex(text.charCodeAt(at + 1)) && isHex(text.charCodeAt(at + 2));
