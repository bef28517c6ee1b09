import { readWellKnown } from '../../api/well-known.ts';

export const routes = { readWellKnown };
