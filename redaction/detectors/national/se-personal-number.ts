import { luhn } from '../../checksums.ts';
import { announced, dateAt, nationalId } from './national-id.ts';

export const swedishPersonal = nationalId({
  name: 'se-personal-number',
  source: 'Swedish Skatteverket: (YY)YYMMDD-XXXX (day + 60 for coordination numbers), Luhn',
  triggers: { digits: [10, 12] },
  printed: /^\d{6,8}[-+]\d{4}$/,
  words: announced('personnummer|\\bpnr\\b|samordning'),
  valid: (p) => {
    if (p.length === 11) return false;
    const ten = p.slice(-10);
    return (
      (p.length === 10 || /^(?:19|20)/.test(p)) &&
      dateAt(ten.slice(0, 4) + String(Number(ten.slice(4, 6)) % 60), 0) &&
      luhn(ten)
    );
  },
});
