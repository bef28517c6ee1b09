/** A terminal of 80 columns as a picture (SVG): text that can be selected, searched and read aloud. */

const COLUMNS = 80;
/** px */
const CELL = { width: 8.4, height: 18 };
const EDGE = 14;

/** Rows as a terminal of so many columns shows them: it breaks where the line is full. */
export function rowsOf(text: string, columns = COLUMNS): string[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .flatMap((line) => {
      const signs = [...line];
      const rows = Math.max(1, Math.ceil(signs.length / columns));
      return Array.from({ length: rows }, (_, row) => signs.slice(row * columns, (row + 1) * columns).join(''));
    });
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @param most rows that are shown; what is below them is told by its number */
export function pictureOf(command: string, text: string, most: number): string {
  const all = rowsOf(text);
  const shown = all.length > most ? [...all.slice(0, most), `[${all.length - most} more lines]`] : all;
  const rows = [`$ ${command}`, ...shown];
  const width = Math.ceil(COLUMNS * CELL.width + 2 * EDGE);
  const height = rows.length * CELL.height + 2 * EDGE;
  const lines = rows.map((row, index) => {
    const y = EDGE + (index + 1) * CELL.height - 5;
    const last = all.length > most && index === rows.length - 1;
    const fill = index === 0 ? ' fill="#7ee787"' : last ? ' fill="#8b949e"' : '';
    return `<text x="${EDGE}" y="${y}" xml:space="preserve"${fill}>${escaped(row)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(command)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">',
    ...lines,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
