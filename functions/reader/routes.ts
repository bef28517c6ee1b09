import { showConcern } from '../../api/incident.ts';
import { ledgerEntries, ledgerTips } from '../../api/ledger.ts';
import { countRecords, giveGrant, listForPurpose, listGrants, listRecords, readRecord } from '../../api/reading.ts';

export const routes = {
  listRecords,
  listForPurpose,
  countRecords,
  readRecord,
  ledgerTips,
  ledgerEntries,
  giveGrant,
  listGrants,
  showConcern,
};
