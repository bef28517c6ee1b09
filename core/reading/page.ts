/** Bytes of event lines in one answer: Lambda's answers hold 6 MB (JSON, escaped), and lines may grow in it. */
const PAGE_BYTES = 4 * 1024 * 1024;

export interface EventPage {
  events: unknown[];
  /** Number of events before the next page; absent on the last. */
  next?: number;
}

/**
 * Events of an opened segment from one on, as many as fit; at least one.
 * @param lines NDJSON
 * @param skip events to leave out. @default 0
 */
export function pageOf(lines: string, skip = 0, most = PAGE_BYTES): EventPage {
  const all = lines.split('\n').filter((line) => line !== '');
  let bytes = 0;
  let end = skip;
  while (end < all.length) {
    bytes += Buffer.byteLength(all[end]!);
    if (bytes > most && end > skip) break;
    end++;
  }
  const events = all.slice(skip, end).map((line) => JSON.parse(line));
  return end < all.length ? { events, next: end } : { events };
}
