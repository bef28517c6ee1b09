import type { SensitiveType, Span } from './redactor.ts';

/** How a detector tells what it found. Offsets are UTF-16, `end` exclusive. */
export type Emit = (start: number, end: number, type: SensitiveType) => void;

/**
 * Sorted spans without overlaps. Where findings overlap, all of their characters are covered by one span, with the type
 * of the longest of them: two detectors that disagree about where a value ends must not leave a rest of it.
 */
export function resolve(found: Span[], length: number): Span[] {
  if (found.length < 2) return found.filter((span) => clip(span, length));
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const out: Span[] = [];
  let last: Span | undefined;
  let longest = 0;
  for (const span of found) {
    if (!clip(span, length)) continue;
    if (last !== undefined && span.start < last.end) {
      if (span.end > last.end) last.end = span.end;
      if (span.end - span.start > longest) {
        longest = span.end - span.start;
        last.type = span.type;
      }
      continue;
    }
    last = span;
    longest = span.end - span.start;
    out.push(span);
  }
  return out;
}

/** Keeps a span inside the text; false when nothing of it is. */
function clip(span: Span, length: number): boolean {
  if (span.start < 0) span.start = 0;
  if (span.end > length) span.end = length;
  return span.start < span.end;
}
