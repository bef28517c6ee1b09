/** `npm run options`: writes docs/options.md and docs/cdk.schema.json from the schemas. */
import { writeFileSync } from 'node:fs';
import { cdkSchema, optionsPage } from './page.ts';

writeFileSync('docs/options.md', optionsPage());
writeFileSync('docs/cdk.schema.json', `${JSON.stringify(cdkSchema(), null, 2)}\n`);
