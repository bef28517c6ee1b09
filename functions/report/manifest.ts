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
  triggers: {
    routes,
    schedule: {
      name: 'Unfinished',
      does: 'Finishes reports whose function died half-way',
      every: { minutes: 5 },
      retries: 0,
    },
  },
  environment: [...INCIDENT_ENVIRONMENT, 'SLUICE_PSEUDONYM_KEY', ...PEOPLE_ENVIRONMENT],
  errors: {
    means: 'The report function fails. A pause may be half done; filing again finishes it, and so does the workflow.',
  },
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
    'gate-still-closed': {
      means:
        'A gate is closed, whoever closed it, the break-glass role included: nothing is collected, or nothing read. "sluice incidents list" names the incidents that hold it.',
      metric: 'GatesClosed',
      statistic: 'Maximum',
    },
    'reports-unfinished': {
      means:
        'An incident cannot be finished: a lane is not closed, no receipt, not filed, or no workflow. It is tried every five minutes: look at the log of report.',
      metric: 'UnfinishedReports',
      statistic: 'Maximum',
      // What died half-way a moment ago is finished by the run that finds it.
      periods: 2,
    },
    'incident-open': {
      means:
        'An incident has been open for a day: its workflow stands still, or people have not decided. "sluice incidents show" says what is waited for.',
      metric: 'OldestOpenIncidentMinutes',
      statistic: 'Maximum',
      threshold: 1440,
    },
  },
});
