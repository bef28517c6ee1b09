import { UNKNOWN } from '../../core/incident/filing.ts';
import type { PersonInIncidents } from '../../core/incident/person.ts';
import type { Reporter } from '../../core/incident/report.ts';
import { within } from '../../core/shared/within.ts';
import { describeError, logger } from '../shared/observability.ts';

/** How long closing the gates waits for the pseudonym of who closes them, ms: one call of KMS, or none when it is known. */
const PATIENCE = 400;

/** The gates close whether or not KMS says in time who it was. @param at ms */
export const reporterOf = (
  person: Promise<PersonInIncidents>,
  incident: string,
  at: number,
): Promise<Omit<Reporter, 'groups'>> =>
  within(PATIENCE, person).then(
    (known) => ({ sub: known.in(incident), counted: known.on(at), closure: known.closing(incident) }),
    (error: unknown) => {
      logger.error('who reports could not be found out', describeError(error));
      return { sub: UNKNOWN };
    },
  );
