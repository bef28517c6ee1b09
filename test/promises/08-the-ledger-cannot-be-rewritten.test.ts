/**
 * Promise 8. "The ledger cannot be rewritten unnoticed, by the operator or by us: hash chain, signed checkpoints under S3
 * Object Lock and handed to witnesses outside the account, a verifier anyone can run."
 *
 * Mechanism: each entry holds the hash of the one before (core/ledger/entry.ts); a checkpoint over all chains is signed after
 * walking from the last one to here, and is refused over what does not continue it (core/ledger/issue-checkpoint.ts); an
 * export is verified with the public key alone by two programs that share no code (core/incident/verify-files.ts behind
 * `sluice ledger verify`, tools/verify/verify.mjs). What else is tried: the two files beside this one.
 *
 * Here: the ledger of a program that ran (enrolment, consent, reads, refusals, an incident, an erasure) is rewritten in
 * every way that an operator has who can write the table but not sign, up to recomputing every hash.
 *
 * Not here: what a witness outside the account keeps and compares (core/witness, test/infra/witness.test.ts,
 * test/e2e/deployed/witnessed.ts); it is there where somebody deploys it. Object Lock is a property of the template
 * (test/infra/state.test.ts). An operator who can sign, and controls all copies, can rewrite.
 *
 * Fails when a chain's links or the checkpoint are not compared, and when a checkpoint is signed without the walk.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, FIRST_PREVIOUS, sha256 } from '../../core/ledger/entry.ts';
import { issueCheckpoint, LedgerRewritten } from '../../core/ledger/issue-checkpoint.ts';
import type { StoredEntry } from '../../core/ledger/ledger.ts';
import { readPublicKey } from '../../core/ledger/note.ts';
import { readerOf } from '../../core/ledger/reader.memory.ts';
import { includes } from '../../core/ledger/verify.ts';
import { type LedgerExport, verifyLedger } from '../../core/ledger/verify-ledger.ts';
import { wholeChain } from '../../core/ledger/walk.ts';
import { createProgram, HOUR, IVAN, refusal } from '../fixtures/program.ts';
import { verifyApart } from '../fixtures/verifier.ts';
import { click } from '../fixtures/world.ts';

/** A program with a past, and its export. */
async function past() {
  const program = createProgram();
  for (const subject of ['anna', 'bert', 'carl']) {
    const agent = await program.join(subject);
    agent.capture(click(1) as never);
    await agent.flush();
  }
  await program.deliver();
  await program.sign();
  program.time.now += program.disclosure.coolOffHours * HOUR;
  const rows = [...program.index.values()];
  await refusal(program.read(rows[0]!));
  await program.give(IVAN.sub);
  const receipts = [];
  for (let again = 0; again < 8; again++) {
    // Chains are chosen at random: two reads of one record in one millisecond, side by side in one chain, are one entry twice.
    program.time.now += 1;
    receipts.push((await program.read(rows[again % 3]!)).receipt);
  }
  await program.withdraw('bert');
  await program.erase('carl');
  const { signer } = program.parts;
  const checkpoints = { ledger: program.ledger, checkpoints: program.checkpoints, signer, clock: program.clock };
  const { note } = await program.sign();
  const chains: LedgerExport['chains'] = {};
  for (const chain of program.ledger.chains) chains[chain] = await wholeChain(program.ledger, chain);
  const ledger: LedgerExport = { format: 'sluice-ledger/1', checkpoint: note, chains };
  const spki = readPublicKey(await signer.publicKey());
  return { program, receipts, ledger, spki, signer, checkpoints };
}

/** As an operator would: bodies changed, and every hash after them made anew. */
function relinked(chain: string, bodies: Record<string, unknown>[]): StoredEntry[] {
  let previous = FIRST_PREVIOUS;
  return bodies.map((body, at) => {
    const text = canonicalJson({ ...body, chain, seq: at + 1, previous });
    previous = sha256(text);
    return { body: text, hash: previous };
  });
}
const parsed = (entries: readonly StoredEntry[]) =>
  entries.map(({ body }) => JSON.parse(body) as Record<string, unknown>);

interface Rewrite {
  what: 'edit' | 'delete' | 'insert' | 'swap' | 'cut' | 'empty' | 'other-chain';
  chain: number;
  at: number;
  with: number;
  /** Whether all hashes after it are made anew. */
  relink: boolean;
}
const rewrite: fc.Arbitrary<Rewrite> = fc.record({
  what: fc.constantFrom('edit', 'delete', 'insert', 'swap', 'cut', 'empty', 'other-chain'),
  chain: fc.nat(3),
  at: fc.nat(20),
  with: fc.nat(20),
  relink: fc.boolean(),
});

/** @returns the same ledger when there is nothing to rewrite there */
function apply(ledger: LedgerExport, { what, chain: place, at, with: other, relink }: Rewrite): LedgerExport {
  const names = Object.keys(ledger.chains);
  const chain = names[place % names.length]!;
  const entries = ledger.chains[chain]!;
  if (entries.length === 0) return ledger;
  const [from, to] = [at % entries.length, other % entries.length];
  const bodies = parsed(entries);
  let changed = bodies;
  if (what === 'edit') changed = bodies.with(from, { ...bodies[from], actor: 'nobody' });
  if (what === 'delete') changed = bodies.toSpliced(from, 1);
  if (what === 'insert') changed = bodies.toSpliced(from, 0, { kind: 'read', at: 1, actor: 'reader:ivan' });
  if (what === 'swap') changed = bodies.with(from, bodies[to]!).with(to, bodies[from]!);
  if (what === 'cut') changed = bodies.slice(0, from);
  if (what === 'empty') changed = [];
  if (what === 'other-chain') changed = parsed(ledger.chains[names[(place + 1) % names.length]!]!);
  const asStored = changed.map((body) => ({ body: canonicalJson(body), hash: sha256(canonicalJson(body)) }));
  return { ...ledger, chains: { ...ledger.chains, [chain]: relink ? relinked(chain, changed) : asStored } };
}

const made = past();

describe('an export', () => {
  test('verifies as it is, by both verifiers, and holds every reader’s receipt', async () => {
    const { ledger, spki, signer, receipts } = await made;
    expect(verifyLedger(ledger, spki).problems).toEqual([]);
    expect((await verifyApart(signer, { ledger })).holds).toEqual({ ledger: true });
    const kinds = Object.values(ledger.chains)
      .flatMap(parsed)
      .map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['choice', 'read', 'read-refused', 'erasure']));
    for (const receipt of receipts) expect(includes(receipt, ledger.chains[receipt.chain]!)).toBe(true);
  });

  test('does not verify after any rewriting, by either verifier, with hashes made anew or not', async () => {
    const { ledger, spki, signer } = await made;
    const tampered: Record<string, LedgerExport> = {};
    const before = canonicalJson(ledger.chains);
    await fc.assert(
      fc.asyncProperty(rewrite, async (one) => {
        const after = apply(ledger, one);
        fc.pre(canonicalJson(after.chains) !== before);
        expect(verifyLedger(after, spki).problems).not.toEqual([]);
        tampered[`f${Object.keys(tampered).length}`] = after;
      }),
      { numRuns: 150 },
    );
    // In one process, by the other program.
    const { holds } = await verifyApart(signer, tampered);
    expect(Object.keys(holds).length).toBeGreaterThan(100);
    expect(Object.values(holds)).not.toContain(true);
  });

  test('does not verify under a checkpoint of somebody else’s key, or one that was changed', async () => {
    const { ledger, spki, signer } = await made;
    const { ledger: foreign } = await past();
    const longer = ledger.checkpoint!.replace(
      /^chain (\S+) (\d+)/m,
      (_, chain, length) => `chain ${chain} ${Number(length) + 1}`,
    );
    const cases = {
      foreign: { ...ledger, checkpoint: foreign.checkpoint! },
      longer: { ...ledger, checkpoint: longer },
      none: { ...ledger, checkpoint: 'nothing' },
    };
    for (const one of Object.values(cases)) expect(verifyLedger(one, spki).problems).not.toEqual([]);
    expect((await verifyApart(signer, cases)).holds).toEqual({ foreign: false, longer: false, none: false });
  });
});

test('a reader’s receipt tells of a read that was taken out, however well the rest was made anew', async () => {
  const { ledger, receipts } = await made;
  for (const receipt of receipts) {
    const { chain, seq } = receipt;
    const without = parsed(ledger.chains[chain]!).toSpliced(seq - 1, 1);
    expect(includes(receipt, relinked(chain, without))).toBe(false);
  }
});

describe('the next checkpoint', () => {
  test('goes on from the last one', async () => {
    const { program, checkpoints, spki } = await past();
    await program.withdraw('anna');
    const { note, tips } = await issueCheckpoint(checkpoints);
    expect(program.checkpoints.notes).toHaveLength(3);
    const chains = Object.fromEntries(
      await Promise.all(tips.map(async ({ chain }) => [chain, await wholeChain(program.ledger, chain)] as const)),
    );
    expect(verifyLedger({ format: 'sluice-ledger/1', checkpoint: note, chains }, spki).problems).toEqual([]);
  });

  test.each(['edit', 'delete', 'cut'] as const)(
    'is never signed over a past that was rewritten with all hashes anew: %s',
    async (what) => {
      const { ledger, checkpoints, program } = await past();
      const chain = Object.keys(ledger.chains).findIndex((name) => ledger.chains[name]!.length > 1);
      const after = apply(ledger, { what, chain, at: 0, with: 0, relink: true });
      const attempt = issueCheckpoint({ ...checkpoints, ledger: readerOf(after.chains) });
      await expect(attempt).rejects.toThrow(LedgerRewritten);
      expect(program.checkpoints.notes).toHaveLength(2);
    },
  );
});
