import { digitAt, weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const swissAhv = nationalId({
  name: 'ch-ahv',
  source: 'Swiss Central Compensation Office: AHV number, 756 and EAN-13 check digit',
  triggers: { digits: [13, 13] },
  printed: /^756\.\d{4}\.\d{4}\.\d\d$/,
  words: announced('\\bahv|\\bavs\\b'),
  rare: true,
  valid: (p) =>
    p.startsWith('756') && (10 - (weighted(p, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === digitAt(p, 12),
});
