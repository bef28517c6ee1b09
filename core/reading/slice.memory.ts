import type { EntryReceipt, FactsOf } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import { memoryCounts } from '../shared/counts.memory.ts';
import { Refused } from '../shared/errors.ts';
import { refusalMessage } from './facts.ts';
import { grantKey } from './grant.ts';
import { requireGrant } from './judge.ts';
import { countVolume, type ReadingTables, readable, rowKey } from './reading.memory.ts';
import type { TimeRules } from './row-times.ts';
import {
  type ExportOrder,
  exportFacts,
  fetchFacts,
  judgePart,
  judgeSlice,
  type SliceReading,
  sliceFacts,
  sliceName,
} from './slice.ts';

export function memorySlices(tables: ReadingTables, clock: Clock, rules: TimeRules): SliceReading {
  const { counts = memoryCounts() } = tables;
  /** By name, the entry of each. */
  const entered = new Map<string, EntryReceipt>();
  const opened = async (): Promise<string> => {
    const chain = tables.ledger.pick('export');
    await tables.openChain(chain);
    return chain;
  };
  const append = (chain: string, facts: FactsOf<'export'>) => {
    if (!tables.isOpen(chain)) throw new Refused('gate-closed', refusalMessage('gate-closed'));
    return tables.ledger.appendTo(chain, facts);
  };
  const needGrant = ({ reader, purpose, permits }: ExportOrder, now: number) => {
    const grant = tables.grants.get(grantKey(reader, purpose));
    return requireGrant(grant, { reader, purpose, ...(permits && { permits }) }, now);
  };
  return {
    async beginSlice(request) {
      const chain = await opened();
      // From here on nothing is awaited: what follows is the transaction.
      const now = clock.now();
      const grant = needGrant(request, now);
      const subject = tables.subjects.get(request.subject);
      const stored = request.segments.map((segment) => tables.rows.get(rowKey(request.subject, segment)));
      const rows = stored.map((row) => row && readable(row));
      const keys = rows.flatMap((row) => (typeof row === 'object' ? [row.keyId] : []));
      const goneKeys = new Set(keys.filter((key) => !tables.keys.has(key)));
      const seen = { rows, goneKeys, grant, ...(subject && { subject }) };
      const judged = judgeSlice(request, seen, now, rules);
      const trims = subject?.trims && { trims: subject.trims };
      if (judged.rows.length === 0) {
        if (!tables.isOpen(chain)) throw new Refused('gate-closed', refusalMessage('gate-closed'));
        return { rows: [], left: judged.left, ...trims };
      }
      if (!tables.isOpen(chain)) throw new Refused('gate-closed', refusalMessage('gate-closed'));
      const name = request.slice === undefined ? undefined : sliceName(request, judged.rows);
      const before = name === undefined ? undefined : entered.get(name);
      if (before) return { receipt: before, rows: judged.rows, left: judged.left, ...trims };
      const facts = sliceFacts(request, { rows: judged.rows, grant }, now);
      if (request.volume) countVolume(counts, facts.actor, request.purpose, request.volume, now, judged.rows.length);
      const receipt = append(chain, facts);
      if (name !== undefined) entered.set(name, receipt);
      return { receipt, rows: judged.rows, left: judged.left, ...trims };
    },
    async beginFetch(request) {
      const chain = await opened();
      const now = clock.now();
      needGrant(request, now);
      const judged = request.parts.map((part) => ({
        part,
        refusal: judgePart(part, tables.subjects.get(part.subject)),
      }));
      const open = judged.flatMap(({ part, refusal }) => (refusal ? [] : [part.part]));
      const closed = judged.flatMap(({ part, refusal }) => (refusal ? [{ part: part.part, refusal }] : []));
      if (!tables.isOpen(chain)) throw new Refused('gate-closed', refusalMessage('gate-closed'));
      if (open.length === 0) return { open, closed };
      return { receipt: append(chain, fetchFacts(request, open, now)), open, closed };
    },
    confirmParts: async (parts) =>
      parts.filter((part) => !judgePart(part, tables.subjects.get(part.subject))).map(({ part }) => part),
    async beginExport(order, asked) {
      const chain = await opened();
      const now = clock.now();
      needGrant(order, now);
      return append(chain, exportFacts(order, now, { detail: { step: 'begin', ...asked } }));
    },
  };
}
