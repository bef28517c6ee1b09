/** `npm run disclosure`: writes what is made from the disclosure's schema. */
import { writeFileSync } from 'node:fs';
import { pages } from './page.ts';

for (const [file, text] of Object.entries(pages())) writeFileSync(file, text);
