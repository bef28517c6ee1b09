import { announced, nationalId } from './national-id.ts';

export const turkishIdentity = nationalId({
  name: 'tr-identity',
  source: 'Turkish Nüfus: TC kimlik, two check digits modulo 10',
  triggers: { digits: [11, 11] },
  words: announced('\\btc\\b|kimlik|\\btckn\\b'),
  valid: (p) => {
    if (p[0] === '0') return false;
    const d = [...p].map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const odd = d[0] + d[2] + d[4] + d[6] + d[8];
    const even = d[1] + d[3] + d[5] + d[7];
    return (odd * 7 - even + 100) % 10 === d[9] && (odd + even + d[9]) % 10 === d[10];
  },
});
