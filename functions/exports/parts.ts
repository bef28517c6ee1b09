import { awsHeldIndex } from '../../core/export/departures.aws.ts';
import { awsExportJob } from '../../core/export/job.aws.ts';
import { awsRuns } from '../../core/export/runs.aws.ts';
import { awsRefusals } from '../../core/reading/counts.aws.ts';
import { awsPseudonyms } from '../../core/shared/pseudonym.aws.ts';
import { documents, dynamoDb, kms, sfn } from '../shared/clients.aws.ts';
import { exportParts } from '../shared/export-parts.ts';
import { config } from './config.ts';

const shared = exportParts(config);
const table = { documents: documents(), table: config.SLUICE_EXPORTS_TABLE };

export const parts = {
  ...shared,
  runs: awsRuns(table),
  index: awsHeldIndex(table),
  pseudonyms: awsPseudonyms({ kms: kms(), keyId: config.SLUICE_PSEUDONYM_KEY }),
  refusals: awsRefusals({ ddb: dynamoDb(), table: config.SLUICE_LEDGER_TABLE }),
  start: awsExportJob({ sfn: sfn(), stateMachine: config.SLUICE_EXPORT_WORKFLOW }),
};
