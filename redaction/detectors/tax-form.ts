import { before, type Detector } from '../detector.ts';

const VALUE =
  /(?:[ \t]{0,2}(?:number|no\.?|nr\.?|id|reference|utr))?[ \t]{0,2}[:#=]?[ \t]{0,3}(?:is )?(\d[\d /-]{6,15}\d)/iy;
const FORMS = new Set(['w2', 'p60', 'p45', 'p11d', 'k1', '1099']);
const FORM = /(?:my|his|her|their|your|filed|form|received|attached|signed|tax)[^\n]{0,16}$/i;

export const taxForm: Detector = {
  name: 'tax-form',
  types: ['FINANCIAL'],
  source: 'IRS and HMRC lists of forms; ELSTER (Steuernummer), HMRC UTR',
  triggers: { words: ['steuernummer', 'utr', 'stnr', 'vat', ...FORMS], digits: [4, 4], whole: true },
  examine(text, start, end, emit, digits) {
    if (digits !== '' && digits !== '1099') return;
    const word = text.slice(start, end).toLowerCase();
    if (FORMS.has(word)) {
      if (FORM.test(before(text, start, 32))) emit(start, end, 'FINANCIAL');
      return;
    }
    if (digits !== '') return;
    VALUE.lastIndex = end;
    const match = VALUE.exec(text);
    if (match) emit(VALUE.lastIndex - match[1]!.length, VALUE.lastIndex, 'FINANCIAL');
  },
};
