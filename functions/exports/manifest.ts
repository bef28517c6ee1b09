import { EXPORT_ENVIRONMENT } from '../shared/export-environment.ts';
import { defineFunction } from '../shared/manifest.ts';
import { PEOPLE_ENVIRONMENT } from '../shared/people-environment.ts';
import { routes } from './routes.ts';

export const manifest = defineFunction({
  plane: 'training',
  does: 'Begins data sets, says how far they are, and opens sealed ones for who made them',
  memory: 1024,
  timeoutSeconds: 25,
  triggers: {
    routes,
  },
  environment: [...EXPORT_ENVIRONMENT, 'SLUICE_EXPORT_WORKFLOW', 'SLUICE_PSEUDONYM_KEY', ...PEOPLE_ENVIRONMENT],
  alarms: {},
});
