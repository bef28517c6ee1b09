import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'incident',
  does: 'Writes down once a day who could read what in the account',
  // What is there of an inventory is held in memory as text while it is gone on with: some 100 MB at 45,000 tables.
  memory: 1024,
  timeoutSeconds: 900,
  triggers: {
    schedule: {
      name: 'Hourly',
      does: 'Goes on with the inventory of the account, or begins the next one',
      // One a day; about by the hour, so that one which does not fit into a call is gone on with.
      every: { minutes: 50 },
      retries: 2,
    },
  },
  environment: ['SLUICE_EVIDENCE_BUCKET', 'AWS_REGION'],
  errors: {
    means:
      'The inventory of the account could not be written. What is not written down today cannot be told later: look at the log of exposure.',
    periods: 2,
  },
  alarms: {
    'exposure-old': {
      means:
        'For more than 30 hours no inventory of the account was finished (hours): "who could read" has no answer for that time. Look at the log of exposure; sluice exposure collect writes one by hand.',
      metric: 'InventoryAge',
      statistic: 'Maximum',
      threshold: 30,
    },
  },
});
