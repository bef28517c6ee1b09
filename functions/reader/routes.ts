import { showConcern } from '../../api/incident.ts';
import { ledgerEntries, ledgerTips } from '../../api/ledger.ts';
import {
  askGrant,
  countRecords,
  examineRecord,
  explainGrant,
  giveGrant,
  listForPurpose,
  listGrants,
  listRecords,
  readRecord,
  revokeGrant,
} from '../../api/reading.ts';

export const routes = {
  listRecords,
  listForPurpose,
  countRecords,
  readRecord,
  examineRecord,
  ledgerTips,
  ledgerEntries,
  giveGrant,
  listGrants,
  askGrant,
  explainGrant,
  revokeGrant,
  showConcern,
};
