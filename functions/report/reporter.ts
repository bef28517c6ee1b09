import { UNKNOWN } from '../../core/incident/filing.ts';
import { within } from '../../core/shared/within.ts';
import { describeError, logger } from '../shared/observability.ts';

/** How long closing the gates waits for the pseudonym of who closes them, ms: one call of KMS, or none when it is known. */
const PATIENCE = 400;

/** The gates close whether or not KMS says in time who it was. */
export const reporterOf = (person: Promise<string>): Promise<string> =>
  within(PATIENCE, person).catch((error: unknown) => {
    logger.error('who reports could not be found out', describeError(error));
    return UNKNOWN;
  });
