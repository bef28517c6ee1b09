import { describe, expect, test } from '@jest/globals';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { incidentContract } from './incident.contract.ts';
import { memoryIncidents } from './incident.memory.ts';
import type { Incident } from './incident.ts';

describe('memory incidents', () =>
  incidentContract(async () => {
    const ledger = memoryLedger();
    return { ledger, store: memoryIncidents(ledger) };
  }));

test.each(['file', 'advance'] as const)('%s: incident and entry are made both, or neither', async (what) => {
  const ledger = memoryLedger();
  const store = memoryIncidents(ledger);
  const facts = { kind: 'report', at: 0, actor: 'reporter:rita', incident: 'i' } as const;
  const row: Incident = {
    ...{ incident: 'i', kind: 'report', severity: 'low', status: 'reported', reporter: 'rita' },
    ...{ reportedAt: 0, from: 0, disclosure: '1.0', closes: false },
  };
  if (what === 'advance') await store.file(row, undefined, facts);
  ledger.append = () => Promise.reject(new Error('away'));

  const made =
    what === 'file' ? store.file(row, undefined, facts) : store.advance('i', { set: { startedAt: 1 }, facts });

  await expect(made).rejects.toThrow('away');
  expect(await store.list()).toStrictEqual(what === 'file' ? [] : [row]);
});
