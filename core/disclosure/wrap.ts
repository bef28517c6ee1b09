/** Columns of the consent text: what a terminal of 80 shows without breaking words, and mail programs too. */
export const COLUMNS = 78;

/**
 * A paragraph in lines that are no longer than the columns, where its words let it.
 * @param first in front of its first line; the others are indented as deep
 */
export function wrapped(text: string, first = '', columns = COLUMNS): string {
  const indent = ' '.repeat(first.length);
  const lines: string[] = [];
  let line = first;
  let empty = true;
  // Not `\s`: a space that does not break stays within its line, as does one before the marks that French sets apart.
  for (const word of text
    .replace(/ (?=[:;?!»](\s|$))/g, '\u00a0')
    .split(/[ \n\t]+/)
    .filter(Boolean)) {
    if (!empty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}

/** The paragraphs again, for who looks for a sentence in them. */
export const unwrapped = (text: string): string => text.replace(/\n {2,}(?=\S)/g, ' ');
