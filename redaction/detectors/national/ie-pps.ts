import { weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const irishPps = nationalId({
  name: 'ie-pps',
  source: 'Irish Department of Social Protection: PPS number, weights 8 to 2 (and 9 for the second letter) modulo 23',
  triggers: { codes: [8, 9] },
  words: announced('\\bpps\\b|\\bppsn\\b|public service number'),
  valid: (p) =>
    /^\d{7}[A-W][A-IW]?$/.test(p) &&
    'WABCDEFGHIJKLMNOPQRSTUV'[
      (weighted(p, [8, 7, 6, 5, 4, 3, 2]) + (p[8] === undefined ? 0 : (p.charCodeAt(8) - 64) * 9)) % 23
    ] === p[7],
});
