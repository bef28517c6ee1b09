import { INCIDENT_ENVIRONMENT } from '../shared/incident-environment.ts';
import { defineFunction } from '../shared/manifest.ts';
import { PEOPLE_ENVIRONMENT } from '../shared/people-environment.ts';
import { routes } from './routes.ts';

export const manifest = defineFunction({
  plane: 'incident',
  does: 'Takes reports, closes both gates, signs the closure receipt, starts the workflow',
  // A pause must be done within a second, cold start included: CPU comes with memory.
  memory: 1769,
  timeoutSeconds: 28,
  triggers: { routes },
  environment: [...INCIDENT_ENVIRONMENT, 'SLUICE_BROADCAST', 'SLUICE_PSEUDONYM_KEY', ...PEOPLE_ENVIRONMENT],
  alarms: {
    'gate-closed': {
      means:
        'A report has closed the gates. Collecting and reading stand still until findings are published and two people agree.',
      metric: 'GatesClosedAfter',
      statistic: 'SampleCount',
    },
    'gate-slow': {
      means:
        'Closing the gates took a second or more (milliseconds). It held all the same: look for throttles of the tables Gate and Lanes.',
      metric: 'GatesClosedAfter',
      statistic: 'Maximum',
      threshold: 1000,
    },
  },
});
