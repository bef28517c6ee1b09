import { announced, dateAt, nationalId } from './national-id.ts';

export const belgianNational = nationalId({
  name: 'be-national-number',
  source: 'Belgian Rijksregister: YYMMDD, serial, 97 minus remainder by 97 (2 before the digits from 2000)',
  triggers: { digits: [11, 11] },
  printed: /^\d\d\.\d\d\.\d\d-\d{3}\.\d\d$/,
  words: announced('rijksregister|registre national|\\bniss\\b|\\binsz\\b|\\brrn\\b|nationaal nummer'),
  rare: true,
  valid: (p) => {
    const check = Number(p.slice(9));
    return (
      dateAt(p, 0) && (97 - (Number(p.slice(0, 9)) % 97) === check || 97 - (Number(`2${p.slice(0, 9)}`) % 97) === check)
    );
  },
});
