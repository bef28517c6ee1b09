import { lazily } from '../text/lazily.ts';
import type { Cell } from './cells.ts';
import type { Said } from './said.ts';

const SHORTEST = 4;
const LONGEST = 64;
const ACCOUNT = lazily(() => /^[\p{L}\p{N}._+-]{2,64}$/u);
const ADDRESS = /^[^\s@]{1,64}@[^\s@]{2,255}$/;

interface Part {
  readonly text: string;
  readonly cells: readonly Cell[];
  /** What ended it. */
  readonly end: 'tab' | 'enter' | 'field' | 'none';
}

/**
 * Passwords that nothing announces: one word between Tab or Enter and Enter, beside the name of an account, as logins are typed.
 * Behind an address anything is one, behind a mere name what no word is.
 */
export function loginsIn(said: readonly Said[]): (readonly Cell[])[] {
  const parts = partsOf(said);
  return parts.flatMap(({ text, cells, end }, i) => {
    const before = parts[i - 1];
    if (before === undefined || end === 'tab' || text.length < SHORTEST || text.length > LONGEST || /\s/.test(text))
      return [];
    const address = ADDRESS.test(before.text.trim());
    const account = before.end !== 'enter' && ACCOUNT().test(before.text.trim());
    if (ADDRESS.test(text) || !(address || account)) return [];
    return (address && end === 'enter') || noWord(text) ? [cells] : [];
  });
}

/** A digit or a sign in it, or a capital behind its first letter. */
const noWord = (text: string): boolean =>
  /[\p{N}\p{P}\p{S}]/u.test(text.slice(0, -1)) || /\p{N}$/u.test(text) || /.\p{Lu}/u.test(text);

function partsOf(said: readonly Said[]): Part[] {
  const parts: Part[] = [];
  let text = '';
  let cells: Cell[] = [];
  let field = said[0]?.field;
  const close = (end: Part['end']): void => {
    if (text !== '') parts.push({ text, cells, end });
    text = '';
    cells = [];
  };
  for (const { cell, command, field: now } of said) {
    if (now !== field) close('field');
    field = now;
    if (command) continue;
    if (cell.text === '\t') close('tab');
    else if (cell.text === '\n') close('enter');
    else if (cell.live) {
      text += cell.text;
      cells.push(cell);
    }
  }
  close('none');
  return parts;
}
