import { describe, expect, test } from '@jest/globals';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { pause } from '../gate/pause.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { policyOf } from '../policy/cedar.ts';
import type { Policy } from '../policy/policy.ts';
import type { Refused } from '../shared/errors.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { memoryVault } from '../vault/vault.memory.ts';
import { askGrant } from './ask-grant.ts';
import { explainGrant } from './explain-grant.ts';
import { giveGrant } from './grant.ts';
import { listForPurpose } from './list.ts';
import { readSegment } from './read.ts';
import { OWN_DATA } from './reading.ts';
import { HOUR, NOW, sampleRow } from './sample.ts';

const IVAN = { sub: 'ivan', groups: ['investigators'], pseudonym: 'i' };
const STELLA = { sub: 'stella', groups: ['stewards'] };
const LINES = [
  { kind: 'click', time: 1, app: 'editor', x: 1, y: 2 },
  { kind: 'key', time: 2, app: 'editor', type: 'keydown', key: 'a' },
  { kind: 'click', time: 3, app: 'terminal', x: 3, y: 4 },
]
  .map((event) => `${JSON.stringify(event)}\n`)
  .join('');

/** One segment of anna, of this tier, and ivan with a grant by stella. */
async function setup(
  rules: Partial<Disclosure['purposes'][string]> = {},
  policy?: Policy,
  tier: 'routine' | 'sensitive' = 'sensitive',
) {
  const disclosure = sampleDisclosure(({ purposes }) => Object.assign(purposes.research!, rules));
  const memory = memoryReadingSetup();
  const ring = memoryKeyRing({ clock: memory.clock });
  const opened: string[] = [];
  const keys = {
    ...ring,
    open: (id: string) => {
      opened.push(id);
      return ring.open(id);
    },
  };
  const redactor = { redactText: (text: string) => text };
  const parts = {
    ...{
      reading: memory.reading,
      ledger: memory.ledger,
      refusals: memory.refusals,
      vault: memoryVault(),
      keys,
      redactor,
    },
    ...{ disclosure, clock: memory.clock, policy: policy ?? policyOf(disclosure), records: memory.shown },
  };
  const keyId = await ring.create('anna');
  await memory.putKey(keyId);
  await memory.putSubject('anna', { state: 'live', keyId });
  const row = await sampleRow({ subject: 'anna', keyId, tier }, { key: ring.keys.get(keyId)!, lines: LINES });
  await memory.putRow(row);
  const give = async (giver = STELLA) => {
    await askGrant(memory.grants, disclosure, memory.clock, { asker: IVAN, purpose: 'research', hours: 8 });
    return giveGrant(memory.grants, disclosure, memory.clock, { giver, reader: 'ivan', purpose: 'research', hours: 8 });
  };
  const read = (more: { reader?: string; groups?: string[]; purpose?: string } = {}) =>
    readSegment(parts, {
      ...{
        subject: 'anna',
        segment: row.segment,
        purpose: 'research',
        reason: 'why',
        reader: 'ivan',
        groups: IVAN.groups,
      },
      ...more,
    }).then(
      ({ lines }) => lines.split('\n').filter(Boolean).length,
      (error: Refused) => error.reason,
    );
  const list = () =>
    listForPurpose(parts, IVAN, { purpose: 'research', reason: 'why', query: { from: 0, to: NOW, limit: 9 } }).then(
      ({ rows }) => rows.length,
      (error: Refused) => error.reason,
    );
  const kinds = async () => (await wholeLedger(memory.ledger)).map(({ kind }) => kind);
  return { ...memory, ...{ parts, opened, give, read, list, kinds, disclosure } };
}

const ALLOWS: Policy = { hash: 'h', text: '', decide: () => ({ allowed: true, by: [] }) };
const REFUSES: Policy = { hash: 'h', text: '', decide: () => ({ allowed: false, by: [], failed: ['cedar'] }) };

describe('a policy', () => {
  test('that allows everything lets nobody read: without a grant, and beside a closed gate', async () => {
    const bare = await setup({}, ALLOWS);

    expect([await bare.read(), await bare.list()]).toEqual(['no-grant', 'no-grant']);

    await bare.give();
    await pause({ reading: bare.gate }, 'incident', bare.clock);

    expect([await bare.read(), await bare.list()]).toEqual(['gate-closed', 'gate-closed']);
    expect(bare.opened).toEqual([]);
  });

  test('that cannot be asked refuses, is an entry, and opens no key; of what is one’s own it is not asked', async () => {
    const one = await setup({}, REFUSES);
    await one.give();

    expect([await one.read(), await one.list()]).toEqual(['purpose', 'purpose']);
    expect(one.opened).toEqual([]);
    expect((await one.kinds()).filter((kind) => kind !== 'grant')).toEqual(['read-refused', 'read-refused']);
    expect(await one.read({ reader: 'anna', purpose: OWN_DATA })).toBe(3);
  });
});

describe('a purpose', () => {
  test('a segment of a tier that the purpose has not is refused, and no key is opened', async () => {
    const [narrow, wide] = [await setup({ tiers: ['routine'] }), await setup({ tiers: ['routine', 'sensitive'] })];
    for (const one of [narrow, wide]) await one.give();

    expect([await narrow.read(), await wide.read()]).toEqual(['purpose', 3]);
    expect(narrow.opened).toEqual([]);
  });

  test('events of kinds and programs that the purpose has not are not shown', async () => {
    const one = await setup({ kinds: ['click'], applications: ['editor'] });
    await one.give();

    expect(await one.read()).toBe(1);
    expect(await one.read({ reader: 'anna', purpose: OWN_DATA })).toBe(3);
  });

  test('after its last day nothing is read for a purpose, and no grant outlives it', async () => {
    const day = new Date(NOW).toISOString().slice(0, 10);
    const one = await setup({ until: day });
    const end = Date.parse(`${day}T00:00:00Z`) + 24 * HOUR;
    one.clock.time = end - HOUR;
    const { grant } = await one.give();

    expect(grant.expires).toBe(end);

    one.clock.time = end;

    expect(await one.read()).toBe('no-grant');
    await expect(one.give()).rejects.toMatchObject({ reason: 'purpose' });
  });

  test('of which only some may give grants is given by them alone, and the grant says by which group, under which policies', async () => {
    const one = await setup({ givers: ['representatives'] });

    await expect(one.give()).rejects.toMatchObject({ reason: 'forbidden' });
    const { grant } = await one.give({ sub: 'rolf', groups: ['stewards', 'representatives', 'choir'] });

    expect(grant).toMatchObject({ givenAs: ['stewards', 'representatives'], policy: one.parts.policy.hash });
    expect(await one.read()).toBe(3);
    const [entry] = (await wholeLedger(one.ledger)).filter(({ kind }) => kind === 'grant');
    expect(entry!.detail).toMatchObject({ policy: one.parts.policy.hash });
  });
});

describe('an explanation', () => {
  test('says which policies decided, and how grant and gate stand; and opens nothing', async () => {
    const one = await setup({ tiers: ['routine'] });
    const ask = (tier: 'routine' | 'sensitive', isOpen = true) =>
      explainGrant(
        {
          grants: one.grants,
          disclosure: one.disclosure,
          policy: one.parts.policy,
          isOpen: async () => isOpen,
          now: one.clock.now(),
        },
        IVAN,
        { purpose: 'research', action: 'read', tier },
      );

    expect(await ask('routine')).toMatchObject({ begins: false, allowed: true, grant: 'none' });
    await one.give();
    expect(await ask('routine')).toMatchObject({ begins: true, grant: 'live', by: [{ id: 'research/readers' }] });
    expect(await ask('routine', false)).toMatchObject({ begins: false, gate: 'closed' });
    expect(await ask('sensitive')).toMatchObject({ begins: false, allowed: false, by: [{ id: 'research/tiers' }] });
    expect(one.opened).toEqual([]);
  });
});
