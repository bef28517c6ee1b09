import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { device } from '../../api/fields.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { memoryPerson } from '../ledger/choice.memory.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { memoryPseudonyms } from '../shared/pseudonym.memory.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { enrol } from './consent.ts';
import { memoryConsentStore } from './consent-store.memory.ts';
import { deviceName } from './device-name.ts';

const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);

test('a device is always the same, fits where labels did, and tells neither person nor label', async () => {
  const pseudonyms = memoryPseudonyms();
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.tuple(fc.string(), label), { minLength: 2, maxLength: 4 }), async (owned) => {
      const named = await Promise.all(
        owned.map(async ([sub, text]) => deviceName(await pseudonyms.secretOf('https://issuer', sub), text)),
      );
      const again = deviceName(await pseudonyms.secretOf('https://issuer', owned[0]![0]), owned[0]![1]);
      expect(again).toEqual(named[0]);
      expect(new Set(named.map((one) => one.device)).size).toBe(new Set(owned.map((one) => JSON.stringify(one))).size);
      for (const one of named) expect(() => device.parse(one.device)).not.toThrow();
      for (const one of named) expect(one.device).toMatch(/^d-[a-z2-7]{26}$/);
    }),
  );
});

test('one that was enrolled under its label goes on under it; no other device does', async () => {
  const store = memoryConsentStore({ ledger: memoryLedger(), gates: [memoryGate(), memoryGate()] });
  const disclosure = sampleDisclosure();
  const deps = { store, keyRing: memoryKeyRing(), disclosure, clock: { now: () => Date.UTC(2026, 0, 1) } };
  const who = { ...memoryPerson('ann'), groups: disclosure.population.groups };
  const secret = new Uint8Array(32);
  await enrol(deps, { ...who, device: 'laptop' });

  const before = await enrol(deps, { ...who, ...deviceName(secret, 'laptop') });
  const fresh = await enrol(deps, { ...who, ...deviceName(secret, 'desktop') });
  const again = await enrol(deps, { ...who, ...deviceName(secret, 'desktop') });

  expect(before.device).toBe('laptop');
  expect(fresh.device).toBe(deviceName(secret, 'desktop').device);
  expect(again.device).toBe(fresh.device);
  expect((await store.devices('ann')).map((one) => one.device).sort()).toEqual([fresh.device, 'laptop'].sort());
});
