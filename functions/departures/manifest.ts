import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'training',
  does: 'Tells those responsible, by event, which data sets and training runs people have gone from, and which data sets could not be made',
  memory: 512,
  timeoutSeconds: 240,
  triggers: {
    schedule: {
      name: 'DeparturesTold',
      does: 'Tells of people who have gone from data sets and runs',
      every: { minutes: 5 },
      // The next call tells what this one did not.
      retries: 0,
    },
  },
  environment: ['SLUICE_EXPORTS_TABLE', 'SLUICE_SUBJECTS_TABLE', 'SLUICE_LEDGER_TABLE'],
  errors: {
    means:
      'Those responsible for data sets and runs are not told who has gone, or what stopped. Nothing is lost: it is tried every five minutes. Look at the log of departures.',
    periods: 2,
  },
  alarms: {
    'data-sets-departed': {
      means:
        'Somebody whose data is in a data set or a training run has withdrawn, was erased, or has trimmed something: who made them has to fetch anew. "sluice training concerned withdrawals" names them.',
      metric: 'DeparturesTold',
    },
    'data-set-stopped': {
      means:
        'A data set could not be made: it was stopped, or IAM denies what opens segments for a quarter of an hour. "sluice export list" says which, and why.',
      metric: 'DataSetsStopped',
    },
  },
});
