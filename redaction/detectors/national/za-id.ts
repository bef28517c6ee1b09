import { luhn } from '../../checksums.ts';
import { announced, dateAt, nationalId } from './national-id.ts';

export const southAfricanId = nationalId({
  name: 'za-id',
  source: 'South African Home Affairs: YYMMDD, sex, citizenship 0-2, Luhn',
  triggers: { digits: [13, 13] },
  words: announced('\\bsa id\\b|south african'),
  rare: true,
  valid: (p) => dateAt(p, 0) && p[10]! <= '2' && luhn(p),
});
