/**
 * Texts of others on a terminal. What somebody wrote into a report, a name or an answer must not move the cursor, rename the window,
 * colour, hide or reorder what stands beside it: it is shown as `\u001b` is here.
 *
 * Escaped are the controls C0, DEL and C1 (which begin every sequence that a terminal obeys), the bidirectional controls, the line and
 * paragraph separators, and halves of surrogate pairs. Joiners stay: several scripts need them, and no terminal obeys them.
 */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** As `CONTROLS`, but for the two that are layout. */
const CONTROLS_BUT_LAYOUT = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/gu;

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One line: line feeds and tabs are escaped, too, so that a name makes no line of its own. */
export const inOneLine = (text: string): string => text.replace(CONTROLS, escaped);

/** Lines as they are: for a whole view, whose parts went through `inOneLine` or are meant to have lines. */
export const inLines = (text: string): string => text.replace(CONTROLS_BUT_LAYOUT, escaped);

/**
 * JSON as `JSON.stringify` writes it, which leaves DEL, C1 and the bidirectional controls as they are. Controls stand within strings alone,
 * where the escape is the same string.
 */
export const printableJson = (value: unknown, indent?: number): string =>
  inLines(JSON.stringify(value, null, indent) ?? 'null');
