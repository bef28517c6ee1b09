import { INCIDENT_ENVIRONMENT } from '../shared/incident-environment.ts';
import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'incident',
  does: 'The tasks of the incident workflow, and what finishes incidents that died half-way',
  // An inventory of 45,000 tables takes 800 MB while it is asked, and the next one comes before it is cleared away.
  memory: 3008,
  timeoutSeconds: 840,
  triggers: {
    tasks: 'incident',
    schedule: {
      name: 'Unfinished',
      does: 'Finishes incidents that died half-way, and starts lost workflows again',
      every: { minutes: 5 },
      retries: 0,
    },
  },
  environment: [
    ...INCIDENT_ENVIRONMENT,
    'SLUICE_INDEX_TABLE',
    'SLUICE_VAULT_BUCKET',
    'SLUICE_LEASE_KEYS_TABLE',
    'SLUICE_SECOND_LINE',
    'SLUICE_TRAIL',
  ],
  errors: {
    means:
      'Tasks of the incident workflow fail. Gates stay as they are, the workflow starts over: look at the log of investigate.',
    threshold: 3,
  },
  alarms: {
    'gate-closed-late': {
      means:
        'The workflow or the schedule had to finish the closing of the gates: the report function died half-way, and frames may have been stored until then. Look at its log, and at the findings.',
      metric: 'GatesClosedAfter',
      statistic: 'SampleCount',
    },
    'gate-still-closed': {
      means:
        'A gate is closed, whoever closed it, the break-glass role included: nothing is collected, or nothing read. "sluice incidents list" names the incidents that hold it.',
      metric: 'GatesClosed',
      statistic: 'Maximum',
    },
    'reports-unfinished': {
      means:
        'An incident cannot be finished: a lane is not closed, no receipt, not filed, or no workflow. It is tried every five minutes: look at the log of investigate.',
      metric: 'UnfinishedReports',
      statistic: 'Maximum',
      // What died half-way a moment ago is finished by the run that finds it.
      periods: 2,
    },
    'branch-not-known': {
      means:
        'A branch of an investigation failed or hung. Its finding says "not known", which is never clean, and the gates stay as they are: look at the log of investigate, and at the runbook of that alarm.',
      metric: 'BranchesNotKnown',
      statistic: 'SampleCount',
    },
    'probe-red': {
      means:
        'What an incident was about is so again, or is so still: a recurrence probe is red. One that turns red after its incident has filed a report: "sluice incidents list", "show".',
      metric: 'ProbesRed',
      statistic: 'Maximum',
    },
    'probe-unasked': {
      means:
        'A recurrence probe could not be asked: it is unknown, and green to nobody. Look at the log of investigate; it is asked again when it is due.',
      metric: 'ProbesNotAsked',
      statistic: 'Maximum',
      periods: 2,
    },
    'report-overdue': {
      means:
        'Nobody has said in time what a report was, and the next group is asked, or the gates are closed for it: "sluice incidents list", then "show" and "verdict".',
      metric: 'ReportsOverdue',
      statistic: 'Maximum',
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
