import { luhn } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const canadianSocialInsurance = nationalId({
  name: 'ca-social-insurance',
  source: 'Employment and Social Development Canada: SIN, Luhn, not 0 or 8 first',
  triggers: { digits: [9, 9] },
  words: announced('\\bsin\\b|social insurance|assurance sociale|\\bnas\\b'),
  valid: (p) => p[0] !== '0' && p[0] !== '8' && luhn(p),
});
