import { EXPORT_ENVIRONMENT } from '../shared/export-environment.ts';
import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'training',
  does: 'Reads segments for an export through the reading gate, redacts once more, and seals what becomes of them',
  memory: 2048,
  timeoutSeconds: 840,
  triggers: {
    job: 'export',
  },
  environment: [...EXPORT_ENVIRONMENT, 'SLUICE_VAULT_BUCKET', 'SLUICE_SIGNING_KEY', 'SLUICE_PSEUDONYM_KEY'],
  errors: {
    means:
      'Parts of a data set cannot be made. After four tries it is stopped, and nothing of it ever opens: look at the log of export-job, and ask for it again.',
    threshold: 3,
  },
  alarms: {},
});
