import { defineFunction } from '../shared/manifest.ts';
import { PEOPLE_ENVIRONMENT } from '../shared/people-environment.ts';
import { routes } from './routes.ts';

export const manifest = defineFunction({
  plane: 'control',
  does: 'Enrolment, consent, leases, status, books, participation, alarms, erasure',
  memory: 512,
  timeoutSeconds: 25,
  triggers: { routes },
  environment: [
    'SLUICE_GATE_TABLE',
    'SLUICE_LANES_TABLE',
    'SLUICE_SUBJECTS_TABLE',
    'SLUICE_KEYS_TABLE',
    'SLUICE_LEASE_KEYS_TABLE',
    'SLUICE_LEDGER_TABLE',
    'SLUICE_STREAM',
    'SLUICE_SUBJECT_KEYS_KEY',
    'SLUICE_CONTROL_KEY',
    'SLUICE_PSEUDONYM_KEY',
    'SLUICE_AGENT_ROLE',
    'SLUICE_STAGE',
    'SLUICE_PUSH_TOPIC',
    'SLUICE_PUSH_CLIENTS',
    'SLUICE_OTHER_STAGES',
    ...PEOPLE_ENVIRONMENT,
    'AWS_REGION',
  ],
  alarms: {},
});
