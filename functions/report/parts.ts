import { awsClosures } from '../../core/incident/closures.aws.ts';
import { awsMailbox } from '../../core/incident/mailbox.aws.ts';
import type { Mailbox } from '../../core/incident/mailbox.ts';
import { awsProbes } from '../../core/incident/probes.aws.ts';
import type { ProbeStore } from '../../core/incident/probes.ts';
import type { ReportParts } from '../../core/incident/report.ts';
import { awsTextSeal } from '../../core/incident/text-seal.aws.ts';
import { awsPseudonyms } from '../../core/shared/pseudonym.aws.ts';
import { documents, gateDynamoDb, kms } from '../shared/clients.aws.ts';
import { incidentParts } from '../shared/incident-parts.ts';
import { config } from './config.ts';

export const pseudonyms = awsPseudonyms({ kms: kms(), keyId: config.SLUICE_PSEUDONYM_KEY });

export const parts: ReportParts & { mailbox: Mailbox; probes: ProbeStore } = {
  ...incidentParts(config, { broadcast: config.SLUICE_BROADCAST }),
  mailbox: awsMailbox({
    documents: documents(),
    table: config.SLUICE_INCIDENTS_TABLE,
    seal: awsTextSeal({ kms: kms(), keyId: config.SLUICE_EVIDENCE_KEY, program: config.SLUICE_PROGRAM }),
  }),
  probes: awsProbes({ documents: documents(), table: config.SLUICE_INCIDENTS_TABLE }),
  closures: awsClosures({ ddb: gateDynamoDb(), gateTable: config.SLUICE_GATE_TABLE }),
};
