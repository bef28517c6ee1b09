import { awsRunning } from '../../core/deployed/running.aws.ts';
import { STACKS } from '../../core/deployed/template.ts';
import { awsDoorRules } from '../../core/guard/door-rules.aws.ts';
import type { GuardParts } from '../../core/guard/guard.ts';
import { awsMovements } from '../../core/guard/movements.aws.ts';
import { cloudFormation, dynamoDb, eventBridge, lambdaQueries } from '../shared/clients.aws.ts';
import { incidentParts } from '../shared/incident-parts.ts';
import { describeError, logger } from '../shared/observability.ts';
import { witnessBus } from '../shared/witness.ts';
import { words } from '../shared/words.ts';
import { config } from './config.ts';

const incident = incidentParts(config, { broadcast: config.SLUICE_BROADCAST });

export const parts: GuardParts & Pick<typeof incident, 'signer'> = {
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

/** Name of its function. */
export const name = `${config.SLUICE_PREFIX}-guard`;
export const rules = awsDoorRules({ events: eventBridge(), prefix: config.SLUICE_PREFIX });
export const running = awsRunning({
  cloudFormation: cloudFormation(),
  lambda: lambdaQueries(),
  stacks: STACKS.map((stack) => `${config.SLUICE_PREFIX}-${stack}`),
});
export const bus = witnessBus(config.SLUICE_WITNESS_BUS);
