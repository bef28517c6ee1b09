import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openCheckpoint, signCheckpoint, treeHash } from './checkpoint.ts';
import { FIRST_PREVIOUS, link, sha256 } from './entry.ts';
import { memoryLedger } from './ledger.memory.ts';
import { type ChainTip, type EntryFacts, type StoredEntry, tipsOf } from './ledger.ts';
import { readPublicKey, signNote } from './note.ts';
import { memorySigner } from './signer.memory.ts';
import { includes, verifyChain } from './verify.ts';
import { type LedgerExport, verifyLedger } from './verify-ledger.ts';
import { wholeChain } from './walk.ts';

const signer = memorySigner('sluice/model-capability');
const key = async () => readPublicKey(await signer.publicKey());

/** A chain of n entries. */
function chainOf(n: number, chain = 'c0'): StoredEntry[] {
  let tip: ChainTip = { chain, length: 0, hash: FIRST_PREVIOUS };
  return Array.from({ length: n }, (_, index) => {
    const facts: EntryFacts = { kind: 'read', at: index, actor: `reader:reader${index}`, reason: 'checking redaction' };
    const next = link(tip, facts);
    tip = next.tip;
    return next.stored;
  });
}

async function exportOf(entries: number): Promise<LedgerExport> {
  const ledger = memoryLedger();
  for (let index = 0; index < entries; index++) await ledger.append({ kind: 'read', at: index, actor: 'reader:a' });
  const tips = await tipsOf(ledger);
  const chains = Object.fromEntries(
    await Promise.all(tips.map(async ({ chain }) => [chain, await wholeChain(ledger, chain)] as const)),
  );
  return { format: 'sluice-ledger/1', chains, checkpoint: await signCheckpoint(signer, tips, 1_700_000_000_000) };
}

describe('chains', () => {
  test('a chain as it was written holds, from the start and from any tip', () => {
    const entries = chainOf(20);
    expect(verifyChain('c0', entries)).toEqual({ chain: 'c0', length: 20, hash: entries[19]?.hash });
    const tip = { chain: 'c0', length: 7, hash: entries[6]!.hash };
    expect(verifyChain('c0', entries.slice(7), tip)).toEqual({ chain: 'c0', length: 20, hash: entries[19]?.hash });
  });

  const anew = (body: string): StoredEntry => ({ body, hash: sha256(body) });
  const unreadable = (body: string) => (e: StoredEntry[]) => e.with(4, anew(body));
  const NESTED = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;

  test.each<[string, (entries: StoredEntry[]) => StoredEntry[], { seq: number; link: string }]>([
    [
      'a body that was edited',
      (e) => e.with(4, { ...e[4]!, body: e[4]!.body.replace('reader4', 'reader5') }),
      { seq: 5, link: 'hash' },
    ],
    [
      'a body that is spelled otherwise, under a new hash',
      (e) => e.with(4, anew(e[4]!.body.replace(':', ': '))),
      { seq: 5, link: 'form' },
    ],
    [
      'a body with a member twice, under a new hash',
      (e) => e.with(4, anew(e[4]!.body.replace('{', '{"actor":"x",'))),
      { seq: 5, link: 'form' },
    ],
    [
      'an edited body under a new hash',
      (e) => e.with(4, anew(e[4]!.body.replace('reader4', 'reader5'))),
      { seq: 6, link: 'previous' },
    ],
    ['an entry taken out', (e) => e.toSpliced(4, 1), { seq: 5, link: 'sequence' }],
    ['an entry put in twice', (e) => e.toSpliced(4, 0, e[3]!), { seq: 5, link: 'sequence' }],
    ['two entries swapped', (e) => e.with(4, e[5]!).with(5, e[4]!), { seq: 5, link: 'sequence' }],
    ['a tail of another chain', (e) => [...e.slice(0, 4), ...chainOf(8, 'c1').slice(4)], { seq: 5, link: 'chain' }],
    ['the first entry gone', (e) => e.slice(1), { seq: 1, link: 'sequence' }],
    ['no body', (e) => e.with(4, { body: '', hash: '' }), { seq: 5, link: 'hash' }],
    ['a body that is no JSON, under its own hash', unreadable('{'), { seq: 5, link: 'form' }],
    ['a body that is null, under its own hash', unreadable('null'), { seq: 5, link: 'sequence' }],
    ['a body with half a character, under its own hash', unreadable('{"a":"\\ud800"}'), { seq: 5, link: 'form' }],
    ['a body that is nested too deep, under its own hash', unreadable(NESTED), { seq: 5, link: 'form' }],
  ])('%s is named at the first broken link', (_, tamper, broken) => {
    expect(verifyChain('c0', tamper(chainOf(8))).broken).toEqual(broken);
  });

  test('an entry written anew with all its members is found by the next one', () => {
    const entries = chainOf(8);
    const tip = { chain: 'c0', length: 4, hash: entries[3]!.hash };
    const forged = link(tip, { kind: 'read', at: 4, actor: 'reader:somebody else' }).stored;
    expect(verifyChain('c0', entries.with(4, forged)).broken).toEqual({ seq: 6, link: 'previous' });
  });

  test('no change of one character goes unnoticed', () => {
    const entries = chainOf(3);
    fc.assert(
      fc.property(fc.nat(2), fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (at, position, character) => {
        const { body, hash } = entries[at]!;
        const where = position % body.length;
        const changed = body.slice(0, where) + character + body.slice(where + 1);
        fc.pre(changed !== body);
        expect(verifyChain('c0', entries.with(at, { body: changed, hash })).broken).toEqual({
          seq: at + 1,
          link: 'hash',
        });
      }),
    );
  });
});

describe('checkpoints', () => {
  test('the tree hash is RFC 6962’s', () => {
    // Test vectors of the reference implementation (certificate-transparency-go, merkletree).
    expect(treeHash([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    const leaves = ['', '\x00', '\x10', ' !', '01', '@ABC', 'PQRSTUVW', '`abcdefghijklmno'];
    expect(leaves.map((_, at) => treeHash(leaves.slice(0, at + 1)).toString('hex'))).toEqual([
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
  });

  test('says what was signed', async () => {
    const tips = [
      { chain: 'c1', length: 0, hash: FIRST_PREVIOUS },
      { chain: 'c0', length: 3, hash: chainOf(3)[2]!.hash },
    ];
    const note = await signCheckpoint(signer, tips, 1_700_000_000_123);
    expect(openCheckpoint(note, await key())).toEqual({
      origin: 'sluice/model-capability/ledger',
      at: 1_700_000_000_123,
      hash: sha256(note.slice(0, note.lastIndexOf('\n\n') + 1)),
      chains: [tips[1], tips[0]],
    });
    expect(note.split('\n').slice(0, 2)).toEqual(['sluice/model-capability/ledger', '3']);
  });

  const about = (lines: string[]) => treeHash(lines).toString('base64');
  const time = 'time 2026-01-01T00:00:00.000Z';
  const [c0, c1] = [`chain c0 1 ${'0'.repeat(64)}`, `chain c1 2 ${'1'.repeat(64)}`];
  const head = ['sluice/model-capability/ledger', '3', about([c0, c1]), time];
  test('a note of the same key that is one opens, whoever wrote it', async () => {
    const note = await signNote(signer, `${[...head, c0, c1].join('\n')}\n`);
    expect(openCheckpoint(note, await key()).chains.map(({ length }) => length)).toEqual([1, 2]);
  });

  const DISAGREE = 'its lines do not agree with each other';
  test.each<[string, string, string[]]>([
    ['origin alone', DISAGREE, head.slice(0, 1)],
    ['another origin', DISAGREE, ['sluice/other/ledger', ...head.slice(1), c0, c1]],
    ['another number of entries', DISAGREE, [head[0]!, '4', ...head.slice(2), c0, c1]],
    ['another root', DISAGREE, [head[0]!, '3', about([c0]), time, c0, c1]],
    ['no time', DISAGREE, [...head.slice(0, 3), 'time x', c0, c1]],
    ['a time of another form', DISAGREE, [...head.slice(0, 3), 'time 2026-01-01', c0, c1]],
    ['another word for its time', DISAGREE, [...head.slice(0, 3), time.replace('time', 'date'), c0, c1]],
    ['chains in another order', DISAGREE, [...head, c1, c0]],
    ['a line that is about no chain', 'a line is not about a chain', [...head, c0, 'chain c1 2 zz']],
    ['a chain of no name', 'a line is not about a chain', [...head, c0, c1.replace('c1', '')]],
    ['an empty chain with a hash', 'an empty chain has no hash', [...head, c0, c1.replace(' 2 ', ' 0 ')]],
  ])('a note of the same key with %s is none', async (_what, message, lines) => {
    const spki = await key();
    const note = await signNote(signer, `${lines.join('\n')}\n`);
    expect(() => openCheckpoint(note, spki)).toThrow(
      expect.objectContaining({ reason: 'malformed-checkpoint', message }),
    );
  });
});

describe('a whole ledger', () => {
  const chains = { c0: chainOf(4), c1: chainOf(2, 'c1') };
  const tip = (entries: StoredEntry[], chain = 'c0') => ({
    ...{ chain, length: entries.length, hash: entries.at(-1)?.hash ?? FIRST_PREVIOUS },
  });
  const tips = [tip(chains.c0), tip(chains.c1, 'c1')];
  const signed = async (some: readonly ChainTip[]) => signCheckpoint(signer, some, 1_000);
  const verdict = async (more: Partial<LedgerExport>, some = tips) =>
    verifyLedger({ format: 'sluice-ledger/1', chains, checkpoint: await signed(some), ...more }, await key());

  test('holds, with the checkpoint, and with entries and chains after it, which are counted', async () => {
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    const checkpoint = { origin: 'sluice/model-capability/ledger', at: 1_000, chains: tips, hash };
    expect(await verdict({})).toStrictEqual({
      ...{ chains: tips, checkpoint, unsigned: 0, unsignedFrom: [], problems: [], texts: { there: 0, gone: 0 } },
    });
    const before = [tip(chains.c0.slice(0, 1))];
    expect(await verdict({}, before)).toMatchObject({
      ...{ unsigned: 5, unsignedSince: 0, problems: [] },
      unsignedFrom: [
        { chain: 'c0', seq: 2 },
        { chain: 'c1', seq: 1 },
      ],
    });
    expect(await verdict({}, [])).toMatchObject({ unsigned: 6, problems: [] });
  });

  test('without a checkpoint, or with one that is none, does not hold', async () => {
    const { checkpoint: _, ...none } = await exportOf(0);
    const unsigned = verifyLedger(none, await key());
    expect(unsigned.problems).toEqual(['not signed: there is no checkpoint in it']);
    expect(unsigned).not.toHaveProperty('checkpoint');
    expect((await verdict({ checkpoint: 'x' })).problems).toEqual(['checkpoint: no signatures']);
    // A key that is none is no matter of the ledger.
    expect(() => verifyLedger({ ...none, checkpoint: 'x\n\nx\n' }, Buffer.of(1))).toThrow(
      expect.not.objectContaining({ name: 'Refused' }),
    );
  });

  test('rewritten up to the entry that was signed, it is not the one that was signed', async () => {
    const other = link(tip(chains.c0.slice(0, 3)), { kind: 'read', at: 3, actor: 'reader:somebody else' }).stored;
    const rewritten = [...chains.c0.slice(0, 3), other];
    const said = ['chain c0 is not the one of the checkpoint at entry 4'];
    expect((await verdict({ chains: { ...chains, c0: rewritten } })).problems).toEqual(said);
    const more = link(tip(rewritten), { kind: 'read', at: 4, actor: 'reader:x' }).stored;
    expect((await verdict({ chains: { ...chains, c0: [...rewritten, more] } })).problems).toEqual(said);
    const broken = { body: '{}', hash: sha256('{}') };
    expect((await verdict({ chains: { ...chains, c0: [...chains.c0, broken] } })).problems).toEqual([
      'chain c0 is broken at entry 5: sequence',
    ]);
  });

  test('broken once, it stays broken, and none of what follows is taken for its own', async () => {
    const broken = [...chains.c0.slice(0, 2), { body: '{}', hash: '' }, ...chains.c0.slice(2)];
    const { problems, chains: told } = await verdict({ chains: { ...chains, c0: broken } });
    expect(problems).toEqual(['chain c0 is broken at entry 3: hash', 'chain c0 ends before entry 4 of the checkpoint']);
    expect(told[0]).toMatchObject({ length: 2, hash: chains.c0[1]!.hash });
  });

  test('a chain cut short behind the checkpoint is found, though its links hold', async () => {
    const ledger = await exportOf(30);
    const [chain, entries] = Object.entries(ledger.chains).find(([, list]) => list.length > 1)!;
    const cut = { ...ledger, chains: { ...ledger.chains, [chain]: entries.slice(0, -1) } };
    expect(verifyLedger(cut, await key()).problems).toEqual([
      `chain ${chain} ends before entry ${entries.length} of the checkpoint`,
    ]);
  });

  test('a chain rewritten from its first entry on is found', async () => {
    const ledger = await exportOf(30);
    const rewritten = await exportOf(30);
    const chains = { ...ledger.chains, c0: [...rewritten.chains.c0!, ...chainOf(30)] };
    expect(verifyLedger({ ...ledger, chains }, await key()).problems.length).toBeGreaterThan(0);
  });

  test('a checkpoint of another key is no proof', async () => {
    const ledger = await exportOf(5);
    const other = readPublicKey(await memorySigner(signer.name).publicKey());
    expect(verifyLedger(ledger, other).problems).toEqual(['checkpoint: no signature of this key']);
  });

  test('a receipt is found in the chain that it names, and nowhere else', async () => {
    const ledger = memoryLedger();
    const receipt = await ledger.append({ kind: 'read', at: 1, actor: 'reader:a' });
    const entries = await wholeChain(ledger, receipt.chain);
    expect(includes(receipt, entries)).toBe(true);
    expect(includes({ ...receipt, hash: FIRST_PREVIOUS }, entries)).toBe(false);
    expect(includes({ ...receipt, seq: 2 }, entries)).toBe(false);
  });
});
