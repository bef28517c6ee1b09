import * as books from './books.ts';
import * as consent from './consent.ts';
import * as directory from './directory.ts';
import * as incident from './incident.ts';
import * as lease from './lease.ts';
import * as ledger from './ledger.ts';
import * as reading from './reading.ts';
import { isRoute, type Route } from './route.ts';

/** Every contract there is: whatever a topic exports that is one, in the order of the pages made from it. */
export const ROUTES: readonly Route[] = [consent, lease, incident, reading, ledger, books, directory].flatMap((topic) =>
  Object.values<unknown>(topic).filter(isRoute),
);
