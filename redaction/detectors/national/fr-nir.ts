import { remainder } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const frenchNir = nationalId({
  name: 'fr-nir',
  source: 'INSEE: NIR, sex, year, month, place, order, key 97 minus remainder by 97',
  triggers: { digits: [15, 15], codes: [15, 15] },
  printed: /^[12378] \d\d \d\d \d\d \d{3} \d{3} \d\d$/,
  words: announced('\\bnir\\b|s[ée]curit[ée] sociale|\\bn[°o] ?s[ée]cu|\\bins[ée]e\\b|num[ée]ro de s[ée]cu'),
  rare: true,
  valid: (p) => {
    const digits = p.replace('2A', '19').replace('2B', '18');
    if (!/^[12378]\d{14}$/.test(digits)) return false;
    const month = Number(digits.slice(3, 5));
    return (
      ((month >= 1 && month <= 12) || month >= 20) &&
      97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13))
    );
  },
});
