import { readBooks } from './books.ts';
import * as consent from './consent.ts';
import { putDirectory, readDirectory } from './directory.ts';
import * as incident from './incident.ts';
import { requestLease } from './lease.ts';
import { ledgerEntries, ledgerTips } from './ledger.ts';
import { giveGrant, listGrants, listRecords, readRecord } from './reading.ts';
import type { Route } from './route.ts';

/** Every contract there is, in the order of the pages made from it. */
export const ROUTES: readonly Route[] = [
  consent.enrol,
  consent.giveConsent,
  consent.withdrawConsent,
  consent.status,
  consent.erase,
  requestLease,
  incident.fileReport,
  incident.pause,
  incident.listIncidents,
  incident.showIncident,
  incident.approve,
  incident.resume,
  listRecords,
  readRecord,
  giveGrant,
  listGrants,
  ledgerTips,
  ledgerEntries,
  readBooks,
  putDirectory,
  readDirectory,
];
