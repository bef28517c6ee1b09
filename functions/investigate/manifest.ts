import { INCIDENT_ENVIRONMENT } from '../shared/incident-environment.ts';
import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'incident',
  does: 'The tasks of the incident workflow',
  memory: 1024,
  timeoutSeconds: 840,
  triggers: { tasks: 'incident' },
  environment: [...INCIDENT_ENVIRONMENT, 'SLUICE_INDEX_TABLE', 'SLUICE_LEASE_KEYS_TABLE'],
  errors: {
    means:
      'Tasks of the incident workflow fail. Gates stay as they are, the workflow starts over: look at the log of investigate.',
    threshold: 3,
  },
  alarms: {
    'gate-closed-late': {
      means:
        'The workflow had to finish the closing of the gates: the report function died half-way, and frames may have been stored until then. Look at its log, and at the findings.',
      metric: 'GatesClosedAfter',
      statistic: 'SampleCount',
    },
  },
});
