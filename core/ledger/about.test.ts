import { expect, test } from '@jest/globals';
import { entriesAbout } from './about.ts';
import { memoryPerson } from './choice.memory.ts';
import { type MemoryLedger, memoryLedger } from './ledger.memory.ts';
import type { LedgerReader, Opening } from './ledger.ts';
import { readerOf } from './reader.memory.ts';
import { wholeChain } from './walk.ts';

const wordless = memoryLedger().texts;
const beside = (ledger: LedgerReader, { texts = wordless }: Partial<Pick<MemoryLedger, 'texts'>> = {}) => ({
  ledger,
  texts,
});

test('what the ledger says of a subject, in order; of a long ledger its end, and since when', async () => {
  const ledger = memoryLedger();
  for (let at = 1; at <= 60; at++)
    await ledger.append({ kind: 'read', at, actor: 'reader:r', subject: at % 3 ? 'anna' : 'bert' });
  const all = await entriesAbout(beside(ledger), memoryPerson('bert'));
  expect(all.entries.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, index) => 3 * (index + 1)));
  expect(Object.keys(all)).toEqual(['entries', 'everybody']);

  const end = await entriesAbout(beside(ledger), memoryPerson('bert'), 5);
  expect(end.since).toBeGreaterThan(1);
  const complete = end.entries.filter(({ at }) => at >= end.since!).map(({ at }) => at);
  expect(complete).toEqual(all.entries.filter(({ at }) => at >= end.since!).map(({ at }) => at));
});

test('an entry that somebody made unreadable is counted, and hides nothing else', async () => {
  const ledger = memoryLedger({ chains: ['c0'] });
  for (let at = 1; at <= 12; at++) await ledger.append({ kind: 'read', at, actor: 'reader:r', subject: 'anna' });
  const stored = await wholeChain(ledger, 'c0');
  const edited = ['', 'null', '{"subject":"anna"}', '{"at":3,"kind":"read","actor":null,"subject":"anna"}'];
  for (const [at, body] of edited.entries()) stored[at + 4] = { body, hash: '' };
  const read = async (most?: number) => {
    const reader = readerOf({ c0: stored });
    const twoAtOnce = { ...reader, page: (chain: string, after: number) => reader.page(chain, after, 2) };
    const { entries, ...rest } = await entriesAbout(beside(twoAtOnce), memoryPerson('anna'), most);
    return { at: entries.map(({ at }) => at), ...rest };
  };
  expect(await read()).toStrictEqual({ at: [1, 2, 3, 4, 9, 10, 11, 12], everybody: [], unreadable: 4 });
  // From the sixth on: the first that can be read says since when.
  expect(await read(7)).toStrictEqual({ at: [9, 10, 11, 12], everybody: [], since: 9, unreadable: 3 });
});

test('more than an answer holds is cut at the older end, and said', async () => {
  const ledger = memoryLedger({ chains: ['c0'] });
  for (let at = 1; at <= 3_000; at++)
    await ledger.append({ kind: 'read', at, actor: 'reader:r', subject: 'anna', reason: '"'.repeat(500) });
  const { entries, since } = await entriesAbout(beside(ledger, ledger), memoryPerson('anna'));
  expect(entries.length).toBeLessThan(3_000);
  expect(entries.at(-1)?.at).toBe(3_000);
  expect(since).toBe(entries[0]?.at);
});

test('words are shown with their proof while they are there; erased or altered ones are said to be so', async () => {
  const ledger = memoryLedger({ chains: ['c0'] });
  const read = (at: number, reason?: string) =>
    ledger.append({ kind: 'read', at, actor: 'reader:r', subject: 'anna', ...(reason !== undefined && { reason }) });
  await read(1, 'weekly sample');
  await read(2);
  const words = async (texts: MemoryLedger['texts'] = ledger.texts) =>
    (await entriesAbout({ ledger, texts }, memoryPerson('anna'))).entries.map(({ reason, text, opening }) => ({
      reason,
      text,
      proof: opening?.text,
    }));
  const none = { reason: undefined, text: undefined, proof: undefined };
  expect(await words()).toEqual([{ ...none, reason: 'weekly sample', proof: 'weekly sample' }, none]);
  const other = { ...ledger.texts, of: async (entries: never[]) => edited(await ledger.texts.of(entries)) };
  expect(await words(other as never)).toEqual([{ ...none, text: 'altered' }, none]);
  await ledger.texts.erase('anna');
  expect(await words()).toEqual([{ ...none, text: 'erased' }, none]);
});

const edited = (openings: ReadonlyMap<string, Opening>) =>
  new Map([...openings].map(([commitment, { salt }]) => [commitment, { salt, text: 'as ordered' }]));

test('a person is shown their own choices as what they are, those of before by their pseudonym, and nobody else’s', async () => {
  const ledger = memoryLedger();
  const [anna, bert] = [memoryPerson('anna'), memoryPerson('bert')];
  for (const { signs } of [bert, anna]) {
    await ledger.append({ kind: 'choice', at: 2, actor: signs('consent', 2) });
    await ledger.append({ kind: 'choice', at: 3, actor: signs('withdrawal', 3) });
    await ledger.append({ kind: 'erasure', at: 4, actor: signs('erasure', 4) });
  }
  ledger.appendTo('c0', { kind: 'enrolment', at: 1, actor: 'anna', subject: 'anna' } as never);

  const { entries } = await entriesAbout(beside(ledger), anna);

  expect(entries.map(({ kind, choice }) => [kind, choice])).toEqual([
    ['enrolment', undefined],
    ['choice', 'consent'],
    ['choice', 'withdrawal'],
    ['erasure', 'erasure'],
  ]);
});

test('a reading by others has the grant that was live then, whatever was given before and after', async () => {
  const ledger = memoryLedger();
  const give = (at: number, expires: number, more = {}) =>
    ledger.append({
      ...{ kind: 'grant', at, actor: `giver:g${at}`, purpose: 'research', detail: { reader: 'ivan', expires } },
      ...more,
    });
  const read = (at: number, more = {}) =>
    ledger.append({ kind: 'read', at, actor: 'reader:ivan', subject: 'anna', purpose: 'research', ...more });
  await give(1, 100);
  await give(2, 5);
  await give(3, 100, { purpose: 'quality' });
  await give(3, 100, { detail: { reader: 'nadia', expires: 100 } });
  await read(4);
  await read(50);
  await give(60, 200);
  await read(70, { kind: 'listing' });
  await read(71, { actor: 'subject:anna', purpose: 'own-data' });
  await read(72, { actor: 'reader:olga' });
  const { entries } = await entriesAbout(beside(ledger), memoryPerson('anna'));
  expect(entries.map(({ at, grant }) => [at, grant?.givenBy])).toEqual([
    [4, 'giver:g2'],
    // A grant takes the place of the one before: what is over is not gone back to.
    [50, undefined],
    [70, 'giver:g60'],
    [71, undefined],
    [72, undefined],
  ]);
});

test('who has read all that is theirs is shown who else did', async () => {
  const ledger = memoryLedger();
  const person = memoryPerson('anna');
  for (let at = 1; at <= 3_000; at++)
    await ledger.append({ kind: 'read', at, actor: 'subject:anna', subject: 'anna', reason: '"'.repeat(500) });
  await ledger.append({ kind: 'read', at: 1, actor: 'reader:ivan', subject: 'anna' });
  await ledger.append({ kind: 'choice', at: 2, actor: person.signs('consent', 2) });
  expect(await entriesAbout(beside(ledger, ledger), { ...person, withoutOwn: true })).toMatchObject({
    entries: [{ actor: 'reader:ivan' }],
    own: 3_001,
  });
});

test('lists of everybody are told by purpose, of whom nobody knows whether they stood in them; totals are of nobody', async () => {
  const ledger = memoryLedger();
  const list = (at: number, more: object) =>
    ledger.append({ kind: 'listing', at, actor: 'reader:ivan', reason: 'as bert asked', ...more } as never);
  for (const at of [3, 1, 2]) await list(at, { purpose: 'research' });
  await list(9, { purpose: 'quality' });
  await list(4, {});
  await list(5, { purpose: 'research', subject: 'bert' });
  await list(6, { purpose: 'research', subject: 'anna' });

  const told = await entriesAbout(beside(ledger, ledger), memoryPerson('anna'));

  expect(told.entries.map(({ at }) => at)).toEqual([6]);
  expect(told.everybody).toEqual([
    { purpose: 'quality', count: 1, first: 9, newest: 9 },
    { purpose: 'research', count: 3, first: 1, newest: 3 },
  ]);
});
