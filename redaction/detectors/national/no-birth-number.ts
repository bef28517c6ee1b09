import { digitAt, weighted } from '../../checksums.ts';
import { announced, dayFirstAt, nationalId } from './national-id.ts';

export const norwegianBirthNumber = nationalId({
  name: 'no-birth-number',
  source: 'Norwegian Skatteetaten: DDMMYY (day + 40 for D numbers), two check digits modulo 11',
  triggers: { digits: [11, 11] },
  words: announced('f[øo]dsels|personnummer|\\bfnr\\b'),
  rare: true,
  valid: (p) =>
    dayFirstAt(String(digitAt(p, 0) % 4) + p.slice(1), 0) &&
    weighted(p, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weighted(p, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
});
