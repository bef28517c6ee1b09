import { weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const chineseResident = nationalId({
  name: 'cn-resident-id',
  source: 'GB 11643-1999: region, birth date, serial, MOD 11-2 of ISO/IEC 7064',
  triggers: { digits: [18, 18], codes: [18, 18] },
  words: announced('身份证|resident id'),
  rare: true,
  valid: (p) =>
    /^[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(p) &&
    '10X98765432'[weighted(p, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] === p[17],
});
