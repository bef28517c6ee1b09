import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { awsCheckpoints } from '../../core/ledger/checkpoint-store.aws.ts';
import { issueCheckpoint, LedgerRewritten } from '../../core/ledger/issue-checkpoint.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { dynamoDb, kms, s3 } from '../shared/clients.aws.ts';
import { logger, metrics, observed } from '../shared/observability.ts';
import { config } from './config.ts';

const parts = {
  clock,
  ledger: awsLedger({ ddb: dynamoDb(), table: config.SLUICE_LEDGER_TABLE }),
  checkpoints: awsCheckpoints({ s3: s3(), bucket: config.SLUICE_EVIDENCE_BUCKET }),
  signer: awsSigner({ kms: kms(), keyId: config.SLUICE_SIGNING_KEY, name: `sluice/${config.SLUICE_PROGRAM}` }),
};

/** Every few minutes. Fails, and says so in a metric, when the ledger does not continue what was signed before, or when that is gone. */
export const handler = middy()
  .use(observed())
  .handler(async () => {
    try {
      const { tips, number } = await issueCheckpoint(parts);
      const entries = tips.reduce((sum, { length }) => sum + length, 0);
      logger.info('checkpoint signed', { number, entries });
      return { number, entries };
    } catch (error) {
      if (error instanceof LedgerRewritten) metrics.addMetric('LedgerRewritten', MetricUnit.Count, 1);
      throw error;
    }
  });
