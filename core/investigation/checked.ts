import type { Check } from '../../api/words.ts';
import type { Found } from '../incident/branch.ts';
import type { CheckFinding } from '../incident/findings.ts';

export interface Checked {
  check: Check;
  /** What was looked at, with its number: `12 segments`. */
  what: (checked: number) => string;
  /** Each word, as people read it behind a number. */
  words: Readonly<Record<string, string>>;
  checked: number;
  wrong: Readonly<Record<string, number>>;
  open: Readonly<Record<string, number>>;
}

/** What a check comes to: wrong before not known, and not known before clean. */
export function checkFinding({
  check,
  what,
  words,
  checked,
  wrong,
  open,
}: Checked): Omit<CheckFinding, 'evidence'> & Pick<Found, 'outcome'> {
  const told = (counts: Readonly<Record<string, number>>) =>
    Object.keys(counts)
      .sort()
      .map((word) => `${counts[word]} ${words[word] ?? word}`)
      .join(', ');
  const [bad, unsure] = [told(wrong), told(open)];
  return {
    finding: check,
    outcome: bad !== '' ? 'found' : unsure !== '' ? 'unknown' : 'clean',
    statement: [
      `Of ${what(checked)}: ${bad === '' ? (unsure === '' ? 'nothing is wrong' : 'nothing wrong is seen') : bad}.`,
      ...(unsure === '' ? [] : [`Not known: ${unsure}.`]),
    ].join(' '),
    ...{ checked, wrong, open },
  };
}
