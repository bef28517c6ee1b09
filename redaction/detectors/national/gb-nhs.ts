import { allSame, digitAt, weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const britishNhs = nationalId({
  name: 'gb-nhs',
  source: 'NHS Data Dictionary: NHS number, weights 10 to 2 modulo 11',
  triggers: { digits: [10, 10] },
  words: announced('\\bnhs\\b|\\bchi\\b|health service'),
  valid: (p) => !allSame(p) && (11 - (weighted(p, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === digitAt(p, 9),
});
