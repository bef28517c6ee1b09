import { comparePolicies, compareRoles } from './compare-access.ts';
import { compareFunctions } from './compare-functions.ts';
import type { Comparing } from './comparing.ts';
import type { Deployed } from './deployed.ts';
import { type Comparison, Findings } from './findings.ts';
import { manifestHash, type Release } from './manifest.ts';
import { compareNoted } from './noted.ts';
import { resolver } from './resolve.ts';
import type { Noted } from './running.ts';
import { asTold, ofType } from './template.ts';

/**
 * Compares what runs with a release: each difference with its place and reason. Pure: everything was read before.
 * @param stated the manifest that came with the release, to be what its files give
 * @param ledger what the ledger said last of what was deployed; left out, it is not asked
 */
export function compare(
  release: Release,
  deployed: Deployed,
  stated: Release['manifest'],
  ledger?: { noted: Noted | undefined },
): Comparison {
  const findings = new Findings();
  if (manifestHash(stated) !== manifestHash(release.manifest)) {
    findings.differs('assembly', 'its templates and bundles are not those of its manifest');
  }
  compareStacks(release, deployed, findings);
  const resolve = resolver(release, deployed);
  const all: Comparing = { release, deployed, resolve, findings, isOthers: othersOf(release) };
  compareFunctions(all);
  compareRoles(all);
  comparePolicies(all);
  if (ledger) compareNoted(release, deployed, ledger.noted, findings);
  const { differences, notCompared, explained } = findings;
  return { differences, notCompared, explained };
}

/** Templates, resource by resource: what CloudFormation was last told. */
function compareStacks({ templates }: Release, deployed: Deployed, findings: Findings): void {
  for (const [name, template] of Object.entries(templates)) {
    const found = deployed.stacks[name]?.template;
    if (!found) {
      findings.differs(`stack ${name}`, 'is missing');
      continue;
    }
    const hashes = (parts: Readonly<Record<string, unknown>> = {}) =>
      Object.fromEntries(Object.entries(parts).map(([id, part]) => [id, asTold(part)]));
    const { Resources, ...rest } = template;
    const { Resources: foundResources, ...foundRest } = found;
    findings.names(`template of ${name}`, 'resource', hashes(Resources), hashes(foundResources));
    findings.names(`template of ${name}`, 'part', hashes(rest), hashes(foundRest));
  }
}

/** Names that begin with this stage's prefix, and are another stage's of the same app, as the guard is told them. */
function othersOf({ templates }: Release): (name: string) => boolean {
  const prefixes = Object.values(templates)
    .flatMap((template) => ofType(template, 'AWS::Lambda::Function'))
    .flatMap(([, { Properties = {} }]) => {
      const { Variables } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
      const others = Variables?.SLUICE_OTHER_STAGES;
      return typeof others === 'string' ? others.split(' ') : [];
    });
  return (name) => prefixes.some((prefix) => name.startsWith(`${prefix}-`));
}
