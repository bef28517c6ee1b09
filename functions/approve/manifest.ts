import { INCIDENT_ENVIRONMENT } from '../shared/incident-environment.ts';
import { defineFunction } from '../shared/manifest.ts';
import { PEOPLE_ENVIRONMENT } from '../shared/people-environment.ts';
import { routes } from './routes.ts';

export const manifest = defineFunction({
  plane: 'incident',
  does: 'Records a decision, and answers the waiting workflow when two people have decided alike',
  memory: 512,
  timeoutSeconds: 28,
  triggers: { routes },
  environment: [...INCIDENT_ENVIRONMENT, 'SLUICE_PSEUDONYM_KEY', ...PEOPLE_ENVIRONMENT],
  alarms: {},
});
