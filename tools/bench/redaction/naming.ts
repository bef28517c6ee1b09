import type { Span } from '../../../redaction/redactor.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Keys of manifests under which people stand. */
const PEOPLE =
  /"(?:authors?|contributors?|maintainers?|collaborators|creator|publisher|owner|_npmUser)"\s*:\s*(?=["[{])/g;
const PEOPLE_IN_LINES = /^\s*(?:authors?|maintainers?|contributors?)\s*[:=][^\n]*/gim;
const ADDRESS_OF_MAIL = /[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}\b/gi;
const COPYRIGHT = /copyright\s[^\n"]*/gi;

/** Stretches of a file of configuration that name somebody: authors and maintainers, addresses of mail, holders of a copyright. */
export function namingSomebody(text: string): Range[] {
  const found: Range[] = [];
  for (const match of text.matchAll(PEOPLE)) {
    const start = match.index + match[0].length;
    found.push({ start, end: endOfValue(text, start) });
  }
  for (const pattern of [PEOPLE_IN_LINES, ADDRESS_OF_MAIL, COPYRIGHT])
    for (const match of text.matchAll(pattern)) found.push({ start: match.index, end: match.index + match[0].length });
  return found;
}

/** Where a string, list or object of JSON that begins at a place ends. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const c = text[i]!;
    if (c === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++;
      if (depth === 0) return i + 1;
    } else if (c === '[' || c === '{') depth++;
    else if (c === ']' || c === '}') {
      depth--;
      if (depth <= 0) return i + 1;
    }
  }
  return text.length;
}

/** Share of the characters redacted, in percent, of what names somebody and of the rest, which is clean. */
export function apart(texts: readonly string[], find: (text: string) => readonly Span[]) {
  const sums = { naming: 0, namingRedacted: 0, rest: 0, restRedacted: 0 };
  for (const text of texts) {
    const names = new Uint8Array(text.length);
    for (const { start, end } of namingSomebody(text)) names.fill(1, start, end);
    const covered = new Uint8Array(text.length);
    for (const { start, end } of find(text)) covered.fill(1, start, end);
    for (let i = 0; i < text.length; i++) {
      sums[names[i] ? 'naming' : 'rest']++;
      if (covered[i]) sums[names[i] ? 'namingRedacted' : 'restRedacted']++;
    }
  }
  const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1e4) / 100);
  return {
    naming: percent(sums.namingRedacted, sums.naming),
    rest: percent(sums.restRedacted, sums.rest),
    shareNaming: percent(sums.naming, sums.naming + sums.rest),
  };
}
