import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Refused } from '../shared/errors.ts';
import type { Evidence, EvidenceItem } from './evidence.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const item = (text: string, change: Partial<EvidenceItem> = {}): EvidenceItem => ({
  ...{ folder: 'receipts', stem: 'i1', extension: 'json', bytes: Buffer.from(text) },
  ...change,
});

export interface EvidenceHarness {
  evidence: Evidence;
  /** Puts other bytes under a name, as nobody can where Object Lock holds. */
  replace(name: string, bytes: Uint8Array): Promise<unknown>;
}

/** What every adapter of evidence keeps. */
export function evidenceContract(make: () => Promise<EvidenceHarness>): void {
  const refused = (asked: Promise<unknown>) =>
    asked.then(String, ({ reason, message }: Refused) => `${reason}: ${message}`);

  test('evidence is named by its content, is locked, and comes back as it was', async () => {
    const { evidence } = await make();
    const link = await evidence.put(item('{"a":1}'));
    expect(link).toStrictEqual({
      ...{ name: `receipts/i1-${sha256('{"a":1}')}.json`, sha256: sha256('{"a":1}') },
      bytes: 7,
    });
    expect(Buffer.from(await evidence.get(link.name)).toString()).toBe('{"a":1}');
    expect(await evidence.lockedUntil(link.name)).toBeGreaterThan(Date.now());
    const other = await evidence.put(item('{"a":1}', { folder: 'findings', stem: 'i2', extension: 'ndjson' }));
    expect(other.name).toBe(`findings/i2-${link.sha256}.ndjson`);
  });

  test('put twice, by whoever, it is the one of the first time, and keeps what the putter does with its bytes', async () => {
    const { evidence } = await make();
    const once = item('{"a":1}');
    const link = await evidence.put(once);
    const until = await evidence.lockedUntil(link.name);
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await evidence.put(item('{"a":1}'))).toEqual(link);
    expect(await evidence.lockedUntil(link.name)).toBe(until);
    once.bytes.fill(0);
    expect(Buffer.from(await evidence.get(link.name)).toString()).toBe('{"a":1}');
  });

  test('what is not there is refused, and what is not what its name says', async () => {
    const { evidence, replace } = await make();
    expect(await refused(evidence.get('receipts/none-00.json'))).toBe('no-evidence: no such evidence');
    expect(await refused(evidence.lockedUntil('receipts/none-00.json'))).toBe('no-evidence: no such evidence');
    const { name } = await evidence.put(item('{"a":1}'));
    await replace(name, Buffer.from('{"a":2}'));
    expect(await refused(evidence.get(name))).toBe('damaged: the evidence is not the one of its name');
  });
}
