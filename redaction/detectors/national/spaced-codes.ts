import { Context } from '../../context.ts';
import type { Detector } from '../../detector.ts';
import { isTouchedAt } from '../../text/classes.ts';
import { spanishDni } from './es-dni.ts';
import { irishPps } from './ie-pps.ts';
import { indianPan } from './in-pan.ts';
import { italianFiscalCode } from './it-codice-fiscale.ts';
import { mexicanCurp } from './mx-curp.ts';
import { singaporeanNric } from './sg-nric.ts';

interface Form {
  readonly form: RegExp;
  /** A digit, or how many capitals, no more and no fewer. */
  readonly begins: 'digit' | readonly number[];
  /** Check letter or date; undefined: the words before it decide. */
  readonly valid?: (plain: string) => boolean;
  readonly words?: Context;
}

const SEPARATOR = '[ .-]?';
const ALIEN = new Context(/(?:alien|uscis|a-?number|a#|green card|immigration|i-94|naturali[sz]ation)[^\n]{0,24}$/i);

/** Codes of letters and digits as documents print them: in groups, the check letter behind a dash. */
const FORMS: readonly Form[] = [
  { form: /\d{2}\.?\d{3}\.?\d{3}[ -]?[A-Z]/y, begins: 'digit', valid: spanishDni.valid },
  { form: /[XYZ][ -]?\d\.?\d{3}\.?\d{3}[ -]?[A-Z]/y, begins: [1], valid: spanishDni.valid },
  {
    form: new RegExp(
      `[A-Z]{3}${SEPARATOR}[A-Z]{3}${SEPARATOR}\\d{2}[A-Z]\\d{2}${SEPARATOR}[A-Z]\\d{3}${SEPARATOR}[A-Z]`,
      'y',
    ),
    begins: [3, 6],
    valid: italianFiscalCode.valid,
  },
  {
    form: new RegExp(`[A-Z]{6}${SEPARATOR}\\d{2}[A-Z]\\d{2}${SEPARATOR}[A-Z]\\d{3}${SEPARATOR}[A-Z]`, 'y'),
    begins: [6],
    valid: italianFiscalCode.valid,
  },
  {
    form: new RegExp(`[A-Z]{4}${SEPARATOR}\\d{6}${SEPARATOR}[A-Z]{6}${SEPARATOR}[A-Z0-9]\\d`, 'y'),
    begins: [4],
    valid: mexicanCurp.valid,
  },
  { form: /\d{7}[ -][A-Z]{1,2}/y, begins: 'digit', valid: irishPps.valid },
  { form: /[A-Z]{5}[ -]\d{4}[ -][A-Z]/y, begins: [5], valid: indianPan.valid },
  { form: /[STFGM][ -]\d{7}[ -]?[A-Z]/y, begins: [1], valid: singaporeanNric.valid },
  { form: /A[ -]?\d{2,3}[ -]?\d{3}[ -]?\d{3}/y, begins: [1], words: ALIEN },
];
/**
 * Which of them may begin with a digit, and which with so many capitals in a row (and no more): the others are not tried, and hardly any capital
 * beside a number begins one.
 */
const WITH_DIGIT = FORMS.filter(({ begins }) => begins === 'digit');
const BY_CAPITALS: readonly (readonly Form[])[] = Array.from({ length: 7 }, (_, capitals) =>
  FORMS.filter(({ begins }) => begins !== 'digit' && begins.includes(capitals)),
);
/** Characters before the digits in which a form may begin. */
const REACH = 10;

export const spacedCodes: Detector = {
  name: 'spaced-codes',
  types: ['NATIONAL_ID'],
  source: 'Printed forms of the documents whose numbers the files beside this one check; USCIS: A-number',
  triggers: { digits: [2, 9], atEdges: true, codes: [3, 10] },
  examine(text, start, end, emit) {
    // Nearly every number leaves here: no capital stands on the other side of a separator.
    if (!capitalAt(text, end + 1) && !capitalAt(text, end) && !capitalAt(text, start - 2) && !capitalAt(text, start))
      return;
    for (let from = start; from >= 0 && start - from <= REACH && mayStand(text.charCodeAt(from)); from--) {
      if (isTouchedAt(text, from - 1) || !isTouchedAt(text, from)) continue;
      for (const { form, valid, words } of beginning(text, from)) {
        form.lastIndex = from;
        const match = form.exec(text);
        if (match === null || isTouchedAt(text, form.lastIndex)) continue;
        const plain = match[0].replace(/[ .-]/g, '');
        if (valid === undefined ? words!.precedes(text, from) : valid(plain)) {
          emit(from, from + match[0].length, 'NATIONAL_ID');
          return;
        }
      }
    }
  },
};

/** `[A-Z0-9 .-]` */
const mayStand = (c: number): boolean =>
  (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 32 || c === 45 || c === 46;

function beginning(text: string, from: number): readonly Form[] {
  let capitals = 0;
  while (capitals < BY_CAPITALS.length && capitalAt(text, from + capitals)) capitals++;
  return capitals === 0 ? WITH_DIGIT : (BY_CAPITALS[capitals] ?? []);
}

const capitalAt = (text: string, at: number): boolean => {
  const c = text.charCodeAt(at);
  return c >= 65 && c <= 90;
};
