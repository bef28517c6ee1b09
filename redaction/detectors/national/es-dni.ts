import { announced, nationalId } from './national-id.ts';

export const spanishDni = nationalId({
  name: 'es-dni',
  source: 'Spanish Ministerio del Interior: DNI and NIE, letter by remainder of 23',
  triggers: { codes: [9, 9] },
  words: announced('\\bdni\\b|\\bnie\\b|\\bnif\\b'),
  rare: true,
  valid: (p) =>
    /^[XYZ\d]\d{7}[A-Z]$/.test(p) &&
    'TRWAGMYFPDXBNJZSQVHLCKE'[Number(p.slice(0, 8).replace(/[XYZ]/, (c) => String('XYZ'.indexOf(c)))) % 23] === p[8],
});
