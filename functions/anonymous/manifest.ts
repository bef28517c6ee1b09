import { defineFunction } from '../shared/manifest.ts';
import { routes } from './routes.ts';

export const manifest = defineFunction({
  plane: 'incident',
  does: 'Takes reports of nobody, and tells what was answered to whoever has their receipt',
  memory: 512,
  timeoutSeconds: 15,
  triggers: { routes },
  environment: ['SLUICE_LEDGER_TABLE', 'SLUICE_INCIDENTS_TABLE', 'SLUICE_EVIDENCE_KEY'],
  alarms: {},
});
