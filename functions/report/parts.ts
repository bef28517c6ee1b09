import { awsClosures } from '../../core/incident/closures.aws.ts';
import type { ReportParts } from '../../core/incident/report.ts';
import { awsPseudonyms } from '../../core/shared/pseudonym.aws.ts';
import { gateDynamoDb, kms } from '../shared/clients.aws.ts';
import { incidentParts } from '../shared/incident-parts.ts';
import { config } from './config.ts';

export const pseudonyms = awsPseudonyms({ kms: kms(), keyId: config.SLUICE_PSEUDONYM_KEY });

export const parts: ReportParts = {
  ...incidentParts(config),
  closures: awsClosures({ ddb: gateDynamoDb(), gateTable: config.SLUICE_GATE_TABLE }),
};
