import type { RedactionPolicy, RedactorOptions } from '../../redaction/redactor.ts';
import type { Disclosure } from './disclosure.ts';

/** What redaction does with each type that it finds, and how sensitive that makes the event. */
export function redactionPolicyOf(disclosure: Disclosure): RedactionPolicy {
  return { actions: { ...disclosure.redaction.actions }, tiers: { ...disclosure.redaction.tiers } };
}

/** Whose texts are read, and what happens to others'. @returns undefined: all that redaction knows */
export const spokenLanguagesOf = ({ redaction: { languages } }: Disclosure): RedactorOptions['languages'] => languages;
