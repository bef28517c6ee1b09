import { describe, expect, test } from '@jest/globals';
import { signCheckpoint } from './checkpoint.ts';
import { memoryLedger } from './ledger.memory.ts';
import { tipsOf } from './ledger.ts';
import { entryLine, headerLine, verifyLedgerFile } from './ledger-file.ts';
import { readPublicKey } from './note.ts';
import { memorySigner } from './signer.memory.ts';
import { wholeChain } from './walk.ts';

const signer = memorySigner('sluice/test');
const key = async () => readPublicKey(await signer.publicKey());

/** Three entries of each of two chains, signed. */
async function signedLedger() {
  const draws = [0, 0.9, 0, 0.9, 0, 0.9];
  const ledger = memoryLedger({ chains: ['c0', 'c1'], random: () => draws.shift()! });
  for (let at = 0; at < 6; at++) await ledger.append({ kind: 'read', at, actor: 'reader:a' });
  const tips = await tipsOf(ledger);
  const note = await signCheckpoint(signer, tips, 5_000);
  const chains = { c0: await wholeChain(ledger, 'c0'), c1: await wholeChain(ledger, 'c1') };
  const lines = Object.entries(chains).flatMap(([chain, list]) => list.map((entry) => entryLine(chain, entry)));
  return { note, tips, chains, lines };
}

describe('a file of the ledger', () => {
  test('is a header and a line an entry', async () => {
    const { chains, lines } = await signedLedger();
    expect(headerLine('a note')).toBe('{"format":"sluice-ledger/2","checkpoint":"a note"}');
    expect(headerLine(undefined)).toBe('{"format":"sluice-ledger/2"}');
    expect(JSON.parse(lines[0]!)).toStrictEqual({ chain: 'c0', ...chains.c0[0] });
  });

  test('that is whole holds: its lines as texts or bytes, chains mixed, and as the release before wrote it', async () => {
    const { note, tips, chains, lines } = await signedLedger();
    const holds = { problems: [], unsigned: 0, chains: tips, checkpoint: { at: 5_000 } };
    const mixed = [0, 3, 1, 4, 2, 5].map((at) => lines[at]!);
    expect(await verifyLedgerFile([headerLine(note), ...lines], await key())).toMatchObject(holds);
    expect(await verifyLedgerFile([headerLine(note), ...mixed], await key())).toMatchObject(holds);
    async function* bytes() {
      for (const line of [headerLine(note), ...lines]) yield Buffer.from(line);
    }
    expect(await verifyLedgerFile(bytes(), await key())).toMatchObject(holds);
    const before = JSON.stringify({ format: 'sluice-ledger/1', checkpoint: note, chains });
    expect(await verifyLedgerFile([before], await key())).toMatchObject(holds);
  });

  test('that was cut, or is not signed, does not hold, and says why', async () => {
    const { note, chains, lines } = await signedLedger();
    const problems = async (file: string[]) => (await verifyLedgerFile(file, await key())).problems;
    expect(await problems([headerLine(note), ...lines.slice(0, -1)])).toEqual([
      'chain c1 ends before entry 3 of the checkpoint',
    ]);
    const unsigned = ['not signed: there is no checkpoint in it'];
    expect(await problems([headerLine(undefined), ...lines])).toEqual(unsigned);
    expect(await problems([JSON.stringify({ format: 'sluice-ledger/1', chains })])).toEqual(unsigned);
  });

  const entry = { chain: 'c0', body: '{}', hash: '00' };
  const { chain: _, ...stored } = entry;
  const old = (chains: unknown) => [JSON.stringify({ format: 'sluice-ledger/1', chains })];
  test.each<[string, string[]]>([
    ['nothing', []],
    ['no JSON', ['sluice-ledger/2']],
    ['a number', ['7']],
    ['null', ['null']],
    ['another format', ['{"format":"sluice-ledger/3","chains":{}}', JSON.stringify(entry)]],
    ['a checkpoint that is no text', ['{"format":"sluice-ledger/2","checkpoint":7}']],
    ['a line that is no JSON', [headerLine('x'), '{']],
    ['a line that is null', [headerLine('x'), 'null']],
    ['of the format before, without chains', old(undefined)],
    ['of the format before, with chains that are none', old({ c0: 7 })],
    ['of the format before, with entries that are no list', old({ c0: { 0: stored } })],
    ['of the format before, with an entry that is null', old({ c0: [null] })],
    [
      'of the format before, with a checkpoint that is no text',
      [JSON.stringify({ format: 'sluice-ledger/1', checkpoint: {}, chains: {} })],
    ],
  ])('%s is not one', async (_what, lines) => {
    const refusal = { name: 'Refused', reason: 'malformed' };
    await expect(verifyLedgerFile(lines, await key())).rejects.toMatchObject(refusal);
  });

  test('where it is no JSON, the refusal tells what was wrong', async () => {
    const cause = { message: 'no JSON' };
    await expect(verifyLedgerFile(['{'], await key())).rejects.toMatchObject({
      reason: 'malformed',
      message: 'line 1: no JSON',
      cause,
    });
  });

  test.each(['chain', 'body', 'hash'] as const)('an entry whose %s is no text is none', async (name) => {
    const line = JSON.stringify({ ...entry, [name]: 7 });
    const refusal = {
      reason: 'malformed',
      message: expect.stringMatching(/^line \d: an entry of the ledger is none$/),
    };
    await expect(verifyLedgerFile([headerLine('x'), line], await key())).rejects.toMatchObject(refusal);
    if (name === 'chain') return;
    await expect(verifyLedgerFile(old({ c0: [{ ...stored, [name]: 7 }] }), await key())).rejects.toMatchObject(refusal);
  });
});
