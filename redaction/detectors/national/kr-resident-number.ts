import { announced, dateAt, nationalId } from './national-id.ts';

export const koreanResident = nationalId({
  name: 'kr-resident-number',
  source: 'South Korean RRN: YYMMDD-SXXXXXX; the check digit is random since October 2020',
  triggers: { digits: [13, 13] },
  printed: /^\d{6}-\d{7}$/,
  words: announced('주민|\\brrn\\b|resident registration'),
  valid: (p) => dateAt(p, 0) && p[6]! >= '1' && p[6]! <= '8',
});
