import { announced, dayFirstAt, nationalId } from './national-id.ts';

export const danishCpr = nationalId({
  name: 'dk-cpr',
  source: 'Danish CPR office: DDMMYY-XXXX; the modulo 11 check was given up in 2007',
  triggers: { digits: [10, 10] },
  printed: /^\d{6}-\d{4}$/,
  words: announced('\\bcpr\\b|personnummer|cpr-?n'),
  valid: (p) => dayFirstAt(p, 0),
});
