import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'ingest',
  does: 'Removes objects that no index row points at, and lanes of shards that ended',
  memory: 512,
  timeoutSeconds: 900,
  triggers: { schedule: { name: 'Daily', does: 'Sweeps the vault once a day', every: { days: 1 }, retries: 2 } },
  environment: [
    'SLUICE_GATE_TABLE',
    'SLUICE_LANES_TABLE',
    'SLUICE_INDEX_TABLE',
    'SLUICE_VAULT_BUCKET',
    'SLUICE_STREAM',
  ],
  errors: {
    means: 'The daily sweep failed; it runs again tomorrow. Objects that nobody can open stay until then.',
  },
  alarms: {},
});
