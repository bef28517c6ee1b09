import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { awsExports } from '../../core/export/export.aws.ts';
import { awsNotices } from '../../core/export/notices.aws.ts';
import { tellThoseResponsible } from '../../core/export/notify.ts';
import { awsRuns } from '../../core/export/runs.aws.ts';
import { awsTold } from '../../core/export/told.aws.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { awsConfirmedParts } from '../../core/reading/slice.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { documents, dynamoDb, eventBridge } from '../shared/clients.aws.ts';
import { logger, metrics, observed } from '../shared/observability.ts';
import { config } from './config.ts';

const ddb = dynamoDb();
const table = { documents: documents(), table: config.SLUICE_EXPORTS_TABLE };
const parts = {
  store: awsExports(table),
  runs: awsRuns(table),
  told: awsTold(table),
  notices: awsNotices({ events: eventBridge(), program: config.SLUICE_PROGRAM }),
  slices: awsConfirmedParts({ ddb, table: config.SLUICE_SUBJECTS_TABLE }),
  ledger: awsLedger({ ddb, table: config.SLUICE_LEDGER_TABLE }),
  clock,
};

/** Every few minutes: nothing of the event is used. */
export const handler = middy<unknown, { departures: number; stopped: number }>()
  .use(observed())
  .handler(async () => {
    const told = await tellThoseResponsible(parts);
    if (told.departures > 0) metrics.addMetric('DeparturesTold', MetricUnit.Count, told.departures);
    if (told.stopped > 0) metrics.addMetric('DataSetsStopped', MetricUnit.Count, told.stopped);
    logger.info('told', told);
    return told;
  });
