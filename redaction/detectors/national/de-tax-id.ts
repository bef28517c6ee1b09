import { mod11And10 } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const germanTaxId = nationalId({
  name: 'de-tax-id',
  source:
    'Bundeszentralamt für Steuern: IdNr, one digit twice or three times in the first ten, MOD 11,10 of ISO/IEC 7064',
  triggers: { digits: [11, 11] },
  printed: /^\d\d \d{3} \d{3} \d{3}$/,
  words: announced('steuer-?id|\\bidnr|\\btin\\b|identifikationsnummer'),
  rare: true,
  valid: (p) => {
    if (p[0] === '0' || !mod11And10(p)) return false;
    const counts = new Map<string, number>();
    for (const d of p.slice(0, 10)) counts.set(d, (counts.get(d) ?? 0) + 1);
    const repeated = [...counts.values()].filter((count) => count > 1);
    return repeated.length === 1 && repeated[0]! <= 3;
  },
});
