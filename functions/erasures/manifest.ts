import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'control',
  does: 'Deletes the keys of erased subjects again, whatever died or was restored in between',
  memory: 512,
  timeoutSeconds: 300,
  triggers: {
    schedule: { name: 'DailyErasures', does: 'Finishes erasures that died half-way', every: { days: 1 }, retries: 2 },
  },
  environment: ['SLUICE_SUBJECTS_TABLE', 'SLUICE_KEYS_TABLE'],
  errors: {
    means:
      'Erasures that died half-way are not finished: keys of erased subjects may be left. Look at its log; it runs again tomorrow.',
  },
  alarms: {},
});
