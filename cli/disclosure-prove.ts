import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Claim, claimsOf, unprovenBy } from '../core/disclosure/claims.ts';
import { disclosureSchema } from '../core/disclosure/disclosure.ts';
import { ENFORCEMENT } from '../core/disclosure/enforcement.ts';
import { parseTestResults, type TestResults } from '../core/disclosure/test-results.ts';
import { inOneLine, printableJson } from '../wire/printable.ts';
import { type DisclosureIo, loadDisclosure, wantsJson } from './disclosure-file.ts';

/**
 * `sluice disclosure prove`: what each claim of a file is kept by.
 * @param rows what enforces each claim; a test leaves one out
 */
export const proveCommand = (io: DisclosureIo, rows = ENFORCEMENT): Command =>
  new Command('prove')
    .description('each claim of a disclosure: what enforces it, and which test fails when it is not kept')
    .argument('<file>', 'YAML or JSON')
    .option('--results <file>', 'what a run of the tests said: npm test -- --json --outputFile=FILE')
    .option('--json', 'for programs')
    .addHelpText('after', '\nExample:\n  sluice disclosure prove programs/model-capability/disclosure.yaml')
    .addHelpText(
      'after',
      '\nExit codes: 0 every claim has something that enforces it (with --results: whose tests passed), 1 one has not, 2 usage.',
    )
    .action((file: string, { results }: { results?: string }, self: Command) => {
      const json = wantsJson(self);
      const disclosure = loadDisclosure(file, json, io);
      if (!disclosure) return;
      const claims = claimsOf(disclosure, disclosureSchema, rows);
      const open = claims.filter(({ enforcement }) => !enforcement).map(({ key }) => key);
      const run = results === undefined ? undefined : readResults(results);
      if (run === 'unreadable') {
        io.err(`${results}: no results of tests, as "npm test -- --json --outputFile=FILE" writes them\n`);
        io.exit(2);
        return;
      }
      const unproven = run && unprovenBy(claims, run);
      const { program, version } = disclosure;
      const proven = open.length === 0 && (unproven?.length ?? 0) === 0;
      const said = { file, program, version, proven, tests: run ? 'ran' : 'not asked', open, unproven: unproven ?? [] };
      if (json) io.out(`${printableJson({ ...said, claims })}\n`);
      else {
        io.out(`${program} ${version}\n\n${claims.map(claimText).join('\n\n')}\n\n${sum(claims)}\n`);
        for (const key of open)
          io.err(`${file}: ${key}: nothing enforces it: add a row to core/disclosure/enforcement.ts\n`);
        for (const { key, test, outcome } of unproven ?? []) io.err(`${file}: ${key}: ${OUTCOMES[outcome]}: ${test}\n`);
        io.out(run ? (proven ? 'Each of these tests passed.\n' : '') : NOT_ASKED);
      }
      if (!proven) io.exit(1);
    });

const OUTCOMES = {
  failed: 'its test failed',
  skipped: 'its test was not run to its end',
  absent: 'its test did not run',
} as const;
const NOT_ASKED =
  'These tests are there. Whether they passed is not asked: "npm test -- --json --outputFile=FILE", then --results FILE.\n';

function readResults(file: string): TestResults | 'unreadable' {
  try {
    return parseTestResults(readFileSync(file, 'utf8'));
  } catch {
    return 'unreadable';
  }
}

/** Values of a claim that a line has room for: the file has all. */
const SHOWN = 4;

function claimText({ key, said, enforcement }: Claim): string {
  const values = said
    .slice(0, SHOWN)
    .map(({ path, value }) => `  ${path}: ${shortened(inOneLine(JSON.stringify(value)))}`);
  const more = said.length > SHOWN ? [`  and ${said.length - SHOWN} more`] : [];
  const silent = said.length === 0 ? ['  (the file does not say)'] : [];
  if (!enforcement) return [`${key}: NOTHING ENFORCES IT`, ...values, ...more, ...silent].join('\n');
  const { by, says, where, tests, second } = enforcement;
  return [
    `${key}: ${says}`,
    ...values,
    ...more,
    ...silent,
    `  by      ${by === 'people' ? 'people; it stands in the text that a consent is given to' : by}`,
    ...where.map((place) => `  where   ${place}`),
    ...(second ? [`  second  ${second}`] : []),
    ...tests.map((one) => `  test    ${one}`),
  ].join('\n');
}

const LONGEST = 90;
const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

function sum(claims: readonly Claim[]): string {
  const kept = claims.filter(({ enforcement }) => enforcement && enforcement.by !== 'people').length;
  const people = claims.filter(({ enforcement }) => enforcement?.by === 'people').length;
  return `${claims.length} claims: ${kept} kept by code, ${people} by people who are named to subjects, ${claims.length - kept - people} by nothing.`;
}
