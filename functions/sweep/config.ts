import { readConfig } from '../shared/config.ts';

export const config = readConfig(process.env, [
  'SLUICE_GATE_TABLE',
  'SLUICE_LANES_TABLE',
  'SLUICE_INDEX_TABLE',
  'SLUICE_VAULT_BUCKET',
  'SLUICE_STREAM',
]);
