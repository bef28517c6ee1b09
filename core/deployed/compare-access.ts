import { isSecondLinePolicy, SECOND_LINE_POLICY, secondLineGate } from '../gate/second-line.ts';
import { type Comparing, resolvedIn } from './comparing.ts';
import type { Deployed, DeployedRole } from './deployed.ts';
import type { Findings } from './findings.ts';
import { normalPolicy } from './policy.ts';
import type { Resolve } from './resolve.ts';
import { ofType, type Template } from './template.ts';

type Properties = Record<string, unknown>;

/** Roles: trust, what they may do, the most they can get, and those that the release does not know. */
export function compareRoles({ release, deployed, resolve, findings, isOthers }: Comparing): void {
  const { manifest, templates } = release;
  const known = new Set<string>();
  for (const [stack, template] of Object.entries(templates)) {
    for (const [, { Properties = {} }] of ofType(template, 'AWS::IAM::Role')) {
      const name = String(Properties.RoleName);
      known.add(name);
      const place = `role ${name}`;
      const found = Object.hasOwn(deployed.roles, name) ? deployed.roles[name] : undefined;
      if (!found) {
        findings.differs(place, 'is missing');
        continue;
      }
      compareRole({ place, prefix: manifest.prefix, found, findings }, (part) => resolve(stack, part), Properties);
    }
    compareBoundaries(stack, template, deployed, resolve, findings);
  }
  for (const name of Object.keys(deployed.roles)) {
    if (!known.has(name) && !isOthers(name)) findings.differs(`role ${name}`, 'is not of the release');
  }
}

interface RoleLooked {
  place: string;
  prefix: string;
  found: DeployedRole;
  findings: Findings;
}

function compareRole(looked: RoleLooked, resolve: (part: unknown) => unknown, properties: Properties): void {
  const { place, found, findings } = looked;
  const resolved = (what: string, part: unknown) => resolvedIn(findings, `${what} of ${place}`, () => resolve(part));
  const trust = resolved('trust', properties.AssumeRolePolicyDocument);
  if (trust && normalPolicy(trust.value) !== normalPolicy(found.trust)) findings.differs(place, 'trust differs');

  const boundary = resolved('boundary', properties.PermissionsBoundary);
  if (boundary && boundary.value !== found.boundary) {
    findings.differs(place, found.boundary === undefined ? 'boundary is off' : 'boundary is another one');
  }

  const attached = resolved('attached policies', properties.ManagedPolicyArns ?? []);
  if (attached) {
    const table = (arns: unknown): Record<string, string> =>
      Object.fromEntries((arns as string[]).map((arn) => [arn, 'attached']));
    findings.names(place, 'attached policy', table(attached.value), table(found.attached));
  }
  compareInline(looked, resolve, properties);
}

function compareInline(
  { place, prefix, found, findings }: RoleLooked,
  resolve: (part: unknown) => unknown,
  properties: Properties,
): void {
  const expected: Record<string, string> = {};
  const there = Object.fromEntries(Object.entries(found.inline).map(([name, one]) => [name, normalPolicy(one)]));
  for (const { PolicyName, PolicyDocument } of (properties.Policies ?? []) as Record<string, unknown>[]) {
    const name = String(PolicyName);
    const document = resolvedIn(findings, `inline policy ${name} of ${place}`, () => resolve(PolicyDocument));
    expected[name] = document ? normalPolicy(document.value) : (there[name] ?? '');
  }
  const policy = SECOND_LINE_POLICY;
  // What the program itself puts there while a gate is closed.
  const gate = place.startsWith('role ') ? secondLineGate(prefix, place.slice('role '.length)) : undefined;
  if (gate && expected[policy] === undefined && isSecondLinePolicy(gate, JSON.stringify(found.inline[policy]) ?? '')) {
    delete there[policy];
    findings.explain(
      place,
      `inline policy ${policy}, as while the ${gate} gate is closed: "sluice status" says whether it is`,
    );
  }
  findings.names(place, 'inline policy', expected, there);
}

function compareBoundaries(
  stack: string,
  template: Template,
  deployed: Deployed,
  resolve: Resolve,
  findings: Findings,
): void {
  for (const [id, { Properties = {} }] of ofType(template, 'AWS::IAM::ManagedPolicy')) {
    const place = `managed policy ${String(Properties.ManagedPolicyName ?? id)}`;
    const arn = resolvedIn(findings, place, () => resolve(stack, { Ref: id }));
    const document = resolvedIn(findings, place, () => resolve(stack, Properties.PolicyDocument));
    if (!arn || !document) continue;
    const found = deployed.managed[String(arn.value)];
    if (found === undefined) findings.differs(place, 'is missing');
    else if (normalPolicy(found) !== normalPolicy(document.value)) findings.differs(place, 'differs');
  }
}

/** Policies on the resources themselves: keys, tables, buckets, the stream. */
export function comparePolicies({ release, deployed, resolve, findings }: Comparing): void {
  for (const [stack, template] of Object.entries(release.templates)) {
    for (const [id, { what, document }] of expectedPolicies(template)) {
      const place = `policy of ${what} ${id}`;
      if (!Object.hasOwn(deployed.policies, id)) {
        findings.skipped(place, 'was not read');
        continue;
      }
      const found = deployed.policies[id] ?? undefined;
      const expected = resolvedIn(findings, place, () => resolve(stack, document));
      if (!expected) continue;
      if (expected.value === undefined && found === undefined) continue;
      if (found === undefined) findings.differs(place, 'is missing');
      else if (expected.value === undefined) findings.differs(place, 'is not of the release');
      else if (normalPolicy(expected.value) !== normalPolicy(found)) findings.differs(place, 'differs');
    }
  }
}

/** By logical id of what has the policy. */
export function expectedPolicies(template: Template): Map<string, { what: string; document: unknown }> {
  const policies = new Map<string, { what: string; document: unknown }>();
  for (const [id, { Type, Properties = {} }] of Object.entries(template.Resources)) {
    if (Type === 'AWS::KMS::Key') policies.set(id, { what: 'key', document: Properties.KeyPolicy });
    if (Type === 'AWS::DynamoDB::Table') {
      const { PolicyDocument } = (Properties.ResourcePolicy ?? {}) as Properties;
      policies.set(id, { what: 'table', document: PolicyDocument });
    }
    if (Type === 'AWS::S3::Bucket') policies.set(id, { what: 'bucket', document: undefined });
    if (Type === 'AWS::Kinesis::Stream') policies.set(id, { what: 'stream', document: undefined });
  }
  for (const [, { Properties = {} }] of ofType(template, 'AWS::S3::BucketPolicy')) {
    policies.set(idOf(Properties.Bucket), { what: 'bucket', document: Properties.PolicyDocument });
  }
  for (const [, { Properties = {} }] of ofType(template, 'AWS::Kinesis::ResourcePolicy')) {
    policies.set(idOf(Properties.ResourceArn), { what: 'stream', document: Properties.ResourcePolicy });
  }
  return policies;
}

/** Logical id that a reference names. */
function idOf(reference: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return Ref ?? attribute?.[0] ?? '';
}
