import { approve, resume } from '../../api/incident.ts';

export const routes = { approve, resume };
