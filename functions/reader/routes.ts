import { ledgerEntries, ledgerTips } from '../../api/ledger.ts';
import { giveGrant, listGrants, listRecords, readRecord } from '../../api/reading.ts';

export const routes = { listRecords, readRecord, ledgerTips, ledgerEntries, giveGrant, listGrants };
