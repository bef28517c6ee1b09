import { readConfig } from '../shared/config.ts';
import { manifest } from './manifest.ts';

export const config = readConfig(manifest);
