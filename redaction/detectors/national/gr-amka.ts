import { luhn } from '../../checksums.ts';
import { announced, dayFirstAt, nationalId } from './national-id.ts';

export const greekAmka = nationalId({
  name: 'gr-amka',
  source: 'Greek AMKA: DDMMYY, serial, Luhn',
  triggers: { digits: [11, 11] },
  words: announced('\\bamka\\b|αμκα'),
  valid: (p) => dayFirstAt(p, 0) && luhn(p),
});
