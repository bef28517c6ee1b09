import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openCheckpoint, signCheckpoint, treeHash } from './checkpoint.ts';
import { FIRST_PREVIOUS, link, sha256 } from './entry.ts';
import { memoryLedger } from './ledger.memory.ts';
import { type ChainTip, type EntryFacts, type StoredEntry, tipsOf } from './ledger.ts';
import { readPublicKey } from './note.ts';
import { memorySigner } from './signer.memory.ts';
import { includes, type LedgerExport, verifyChain, verifyLedger } from './verify.ts';
import { wholeChain } from './walk.ts';

const signer = memorySigner('sluice/model-capability');
const key = async () => readPublicKey(await signer.publicKey());

/** A chain of n entries. */
function chainOf(n: number, chain = 'c0'): StoredEntry[] {
  let tip: ChainTip = { chain, length: 0, hash: FIRST_PREVIOUS };
  return Array.from({ length: n }, (_, index) => {
    const facts: EntryFacts = { kind: 'read', at: index, actor: `reader${index}`, reason: 'checking redaction' };
    const next = link(tip, facts);
    tip = next.tip;
    return next.stored;
  });
}

async function exportOf(entries: number): Promise<LedgerExport> {
  const ledger = memoryLedger();
  for (let index = 0; index < entries; index++) await ledger.append({ kind: 'read', at: index, actor: 'a' });
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
  ])('%s is named at the first broken link', (_, tamper, broken) => {
    expect(verifyChain('c0', tamper(chainOf(8))).broken).toEqual(broken);
  });

  test('an entry written anew with all its members is found by the next one', () => {
    const entries = chainOf(8);
    const tip = { chain: 'c0', length: 4, hash: entries[3]!.hash };
    const forged = link(tip, { kind: 'read', at: 4, actor: 'somebody else' }).stored;
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
    expect(treeHash(['']).toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
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
      chains: [tips[1], tips[0]],
    });
    expect(note.split('\n').slice(0, 2)).toEqual(['sluice/model-capability/ledger', '3']);
  });

  test('a note of the same key that is no checkpoint is refused', async () => {
    const { signNote } = await import('./note.ts');
    const spki = await key();
    for (const text of [
      'sluice/model-capability/ledger\n',
      'a\n0\nAA\ntime x\n',
      'sluice/model-capability/ledger\n1\nAA\ntime 2026-01-01T00:00:00.000Z\nchain c0 1 zz\n',
    ]) {
      const note = await signNote(signer, text);
      expect(() => openCheckpoint(note, spki)).toThrow(expect.objectContaining({ reason: 'malformed-checkpoint' }));
    }
  });
});

describe('a whole ledger', () => {
  test('holds, with the checkpoint, and with entries after it', async () => {
    const ledger = await exportOf(30);
    expect(verifyLedger(ledger, await key())).toMatchObject({ problems: [] });
    const later = await exportOf(0);
    expect(verifyLedger({ ...ledger, checkpoint: later.checkpoint! }, await key()).problems).toEqual([]);
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
    expect(verifyLedger(ledger, other).problems).toEqual(['checkpoint: unknown-key']);
  });

  test('a receipt is found in the chain that it names, and nowhere else', async () => {
    const ledger = memoryLedger();
    const receipt = await ledger.append({ kind: 'read', at: 1, actor: 'a' });
    const entries = await wholeChain(ledger, receipt.chain);
    expect(includes(receipt, entries)).toBe(true);
    expect(includes({ ...receipt, hash: FIRST_PREVIOUS }, entries)).toBe(false);
    expect(includes({ ...receipt, seq: 2 }, entries)).toBe(false);
  });
});
