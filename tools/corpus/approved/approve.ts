/**
 * Approves what redaction finds now:
 *
 *   npm run approve
 *
 * Look at the difference (`git diff --word-diff tools/corpus/approved`) before it is committed: each changed line is an
 * input that is redacted in another way than before.
 */
import { approve } from './approved.ts';
import { outcomesOf, SETS } from './sets.ts';

for (const [name, make] of Object.entries(SETS)) {
  const outcomes = outcomesOf(make());
  const lines = [...outcomes.values()].reduce((sum, list) => sum + list.length, 0);
  process.stdout.write(`${name}: ${lines} outcomes, ${approve(name, outcomes)} of them changed\n`);
}
