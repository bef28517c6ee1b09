/** Right-to-left override, and what ends its effect: pop of formatting, or the paragraph. Unicode UAX #9, section 3.1.2. */
const OVERRIDE = '\u202e';
const RUN = /\u202e([^\u202c\n\r\u2029]{3,4096})/g;

export interface ReversedRun {
  /** The characters in the order in which a reader sees them. */
  text: string;
  /** Offset in the original of the end of the run: its last character is the first of `text`. */
  end: number;
}

/**
 * The stretches of a text that are shown backwards: `moc.elpmaxe@enaj` behind an override reads `jane@example.com`. The
 * order of code units is turned round, so that an offset `i` of a run is `end - i` of the text.
 */
export function reversedRuns(text: string): ReversedRun[] {
  if (!text.includes(OVERRIDE)) return [];
  return [...text.matchAll(RUN)].map(({ 0: { length }, 1: run, index }) => ({
    text: run!.split('').reverse().join('').replaceAll(OVERRIDE, ' '),
    end: index + length,
  }));
}
