import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'control',
  does: 'Deletes what lists the records of erased subjects and of trimmed spans, and again their keys and what was written about them, whatever died or was restored in between, and parts of a directory that nobody put in force; counts once how many take part',
  memory: 512,
  // A person's years are some hundred thousand rows: what is left of them goes on at the next call.
  timeoutSeconds: 900,
  triggers: {
    schedule: { name: 'DailyErasures', does: 'Finishes erasures that died half-way', every: { days: 1 }, retries: 2 },
  },
  environment: [
    'SLUICE_SUBJECTS_TABLE',
    'SLUICE_KEYS_TABLE',
    'SLUICE_INDEX_TABLE',
    'SLUICE_LEDGER_TABLE',
    'SLUICE_GATE_TABLE',
  ],
  errors: {
    means:
      'Erasures that died half-way are not finished: keys of erased subjects, rows of their records, or words about them, may be left; or it was not counted how many take part. Look at its log; it runs again tomorrow.',
  },
  alarms: {},
});
