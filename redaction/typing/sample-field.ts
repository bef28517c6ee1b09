import { Field } from './field.ts';

/** Fields for tests, and what is asked of them. */

/** A text that came in one piece. */
export function pasted(text: string): Field {
  const field = new Field();
  field.insert(text, 0);
  return field;
}

/** A text that came character by character. */
export function typed(text: string): Field {
  const field = new Field();
  type(field, text);
  return field;
}

export function type(field: Field, text: string): void {
  for (const c of text) field.insert(c, field.log.length);
}

/** What the field holds. */
export const held = (field: Field): string => field.readings()[0]!.text;

/** The texts of all its readings. */
export const all = (field: Field): string[] => field.readings().map(({ text }) => text);

/** Where the caret stands: a sign is typed there. */
export function caret(field: Field): number {
  field.insert('|', 99);
  return held(field).indexOf('|');
}
