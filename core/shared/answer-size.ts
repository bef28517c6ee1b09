/**
 * Lambda answers with 6 MB at most (6,291,556 bytes), counted when all is encoded: the answer is JSON, and stands in `body` as a text of
 * JSON once more, so that each quote and backslash of it is escaped twice. What is left is for the rest of the answer.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const ANSWER_BYTES = 6_000_000;

/** Bytes of a value within an answer of a function behind the HTTP API. */
export const bytesInAnswer = (value: unknown): number =>
  Buffer.byteLength(JSON.stringify(JSON.stringify(value))) - '""'.length;

/** The first of them that fit into one answer, at least one. */
export function thatFit<T>(items: Iterable<T>, most = ANSWER_BYTES): T[] {
  const fit: T[] = [];
  let bytes = 0;
  for (const item of items) {
    bytes += bytesInAnswer(item) + ','.length;
    if (bytes > most && fit.length > 0) break;
    fit.push(item);
  }
  return fit;
}
