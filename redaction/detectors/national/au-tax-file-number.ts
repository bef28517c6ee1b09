import { weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const australianTaxFile = nationalId({
  name: 'au-tax-file-number',
  source: 'Australian Taxation Office: TFN, weights 1 4 3 7 5 8 6 9 10 modulo 11',
  triggers: { digits: [9, 9] },
  words: announced('\\btfn\\b|tax file'),
  valid: (p) => weighted(p, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
});
