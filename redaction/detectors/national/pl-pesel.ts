import { digitAt, weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const polishPesel = nationalId({
  name: 'pl-pesel',
  source: 'Polish PESEL register: YYMMDD (month + 80, 20, 40, 60 by century), weights 1 3 7 9 modulo 10',
  triggers: { digits: [11, 11] },
  words: announced('pesel'),
  rare: true,
  valid: (p) =>
    Number(p.slice(2, 4)) % 20 <= 12 &&
    Number(p.slice(2, 4)) % 20 > 0 &&
    Number(p.slice(4, 6)) <= 31 &&
    Number(p.slice(4, 6)) > 0 &&
    (10 - (weighted(p, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === digitAt(p, 10),
});
