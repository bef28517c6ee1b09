import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'control',
  does: 'Deletes the keys of erased subjects, and what was written about them, again, whatever died or was restored in between',
  memory: 512,
  timeoutSeconds: 300,
  triggers: {
    schedule: { name: 'DailyErasures', does: 'Finishes erasures that died half-way', every: { days: 1 }, retries: 2 },
  },
  environment: ['SLUICE_SUBJECTS_TABLE', 'SLUICE_KEYS_TABLE', 'SLUICE_LEDGER_TABLE'],
  errors: {
    means:
      'Erasures that died half-way are not finished: keys of erased subjects, or words about them, may be left. Look at its log; it runs again tomorrow.',
  },
  alarms: {},
});
