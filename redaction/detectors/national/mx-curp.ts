import { announced, nationalId } from './national-id.ts';

function curpCheck(code: string): number {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'.indexOf(code[i]!) * (18 - i);
  return (10 - (sum % 10)) % 10;
}

export const mexicanCurp = nationalId({
  name: 'mx-curp',
  source: 'Mexican RENAPO: CURP, check digit over 0-9A-NÑO-Z',
  triggers: { codes: [18, 18] },
  words: announced('\\bcurp\\b'),
  rare: true,
  valid: (p) => /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d$/.test(p) && curpCheck(p) === Number(p[17]),
});
