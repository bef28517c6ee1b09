import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../shared/clock.ts';
import { evidenceContract } from './evidence.contract.ts';
import { memoryEvidence } from './evidence.memory.ts';

describe('memory evidence', () => {
  evidenceContract(async () => {
    const evidence = memoryEvidence(systemClock);
    const replace = async (name: string, bytes: Uint8Array) =>
      evidence.kept.set(name, { ...evidence.kept.get(name)!, bytes });
    return { evidence, replace };
  });

  test('is locked for a year, or for the days that it was made with', async () => {
    const item = { folder: 'receipts', stem: 'i', extension: 'json', bytes: Buffer.of(1) } as const;
    const until = async (days?: number) => {
      const evidence = memoryEvidence({ now: () => 1_000 }, days);
      return evidence.lockedUntil((await evidence.put(item)).name);
    };
    expect([await until(), await until(2)]).toEqual([1_000 + 365 * 86_400_000, 1_000 + 2 * 86_400_000]);
  });
});
