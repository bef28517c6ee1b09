import { defineFunction } from '../shared/manifest.ts';
import { PEOPLE_ENVIRONMENT } from '../shared/people-environment.ts';
import { routes } from './routes.ts';

export const manifest = defineFunction({
  plane: 'incident',
  does: 'Keeps what people do on incidents: lead, tasks, notes, evidence, findings, verdicts',
  // Files of some MB, in base64, sealed at once.
  memory: 1024,
  timeoutSeconds: 28,
  triggers: { routes },
  environment: [
    'SLUICE_LEDGER_TABLE',
    'SLUICE_INCIDENTS_TABLE',
    'SLUICE_EVIDENCE_BUCKET',
    'SLUICE_EVIDENCE_KEY',
    'SLUICE_SIGNING_KEY',
    'SLUICE_PSEUDONYM_KEY',
    'SLUICE_WORKFLOW',
    ...PEOPLE_ENVIRONMENT,
  ],
  alarms: {},
});
