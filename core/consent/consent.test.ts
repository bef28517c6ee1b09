import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isValid } from 'ulid';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { consentHash } from '../disclosure/show.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { consent, DEVICES_PER_SUBJECT, enrol, nextSerial, withdraw } from './consent.ts';
import { memoryConsentStore } from './consent-store.memory.ts';
import type { ConsentStore } from './consent-store.ts';
import { erase, finishErasures } from './erase.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;
const GROUPS = ['employees'];

function world() {
  const clock = { time: NOW, now: () => clock.time };
  const ledger = memoryLedger({ chains: ['c0'] });
  const gates = [memoryGate(), memoryGate()] as const;
  const disclosure = sampleDisclosure((one) => {
    one.population.excluded = ['interns'];
  });
  const store = memoryConsentStore({ ledger, gates });
  const keyRing = memoryKeyRing({ clock });
  const deps = { store, keyRing, disclosure, clock, gates };
  const text = { version: disclosure.version, hash: consentHash(disclosure), groups: GROUPS };
  const kinds = async () => (await wholeLedger(ledger)).map(({ kind }) => kind as string);
  return {
    ...deps,
    deps,
    kinds,
    enrol: (subject = 'ann', device = 'laptop', groups = GROUPS) => enrol(deps, { subject, device, groups }),
    consent: (over: Partial<typeof text> = {}) => consent(deps, { subject: 'ann', ...text, ...over }),
    withdraw: () => withdraw(deps, 'ann'),
    erase: () => erase(deps, 'ann'),
  };
}

describe('enrolment', () => {
  it('makes a key, and collects nothing yet', async () => {
    const { enrol, keyRing, kinds } = world();
    const row = await enrol();
    expect(row).toMatchObject({ state: 'enrolled', serial: '', enrolledAt: NOW });
    expect([...keyRing.keys.keys()]).toEqual([row.keyId]);
    expect(await kinds()).toEqual(['enrolment']);
  });

  it('is one enrolment however often it is asked for, also at once', async () => {
    const { enrol, keyRing, kinds } = world();
    const rows = await Promise.all([enrol(), enrol(), enrol()]);
    rows.push(await enrol());
    expect(new Set(rows.map(({ keyId }) => keyId)).size).toBe(1);
    expect([...keyRing.keys.keys()]).toEqual([rows[0]!.keyId]);
    expect(await kinds()).toEqual(['enrolment']);
  });

  it('adds devices to the same subject, up to a bound', async () => {
    const { enrol, store, kinds } = world();
    for (let index = 0; index < DEVICES_PER_SUBJECT; index++) await enrol('ann', `device-${index}`);
    await expect(enrol('ann', 'one-more')).rejects.toMatchObject({ reason: 'too-many' });
    expect(await store.devices('ann')).toHaveLength(DEVICES_PER_SUBJECT);
    expect(await kinds()).toHaveLength(DEVICES_PER_SUBJECT);
  });

  it.each([[[]], [['contractors']], [['employees', 'interns']]])('refuses %j', async (groups) => {
    const { enrol, store, keyRing } = world();
    await expect(enrol('ann', 'laptop', groups)).rejects.toMatchObject({ reason: 'population' });
    expect(await store.read('ann')).toBeUndefined();
    expect(keyRing.keys.size).toBe(0);
  });
});

describe('consent', () => {
  it('is to a version and a text, by somebody enrolled and covered', async () => {
    const { consent, enrol } = world();
    await expect(consent()).rejects.toMatchObject({ reason: 'state' });
    await enrol();
    await expect(consent({ version: '0.9' })).rejects.toMatchObject({ reason: 'disclosure' });
    await expect(consent({ hash: '0'.repeat(64) })).rejects.toMatchObject({ reason: 'text' });
    await expect(consent({ groups: ['interns', 'employees'] })).rejects.toMatchObject({ reason: 'population' });
    const row = await consent();
    expect(row).toMatchObject({ state: 'live', disclosure: '1.0', consentedAt: NOW });
    expect(isValid(row.serial)).toBe(true);
  });

  it('has a new and greater serial after a withdrawal, in the same millisecond and with a clock gone back', async () => {
    const { consent, enrol, withdraw, clock } = world();
    await enrol();
    let last = '';
    for (const time of [NOW, NOW, NOW - DAY, NOW + 1]) {
      clock.time = time;
      const { serial } = await consent();
      expect(serial > last).toBe(true);
      last = serial;
      expect(await withdraw()).toMatchObject({ state: 'withdrawn', serial });
    }
  });

  it('is one consent when it is given twice to the same version', async () => {
    const { consent, enrol, kinds } = world();
    await enrol();
    const rows = await Promise.all([consent(), consent()]);
    expect(rows[0]).toEqual(rows[1]);
    expect((await consent()).serial).toBe(rows[0]!.serial);
    expect(await kinds()).toEqual(['enrolment', 'consent']);
  });

  it('is asked again when the version changed', async () => {
    const { consent: give, enrol, deps, store } = world();
    await enrol();
    const old = await give();
    const disclosure = sampleDisclosure((one) => {
      one.version = '1.1';
    });
    const next = { subject: 'ann', version: '1.1', hash: consentHash(disclosure), groups: GROUPS };
    const row = await consent({ ...deps, disclosure }, next);
    expect(row.serial > old.serial).toBe(true);
    expect(await store.read('ann')).toMatchObject({ state: 'live', disclosure: '1.1' });
  });
});

describe('withdrawal', () => {
  it('withdraws once, and only a consent', async () => {
    const { consent, enrol, withdraw, kinds } = world();
    await expect(withdraw()).rejects.toMatchObject({ reason: 'state' });
    await enrol();
    await expect(withdraw()).rejects.toMatchObject({ reason: 'state' });
    await consent();
    await withdraw();
    expect(await withdraw()).toMatchObject({ state: 'withdrawn', withdrawnAt: NOW });
    expect(await kinds()).toEqual(['enrolment', 'consent', 'withdrawal']);
  });
});

describe('erasure', () => {
  it('makes a tombstone, deletes the key, and says when the last copy is gone', async () => {
    const { consent, enrol, erase, store, keyRing, kinds } = world();
    const { keyId } = await enrol();
    await consent();
    expect(await erase()).toEqual({ erasedAt: NOW, finalBy: NOW + 8 * DAY });
    expect(await store.read('ann')).toMatchObject({ state: 'erased', erasedAt: NOW });
    await expect(keyRing.open(keyId)).rejects.toMatchObject({ reason: 'no-key' });
    expect(await kinds()).toEqual(['enrolment', 'consent', 'erasure']);
  });

  it('writes the tombstone before it touches the key, and forgets last', async () => {
    const { consent, enrol, deps, store, keyRing } = world();
    await enrol();
    await consent();
    const order: string[] = [];
    const change: ConsentStore['change'] = async (one) => {
      const outcome = await store.change(one);
      order.push('row');
      return outcome;
    };
    const ring = {
      create: keyRing.create,
      destroy: async (keyId: string) => {
        order.push('key');
        await keyRing.destroy(keyId);
      },
      forget: (keyId: string) => {
        order.push('cache');
        keyRing.forget(keyId);
      },
    };
    await erase({ ...deps, store: { ...store, change }, keyRing: ring }, 'ann');
    expect(order).toEqual(['row', 'key', 'cache']);
  });

  it('is finished by whoever calls it again, by a new enrolment, or by the sweep', async () => {
    for (const finish of ['again', 'enrol', 'sweep']) {
      const { enrol, erase: again, deps, store, keyRing } = world();
      const { keyId } = await enrol();
      const dying = { ...keyRing, destroy: () => Promise.reject(new Error('died')) };
      await expect(erase({ ...deps, keyRing: dying }, 'ann')).rejects.toThrow('died');
      expect(await store.read('ann')).toMatchObject({ state: 'erased' });
      expect(keyRing.keys.has(keyId)).toBe(true);
      if (finish === 'again') expect(await again()).toEqual({ erasedAt: NOW, finalBy: NOW + 8 * DAY });
      else if (finish === 'enrol') await enrol();
      else expect(await finishErasures(deps)).toBe(1);
      expect(keyRing.keys.has(keyId)).toBe(false);
    }
  });

  it('gives a new key and a greater serial to who comes back, and keeps the windows', async () => {
    const { consent, enrol, erase, store } = world();
    const first = await enrol();
    const { serial } = await consent();
    store.rows.get('ann')!.windows = new Map([['laptop', { high: 9, seen: 1n }]]);
    await erase();
    await expect(consent()).rejects.toMatchObject({ reason: 'state' });
    const second = await enrol();
    expect(second).toMatchObject({ state: 'enrolled', windows: new Map([['laptop', { high: 9, seen: 1n }]]) });
    expect(second.keyId).not.toBe(first.keyId);
    expect((await consent()).serial > serial).toBe(true);
    expect((await store.read('ann'))!.erasedAt).toBeUndefined();
  });

  it('waits while an incident holds a gate, for as long as the disclosure allows', async () => {
    const { enrol, erase, gates, clock, disclosure, store } = world();
    await enrol();
    await gates[1].hold('incident', { at: NOW });
    const longest = disclosure.gate.longestHoldDays * DAY;
    clock.time = NOW + longest - 1;
    await expect(erase()).rejects.toMatchObject({
      reason: 'hold',
      message: expect.stringContaining(new Date(NOW + longest).toISOString()),
    });
    expect(await store.read('ann')).toMatchObject({ state: 'enrolled' });
    clock.time = NOW + longest;
    expect(await erase()).toMatchObject({ erasedAt: NOW + longest });
  });

  it('refuses nobody', async () => {
    await expect(world().erase()).rejects.toMatchObject({ reason: 'not-found' });
  });
});

describe('serials', () => {
  it('only grow, whatever the clocks say', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 ** 40), { minLength: 1, maxLength: 30 }), (times) => {
        let last = '';
        for (const time of times) {
          const next = nextSerial(last, time);
          expect(next > last).toBe(true);
          expect(isValid(next)).toBe(true);
          last = next;
        }
      }),
    );
  });

  it('carry over into the time when the random part is full', () => {
    const full = `01KB000000${'Z'.repeat(16)}`;
    const next = nextSerial(full, 0);
    expect(next > full).toBe(true);
    expect(isValid(next)).toBe(true);
  });
});
