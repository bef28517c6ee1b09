import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isValid } from 'ulid';
import { LANGUAGES } from '../../api/languages.ts';
import { isCovered } from '../../api/people.ts';
import { CHOICES } from '../../api/words.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { consentHash } from '../disclosure/show.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { memoryPerson } from '../ledger/choice.memory.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { rowOf } from './change.ts';
import { CONSENTS, consent, DEVICES_PER_SUBJECT, enrol, nextSerial, withdraw } from './consent.ts';
import { memoryConsentStore } from './consent-store.memory.ts';
import type { ConsentStore } from './consent-store.ts';
import { erase, finishErasures } from './erase.ts';
import { memoryIndexedRows } from './erased-rows.memory.ts';
import { trim } from './trim.ts';

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
  const deps = { store, keyRing, texts: ledger.texts, disclosure, clock, gates };
  const text = { version: disclosure.version, hash: consentHash(disclosure), groups: GROUPS };
  const kinds = async () => (await wholeLedger(ledger)).map((entry) => memoryPerson('ann').choiceOf(entry) as string);
  return {
    ...deps,
    deps,
    ledger,
    text,
    kinds,
    enrol: (subject = 'ann', device = 'laptop', groups = GROUPS) =>
      enrol(deps, { ...memoryPerson(subject), device, groups }),
    consent: (over: Partial<typeof text> = {}) => consent(deps, { ...memoryPerson('ann'), ...text, ...over }),
    withdraw: () => withdraw(deps, memoryPerson('ann')),
    erase: () => erase(deps, memoryPerson('ann')),
    trim: () => trim(deps, { ...memoryPerson('ann'), from: 0, to: NOW - 1 }),
  };
}

describe('enrolment', () => {
  it('makes a key, and collects nothing yet', async () => {
    const { enrol, keyRing, kinds } = world();
    const row = await enrol();
    expect(row).toMatchObject({ state: 'enrolled', serial: '', disclosure: '', enrolledAt: NOW });
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
    const refusal = { reason: 'too-many', message: 'at most 16 devices: remove one first, sluice me devices remove' };
    await expect(enrol('ann', 'one-more')).rejects.toMatchObject(refusal);
    expect(await store.devices('ann')).toHaveLength(DEVICES_PER_SUBJECT);
    expect(await kinds()).toHaveLength(DEVICES_PER_SUBJECT);
  });

  it.each([[[]], [['contractors']], [['employees', 'interns']]])('refuses %j', async (groups) => {
    const { enrol, store, keyRing } = world();
    const refusal = { reason: 'population', message: 'the disclosure does not cover you' };
    await expect(enrol('ann', 'laptop', groups)).rejects.toMatchObject(refusal);
    expect(await store.read('ann')).toBeUndefined();
    expect(keyRing.keys.size).toBe(0);
  });
});

describe('population', () => {
  it.each([
    [['a'], true],
    [['b', 'other'], true],
    [['a', 'c'], false],
    [['c', 'd'], false],
    [['other'], false],
  ])('of a or b, without c and d: a member of %j is covered: %p', (groups, covered) => {
    const disclosure = sampleDisclosure((one) => {
      one.population = { ...one.population, groups: ['a', 'b'], excluded: ['c', 'd'] };
    });
    expect(isCovered(disclosure, groups)).toBe(covered);
  });
});

describe('consent', () => {
  it('is to a version and a text, by somebody enrolled and covered', async () => {
    const { consent, enrol } = world();
    await expect(consent()).rejects.toMatchObject({ reason: 'state', message: 'enrol first' });
    await enrol();
    const another = { reason: 'disclosure', message: 'version 1.0 is in force' };
    await expect(consent({ version: '0.9' })).rejects.toMatchObject(another);
    const text = { reason: 'text', message: 'another text than the one in force was shown' };
    await expect(consent({ hash: '0'.repeat(64) })).rejects.toMatchObject(text);
    await expect(consent({ groups: ['interns', 'employees'] })).rejects.toMatchObject({ reason: 'population' });
    const row = await consent();
    expect(row).toMatchObject({ state: 'live', disclosure: '1.0', consentedAt: NOW });
    expect(isValid(row.serial)).toBe(true);
  });

  it.each(LANGUAGES)('is to the text in any of its languages, and says that it was %s', async (language) => {
    const { consent, enrol, withdraw, disclosure } = world();
    await enrol();
    const hash = consentHash(disclosure, language);
    expect(await consent({ hash })).toMatchObject({ state: 'live', language });
    expect(await withdraw()).toMatchObject({ state: 'withdrawn', language });
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
    const next = { ...memoryPerson('ann'), version: '1.1', hash: consentHash(disclosure), groups: GROUPS };
    const row = await consent({ ...deps, disclosure }, next);
    expect(row.serial > old.serial).toBe(true);
    expect(await store.read('ann')).toMatchObject({ state: 'live', disclosure: '1.1' });
  });
});

describe('withdrawal', () => {
  it('withdraws once, and only a consent', async () => {
    const { consent, enrol, withdraw, kinds } = world();
    await expect(withdraw()).rejects.toMatchObject({ reason: 'state', message: 'enrol first' });
    await enrol();
    const none = { reason: 'state', message: 'there is no consent to withdraw' };
    await expect(withdraw()).rejects.toMatchObject(none);
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
    expect(await erase()).toEqual({ erasedAt: NOW, finalBy: NOW + 8 * DAY, rowsGoneBy: NOW + 37 * DAY });
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
    await erase({ ...deps, store: { ...store, change }, keyRing: ring }, memoryPerson('ann'));
    expect(order).toEqual(['row', 'key', 'cache']);
  });

  it('is finished by whoever calls it again, by a new enrolment, or by the sweep', async () => {
    for (const finish of ['again', 'enrol', 'sweep']) {
      const { enrol, erase: again, deps, store, keyRing } = world();
      const { keyId } = await enrol();
      const dying = { ...keyRing, destroy: () => Promise.reject(new Error('died')) };
      await expect(erase({ ...deps, keyRing: dying }, memoryPerson('ann'))).rejects.toThrow('died');
      expect(await store.read('ann')).toMatchObject({ state: 'erased' });
      expect(keyRing.keys.has(keyId)).toBe(true);
      if (finish === 'again')
        expect(await again()).toEqual({ erasedAt: NOW, finalBy: NOW + 8 * DAY, rowsGoneBy: NOW + 37 * DAY });
      else if (finish === 'enrol') await enrol();
      else expect(await finishErasures({ ...deps, rows: memoryIndexedRows(new Map()) })).toMatchObject({ keys: 1 });
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
    // Until nothing is left of it, they are told when that is.
    expect((await store.read('ann'))!.erasedAt).toBe(NOW);
  });

  it('is one erasure, of the time when it was first asked for', async () => {
    const { enrol, erase, clock, kinds, disclosure } = world();
    await enrol();
    const first = await erase();
    clock.time = NOW + DAY;
    expect(await erase()).toEqual(first);
    expect(first.finalBy).toBe(NOW + disclosure.lease.deliveryHours * 3_600_000 + 7 * DAY);
    expect(await kinds()).toEqual(['enrolment', 'erasure']);
  });

  it.each([
    ['by the gate that is held for longest', [0, DAY], DAY],
    ['by the one that is held', [0, undefined], 0],
    ['and by none that has let go since', [undefined, undefined], undefined],
  ])('is on hold until a time that is told %s', async (_, held, latest) => {
    const { enrol, deps, store, gates, disclosure } = world();
    await enrol();
    for (const [at, gate] of gates.entries()) {
      const since = held[at] ?? 5 * DAY;
      const { epoch } = await gate.hold('incident', { at: NOW + since });
      await gate.markClosed(epoch, NOW + since);
      if (held[at] === undefined) await gate.release('incident', epoch, NOW + since);
    }
    const change = async () => 'held' as const;
    const until = NOW + (latest ?? 0) + disclosure.gate.longestHoldDays * DAY;
    const told = latest === undefined ? '' : `, until ${new Date(until).toISOString()} at the latest`;
    await expect(erase({ ...deps, store: { ...store, change } }, memoryPerson('ann'))).rejects.toMatchObject({
      reason: 'hold',
      message: `an incident is being looked into: erasure is on hold${told}`,
    });
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
    const refusal = { reason: 'not-found', message: 'nobody of that name was enrolled' };
    await expect(world().erase()).rejects.toMatchObject(refusal);
  });
});

describe('a change', () => {
  type World = ReturnType<typeof world>;
  /** What was before, and the change. */
  const changes: Record<
    string,
    [(one: World) => Promise<unknown>, (deps: World['deps'], one: World) => Promise<unknown>]
  > = {
    enrolment: [async () => {}, (deps) => enrol(deps, { ...memoryPerson('ann'), device: 'laptop', groups: GROUPS })],
    'enrolment of another device': [
      (one) => one.enrol(),
      (deps) => enrol(deps, { ...memoryPerson('ann'), device: 'desk', groups: GROUPS }),
    ],
    consent: [(one) => one.enrol(), (deps, { text }) => consent(deps, { ...memoryPerson('ann'), ...text })],
    withdrawal: [
      async (one) => {
        await one.enrol();
        await one.consent();
      },
      (deps) => withdraw(deps, memoryPerson('ann')),
    ],
    erasure: [(one) => one.enrol(), (deps) => erase(deps, memoryPerson('ann'))],
  };

  /** The change, while so many others are faster; and how often it looked. */
  async function meeting(name: string, others: number) {
    const one = world();
    const [before, change] = changes[name]!;
    await before(one);
    const [entries, key] = [(await one.kinds()).length, (await one.store.read('ann'))?.keyId];
    let [looks, left] = [0, others];
    const store: typeof one.store = {
      ...one.store,
      read(subject) {
        looks++;
        return one.store.read(subject);
      },
      change: async (asked) => (left-- > 0 ? 'stale' : one.store.change(asked)),
    };
    const done = await change({ ...one.deps, store }, one).then(
      () => 'done',
      ({ reason, message }) => `${reason}: ${message}`,
    );
    return { done, looks, entries: (await one.kinds()).length - entries, key, keys: [...one.keyRing.keys.keys()] };
  }

  it.each(Object.keys(changes))(
    'is decided on what is there, looks once more for each that was faster: %s',
    async (name) => {
      for (const others of [0, 1, 19]) {
        const { done, looks, entries, keys } = await meeting(name, others);
        expect({ done, looks, entries }).toEqual({ done: 'done', looks: others + 1, entries: 1 });
        expect(keys).toHaveLength(name === 'erasure' ? 0 : 1);
      }
    },
  );

  it.each(Object.keys(changes))('gives up after twenty looks, and has changed nothing: %s', async (name) => {
    const { done, looks, entries, key, keys } = await meeting(name, 20);
    expect(done).toBe('busy: others are changing the same subject; try again');
    expect({ looks, entries }).toEqual({ looks: 20, entries: 0 });
    expect(keys).toEqual(key === undefined ? [] : [key]);
  });

  it('is told in the ledger under a name of its own, of which its person alone knows that it is theirs and what it was', async () => {
    const { enrol, consent, withdraw, trim, erase, ledger, clock } = world();
    const { keyId } = await enrol();
    const { serial } = await consent();
    clock.time = NOW + 1;
    await withdraw();
    await trim();
    await erase();

    const entries = await wholeLedger(ledger);

    expect(entries.map(({ kind, at, subject, detail }) => ({ kind, at, subject, detail }))).toStrictEqual([
      { kind: 'choice', at: NOW, subject: undefined, detail: undefined },
      { kind: 'choice', at: NOW, subject: undefined, detail: undefined },
      { kind: 'choice', at: NOW + 1, subject: undefined, detail: undefined },
      { kind: 'choice', at: NOW + 1, subject: undefined, detail: undefined },
      { kind: 'erasure', at: NOW + 1, subject: undefined, detail: undefined },
    ]);
    const written = JSON.stringify(entries);
    // As a word: random names may hold three letters in a row.
    for (const known of ['ann', 'laptop', keyId, serial]) expect(written).not.toMatch(new RegExp(`\\b${known}\\b`));
    expect(new Set(entries.map(({ actor }) => actor)).size).toBe(5);
    expect(entries.map(memoryPerson('ann').choiceOf)).toEqual([...CHOICES]);
    expect(entries.map(memoryPerson('bob').choiceOf)).toEqual(Array(5).fill(undefined));
  });

  it('makes a row that says nothing of what it does not know', () => {
    const next = { state: 'enrolled' as const, serial: '', disclosure: '', keyId: 'k', enrolledAt: NOW };
    const row = { ...next, subject: 'ann', windows: new Map(), revision: 0 };
    expect(rowOf('ann', undefined, next)).toStrictEqual(row);
    const counted = { ...row, enrolments: 0, erasedKeys: ['j'], revision: 3 };
    expect(rowOf('ann', counted, next)).toStrictEqual(counted);
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

  it('grow within a millisecond, also when chance says the same again', () => {
    const same = () => 0.5;
    const serials = [nextSerial('', NOW, same)];
    for (let more = 0; more < 3; more++) serials.push(nextSerial(serials.at(-1)!, NOW, same));
    expect(new Set(serials).size).toBe(4);
    expect(serials.toSorted()).toEqual(serials);
  });

  it('carry over into the time when the random part is full', () => {
    const full = `01KB000000${'Z'.repeat(16)}`;
    const next = nextSerial(full, 0);
    expect(next > full).toBe(true);
    expect(isValid(next)).toBe(true);
  });
});

describe('consents of a day', () => {
  it('are limited, and the one that is refused says until when; a withdrawal never is', async () => {
    const { enrol, consent, withdraw, clock } = world();
    await enrol();
    for (let given = 0; given < CONSENTS.most; given++) {
      await consent();
      // Consenting twice is one consent.
      await consent();
      await withdraw();
    }
    await expect(consent()).rejects.toMatchObject({
      reason: 'limit',
      message: `at most ${CONSENTS.most} consents within one day: again from 2026-11-26T00:00:00.000Z on`,
    });
    await withdraw();
    clock.time = Date.UTC(2026, 10, 26);
    await consent();
  });

  it('an erasure gives no new ones, and none of another person', async () => {
    const { enrol, consent: give, withdraw, erase, deps, text } = world();
    await enrol();
    for (let given = 0; given < CONSENTS.most; given++) {
      await give();
      await withdraw();
    }
    await erase();
    await enrol();
    await expect(give()).rejects.toMatchObject({ reason: 'limit' });
    await enrol('bob');
    await consent(deps, { ...memoryPerson('bob'), ...text });
  });

  it('to leave out more is never one too often; to take a part in again is counted', async () => {
    const { enrol, consent: give, withdraw, deps, text } = world();
    await enrol();
    for (let given = 0; given < CONSENTS.most - 1; given++) {
      await give();
      await withdraw();
    }
    const without = (...parts: string[]) => consent(deps, { ...memoryPerson('ann'), ...text, without: parts });
    await give();
    const [app] = Object.keys(deps.disclosure.applications);
    const less = await without('kind:key');
    expect((await without('kind:key', `app:${app}`)).serial > less.serial).toBe(true);
    await expect(without('kind:key')).rejects.toMatchObject({ reason: 'limit' });
  });

  it('two at once at the limit: one is given, and the other is the same or refused', async () => {
    const { enrol, consent, withdraw, kinds } = world();
    await enrol();
    for (let given = 0; given < CONSENTS.most - 1; given++) {
      await consent();
      await withdraw();
    }
    await Promise.all([consent(), consent()]);
    expect((await kinds()).filter((kind) => kind === 'consent')).toHaveLength(CONSENTS.most);
    await withdraw();
    await expect(consent()).rejects.toMatchObject({ reason: 'limit' });
  });
});
