/**
 * `npm run papers`: what is in a release, and under which terms, into out/papers: a bill of materials (CycloneDX) and the licences of
 * all that ships. Fails when something ships under a licence that does not allow it, or when an advisory (high or critical) is
 * known of it, where the registry answers that.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licenceTexts } from '../../agent/licence-texts.ts';
import { inOneLine } from '../../wire/printable.ts';
import { advisoriesIn } from './advisories.ts';
import { billOf, missingIn } from './bill.ts';
import { complaints, packagesOf } from './licences.ts';

const OUT = join('out', 'papers');
const LOOKED_AT = 'docs/decisions/copyleft-in-tests.md';

/** What npm prints. It ends with an error when it has found something, which is an answer too. */
function npm(...args: string[]): string {
  try {
    return execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? '');
  }
}

mkdirSync(OUT, { recursive: true });
const packages = packagesOf(JSON.parse(readFileSync('package-lock.json', 'utf8')));
const shipped = packages.filter(({ ships }) => ships);
const named = readFileSync(LOOKED_AT, 'utf8').match(/(?<=`)[^`\s]+(?=`)/g) ?? [];
const wrong = complaints(packages, named);

// Of everything, here and below: with --omit=dev npm leaves out what only workspaces and packages of packages need.
const printed = npm('sbom', '--sbom-format=cyclonedx', '--package-lock-only');
if (!printed.startsWith('{')) throw new Error('npm gave no bill of materials: "npm sbom" says why (npm 10 is needed)');
const bill = billOf(JSON.parse(printed), packages);
wrong.push(...missingIn(bill, packages));
writeFileSync(join(OUT, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
// Optional ones of other systems are in the lock file, and not here.
const installed = shipped.map(({ folder }) => folder).filter((folder) => existsSync(folder));
writeFileSync(join(OUT, 'THIRD-PARTY-LICENSES.txt'), licenceTexts(installed));

const advisories = advisoriesIn(npm('audit', '--json'), packages);
wrong.push(...(advisories ?? []));
const audit = advisories ? `${advisories.length} advisories` : 'advisories: the registry does not answer';
process.stdout.write(`${OUT}: ${bill.components.length} components, ${installed.length} licences; ${audit}\n`);
for (const sentence of wrong) process.stderr.write(`${inOneLine(sentence)}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
