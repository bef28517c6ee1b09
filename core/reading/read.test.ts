import { describe, expect, test } from '@jest/globals';
import { createRedactor } from '../../redaction/create.ts';
import { ledgerInWords } from '../../test/fixtures/ledger-words.ts';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { tipsOf } from '../ledger/ledger.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { policyOf } from '../policy/cedar.ts';
import type { Refused } from '../shared/errors.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { headLength } from '../vault/message-head.ts';
import { memoryVault } from '../vault/vault.memory.ts';
import { reachingGrants } from './access.ts';
import { askGrant } from './ask-grant.ts';
import { giveGrant, grantKey } from './grant.ts';
import { REQUEST_STANDS } from './grant-request.ts';
import { type ReadParts, readSegment } from './read.ts';
import { HOUR, NOW, sampleRow } from './reading.contract.ts';
import { OWN_DATA } from './reading.ts';
import { revokeGrant } from './revoke-grant.ts';

const disclosure = sampleDisclosure();
const twoGroups = sampleDisclosure(({ purposes }) => {
  purposes.research!.readers = ['investigators', 'auditors'];
});

const SECRET = '{"kind":"text","data":"what anna wrote"}';

async function setup(disclosure = sampleDisclosure()) {
  const memory = memoryReadingSetup();
  const keys = memoryKeyRing({ clock: memory.clock });
  const vault = memoryVault();
  const opened: { keyId: string; entries: number }[] = [];
  /** Keys as they were handed out. */
  const held: Uint8Array[] = [];
  const entries = () => wholeLedger(memory.ledger);
  const parts: ReadParts = {
    reading: memory.reading,
    ledger: memory.ledger,
    refusals: memory.refusals,
    vault,
    disclosure,
    policy: policyOf(disclosure),
    clock: memory.clock,
    redactor: createRedactor({ policy: { actions: {}, tiers: {} } }),
    keys: {
      ...keys,
      open: async (keyId) => {
        opened.push({ keyId, entries: (await entries()).filter(({ kind }) => kind === 'read').length });
        const key = await keys.open(keyId);
        held.push(key);
        return key;
      },
    },
  };
  const keyOf: Record<string, string> = { anna: await keys.create('anna'), bert: await keys.create('bert') };
  for (const subject of ['anna', 'bert']) await memory.putSubject(subject, { state: 'live', keyId: keyOf[subject]! });
  const grant = { reader: 'ivan', purpose: 'research', givenBy: 'stella', givenAt: NOW, expires: NOW + HOUR };
  await memory.grants.give({ grant: grantKey('ivan', 'research'), ...grant });

  /** A segment sealed for a subject, its rest in the vault. */
  const store = async (subject: string, change: Partial<IndexRow> = {}, bound = true): Promise<IndexRow> => {
    const key = keys.keys.get(keyOf[subject]!)!;
    const row = await sampleRow({ ...change, subject, keyId: keyOf[subject]! }, { key, lines: `${SECRET}\n`, bound });
    const cut = headLength(row.body.message);
    const message = Buffer.from(row.body.message);
    const [head, rest] = [message.subarray(0, cut), message.subarray(cut)];
    const stored: IndexRow = { ...row, body: { head, object: await vault.put(rest) } };
    await memory.putRow(stored);
    return stored;
  };
  const order = (row: Pick<IndexRow, 'subject' | 'segment'>, change = {}) => ({
    reader: 'ivan',
    groups: ['investigators'],
    subject: row.subject,
    segment: row.segment,
    purpose: 'research',
    reason: 'sample of the week',
    ...change,
  });
  const read = (row: Pick<IndexRow, 'subject' | 'segment'>, change = {}) => readSegment(parts, order(row, change));
  const refusal = (row: Pick<IndexRow, 'subject' | 'segment'>, change = {}) =>
    read(row, change).then(
      () => 'read',
      (error: Refused) => error.reason,
    );
  return { ...memory, keys, keyOf, vault, parts, opened, held, entries, store, read, refusal };
}

describe('reading a segment', () => {
  test('shows what was stored; the entry stood in the ledger before the key was opened', async () => {
    const { store, read, opened, entries } = await setup();
    const row = await store('anna');
    const { lines, receipt } = await read(row);
    expect(lines).toBe(`${SECRET}\n`);
    expect(opened).toEqual([{ keyId: row.keyId, entries: 1 }]);
    expect((await entries()).map(({ hash }) => hash)).toContain(receipt.hash);
  });

  test('no key is opened for a read that is refused, and the refusal is an entry', async () => {
    const { store, refusal, opened, entries } = await setup();
    const row = await store('anna');
    expect(await refusal(row, { reader: 'nadia' })).toBe('no-grant');
    expect(await refusal(row, { groups: ['employees'] })).toBe('purpose');
    expect(await refusal(row, { purpose: OWN_DATA })).toBe('purpose');
    expect(opened).toEqual([]);
    const refused = (await entries()).filter(({ kind }) => kind === 'read-refused');
    expect(refused.map(({ detail }) => detail?.refusal).sort()).toEqual(['no-grant', 'purpose', 'purpose']);
    for (const entry of refused) expect(entry).toMatchObject({ subject: 'anna', segment: row.segment });
    expect(refused.map(({ purpose }) => purpose).sort()).toEqual([OWN_DATA, 'research', 'research']);
  });

  test('one of the groups of a purpose is enough, and whoever is in none is told which they are', async () => {
    const { store, read } = await setup(twoGroups);
    const row = await store('anna');
    for (const group of ['investigators', 'auditors']) await read(row, { groups: ['employees', group] });
    await expect(read(row, { groups: ['employees'] })).rejects.toMatchObject({
      ...{ reason: 'purpose', message: 'this purpose is for members of: investigators, auditors' },
    });
    await expect(read(row, { purpose: OWN_DATA })).rejects.toThrow(
      `${OWN_DATA} is for subjects reading what is theirs`,
    );
    // What there is is in everybody's terms; what was asked for is repeated nowhere.
    await expect(read(row, { purpose: 'curiosity' })).rejects.toThrow(
      /^the disclosure knows no such purpose: it has (?!.*curiosity).*research/,
    );
  });

  test('the key is wiped once it was used, whether the segment opened or not', async () => {
    const { store, read, refusal, vault, held } = await setup();
    const row = await store('anna');
    await read(row);
    vault.objects.clear();
    expect(await refusal(row)).toBe('no-object');
    expect(held.map((key) => [key.length, key.every((byte) => byte === 0)])).toEqual([
      [32, true],
      [32, true],
    ]);
  });

  test.each<[string, (mine: IndexRow, other: IndexRow) => Partial<IndexRow>]>([
    [
      'body of another subject',
      (mine, other) => ({
        body: { ...mine.body, object: (other.body as { object: string }).object } as IndexRow['body'],
      }),
    ],
    ['head and body of another subject', (_, other) => ({ body: other.body })],
    ['key, head and body of another subject', (_, other) => ({ keyId: other.keyId, body: other.body })],
    ['another disclosure', () => ({ disclosure: '2.0' })],
    ['another program', () => ({ program: 'q' })],
  ])('foreign object: a row with the %s shows nothing, and is in the ledger by name', async (_, tamper) => {
    const { store, read, putRow, entries } = await setup();
    const [mine, other] = [await store('anna'), await store('bert')];
    await putRow({ ...mine, ...tamper(mine, other) });
    await expect(read(mine)).rejects.toMatchObject({
      ...{ reason: 'foreign-object', message: 'the row does not point at this segment' },
    });
    expect((await entries()).filter(({ detail }) => detail?.refusal === 'foreign-object')).toHaveLength(1);
  });

  test('another segment of the same subject is foreign too', async () => {
    const { store, read, refusal, putRow } = await setup();
    const [mine, other] = [await store('anna'), await store('anna')];
    await putRow({ ...mine, body: other.body });
    expect(await refusal(mine)).toBe('foreign-object');
    await putRow({
      ...mine,
      body: { head: (mine.body as { head: Uint8Array }).head, object: (other.body as { object: string }).object },
    });
    const cause = expect.objectContaining({ reason: 'unsealed' });
    await expect(read(mine)).rejects.toMatchObject({ reason: 'foreign-object', cause });
  });

  test('a key that was deleted, an object that is gone: refused by name, in the ledger', async () => {
    const { store, refusal, keys, keyOf, vault, entries } = await setup();
    const row = await store('anna');
    vault.objects.clear();
    expect(await refusal(row)).toBe('no-object');
    await keys.destroy(keyOf.anna!);
    expect(await refusal(row)).toBe('no-key');
    const refused = (await entries()).map(({ detail }) => detail?.refusal).filter(Boolean);
    expect(refused.sort()).toEqual(['no-key', 'no-object']);
  });

  test('reasons are redacted before they are written, and an unknown purpose is not written at all', async () => {
    const { store, read, refusal, entries, ledger } = await setup();
    const row = await store('anna');
    await read(row, { reason: 'asked by anna.smith@example.com \ud800' });
    expect(await refusal(row, { purpose: 'anna.smith@example.com' })).toBe('purpose');
    const written = JSON.stringify(await ledgerInWords(ledger));
    expect(written).not.toContain('anna.smith');
    expect(written).toContain('asked by');
    // In the chain itself there is nothing of it.
    expect(JSON.stringify(await entries())).not.toContain('asked by');
  });

  test('who is refused writes nothing in their own words, neither into the ledger nor beside it', async () => {
    const { store, refusal, entries, ledger, tables } = await setup();
    const row = await store('anna');
    tables.grants.clear();
    for (const change of [{}, { purpose: 'none' }, { groups: [] }, { subject: 'nobody' }]) {
      expect(await refusal(row, { reason: 'anna is on sick leave again', ...change })).not.toBe('read');
    }
    const refused = (await entries()).filter(({ kind }) => kind === 'read-refused');
    expect(refused).toHaveLength(4);
    expect(refused.map(({ commitment }) => commitment)).toEqual(refused.map(() => undefined));
    expect(JSON.stringify(await ledgerInWords(ledger))).not.toContain('sick');
  });

  test('subjects read their own in the cool-off, and nobody else’s', async () => {
    const { store, read, refusal } = await setup();
    const [mine, other] = [await store('anna', { readableFrom: NOW + HOUR }), await store('bert')];
    const own = { reader: 'anna', groups: ['employees'], purpose: OWN_DATA };
    expect((await read(mine, own)).lines).toBe(`${SECRET}\n`);
    expect(await refusal(other, own)).toBe('purpose');
    expect(await refusal(mine)).toBe('cool-off');
  });
});

const IVAN = { sub: 'ivan', groups: ['investigators'] };

describe('taking grants back', () => {
  const GRANT = { grant: 'research#ivan', reader: 'ivan', purpose: 'research', givenBy: 'stella', givenAt: NOW };
  const revoke = async (sub: string, groups: string[], change: { grant?: string; expires?: number } = {}) => {
    const { grants, clock, entries } = await setup();
    const { grant = 'research#ivan', expires = NOW + HOUR } = change;
    await grants.give({ ...GRANT, expires });
    const outcome = await revokeGrant(grants, disclosure, clock, { by: { sub, groups }, grant }).then(
      () => 'done',
      (error: Refused) => error.reason,
    );
    const by = (await entries()).find(({ kind }) => kind === 'revocation')?.actor;
    return { outcome, by, left: (await grants.list(NOW)).length };
  };

  test.each([
    ['who may give such', 'sven', ['stewards'], 'giver:sven'],
    ['who gave it, whatever their groups are by now', 'stella', [], 'giver:stella'],
    ['its reader', 'ivan', ['investigators'], 'reader:ivan'],
  ])('is done by %s', async (_, sub, groups, by) => {
    expect(await revoke(sub, groups)).toEqual({ outcome: 'done', by, left: 0 });
  });

  test('by nobody else; to whom it is not shown it is not there', async () => {
    expect(await revoke('rolf', ['representatives'])).toMatchObject({ outcome: 'forbidden', left: 1 });
    expect(await revoke('rita', ['employees'])).toMatchObject({ outcome: 'not-found', left: 1 });
  });

  test('what has ended, or never was, is not there', async () => {
    expect(await revoke('stella', ['stewards'], { expires: NOW })).toMatchObject({ outcome: 'not-found' });
    expect(await revoke('stella', ['stewards'], { grant: 'research#nobody' })).toMatchObject({ outcome: 'not-found' });
  });
});

test('whoever may be read sees for what, by which groups, how many and until when, and no name', () => {
  const of = (reader: string, purpose: string, expires: number) => ({
    ...{ grant: `${purpose}#${reader}`, reader, purpose, givenBy: 'stella', givenAt: NOW, expires },
  });
  const reaching = reachingGrants(disclosure, [of('ivan', 'research', NOW + 1), of('nadia', 'research', NOW + 2)]);
  expect(reaching).toEqual([
    { purpose: 'research', groups: disclosure.purposes.research!.readers, readers: 2, until: NOW + 2 },
  ]);
});

describe('giving grants', () => {
  const order = { giver: { sub: 'stella', groups: ['stewards'] }, reader: 'ivan', purpose: 'research', hours: 8 };

  test('a steward gives one to somebody else, for a purpose, for a time', async () => {
    const { grants, clock } = memoryReadingSetup();
    await askGrant(grants, disclosure, clock, { asker: IVAN, purpose: 'research', hours: 8 });
    const { grant } = await giveGrant(grants, disclosure, clock, order);
    expect(grant).toMatchObject({ reader: 'ivan', givenBy: 'stella', expires: NOW + 8 * HOUR });
    expect(await grants.list(NOW)).toEqual([grant]);
  });

  test('for as long as who gives it says, whatever was asked for since they looked; more than was asked for is not given', async () => {
    const { grants, clock } = memoryReadingSetup();
    await askGrant(grants, disclosure, clock, { asker: IVAN, purpose: 'research', hours: 1 });
    await askGrant(grants, disclosure, clock, { asker: IVAN, purpose: 'research', hours: 2 });
    const asked = { ...order, hours: 2 };
    await expect(giveGrant(grants, disclosure, clock, { ...order, hours: 3 })).rejects.toMatchObject({
      ...{ reason: 'too-long', message: 'the reader has asked for 2 hours' },
    });
    const looked = { ...asked, hours: 1 };
    expect((await giveGrant(grants, disclosure, clock, looked)).grant).toMatchObject({
      ...{ expires: NOW + HOUR, asked: NOW },
    });
    // It was asked for once, and given once.
    await expect(giveGrant(grants, disclosure, clock, asked)).rejects.toMatchObject({ reason: 'not-asked' });
  });

  test('to nobody who has not asked, or asked a week ago', async () => {
    const { grants, clock } = memoryReadingSetup();
    const given = () => giveGrant(grants, disclosure, clock, order);
    await expect(given()).rejects.toMatchObject({ reason: 'not-asked' });
    await askGrant(grants, disclosure, clock, { asker: IVAN, purpose: 'research', hours: 8 });
    await expect(giveGrant(grants, disclosure, clock, { ...order, reader: 'ivan@example.com' })).rejects.toMatchObject({
      reason: 'not-asked',
      message: expect.stringContaining('sluice grants ask'),
    });
    clock.time += REQUEST_STANDS;
    await expect(given()).rejects.toMatchObject({ reason: 'not-asked' });
  });

  test('what is asked for anew between look and write is looked at again', async () => {
    const { grants, clock } = memoryReadingSetup();
    const ask = (hours: number) => askGrant(grants, disclosure, clock, { asker: IVAN, purpose: 'research', hours });
    await ask(8);
    const { request } = grants;
    grants.request = async (...asked) => {
      const seen = await request(...asked);
      grants.request = request;
      await ask(1);
      return seen;
    };
    await expect(giveGrant(grants, disclosure, clock, order)).rejects.toMatchObject({ reason: 'too-long' });
  });

  test.each([
    ['purpose', { purpose: 'curiosity' }],
    ['purpose', { asker: { sub: 'rita', groups: ['employees'] } }],
    ['too-long', { hours: 8.01 }],
  ])('nor can it be asked for: %s', async (reason, change) => {
    const { grants, clock } = memoryReadingSetup();
    const asked = askGrant(grants, disclosure, clock, { asker: IVAN, purpose: 'research', hours: 8, ...change });
    await expect(asked).rejects.toMatchObject({ reason });
    expect(await grants.requests(0)).toEqual([]);
  });

  test.each([
    ['forbidden', 'only', { giver: { sub: 'ivan', groups: ['investigators', 'platform'] } }],
    ['own-grant', 'nobody gives a grant to themselves', { reader: 'stella' }],
    ['purpose', 'the disclosure knows no such purpose', { purpose: 'curiosity' }],
    ['purpose', 'the disclosure knows no such purpose', { purpose: 'constructor' }],
    ['too-long', 'a grant for this purpose lasts at most 8 hours', { hours: 8.01 }],
  ])('refused: %s', async (reason, message, change) => {
    const { grants, clock, ledger } = memoryReadingSetup();
    await grants.ask({ reader: 'ivan', purpose: 'research', hours: 8, askedAt: NOW, expires: NOW + 1 });
    const given = giveGrant(grants, disclosure, clock, { ...order, ...change });
    await expect(given).rejects.toMatchObject({ reason, message: expect.stringContaining(message) });
    expect(await grants.list(0)).toEqual([]);
    expect((await tipsOf(ledger)).every(({ length }) => length === 0)).toBe(true);
  });
});
