import { digitAt, weighted } from '../../checksums.ts';
import { announced, dateAt, nationalId } from './national-id.ts';

export const baltic = nationalId({
  name: 'ee-personal-code',
  source: 'Estonian and Lithuanian personal code: century and sex, YYMMDD, two-stage modulo 11',
  triggers: { digits: [11, 11] },
  words: announced('isikukood|asmens kodas|personal code'),
  valid: (p) => {
    if (p[0] === '0' || p[0]! > '6' || !dateAt(p, 1)) return false;
    let check = weighted(p, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    if (check === 10) check = (weighted(p, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10;
    return check === digitAt(p, 10);
  },
});
