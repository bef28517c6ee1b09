import { type Coverage, type Gap, isMeant, type Source, type Window, WOULD_HAVE } from './access-log.ts';

/** Of spans: what a log covers, and what it does not. Only what is covered can be said not to have happened. */

/** What of a window lies in none of these spans. */
export function uncovered({ from, to }: Window, spans: readonly Window[]): Window[] {
  const open: Window[] = [];
  let next = from;
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    if (span.to < next) continue;
    if (span.from > to) break;
    if (span.from > next) open.push({ from: next, to: span.from - 1 });
    next = span.to + 1;
  }
  if (next <= to) open.push({ from: next, to });
  return open;
}

/** Spans that touch or overlap are one. */
export function merged(spans: readonly Window[]): Window[] {
  const joined: Window[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && span.from <= last.to + 1) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

const about = (pattern: string | undefined, resource: string | undefined) =>
  pattern === undefined ||
  (resource !== undefined && (isMeant(pattern, resource) || pattern.startsWith(`${resource}/`)));

/** Spans of the window in which a source has no log for a resource, each with what would have told. */
export function gapsOf({ covered, gaps }: Coverage, source: Source, window: Window, resource?: string): Gap[] {
  const of = covered.filter(
    (one) =>
      one.source === source && (one.resources === undefined || one.resources.some((two) => about(two, resource))),
  );
  const named = gaps.filter((one) => one.source === source && about(one.resource, resource));
  // A gap is taken out of what is covered, whatever else covers it: nobody knows which of them is right.
  const spans = of.flatMap((span) => uncovered(span, named));
  const of1 = (from: number) => named.find((one) => one.from <= from && one.to >= from);
  return uncovered(window, merged(spans))
    .flatMap((span) => cut(span, named))
    .map(({ from, to }) => ({
      ...{ source, from, to },
      ...(resource !== undefined && { resource }),
      why: of1(from)?.why ?? `no log covers it; ${WOULD_HAVE[source]} would have`,
    }));
}

/** A span, cut where what is known of it begins or ends. */
function cut(span: Window, at: readonly Window[]): Window[] {
  const edges = [...new Set(at.flatMap(({ from, to }) => [from, to + 1]))]
    .filter((edge) => edge > span.from && edge <= span.to)
    .sort((a, b) => a - b);
  return [span.from, ...edges].map((from, index) => ({ from, to: (edges[index] ?? span.to + 1) - 1 }));
}

export type Cover = 'certain' | 'concluded' | 'none';

/** How far all of a window is covered. */
export function coverOf(coverage: Coverage, source: Source, window: Window, resource?: string): Cover {
  if (gapsOf(coverage, source, window, resource).length > 0) return 'none';
  const certain = { ...coverage, covered: coverage.covered.filter((one) => one.certain) };
  return gapsOf(certain, source, window, resource).length > 0 ? 'concluded' : 'certain';
}
