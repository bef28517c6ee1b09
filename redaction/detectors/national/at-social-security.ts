import { digitAt, weighted } from '../../checksums.ts';
import { announced, dayFirstAt, nationalId } from './national-id.ts';

export const austrianSocialSecurity = nationalId({
  name: 'at-social-security',
  source: 'Austrian Dachverband: SVNR, weights 3 7 9 5 8 4 2 1 6 modulo 11',
  triggers: { digits: [10, 10] },
  words: announced('\\bsvnr|sozialversicherung|\\bsv-?nummer|versicherungsnummer'),
  valid: (p) =>
    dayFirstAt(p, 4) && weighted(p.slice(0, 3) + p.slice(4), [3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11 === digitAt(p, 3),
});
