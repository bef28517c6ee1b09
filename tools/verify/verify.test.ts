import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signCheckpoint } from '../../core/ledger/checkpoint.ts';
import { link } from '../../core/ledger/entry.ts';
import { memoryLedger } from '../../core/ledger/ledger.memory.ts';
import { type StoredEntry, tipsOf } from '../../core/ledger/ledger.ts';
import { entryLine, headerLine, verifyLedgerFile } from '../../core/ledger/ledger-file.ts';
import { publicKeyPem, readPublicKey, signDocument } from '../../core/ledger/note.ts';
import { memorySigner } from '../../core/ledger/signer.memory.ts';
import { type LedgerExport, verifyLedger } from '../../core/ledger/verify.ts';
import { wholeChain } from '../../core/ledger/walk.ts';

const signer = memorySigner('sluice/model-capability');
let folder: string;

/** In an empty folder, with the script, a key and the file alone. */
async function run(content: unknown, key = 'public.pem'): Promise<{ code: number; out: string }> {
  await writeFile(join(folder, 'file'), typeof content === 'string' ? content : JSON.stringify(content));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['verify.mjs', '--key', key, 'file'],
      { cwd: folder, env: {} },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr }),
    );
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-verify-'));
  await copyFile(new URL('./verify.mjs', import.meta.url), join(folder, 'verify.mjs'));
  await writeFile(join(folder, 'public.pem'), publicKeyPem(await signer.publicKey()));
  await writeFile(join(folder, 'other.pem'), publicKeyPem(await memorySigner(signer.name).publicKey()));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  '{"\u001b[2J\u202e',
  '{"format":"sluice-ledger/2","checkpoint":"\u001b[2J\u009b\n"}\n',
  '\u001b]0;pwn\u0007',
])('what a file holds (%j) moves nothing on the terminal of who verifies it', async (content) => {
  const { code, out } = await run(content);

  expect(code).toBe(1);
  expect(out).toMatch(/^FAIL/);
  expect(out.trimEnd()).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});

async function ledgerExport() {
  const ledger = memoryLedger();
  for (let at = 0; at < 40; at++) {
    await ledger.append({
      kind: 'read',
      at,
      actor: 'anna',
      reason: 'Ünïcode \u{1f600} "quoted"',
      detail: { share: 0.1 },
    });
  }
  const tips = await tipsOf(ledger);
  const chains: Record<string, StoredEntry[]> = {};
  for (const { chain } of tips) chains[chain] = await wholeChain(ledger, chain);
  return {
    format: 'sluice-ledger/1' as const,
    chains,
    checkpoint: await signCheckpoint(signer, tips, Date.UTC(2026, 0)),
  };
}

/** As it is exported now, the chains mixed. */
function linesOf({ checkpoint, chains }: LedgerExport): string[] {
  const most = Math.max(0, ...Object.values(chains).map((entries) => entries.length));
  const lines = [headerLine(checkpoint)];
  for (let at = 0; at < most; at++) {
    for (const [chain, entries] of Object.entries(chains)) {
      const entry = entries[at];
      if (entry) lines.push(entryLine(chain, entry));
    }
  }
  return lines;
}

describe('the verifier that needs nothing but Node', () => {
  test('a signed document', async () => {
    const signed = await signDocument(signer, 'closure-receipt', { epoch: 2, lanes: [{ lane: 's/1/shardId-0' }] });
    expect(await run(signed)).toEqual({
      code: 0,
      out: expect.stringContaining('closure-receipt of sluice/model-capability'),
    });
    expect(await run({ ...signed, document: { ...signed.document, epoch: 3 } })).toMatchObject({ code: 1 });
    expect(await run(signed, 'other.pem')).toMatchObject({
      code: 1,
      out: expect.stringContaining('no signature of this key'),
    });
  });

  test('an answer that holds several', async () => {
    const receipt = await signDocument(signer, 'closure-receipt', { epoch: 2 });
    const findings = await signDocument(signer, 'findings', { findings: [] });
    const { code, out } = await run({ incident: {}, receipt, findings });
    expect(code).toBe(0);
    expect(out.match(/^ok/gm)).toHaveLength(2);
    expect((await run({ receipt, findings: { ...findings, document: {} } })).code).toBe(1);
    expect((await run({ incident: {} })).code).toBe(1);
  });

  test('a ledger and its checkpoint; agrees with core/ledger/verify.ts about every tampering', async () => {
    const key = readPublicKey(await signer.publicKey());
    const ledger = await ledgerExport();
    const [chain, entries] = Object.entries(ledger.chains).find(([, list]) => list.length > 2)!;
    const withChain = (list: StoredEntry[]) => ({ ...ledger, chains: { ...ledger.chains, [chain]: list } });
    const first = entries[0]!;
    const cases = {
      whole: ledger,
      cut: withChain(entries.slice(0, -1)),
      gap: withChain(entries.toSpliced(1, 1)),
      edited: withChain(entries.with(0, { ...first, body: first.body.replace('anna', 'bert') })),
      swapped: withChain(entries.with(0, entries[1]!).with(1, first)),
      elsewhere: {
        ...ledger,
        chains: { ...ledger.chains, [chain]: Object.entries(ledger.chains).find(([c]) => c !== chain)![1] },
      },
      'without a checkpoint': { format: ledger.format, chains: ledger.chains },
      'without anything': { format: ledger.format, chains: {} },
      unsigned: { ...ledger, checkpoint: ledger.checkpoint.replace('time 2026', 'time 2025') },
    };
    for (const [name, one] of Object.entries(cases)) {
      const ours = verifyLedger(one, key).problems.length === 0 ? 0 : 1;
      expect({ name, code: (await run(one)).code }).toEqual({ name, code: ours });
      const lines = linesOf(one);
      expect({ name, code: (await run(`${lines.join('\n')}\n`)).code }).toEqual({ name, code: ours });
      expect((await verifyLedgerFile(lines, key)).problems).toEqual(verifyLedger(one, key).problems);
      expect(ours).toBe(name === 'whole' ? 0 : 1);
    }
    expect(await run(ledger.checkpoint)).toEqual({ code: 0, out: expect.stringContaining('checkpoint of 2026-01-01') });
  });

  test('a ledger that goes on behind its checkpoint holds, and says how much of it is not signed yet', async () => {
    const { chains, checkpoint } = await ledgerExport();
    const [chain, entries] = Object.entries(chains).find(([, list]) => list.length > 2)!;
    const tip = { chain, length: entries.length, hash: entries.at(-1)!.hash };
    const { stored } = link(tip, { kind: 'consent', at: 1, actor: 'a' });
    const lines = linesOf({
      format: 'sluice-ledger/1',
      checkpoint,
      chains: { ...chains, [chain]: [...entries, stored] },
    });
    expect(await run(lines.join('\n'))).toEqual({
      code: 0,
      out: expect.stringContaining('the last 1 are not signed yet'),
    });
    const verdict = await verifyLedgerFile(lines, readPublicKey(await signer.publicKey()));
    expect(verdict).toMatchObject({ problems: [], unsigned: 1 });
  });

  test.each(['', '{}', 'null', '{"format":"sluice-ledger/2"', '[]'])(
    'what is no ledger does not hold: %j',
    async (content) => {
      expect((await run(content)).code).toBe(1);
      const file = verifyLedgerFile([content], readPublicKey(await signer.publicKey()));
      await expect(file).rejects.toMatchObject({ reason: 'malformed' });
    },
  );

  test('a wrong call says how', async () => {
    expect(await run('{}', 'missing.pem')).toMatchObject({ code: 2 });
  });
});
