/**
 * Approves what redaction finds now:
 *
 *   npm run approve [-- --new-inputs]
 *
 * Look at the difference (`git diff --word-diff tools/corpus/approved`) before it is committed: each changed line is an
 * input that is redacted in another way than before.
 */
import { approve } from './approved.ts';
import { writeInputs } from './pattern-inputs.ts';
import { outcomesOf, SETS } from './sets.ts';

if (process.argv.includes('--new-inputs')) process.stdout.write(`${await writeInputs(5)} new inputs\n`);
for (const [name, make] of Object.entries(SETS)) {
  const outcomes = outcomesOf(make());
  const lines = [...outcomes.values()].reduce((sum, list) => sum + list.length, 0);
  process.stdout.write(`${name}: ${lines} outcomes, ${approve(name, outcomes)} of them changed\n`);
}
