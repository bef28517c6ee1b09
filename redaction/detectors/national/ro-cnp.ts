import { digitAt, weighted } from '../../checksums.ts';
import { announced, dateAt, nationalId } from './national-id.ts';

export const romanianCnp = nationalId({
  name: 'ro-cnp',
  source: 'Romanian CNP: sex, YYMMDD, county, weights 2 7 9 1 4 6 3 5 8 2 7 9 modulo 11 (10 is written 1)',
  triggers: { digits: [13, 13] },
  words: announced('\\bcnp\\b'),
  rare: true,
  valid: (p) => {
    const rest = weighted(p, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    return p[0] !== '0' && dateAt(p, 1) && (rest === 10 ? 1 : rest) === digitAt(p, 12);
  },
});
