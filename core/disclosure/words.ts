import type { RedactionAction } from '../../redaction/redactor.ts';
import type { KeyDetail } from '../../wire/field.ts';

/**
 * The plain words of the consent text, beside those that the catalogue has for kinds and fields (wire/event.ts). A change of
 * any changes the text, and so its hash: grow the disclosure's version.
 */

export const KEY_DETAIL_WORDS: Readonly<Record<KeyDetail, string>> = {
  content: 'with what is typed',
  class: 'with the class and timing of keys (that a letter was typed, not which)',
  none: 'without keys and texts',
};

export const ACTION_WORDS: Readonly<Record<RedactionAction, string>> = {
  mask: 'replaced by a placeholder',
  tokenise: 'replaced by a code word that is the same each time',
  generalise: 'made coarser (a year for a date, say)',
  drop: 'dropped together with the event that they are in',
  keep: 'KEPT AS THEY ARE',
};
