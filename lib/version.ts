import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './bundle.ts';

/** Version of these sources. */
export const RELEASE: string = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')).version;
