import { awsConsentStore } from '../../core/consent/consent-store.aws.ts';
import { awsIndexedRows } from '../../core/consent/erased-rows.aws.ts';
import { awsTexts } from '../../core/ledger/texts.aws.ts';
import type { EraseProgramParts } from '../../core/termination/erase-program.ts';
import { awsKeptRows } from '../../core/termination/kept.aws.ts';
import { awsKeyDestroyer } from '../../core/vault/key-ring.aws.ts';
import { awsSweepStore } from '../../core/vault/sweep.aws.ts';
import { documents, dynamoDb, s3 } from '../shared/clients.aws.ts';
import { incidentParts } from '../shared/incident-parts.ts';
import { config } from './config.ts';

const ddb = dynamoDb();
const { store: incidents, ledger, ...common } = incidentParts(config, { initialise: false });
const [subjects, keys, index] = [
  config.SLUICE_SUBJECTS_TABLE,
  config.SLUICE_KEYS_TABLE,
  config.SLUICE_INDEX_TABLE,
] as const;

export const parts: EraseProgramParts = {
  ...common,
  incidents,
  store: awsConsentStore({ ddb, table: subjects, gateTable: config.SLUICE_GATE_TABLE, ledger }),
  keyRing: awsKeyDestroyer({ documents: documents(), table: keys }),
  texts: awsTexts({ ddb, table: config.SLUICE_LEDGER_TABLE }),
  kept: awsKeptRows({ documents: documents(), subjects, keys, index }),
  rows: awsIndexedRows({ ddb, table: index }),
  objects: awsSweepStore({ s3: s3(), bucket: config.SLUICE_VAULT_BUCKET, documents: documents(), table: index }),
};
