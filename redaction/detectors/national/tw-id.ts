import { weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const taiwaneseId = nationalId({
  name: 'tw-id',
  source: 'Taiwanese National Immigration Agency: letter (10 to 35), nine digits, weights modulo 10',
  triggers: { codes: [10, 10] },
  words: announced('身分證|national id'),
  valid: (p) => {
    if (!/^[A-Z][1289]\d{8}$/.test(p)) return false;
    const letter = 10 + 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(p[0]!);
    return (Math.floor(letter / 10) + (letter % 10) * 9 + weighted(p.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 === 0;
  },
});
