import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { awsCollectionGate, awsReadingGate } from '../../core/gate/gate.aws.ts';
import { awsComparisonCall, awsSecondLineNotes, awsSecondLinePolicies } from '../../core/gate/second-line.aws.ts';
import { keepSecondLine, SECOND_LINE_ROLES, type SecondLineParts } from '../../core/gate/second-line.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { isBroken } from '../../core/shared/errors.ts';
import { dynamoDb, gateDynamoDb, iam, lambda } from '../shared/clients.aws.ts';
import { describeError, logger, metrics, observed } from '../shared/observability.ts';
import { config } from './config.ts';

const named = (roles: readonly string[]): string[] => roles.map((role) => `${config.SLUICE_PREFIX}-${role}`);

const gateTable = config.SLUICE_GATE_TABLE;
/** Only their roots are looked at: of lanes it knows nothing. */
const gate = { ddb: gateDynamoDb(), gateTable, clock, initialise: false };
const tell = awsComparisonCall({ lambda: lambda(), name: config.SLUICE_BROADCAST });
const parts: SecondLineParts = {
  clock,
  gates: {
    collection: awsCollectionGate({ ...gate, lanesTable: '' }),
    reading: awsReadingGate({ ...gate, ledgerTable: '' }),
  },
  notes: awsSecondLineNotes({ ddb: dynamoDb(), gateTable }),
  policies: awsSecondLinePolicies({
    iam: iam(),
    roles: { collection: named(SECOND_LINE_ROLES.collection), reading: named(SECOND_LINE_ROLES.reading) },
  }),
};

/** On schedule, and when a task of the workflow has closed or opened the gates. Whoever else calls it has both compared, and no more. */
export const handler = middy()
  .use(observed())
  .handler(async () => {
    // Who has this called has moved the gates: agents hear of it first, and their own schedule does what is missed here.
    await Promise.resolve()
      .then(tell)
      .catch((error: unknown) => logger.warn('agents are told by the schedule', describeError(error)));
    const { moved, altered, errors } = await keepSecondLine(parts);
    if (moved.length > 0) logger.info('second line moved', { moved, altered });
    if (altered.length > 0) metrics.addMetric('SecondLineAltered', MetricUnit.Count, altered.length);
    for (const error of errors) logger.error('the second line is not as it should', describeError(error));
    if (errors.length > 0) throw errors.find(isBroken) ?? errors[0];
    return { moved, altered };
  });
