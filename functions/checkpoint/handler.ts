import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { awsCheckpoints } from '../../core/ledger/checkpoint-store.aws.ts';
import { issueCheckpoint, LedgerRewritten } from '../../core/ledger/issue-checkpoint.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { readResend, spansFor, tellCheckpoints } from '../../core/witness/tell.ts';
import { dynamoDb, kms, s3 } from '../shared/clients.aws.ts';
import { logger, metrics, observed } from '../shared/observability.ts';
import { tellAfterwards, witnessBus } from '../shared/witness.ts';
import { config } from './config.ts';

const program = config.SLUICE_PROGRAM;
const parts = {
  clock,
  ledger: awsLedger({ ddb: dynamoDb(), table: config.SLUICE_LEDGER_TABLE }),
  checkpoints: awsCheckpoints({ s3: s3(), bucket: config.SLUICE_EVIDENCE_BUCKET }),
  signer: awsSigner({ kms: kms(), keyId: config.SLUICE_SIGNING_KEY, name: `sluice/${program}` }),
};
const bus = witnessBus(config.SLUICE_WITNESS_BUS);

/**
 * Every few minutes. Fails, and says so in a metric, when the ledger does not continue what was signed before, or when that is gone. Then
 * tells the witness. Called with `{ "resend": { "from": 1, "to": 500 } }` it tells of these as well.
 */
export const handler = middy<unknown, { number: number; entries: number }>()
  .use(observed())
  .handler(async (event) => {
    try {
      const { tips, number } = await issueCheckpoint(parts);
      const entries = tips.reduce((sum, { length }) => sum + length, 0);
      logger.info('checkpoint signed', { number, entries });
      if (bus) {
        const spans = [...readResend(event), ...spansFor(number)];
        await tellAfterwards(() => tellCheckpoints({ program, bus, checkpoints: parts.checkpoints }, spans));
      }
      return { number, entries };
    } catch (error) {
      if (error instanceof LedgerRewritten) metrics.addMetric('LedgerRewritten', MetricUnit.Count, 1);
      throw error;
    }
  });
