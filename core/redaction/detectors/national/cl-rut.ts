import { announced, nationalId } from './national-id.ts';

function rutCheck(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += Number(digits[digits.length - 1 - i]) * (2 + (i % 6));
  const check = 11 - (sum % 11);
  return check === 11 ? '0' : check === 10 ? 'K' : String(check);
}

export const chileanRut = nationalId({
  name: 'cl-rut',
  source: 'Servicio de Registro Civil: RUT, weights 2 to 7 from the right modulo 11, K for 10',
  triggers: { digits: [8, 9] },
  printed: /^\d{1,2}\.\d{3}\.\d{3}-\d$/,
  words: announced('\\brut\\b|\\brun\\b'),
  valid: (p) => rutCheck(p.slice(0, -1)) === p.at(-1),
});
