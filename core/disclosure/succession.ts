import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diffDisclosures } from './diff.ts';
import type { Disclosure } from './disclosure.ts';
import { parseDisclosure } from './parse.ts';
import { languageOfHash } from './show.ts';
import { compareVersions, majorOf } from './version.ts';

/** What a deployed program says of its disclosure (`GET /status`). */
export interface Deployed {
  program: string;
  disclosure: { version: string; hash: string; problem?: string | undefined };
}

/** Why a file may not be deployed over what is in force there. */
export function deployedProblems(disclosure: Disclosure, { program, disclosure: there }: Deployed): string[] {
  const { version } = disclosure;
  const next = `${majorOf(version) + 1}.0`;
  if (program !== disclosure.program) return [`the deployed program is ${program}`];
  const order = compareVersions(there.version, version);
  if (order > 0) return [`${there.version} is in force, and a version only grows`];
  if (order < 0) return [];
  if (languageOfHash(disclosure, there.hash) === undefined) {
    return [
      `${version} is in force with another text: if something widens it needs ${next}, else a greater second number`,
    ];
  }
  return there.problem === undefined ? [] : [there.problem];
}

/** Folder beside a disclosure's file that keeps every version that was in force before, one file each. */
const EARLIER = 'earlier';

/** @throws DisclosureInvalid when one of them is none */
export function readEarlier(file: string, folder = join(dirname(file), EARLIER)): Disclosure[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => parseDisclosure(readFileSync(join(folder, name), 'utf8'), join(folder, name)));
}

/**
 * Why a disclosure may not follow those before it. Consent, leases and redactors rest on one rule, that a MINOR never widens, so
 * it is looked at whenever a disclosure is checked or deployed: against every version of its MAJOR, since people may have
 * consented to any of them.
 */
export function successionProblems(disclosure: Disclosure, earlier: readonly Disclosure[]): string[] {
  const { version } = disclosure;
  const problems = earlier.flatMap((before) => {
    if (compareVersions(before.version, version) >= 0) {
      return [
        `${before.version} was in force before: a version only grows, and to go back is a new version with the old content`,
      ];
    }
    return diffDisclosures(before, disclosure).problems.map((problem) => `after ${before.version}: ${problem}`);
  });
  const family = earlier.filter(({ version: before }) => majorOf(before) === majorOf(version));
  if (family.length === 0 && !version.endsWith('.0')) {
    problems.push(
      `${version} follows ${majorOf(version)}.0, which is not in the folder "${EARLIER}": nobody can see whether it widens`,
    );
  }
  return problems;
}
