import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicKeyPem } from '../../core/ledger/note.ts';
import { memorySigner } from '../../core/ledger/signer.memory.ts';
import { sha256 } from '../../core/shared/canonical-json.ts';
import { linesOf, makePast } from '../../test/fixtures/tampering.ts';

const signer = memorySigner('sluice/model-capability');
let folder: string;

const spawned = (args: string[]): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env: {} }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr }),
    );
  });

/** In an empty folder, with the script, a key and the file alone. */
async function run(content: unknown, key = 'public.pem', more: string[] = []): Promise<{ code: number; out: string }> {
  await writeFile(join(folder, 'file'), typeof content === 'string' ? content : JSON.stringify(content));
  return spawned(['verify.mjs', '--key', key, ...more, 'file']);
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
  expect(out).toMatch(/^FAIL/m);
  expect(out.trimEnd().split('\n')).toHaveLength(2);
  expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});

const past = await makePast();

describe('the verifier that needs nothing but Node', () => {
  beforeAll(async () => {
    await writeFile(join(folder, 'public.pem'), publicKeyPem(past.spki));
    await writeFile(join(folder, 'kept.note'), past.copies[3]!.note!);
    await writeFile(join(folder, 'newest.note'), past.whole.note!);
  });
  const text = (lines: string[]) => `${lines.join('\n')}\n`;
  const whole = text(linesOf(past.whole));

  test('exit codes tell what holds and is signed from what holds, and from what does not', async () => {
    expect(await run(whole)).toMatchObject({ code: 0, out: expect.stringMatching(/^ok {5}file: ledger/m) });
    expect(await run(text(linesOf(past.late)))).toMatchObject({
      code: 6,
      out: expect.stringMatching(/^NOTYET file: /m),
    });
    const [header, ...entries] = linesOf(past.whole);
    expect(await run(text(entries))).toMatchObject({ code: 1 });
    expect(await run(text([header!, ...entries.slice(1)]))).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^FAIL {3}file: chain \w\d is broken at entry 1: sequence$/m),
    });
  });

  test('a ledger that is not by the key, or of another program, or behind a checkpoint that was kept, does not hold', async () => {
    expect(await run(whole, 'other.pem')).toMatchObject({
      code: 1,
      out: expect.stringContaining('checkpoint: no signature of this key'),
    });
    expect(await run(whole, 'public.pem', ['--program', 'model-capability'])).toMatchObject({ code: 0 });
    expect(await run(whole, 'public.pem', ['--program', 'other'])).toMatchObject({ code: 1 });
    for (const option of ['--previous', '--since']) {
      expect(await run(whole, 'public.pem', [option, 'kept.note', option, 'newest.note'])).toMatchObject({ code: 0 });
      expect(await run(text(linesOf(past.copies[5]!)), 'public.pem', [option, 'newest.note'])).toMatchObject({
        code: 1,
        out: expect.stringContaining('behind the earlier checkpoint 8'),
      });
    }
  });

  test('lines may end as Windows ends them, and begin with its mark', async () => {
    expect(await run(`\uFEFF${whole.replaceAll('\n', '\r\n')}`)).toMatchObject({ code: 0 });
  });

  test('the key is told by its hash, and one that came with the ledger is told as such', async () => {
    const hash = sha256(past.spki);
    expect((await run(whole)).out).toMatch(new RegExp(`^key {4}public.pem: sha256:${hash}$`, 'm'));
    await writeFile(
      join(folder, 'served.pem'),
      `# from the API that serves the ledger, at x\n${publicKeyPem(past.spki)}`,
    );
    expect(await run(whole, 'served.pem')).toMatchObject({
      code: 0,
      out: expect.stringContaining(
        `sha256:${hash}, from the API that serves the ledger: compare it with one from elsewhere`,
      ),
    });
  });

  test('a wrong call says how', async () => {
    expect(await run('{}', 'missing.pem')).toMatchObject({ code: 2 });
    expect(await run('{}', 'public.pem', ['--program'])).toMatchObject({
      code: 2,
      out: expect.stringContaining('usage'),
    });
    expect(await run('{}', 'public.pem', ['--unknown', 'x'])).toMatchObject({ code: 2 });
    expect(await run('{}', 'public.pem', ['--previous', 'none.note'])).toMatchObject({ code: 2 });
  });

  test('`sluice ledger verify` prints the same lines, and ends with the same code', async () => {
    const program = new URL('../../bin/sluice.ts', import.meta.url).pathname;
    const args = ['--disable-warning=ExperimentalWarning', program, 'ledger', 'verify', 'file', '--key', 'public.pem'];
    await writeFile(join(folder, 'kept.json'), text(linesOf(past.copies[0]!)));
    const kept = ['--previous', 'kept.note', '--previous', 'kept.json'];
    for (const content of [text(linesOf(past.late)), text(linesOf(past.late).slice(1))]) {
      const apart = await run(content, 'public.pem', kept);
      const ours = await spawned([...args, ...kept]);
      const lines = (out: string) => out.trimEnd().split('\n');
      // The verdict as a sentence comes after them.
      expect({ code: ours.code, lines: lines(ours.out).slice(0, -1) }).toEqual({
        code: apart.code,
        lines: lines(apart.out),
      });
    }
  });
});
