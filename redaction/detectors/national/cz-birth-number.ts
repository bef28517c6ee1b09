import { announced, nationalId } from './national-id.ts';

export const czechBirthNumber = nationalId({
  name: 'cz-birth-number',
  source: 'Czech and Slovak Act on birth numbers: YYMMDD/XXXX, divisible by 11 (month + 50 for women, + 20)',
  triggers: { digits: [10, 10] },
  printed: /^\d{6}\/\d{4}$/,
  words: announced('rodn[eé]|\\brč|birth number'),
  valid: (p) =>
    Number(p) % 11 === 0 &&
    (Number(p.slice(2, 4)) % 50) % 20 <= 12 &&
    Number(p.slice(4, 6)) <= 31 &&
    Number(p.slice(4, 6)) > 0,
});
