import { digitAt, weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const portugueseNif = nationalId({
  name: 'pt-nif',
  source: 'Portuguese NIF: weights 9 to 2 modulo 11',
  triggers: { digits: [9, 9] },
  words: announced('\\bnif\\b|contribuinte|\\bnipc\\b|\\butente\\b'),
  valid: (p) => {
    const rest = weighted(p, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    return p[0] !== '0' && (rest < 2 ? 0 : 11 - rest) === digitAt(p, 8);
  },
});
