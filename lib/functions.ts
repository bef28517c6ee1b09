/**
 * The functions of a program, by the name of their folder below `functions/`. What each is for stands in
 * docs/data-model.md; what each may do, in `lib/access`.
 */
export const FUNCTIONS = [
  'redactor',
  'sweep',
  'control',
  'report',
  'investigate',
  'approve',
  'reader',
  'checkpoint',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];
