import type { GuardParts } from '../../core/guard/guard.ts';
import { awsMovements } from '../../core/guard/movements.aws.ts';
import { dynamoDb } from '../shared/clients.aws.ts';
import { incidentParts } from '../shared/incident-parts.ts';
import { describeError, logger } from '../shared/observability.ts';
import { config } from './config.ts';

const words = (text: string | undefined): string[] => text?.split(' ').filter(Boolean) ?? [];
const incident = incidentParts(config);

export const parts: GuardParts = {
  ...incident,
  movements: awsMovements({ ddb: dynamoDb(), table: config.SLUICE_INCIDENTS_TABLE, ledger: incident.ledger }),
  guarded: {
    prefix: config.SLUICE_PREFIX,
    others: words(config.SLUICE_OTHER_STAGES),
    ids: words(config.SLUICE_GUARDED_IDS),
    deployRole: config.SLUICE_DEPLOY_ROLE,
  },
  unfinished: (error) => logger.error('an incident is not finished', describeError(error)),
};
