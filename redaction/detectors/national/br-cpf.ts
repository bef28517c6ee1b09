import { allSame, digitAt, weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const brazilianCpf = nationalId({
  name: 'br-cpf',
  source: 'Receita Federal: CPF, two check digits modulo 11',
  triggers: { digits: [11, 11] },
  printed: /^\d{3}\.\d{3}\.\d{3}-\d\d$/,
  words: announced('\\bcpf\\b|contribuinte'),
  valid: (p) =>
    !allSame(p) &&
    ((weighted(p, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10 === digitAt(p, 9) &&
    ((weighted(p, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10 === digitAt(p, 10),
});
