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
  /** Check letter or date; undefined: the words before it decide. */
  readonly valid?: (plain: string) => boolean;
  readonly words?: Context;
}

const SEPARATOR = '[ .-]?';
const ALIEN = new Context(/(?:alien|uscis|a-?number|a#|green card|immigration|i-94|naturali[sz]ation)[^\n]{0,24}$/i);

/** Codes of letters and digits as documents print them: in groups, the check letter behind a dash. */
const FORMS: readonly Form[] = [
  { form: /\d{2}\.?\d{3}\.?\d{3}[ -]?[A-Z]/y, valid: spanishDni.valid },
  { form: /[XYZ][ -]?\d\.?\d{3}\.?\d{3}[ -]?[A-Z]/y, valid: spanishDni.valid },
  {
    form: new RegExp(
      `[A-Z]{3}${SEPARATOR}[A-Z]{3}${SEPARATOR}\\d{2}[A-Z]\\d{2}${SEPARATOR}[A-Z]\\d{3}${SEPARATOR}[A-Z]`,
      'y',
    ),
    valid: italianFiscalCode.valid,
  },
  {
    form: new RegExp(`[A-Z]{6}${SEPARATOR}\\d{2}[A-Z]\\d{2}${SEPARATOR}[A-Z]\\d{3}${SEPARATOR}[A-Z]`, 'y'),
    valid: italianFiscalCode.valid,
  },
  {
    form: new RegExp(`[A-Z]{4}${SEPARATOR}\\d{6}${SEPARATOR}[A-Z]{6}${SEPARATOR}[A-Z0-9]\\d`, 'y'),
    valid: mexicanCurp.valid,
  },
  { form: /\d{7}[ -][A-Z]{1,2}/y, valid: irishPps.valid },
  { form: /[A-Z]{5}[ -]\d{4}[ -][A-Z]/y, valid: indianPan.valid },
  { form: /[STFGM][ -]\d{7}[ -]?[A-Z]/y, valid: singaporeanNric.valid },
  { form: /A[ -]?\d{2,3}[ -]?\d{3}[ -]?\d{3}/y, words: ALIEN },
];
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
    for (let from = start; from >= 0 && start - from <= REACH && /[A-Z0-9 .-]/.test(text[from]!); from--) {
      if (isTouchedAt(text, from - 1) || !isTouchedAt(text, from)) continue;
      for (const { form, valid, words } of FORMS) {
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

const capitalAt = (text: string, at: number): boolean => {
  const c = text.charCodeAt(at);
  return c >= 65 && c <= 90;
};
