import { mod11And10 } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const croatianOib = nationalId({
  name: 'hr-oib',
  source: 'Croatian OIB: MOD 11,10 of ISO/IEC 7064',
  triggers: { digits: [11, 11] },
  words: announced('\\boib\\b'),
  valid: mod11And10,
});
