import { allSame, verhoeff } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const indianAadhaar = nationalId({
  name: 'in-aadhaar',
  source: 'UIDAI: Aadhaar, twelve digits, not 0 or 1 first, Verhoeff',
  triggers: { digits: [12, 12] },
  printed: /^\d{4}([ -])\d{4}\1\d{4}$/,
  words: announced('aadhaa?r|\\buid(?:ai)?\\b|आधार'),
  valid: (p) => p[0]! > '1' && !allSame(p) && verhoeff(p),
});
