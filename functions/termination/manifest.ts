import { INCIDENT_ENVIRONMENT } from '../shared/incident-environment.ts';
import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'incident',
  does: 'Erases what a program has kept, once it is proven to have ended, and signs the proof',
  memory: 1024,
  timeoutSeconds: 900,
  triggers: { ends: 'program' },
  environment: [
    ...INCIDENT_ENVIRONMENT,
    'SLUICE_SUBJECTS_TABLE',
    'SLUICE_KEYS_TABLE',
    'SLUICE_INDEX_TABLE',
    'SLUICE_VAULT_BUCKET',
  ],
  errors: {
    means:
      'What an ended program has kept is not erased: the step is tried again, for hours, and then by the next execution. Nothing is collected or read meanwhile. Look at the log of termination.',
    threshold: 3,
  },
  alarms: {},
});
