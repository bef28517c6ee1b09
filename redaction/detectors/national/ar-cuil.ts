import { digitAt, weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const argentineCuil = nationalId({
  name: 'ar-cuil',
  source: 'Argentine AFIP: CUIL and CUIT, weights 5 4 3 2 7 6 5 4 3 2 modulo 11',
  triggers: { digits: [11, 11] },
  printed: /^\d{2}-\d{8}-\d$/,
  words: announced('\\bcui[lt]\\b'),
  valid: (p) =>
    /^(?:20|2[3-7]|3[034])/.test(p) &&
    (11 - (weighted(p, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === digitAt(p, 10),
});
