import { createRedactor } from '../../redaction/create.ts';
import { LiveRecall } from '../../redaction/recall/live-recall.ts';
import { type RedactorOptions, SENSITIVE_TYPES } from '../../redaction/redactor.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { redactionPolicyOf, spokenLanguagesOf } from '../disclosure/policy.ts';

/** Redaction is tested with canaries once in so many subjects of chunks, and at the first: about once a chunk under load. */
const SUBJECTS_PER_TEST = 50;

/**
 * The redactor that a disclosure asks for, tested all the time against the disclosure's bar.
 * @param seed 32 random bytes of this instance
 */
export function redactorOf(
  disclosure: Disclosure,
  { seed, ...options }: Pick<RedactorOptions, 'directory' | 'tokenKey'> & { seed: Uint8Array },
): LiveRecall {
  const policy = redactionPolicyOf(disclosure);
  const languages = spokenLanguagesOf(disclosure);
  return new LiveRecall(createRedactor({ policy, ...(languages && { languages }), ...options }), {
    seed,
    bar: disclosure.redaction.recallBar,
    every: SUBJECTS_PER_TEST,
    kept: new Set(SENSITIVE_TYPES.filter((type) => policy.actions[type] === 'keep')),
  });
}
