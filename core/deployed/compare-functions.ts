import { canonicalJson, sha256 } from '../shared/canonical-json.ts';
import { type Comparing, resolvedIn } from './comparing.ts';
import type { DeployedFunction } from './deployed.ts';
import type { Findings } from './findings.ts';
import type { Release } from './manifest.ts';
import { mappingSettings } from './mapping.ts';
import { listed } from './policy.ts';
import type { Resolve } from './resolve.ts';
import { ofType } from './template.ts';

type Properties = Record<string, unknown>;
type Mapping = DeployedFunction['mappings'][number];

/** Functions: code file by file, configuration, what calls them, and those that the release does not know. */
export function compareFunctions({ release, deployed, resolve, findings, isOthers }: Comparing): void {
  const { manifest, templates } = release;
  const callers = expectedCallers({ manifest, templates }, resolve, findings);
  for (const [stack, template] of Object.entries(templates)) {
    for (const [, { Properties = {} }] of ofType(template, 'AWS::Lambda::Function')) {
      const name = String(Properties.FunctionName);
      const place = `function ${name}`;
      const found = Object.hasOwn(deployed.functions, name) ? deployed.functions[name] : undefined;
      if (!found) {
        findings.differs(place, 'is missing');
        continue;
      }
      findings.names(`code of ${place}`, 'file', manifest.functions[name]?.files ?? {}, found.files);
      compareConfiguration(place, Properties, found, (part) => resolve(stack, part), findings);
      compareAdditions(place, found, findings);
      compareCallers(place, callers.get(name), found, findings);
    }
  }
  for (const [name, { role }] of Object.entries(deployed.functions)) {
    // A name says whose it is only together with the role: whoever makes a function under ours may call it as they like.
    const isTheirs = isOthers(name) && isOthers(role.slice(role.lastIndexOf('/') + 1));
    if (Object.hasOwn(manifest.functions, name) || isTheirs) continue;
    findings.differs(`function ${name}`, `is not of the release, and runs under ${role}`);
  }
}

function compareConfiguration(
  place: string,
  properties: Properties,
  found: DeployedFunction,
  resolve: (part: unknown) => unknown,
  findings: Findings,
): void {
  const settings = {
    Runtime: found.runtime,
    Handler: found.handler,
    MemorySize: found.memory,
    Timeout: found.timeout,
    Architectures: found.architectures,
    Role: found.role,
    Layers: found.layers,
    ReservedConcurrentExecutions: found.reserved,
  };
  for (const [name, there] of Object.entries(settings)) {
    const expected = resolvedIn(findings, `${name} of ${place}`, () => resolve(properties[name] ?? DEFAULTS[name]));
    if (expected && canonicalJson(expected.value ?? null) !== canonicalJson(there ?? null)) {
      findings.differs(place, `${name} differs`);
    }
  }
  const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  const expected: Record<string, string> = {};
  for (const [name, value] of Object.entries(Variables)) {
    const one = resolvedIn(findings, `environment ${name} of ${place}`, () => resolve(value));
    expected[name] = one ? sha256(String(one.value)) : (found.environment[name] ?? '');
  }
  findings.names(place, 'environment', expected, found.environment);
}

/** Of CloudFormation, for what a template leaves out. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  MemorySize: 128,
  Timeout: 3,
  Architectures: ['x86_64'],
  Layers: [],
};

/** What no release has: other code that answers under the function's name or address. */
function compareAdditions(
  place: string,
  { aliases, versions, urls, additions }: DeployedFunction,
  findings: Findings,
): void {
  for (const addition of additions) findings.differs(place, `${addition} is not of the release`);
  for (const alias of aliases) findings.differs(place, `alias ${alias} is not of the release`);
  for (const version of versions) findings.differs(place, `version ${version} is not of the release`);
  for (const url of urls) findings.differs(place, `a function URL (${url}) is not of the release`);
}

/** Who calls a function: event source mappings, and permissions as `action principal source`. */
interface Callers {
  mappings: Mapping[];
  permissions: Set<string>;
  /** Whether all of them could be resolved. */
  complete: boolean;
}

function expectedCallers({ templates }: Release, resolve: Resolve, findings: Findings): Map<string, Callers> {
  const callers = new Map<string, Callers>();
  for (const [stack, template] of Object.entries(templates)) {
    for (const type of ['AWS::Lambda::Permission', 'AWS::Lambda::EventSourceMapping']) {
      for (const [id, { Properties = {} }] of ofType(template, type)) {
        const named = resolvedIn(findings, `${id} of stack ${stack}`, () => resolve(stack, Properties.FunctionName));
        if (!named) continue;
        const made = resolvedIn(findings, `${id} of stack ${stack}`, () => resolve(stack, Properties));
        const name = String(named.value).split(':').at(-1)!;
        const of = callers.get(name) ?? { mappings: [], permissions: new Set<string>(), complete: true };
        callers.set(name, of);
        if (!made) of.complete = false;
        else if (type === 'AWS::Lambda::Permission') of.permissions.add(permissionOf(made.value as Properties));
        else {
          const properties = made.value as Properties;
          const { EventSourceArn, Enabled = true } = properties;
          const settings = mappingSettings(properties);
          of.mappings.push({ source: String(EventSourceArn), enabled: Enabled === true, settings });
        }
      }
    }
  }
  return callers;
}

/** By source, each of several of one by its place: a second one is a difference, whichever is listed first. */
function mappingTable(mappings: readonly Mapping[]): Record<string, string> {
  const texts = mappings.map(({ source, ...how }) => [source, canonicalJson(how)] as const);
  const sorted = texts.toSorted(([, a], [, b]) => (a < b ? -1 : 1));
  const seen = new Map<string, number>();
  return Object.fromEntries(
    sorted.map(([source, text]) => {
      const place = (seen.get(source) ?? 0) + 1;
      seen.set(source, place);
      return [place === 1 ? source : `${source} (${place})`, text];
    }),
  );
}
const permissionOf = ({ Action, Principal, SourceArn }: Properties): string =>
  `${Action} ${Principal} ${SourceArn ?? '-'}`;

function compareCallers(
  place: string,
  expected: Callers | undefined,
  found: DeployedFunction,
  findings: Findings,
): void {
  if (expected && !expected.complete) return;
  const { mappings, permissions } = expected ?? { mappings: [], permissions: new Set<string>() };
  findings.names(place, 'event source mapping', mappingTable(mappings), mappingTable(found.mappings));
  const given = new Set(listed((found.policy as Properties | null)?.Statement).map(permissionOfStatement));
  for (const one of permissions) if (!given.has(one)) findings.differs(place, `permission is missing: ${one}`);
  for (const one of given)
    if (!permissions.has(one)) findings.differs(place, `permission is not of the release: ${one}`);
}

/** What stands beside the one member that is expected. */
const without = (value: unknown, name: string): Properties => {
  const { [name]: _, ...others } = (value ?? {}) as Properties;
  return others;
};

/** As Lambda writes a permission into the function's policy; what is written otherwise is in nobody's release. */
function permissionOfStatement(statement: unknown): string {
  const { Sid: _, Effect, Principal, Action, Condition = {}, Resource: __, ...more } = statement as Properties;
  const service = (Principal as Properties | undefined)?.Service;
  const { ArnLike, ...others } = Condition as Record<string, Properties>;
  const source = ArnLike?.['AWS:SourceArn'];
  const beside = { ...more, ...others, ...without(Principal, 'Service'), ...without(ArnLike, 'AWS:SourceArn') };
  const usual = Effect === 'Allow' && typeof service === 'string' && Object.keys(beside).length === 0;
  return usual ? `${Action} ${service} ${source ?? '-'}` : canonicalJson({ Effect, Principal, Action, Condition });
}
