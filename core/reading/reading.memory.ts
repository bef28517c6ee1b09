import type { SubjectRow } from '../consent/subject.ts';
import type { MemoryLedger } from '../ledger/ledger.memory.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { grantFacts, readFacts, refusalMessage } from './facts.ts';
import type { Grant, GrantStore } from './grant.ts';
import { grantKey } from './grant.ts';
import { judgeRead } from './judge.ts';
import type { Reading, RecordPage, RecordQuery, Records } from './reading.ts';
import { recordPage } from './summary.ts';

/** What the tables would hold, shared by the three adapters. */
export interface ReadingTables {
  /** By `<subject>/<segment>`. */
  rows: Map<string, IndexRow>;
  subjects: Map<string, Pick<SubjectRow, 'state' | 'keyId'>>;
  grants: Map<string, Grant>;
  ledger: MemoryLedger;
  /** The chain's copy of the reading gate. */
  isOpen: (chain: string) => boolean;
  /** Tries to open it, as the first read of a chain does. @default it stays as it is */
  openChain?: (chain: string) => Promise<unknown>;
}

export const rowKey = (subject: string, segment: string): string => `${subject}/${segment}`;

export function memoryReading(tables: ReadingTables, clock: Clock): Reading {
  return {
    async begin(request) {
      const chain = tables.ledger.pick();
      if (!tables.isOpen(chain)) await tables.openChain?.(chain);
      // From here on nothing is awaited: what follows is the transaction.
      const now = clock.now();
      const row = tables.rows.get(rowKey(request.subject, request.segment));
      const subject = tables.subjects.get(request.subject);
      const grant = tables.grants.get(grantKey(request.reader, request.purpose));
      const refusal = judgeRead(
        { ...(row && { row }), ...(subject && { subject }), ...(grant && { grant }) },
        request,
        now,
      );
      if (refusal) throw new Refused(refusal, refusalMessage(refusal));
      if (!tables.isOpen(chain)) throw new Refused('gate-closed', refusalMessage('gate-closed'));
      return { receipt: tables.ledger.appendTo(chain, readFacts(request, now)), row: row! };
    },
  };
}

export function memoryGrants({ grants, ledger }: Pick<ReadingTables, 'grants' | 'ledger'>): GrantStore {
  return {
    async give(grant) {
      grants.set(grant.grant, grant);
      return ledger.append(grantFacts(grant));
    },
    list: async (now) => [...grants.values()].filter(({ expires }) => expires > now),
  };
}

export function memoryRecords({ rows }: Pick<ReadingTables, 'rows'>, clock: Clock): Records {
  const within = ({ subject, from, to }: Omit<RecordQuery, 'limit'>): RecordPage =>
    recordPage(
      [...rows.values()]
        .filter((row) => subject === undefined || row.subject === subject)
        .filter((row) => row.arrivedTo >= from && row.arrivedTo <= to && !(row.expiresSeconds * 1000 <= clock.now()))
        .sort((a, b) => (a.segment < b.segment ? -1 : 1)) as unknown as Record<string, unknown>[],
    );
  return {
    async list({ limit, ...query }) {
      const { rows: found, unreadable } = within(query);
      return { rows: found.slice(0, limit), unreadable };
    },
    async *pages(span) {
      yield within(span);
    },
  };
}
