/** `npm run openapi`: writes docs/openapi.json from the contracts. */
import { writeFileSync } from 'node:fs';
import { openApi } from '../../api/openapi.ts';
import { ROUTES } from '../../api/routes.ts';

writeFileSync('docs/openapi.json', `${JSON.stringify(openApi(ROUTES), null, 2)}\n`);
