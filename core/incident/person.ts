import { createHmac } from 'node:crypto';
import { type Pseudonyms, pseudonymOf } from '../shared/pseudonym.ts';
import { dayOf } from './closures.ts';

/**
 * How a person is named in incidents: by another name in each, so that whoever sees two of them, or an incident and anything else, cannot
 * tell that it is the same person. The names are made from what only the person's own token brings back.
 */
export interface PersonInIncidents {
  /** In this incident alone. */
  in(incident: string): string;
  /** On one day (UTC), for counting. @param at ms */
  on(at: number): string;
  /** As an incident is counted among the closures of a day: a row of them names no incident that others could find. */
  closing(incident: string): string;
  /** Names that they have in this incident: the one of it alone, and the pseudonym that incidents of before 0.2 hold. */
  namesIn(incident: string): readonly string[];
}

/** @throws what KMS throws */
export async function personInIncidents(
  pseudonyms: Pseudonyms,
  issuer: string,
  sub: string,
): Promise<PersonInIncidents> {
  const secret = await pseudonyms.secretOf(issuer, sub);
  // Known by now: it comes from the same code.
  const pseudonym = await pseudonyms.of(issuer, sub);
  const named = (text: string) => pseudonymOf(createHmac('sha256', secret).update(text).digest());
  const inOne = (incident: string) => `reporter:${named(`incident|${incident}`)}`;
  return {
    in: inOne,
    on: (at) => named(`day|${dayOf(at)}`),
    closing: (incident) => named(`closure|${incident}`),
    namesIn: (incident) => [inOne(incident), pseudonym],
  };
}
