import { defineFunction } from '../shared/manifest.ts';
import { routes } from './routes.ts';

export const manifest = defineFunction({
  plane: 'control',
  stack: 'State',
  does: 'Says what it takes to talk to the program, and what is known while Service is not there',
  memory: 256,
  timeoutSeconds: 10,
  triggers: { routes, otherwise: 'requests' },
  environment: [
    'SLUICE_API',
    'SLUICE_STAGE',
    'SLUICE_RELEASE',
    'SLUICE_ISSUER',
    'SLUICE_AUDIENCE',
    'SLUICE_CLIENT_ID',
    'SLUICE_SCOPES',
    'SLUICE_REDIRECT_URIS',
    'SLUICE_GROUPS_CLAIM',
    'SLUICE_GATE_TABLE',
    'SLUICE_SIGNING_KEY',
  ],
  alarms: {},
});
