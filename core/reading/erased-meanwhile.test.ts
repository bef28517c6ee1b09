import { expect, test } from '@jest/globals';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { policyOf } from '../policy/cedar.ts';
import { Refused } from '../shared/errors.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { headLength } from '../vault/message-head.ts';
import { memoryVault } from '../vault/vault.memory.ts';
import { type ReadParts, readSegment } from './read.ts';
import { NOW, sampleRow } from './reading.contract.ts';
import { OWN_DATA } from './reading.ts';

/** A read of a record in S3, with every call of a port made visible; an erasure happens before the one with this number. */
async function readWith({ erasedBefore, own, warm }: { erasedBefore?: number; own: boolean; warm: boolean }) {
  const memory = memoryReadingSetup();
  const ring = memoryKeyRing({ clock: memory.clock });
  const vault = memoryVault();
  const keyId = await ring.create('anna');
  await memory.putSubject('anna', { state: 'live', keyId });
  await memory.grants.give({
    grant: 'research#ivan',
    reader: 'ivan',
    purpose: 'research',
    givenBy: 's',
    givenAt: NOW,
    expires: NOW + 1e9,
  });
  const sealed = await sampleRow({ keyId }, { key: Buffer.from(ring.keys.get(keyId)!) });
  const message = Buffer.from(sealed.body.message);
  const cut = headLength(message);
  const row: IndexRow = {
    ...sealed,
    body: { head: message.subarray(0, cut), object: await vault.put(message.subarray(cut)) },
  };
  await memory.putRow(row);
  // The reader's own instance, whose cache nobody empties for it.
  const keys = memoryKeyRing({ keys: ring.keys, clock: memory.clock });
  if (warm) await keys.open(keyId);

  const calls: string[] = [];
  const erase = async () => {
    await memory.putSubject('anna', { state: 'erased', keyId });
    await ring.destroy(keyId);
  };
  const seen = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get: (target, method) => {
        const call = Reflect.get(target, method);
        if (typeof call !== 'function') return call;
        return (...args: unknown[]) => {
          if (method === 'forget') return call.apply(target, args);
          calls.push(`${name}.${String(method)}`);
          const now = calls.length === erasedBefore ? erase() : Promise.resolve();
          return now.then(() => call.apply(target, args));
        };
      },
    });
  const parts: ReadParts = {
    ...{ ledger: memory.ledger, refusals: memory.refusals, clock: memory.clock, disclosure: sampleDisclosure() },
    policy: policyOf(sampleDisclosure()),
    redactor: { redactText: (text) => text },
    reading: seen('reading', memory.reading),
    keys: seen('keys', keys),
    vault: seen('vault', vault),
  };
  const who = own
    ? { reader: 'anna', groups: [], purpose: OWN_DATA }
    : { reader: 'ivan', groups: ['investigators'], purpose: 'research' };
  const came = await readSegment(parts, { ...who, subject: 'anna', segment: row.segment, reason: 'r' }).then(
    () => 'read',
    (error: unknown) => (error instanceof Refused ? error.reason : String(error)),
  );
  return {
    came,
    calls,
    stillCached: await keys.open(keyId).then(
      () => true,
      () => false,
    ),
  };
}

test.each([
  { own: false, warm: false },
  { own: false, warm: true },
  { own: true, warm: true },
])('an erasure that has returned before any step of a read: nothing is shown ($own, $warm)', async (how) => {
  const { came, calls } = await readWith(how);
  expect({ came, calls }).toEqual({
    came: 'read',
    calls: ['reading.begin', 'keys.open', 'vault.get', 'reading.confirm'],
  });
  for (let erasedBefore = 1; erasedBefore <= calls.length; erasedBefore++) {
    const refused = await readWith({ ...how, erasedBefore });
    expect(['erased', 'no-key']).toContain(refused.came);
    // Once it has been found out, the key is not kept either.
    if (refused.calls.includes('reading.confirm')) expect(refused.stillCached).toBe(false);
  }
});
