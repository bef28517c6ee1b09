import type { SensitiveType } from '../redactor.ts';

/**
 * What a sentence may say of a person without any value in it: special categories of data (GDPR, articles 9 and 10), and what else
 * harms people at work. The order is that of the columns of the weights; column 0 is none of them.
 */
export const TOPICS = [
  'health',
  'religion',
  'union',
  'politics',
  'orientation',
  'ethnicity',
  'biometrics',
  'conviction',
  'pay',
  'appraisal',
  'dismissal',
  'debt',
  'residence',
] as const;
export type Topic = (typeof TOPICS)[number];

export const TYPE_OF: Readonly<Record<Topic, SensitiveType>> = {
  health: 'MEDICAL',
  religion: 'RELIGION',
  union: 'UNION',
  politics: 'POLITICS',
  orientation: 'ORIENTATION',
  ethnicity: 'ETHNICITY',
  biometrics: 'BIOMETRICS',
  conviction: 'CONVICTION',
  pay: 'FINANCIAL',
  appraisal: 'PERFORMANCE',
  dismissal: 'DISMISSAL',
  debt: 'DEBT',
  residence: 'RESIDENCE',
};
/** Types that only whole sentences have. */
export const SENTENCE_TYPES: readonly SensitiveType[] = [
  ...(['RELIGION', 'UNION', 'POLITICS', 'ORIENTATION', 'ETHNICITY', 'BIOMETRICS', 'CONVICTION'] as const),
  ...(['DISMISSAL', 'DEBT', 'RESIDENCE'] as const),
];

/** Languages whose sentences are in the training. */
export const TOPIC_LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl'] as const;
