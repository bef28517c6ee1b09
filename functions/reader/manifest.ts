import { defineFunction } from '../shared/manifest.ts';
import { PEOPLE_ENVIRONMENT } from '../shared/people-environment.ts';
import { routes } from './routes.ts';

export const manifest = defineFunction({
  plane: 'reading',
  does: 'Checks purpose, grant and gate, writes the entry, and only then opens a segment',
  memory: 1024,
  timeoutSeconds: 25,
  triggers: {
    routes,
  },
  environment: [
    'SLUICE_GATE_TABLE',
    'SLUICE_SUBJECTS_TABLE',
    'SLUICE_KEYS_TABLE',
    'SLUICE_INDEX_TABLE',
    'SLUICE_LEDGER_TABLE',
    'SLUICE_GRANTS_TABLE',
    'SLUICE_INCIDENTS_TABLE',
    'SLUICE_VAULT_BUCKET',
    'SLUICE_EVIDENCE_BUCKET',
    'SLUICE_SUBJECT_KEYS_KEY',
    'SLUICE_SIGNING_KEY',
    'SLUICE_PSEUDONYM_KEY',
    ...PEOPLE_ENVIRONMENT,
  ],
  alarms: {},
});
