import type { Detector } from '../detector.ts';

const VALUE =
  /(?:[ \t]{0,2}(?:code|number|no\.?|\/ ?bic))?[ \t]{0,2}[:#=]?[ \t]{0,3}(?:is )?([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?|[A-Z]{4}0[A-Z0-9]{6})\b/y;

export const bankIdentifier: Detector = {
  name: 'bank-identifier',
  types: ['BANK_ACCOUNT'],
  source: 'ISO 9362 (BIC), Reserve Bank of India (IFSC): after the word, since eight capitals are many things',
  triggers: { words: ['bic', 'swift', 'ifsc'] },
  examine(text, _start, end, emit) {
    VALUE.lastIndex = end;
    const match = VALUE.exec(text);
    if (match) emit(VALUE.lastIndex - match[1]!.length, VALUE.lastIndex, 'BANK_ACCOUNT');
  },
};
