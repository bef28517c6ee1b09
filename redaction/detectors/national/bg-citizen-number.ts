import { digitAt, weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const bulgarianCitizen = nationalId({
  name: 'bg-citizen-number',
  source: 'Bulgarian EGN: YYMMDD (month + 20 or + 40 by century), weights 2 4 8 5 10 9 7 3 6 modulo 11',
  triggers: { digits: [10, 10] },
  words: announced('\\begn\\b|егн'),
  valid: (p) =>
    Number(p.slice(2, 4)) % 20 <= 12 && (weighted(p, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === digitAt(p, 9),
});
