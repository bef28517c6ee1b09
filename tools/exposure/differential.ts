/**
 * `npm run exposure:differential -- [cases] [first seed]`: asks the exposure scanner's evaluator and `@cloud-copilot/iam-simulate` (AGPL:
 * of development alone) the same policy sets at random. Exits 1 where a difference has no explanation, with its seed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { ours } from '../../test/fixtures/policies/answers.ts';
import { compared } from '../../test/fixtures/policies/differences.ts';
import { makeCase } from '../../test/fixtures/policies/generate.ts';

const [cases, first] = [Number(process.argv[2] ?? 25_000), Number(process.argv[3] ?? 0)];
const tally: Record<string, number> = {};
const verdicts: Record<string, number> = {};
const unexplained: number[] = [];
for (let seed = first; seed < first + cases; seed++) {
  const one = makeCase(seed);
  const result = await compared(one);
  const { verdict } = ours(one);
  tally[result] = (tally[result] ?? 0) + 1;
  verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  if (result === 'unexplained') unexplained.push(seed);
  if ((seed - first + 1) % 5000 === 0) console.error(`${seed - first + 1}: ${JSON.stringify(tally)}`);
}
const figures = { cases, first, tally, verdicts, unexplained };
mkdirSync('out/bench', { recursive: true });
writeFileSync('out/bench/exposure-differential.json', `${JSON.stringify(figures, null, 2)}\n`);
console.log(JSON.stringify(figures));
process.exitCode = unexplained.length > 0 ? 1 : 0;
