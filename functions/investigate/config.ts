import { readConfig } from '../shared/config.ts';

export const config = readConfig(process.env, [
  'SLUICE_PROGRAM',
  'SLUICE_DISCLOSURE',
  'SLUICE_GATE_TABLE',
  'SLUICE_LANES_TABLE',
  'SLUICE_INDEX_TABLE',
  'SLUICE_LEDGER_TABLE',
  'SLUICE_INCIDENTS_TABLE',
  'SLUICE_EVIDENCE_BUCKET',
  'SLUICE_EVIDENCE_KEY',
  'SLUICE_SIGNING_KEY',
  'SLUICE_WORKFLOW',
]);
