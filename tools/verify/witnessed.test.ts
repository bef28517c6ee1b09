/** What a witness kept against what was exported: both verifiers say the same, in the same words. */
import { describe, expect, test } from '@jest/globals';
import type { SignedDocument } from '../../core/ledger/ledger.ts';
import { signDocument } from '../../core/ledger/note.ts';
import { memorySigner } from '../../core/ledger/signer.memory.ts';
import { receive } from '../../core/witness/receive.ts';
import { state, WITNESS_STATEMENT, type WitnessStatement } from '../../core/witness/statement.ts';
import { memoryWitnessStore } from '../../core/witness/witness-store.memory.ts';
import { bothVerify } from '../../test/fixtures/both-verifiers.ts';
import { linesOf, makePast, PROGRAM } from '../../test/fixtures/tampering.ts';
import { LIMITS } from '../../test/fixtures/witness.ts';

const past = await makePast();
const signer = memorySigner(`sluice-witness/${PROGRAM}`);
const spki = await signer.publicKey();

/** What a witness says that was told of these. */
async function statementOf(copies: readonly { note: string | undefined }[], of = past.spki, now = past.now) {
  const store = memoryWitnessStore();
  const parts = { program: PROGRAM, key: of, store, clock: { now: () => now }, signer, limits: LIMITS };
  const notes = copies.map(({ note }) => note!);
  for (const note of notes) await receive(parts, { kind: 'checkpoints', program: PROGRAM, notes: [note] });
  await state(parts);
  return store.statements.at(-1)!;
}
const verify = (text: string, files: Record<string, unknown>, key = spki, program?: string) =>
  bothVerify(past.spki, {
    ...{ files, now: past.now, witness: { name: 'w', text, spki: key } },
    ...(program !== undefined && { program }),
  });
const whole = { f: linesOf(past.whole) };
const all = await statementOf(past.copies);

describe('a witness that has the same', () => {
  test('confirms an export, the checkpoint alone, and an older export', async () => {
    for (const copy of [past.whole, past.copies[3]!]) {
      for (const files of [{ f: linesOf(copy) }, { f: copy.note! }]) {
        const { holds, lines } = await verify(all, files);
        expect(holds).toBe('holds');
        expect(lines).toContainEqual(expect.stringMatching(/^ok {5}f: checkpoint \d: the witness has the same$/));
        expect(lines.at(-1)).toMatch(/^ok {5}w: statement of the witness of model-capability, .* up to checkpoint 8$/);
      }
    }
  });

  test('confirms what has entries after its checkpoint: those are not signed yet', async () => {
    expect((await verify(all, { f: linesOf(past.late) })).holds).toBe('unsigned');
  });

  test('says what it lacks, and what is wrong', async () => {
    const { holds, lines } = await verify(await statementOf([past.copies[2]!, past.copies[7]!]), whole);
    expect(holds).toBe('holds');
    expect(lines.at(-1)).toMatch(/up to checkpoint 8; misses 6$/);
  });
});

describe('a witness that does not have it', () => {
  test.each<[string, number[], RegExp]>([
    ['since it was not told yet', [0, 1, 2], /NOTYET f: checkpoint 8: the witness has none after 3 yet/],
    ['since it was told of none', [], /NOTYET f: checkpoint 8: the witness has none yet/],
  ])('%s', async (_what, told, says) => {
    const { holds, lines } = await verify(await statementOf(told.map((at) => past.copies[at]!)), whole);
    expect(holds).toBe('unwitnessed');
    expect(lines.join('\n')).toMatch(says);
  });

  test('since it is missing, or older than the statement tells', async () => {
    const missing = await verify(await statementOf([past.copies[2]!, past.copies[7]!]), { f: past.copies[4]!.note! });
    expect(missing).toMatchObject({ holds: 'unwitnessed' });
    expect(missing.lines[1]).toMatch(/checkpoint 5: the witness misses it/);
    const short = await changed(all, (document) => ({ ...document, recent: document.recent.slice(4) }));
    const older = await verify(short, { f: past.copies[1]!.note! });
    expect(older).toMatchObject({ holds: 'unwitnessed' });
    expect(older.lines[1]).toMatch(/this statement tells of newer ones alone/);
  });
});

test('asked of files that hold no checkpoint, it confirms nothing', async () => {
  const receipt = await signDocument(past.signer, 'closure-receipt', {
    program: PROGRAM,
    incident: 'i',
    gates: [],
    issuedAt: 1,
  });

  const { holds, lines } = await verify(all, { f: JSON.stringify(receipt) });

  expect(holds).toBe('unwitnessed');
  expect(lines.at(-1)).toBe('NOTYET w: no file holds a checkpoint that the witness could confirm');
});

describe('another history', () => {
  test('with the same number is none that the witness has', async () => {
    const { holds, lines } = await verify(all, { f: linesOf(past.fork.at(-1)!) });
    expect(holds).toBe('broken');
    expect(lines.join('\n')).toMatch(/FAIL {3}f: w: the witness has another checkpoint 8/);
  });

  test('that goes on does not go on from what the witness has', async () => {
    const { holds, lines } = await verify(await statementOf(past.copies.slice(0, 6)), {
      f: linesOf(past.fork.at(-1)!),
    });
    expect(holds).toBe('broken');
    expect(lines.join('\n')).toMatch(/names another checkpoint 6|the earlier checkpoint 6/);
  });

  test('that the witness was shown as well: it says so to everybody', async () => {
    const { holds, lines } = await verify(await statementOf([...past.copies, past.fork.at(-1)!]), whole);
    expect(holds).toBe('broken');
    expect(lines.at(-1)).toMatch(/FAIL {3}w: the witness has 1 checkpoints that contradict, the first of number 8/);
  });
});

describe('what is no statement of this witness', () => {
  const other = memorySigner(`sluice-witness/${PROGRAM}`);
  const signedAs =
    (name: string, kind = WITNESS_STATEMENT) =>
    async () => {
      const { document } = JSON.parse(all) as SignedDocument<WitnessStatement>;
      return JSON.stringify(await signDocument({ ...signer, name }, kind, document));
    };
  const with_ = (change: (document: WitnessStatement) => object) => () => changed(all, change);
  test.each<[string, () => Promise<string>, RegExp]>([
    [
      'signed by another key',
      async () => JSON.stringify(await signDocument(other, WITNESS_STATEMENT, JSON.parse(all).document)),
      /no signature of this key/,
    ],
    [
      'changed',
      async () => all.replace('"missing":[]', '"missing":[{"from":1,"to":2,"since":1}]'),
      /about another document/,
    ],
    ['of another kind', signedAs(signer.name, 'findings'), /a findings, and not a witness-statement/],
    [
      'signed as another program',
      signedAs('sluice-witness/other'),
      /of program model-capability, and signed as sluice-witness\/other/,
    ],
    ['by another key of the program', async () => statementOf([], spki), /judges by another key/],
    [
      'with another checkpoint',
      with_((one) => ({ ...one, checkpoint: past.copies[2]!.note })),
      /not the one that it names/,
    ],
    ['without its checkpoint', with_(({ checkpoint: _, ...one }) => one), /not the statement of a witness/],
    ['with a checkpoint of nobody', with_((one) => ({ ...one, checkpoint: 'none' })), /no signatures/],
    ['with a list that is none', with_((one) => ({ ...one, recent: {} })), /not the statement of a witness/],
    ['with a hole', with_((one) => ({ ...one, contradictions: [null] })), /not the statement of a witness/],
    ['no JSON', async () => '{', /no JSON/],
    ['nothing', async () => 'null', /not the statement of a witness/],
    ['with a member twice', async () => all.replace('{"document"', '{"note":"","document"'), /a member twice/],
  ])('%s', async (_what, make, says) => {
    const { holds, lines } = await verify(await make(), whole);
    expect(holds).toBe('broken');
    expect(lines.at(-1)).toMatch(/^FAIL {3}w: /);
    expect(lines.at(-1)).toMatch(says);
  });

  test('of another program than is asked for', async () => {
    expect((await verify(all, whole, spki, 'other')).lines.at(-1)).toMatch(
      /FAIL {3}w: of program model-capability, not of other/,
    );
  });
});

async function changed(text: string, change: (document: WitnessStatement) => object): Promise<string> {
  const { document } = JSON.parse(text) as SignedDocument<WitnessStatement>;
  return JSON.stringify(await signDocument(signer, WITNESS_STATEMENT, change(document)));
}
