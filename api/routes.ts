import * as alarms from './alarms.ts';
import * as anonymous from './anonymous.ts';
import * as books from './books.ts';
import * as caseRoutes from './case.ts';
import * as consent from './consent.ts';
import * as directory from './directory.ts';
import * as exportRoutes from './export.ts';
import * as exposure from './exposure.ts';
import * as incident from './incident.ts';
import * as lease from './lease.ts';
import * as ledger from './ledger.ts';
import * as participation from './participation.ts';
import * as reading from './reading.ts';
import { isRoute, type Route } from './route.ts';
import * as wellKnown from './well-known.ts';

/** Every contract there is: whatever a topic exports that is one, in the order of the pages made from it. */
export const ROUTES: readonly Route[] = [
  consent,
  lease,
  incident,
  caseRoutes,
  exposure,
  anonymous,
  reading,
  exportRoutes,
  ledger,
  books,
  participation,
  alarms,
  directory,
  wellKnown,
].flatMap((topic) => Object.values<unknown>(topic).filter(isRoute));

/** Whether a request is for a route of ours, whoever answers it. @param path as it was asked for, without the query */
export const isOurs = (method: string, path: string): boolean =>
  ROUTES.some((one) => one.method === method && fits(one.path, path));

function fits(template: string, path: string): boolean {
  const parts = path.split('/');
  const wanted = template.split('/');
  return (
    parts.length === wanted.length &&
    wanted.every((part, at) => (part.startsWith('{') ? parts[at] !== '' : part === parts[at]))
  );
}
