import { announced, nationalId } from './national-id.ts';

export const indianPan = nationalId({
  name: 'in-pan',
  source: 'Indian Income Tax Department: PAN, five letters (the fourth the kind of holder), four digits, a letter',
  triggers: { codes: [10, 10] },
  words: announced('\\bpan\\b|permanent account'),
  rare: true,
  valid: (p) => /^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/.test(p),
});
