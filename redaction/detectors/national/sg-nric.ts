import { weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

function nricCheck(code: string): string | undefined {
  const sum = weighted(code.slice(1), [2, 7, 6, 5, 4, 3, 2]);
  switch (code[0]) {
    case 'S':
    case 'T':
      return 'JZIHGFEDCBA'[(sum + (code[0] === 'T' ? 4 : 0)) % 11];
    case 'M':
      return 'KLJNPQRTUWX'[10 - ((sum + 3) % 11)];
    default:
      return 'XWUTRQPNMLK'[(sum + (code[0] === 'G' ? 4 : 0)) % 11];
  }
}

export const singaporeanNric = nationalId({
  name: 'sg-nric',
  source: 'Singapore ICA: NRIC and FIN, weights 2 7 6 5 4 3 2, check letter by series',
  triggers: { codes: [9, 9] },
  words: announced('\\bnric\\b|\\bfin\\b'),
  rare: true,
  valid: (p) => /^[STFGM]\d{7}[A-Z]$/.test(p) && nricCheck(p) === p[8],
});
