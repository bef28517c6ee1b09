import type { Check, Shown } from './checks.ts';

/** What Jest writes with `--json`, as far as it matters here. */
export interface Results {
  testResults: readonly {
    /** Path of the file. */
    name: string;
    assertionResults: readonly { fullName: string; status: string }[];
  }[];
}

export type Verdict = 'holds' | 'FAILS' | 'not yet';

export interface Judged {
  number: number;
  what: string;
  verdict: Verdict;
  /** What shows it, or what is missing. */
  says: string;
}

/** @param measured what the command measured itself: whether it holds, and its figure */
export function judge(
  check: Check,
  results: Results,
  measured: Readonly<Record<string, { holds: boolean; says: string } | undefined>> = {},
): Judged {
  const { number, what } = check;
  if (check.notYet !== undefined) return { number, what, verdict: 'not yet', says: check.notYet };
  if (check.measured !== undefined) {
    const own = measured[check.measured];
    if (!own) return { number, what, verdict: 'not yet', says: 'measured by `npm run checks` alone, on Linux' };
    return { number, what, verdict: own.holds ? 'holds' : 'FAILS', says: own.says };
  }
  if (check.shown!.some((one) => one.desktop === true && isSkipped(one, results)))
    return { number, what, verdict: 'not yet', says: 'not run here: the programs of a desktop are missing' };
  const faults = check.shown!.flatMap((one) => faultOf(one, results));
  if (faults.length > 0) return { number, what, verdict: 'FAILS', says: faults.join('; ') };
  const files = [...new Set(check.shown!.map(({ file }) => file))];
  return { number, what, verdict: 'holds', says: files.join(', ') };
}

const testsOf = ({ file, test }: Shown, { testResults }: Results) =>
  testResults
    .filter(({ name }) => name.endsWith(`/${file}`))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName }) => fullName.includes(test));

/** All of them: one that ran shows something, or fails. */
function isSkipped(shown: Shown, results: Results): boolean {
  const found = testsOf(shown, results);
  return found.length > 0 && found.every(({ status }) => status === 'pending');
}

/** A test that did not run shows nothing. */
function faultOf(shown: Shown, results: Results): string[] {
  const { file, test } = shown;
  const found = testsOf(shown, results);
  const failed = found.filter(({ status }) => status !== 'passed');
  if (found.length === 0) return [`${file} has no "${test}"`];
  return failed.map(({ fullName, status }) => `${status}: ${fullName}`);
}
