/**
 * Promise 8. "The ledger cannot be rewritten unnoticed ... a verifier anyone can run; proof that is missing is not proof."
 *
 * Mechanism: two verifiers that share no code (core/incident/verify-files.ts behind `sluice ledger verify`, tools/verify/verify.mjs) verify
 * what should be there, not what is there: a checkpoint that the ledger itself names as its newest, earlier ones that somebody kept, one
 * program, one history in all files of a call.
 *
 * Here: a thousand tamperings, drawn over a ledger with eight checkpoints: entries edited, deleted, reordered, put in, truncated, forged
 * within, after and beside what is signed; proof left out, replaced, older, of something else; tables rolled back, checkpoints forgotten in
 * a row, two readers shown two histories; text that two readers read differently. Each is found, with place and reason, and both say
 * it word by word the same. What nobody touched is never found.
 *
 * Fails when proof that is missing passes, when the two verifiers differ, and when they alarm for nothing.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bothVerify } from '../fixtures/both-verifiers.ts';
import { asLeft, draws, linesOf, makePast, PROGRAM, tamper, untouched } from '../fixtures/tampering.ts';

const made = makePast();

test('a thousand tamperings are found, by both verifiers, with place and reason', async () => {
  const past = await made;
  const found = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(draws, async (draw) => {
      const tampering = tamper(past, draw);
      fc.pre(tampering !== undefined);
      const { what, holds, says } = tampering!;
      const verdict = await bothVerify(past.spki, tampering!);
      expect({ what, ...verdict }).toMatchObject({ what, holds });
      expect(verdict.lines.join('\n')).toMatch(says);
      found.set(what, (found.get(what) ?? 0) + 1);
    }),
    { numRuns: 1_000 },
  );
  expect([...found.values()].reduce((a, b) => a + b)).toBe(1_000);
  // Every kind was drawn.
  expect(found.size).toBeGreaterThanOrEqual(30);
});

describe('what nobody touched', () => {
  test('holds, alone and beside other copies of the same history, whatever was kept before', async () => {
    const past = await made;
    await fc.assert(
      fc.asyncProperty(untouched, async (draw) => {
        expect(await bothVerify(past.spki, asLeft(past, draw))).toMatchObject({ holds: 'holds' });
      }),
      { numRuns: 60 },
    );
  });

  test('holds and is not signed yet where entries came after the checkpoint: how many, from where, how old', async () => {
    const { spki, late, now } = await made;
    const verdict = await bothVerify(spki, { files: { ledger: linesOf(late) }, program: PROGRAM, now });
    expect(verdict.holds).toBe('unsigned');
    expect(verdict.lines).toEqual([
      expect.stringMatching(
        /^NOTYET ledger: ledger of model-capability, 53 entries, checkpoint 8 of 2026-01-01T00:\S+, 5 min old; the words of 0 entries are beside them, of 40 erased or left out; not signed yet: 5 entries \((\w\d from \d+(, )?)+\), the oldest of 2026-\S+, 5 min old$/,
      ),
    ]);
  });
});
