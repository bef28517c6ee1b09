import { awsDisclosureNotes } from '../../core/disclosure/in-force.aws.ts';
import { inForceOf } from '../../core/disclosure/in-force.ts';
import type { DecideParts } from '../../core/incident/decide.ts';
import { awsProbes } from '../../core/incident/probes.aws.ts';
import { awsPseudonyms } from '../../core/shared/pseudonym.aws.ts';
import { documents, dynamoDb, kms } from '../shared/clients.aws.ts';
import { incidentParts } from '../shared/incident-parts.ts';
import { config } from './config.ts';

export const pseudonyms = awsPseudonyms({ kms: kms(), keyId: config.SLUICE_PSEUDONYM_KEY });

/** Looks at the gates and moves neither: the workflow's task opens them. */
const common = incidentParts(config, { initialise: false });

export const parts: DecideParts = {
  ...common,
  probes: awsProbes({ documents: documents(), table: config.SLUICE_INCIDENTS_TABLE }),
  noted: inForceOf({
    disclosure: common.disclosure,
    notes: awsDisclosureNotes({ ddb: dynamoDb(), gateTable: config.SLUICE_GATE_TABLE }),
    writes: false,
  }).noted,
};
