/** `sluice ledger verify` and verify.mjs, over one table: the same verdict in the same words. */
import { describe, expect, test } from '@jest/globals';
import { bothVerify } from '../../test/fixtures/both-verifiers.ts';
import { makePast, PROGRAM } from '../../test/fixtures/tampering.ts';
import { casesOf } from './cases.ts';

const past = await makePast();
const cases = await casesOf(past);

describe('both verifiers say the same of', () => {
  test.each(cases.map((one) => [one.what, one] as const))('%s', async (_what, one) => {
    const { files, earlier = {}, program = PROGRAM, holds, says } = one;
    const verdict = await bothVerify(past.spki, { files, earlier, program, now: past.now });
    expect(verdict.holds).toBe(holds);
    expect(verdict.lines.join('\n')).toMatch(says);
    // And where it is of no matter whose it is.
    if (one.program === undefined) {
      expect((await bothVerify(past.spki, { files, earlier, now: past.now })).holds).toBe(holds);
    }
  });
});
