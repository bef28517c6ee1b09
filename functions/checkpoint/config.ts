import { readConfig } from '../shared/config.ts';

export const config = readConfig(process.env, [
  'SLUICE_PROGRAM',
  'SLUICE_LEDGER_TABLE',
  'SLUICE_EVIDENCE_BUCKET',
  'SLUICE_SIGNING_KEY',
]);
