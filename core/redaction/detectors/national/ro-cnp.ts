import { digitAt, weighted } from '../../checksums.ts';
import { announced, dateAt, nationalId } from './national-id.ts';

export const romanianCnp = nationalId({
  name: 'ro-cnp',
  source: 'Romanian CNP: sex, YYMMDD, county, weights 2 7 9 1 4 6 3 5 8 2 7 9 modulo 11',
  triggers: { digits: [13, 13] },
  words: announced('\\bcnp\\b'),
  rare: true,
  valid: (p) =>
    p[0] !== '0' && dateAt(p, 1) && (weighted(p, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11) % 10 === digitAt(p, 12),
});
