import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Conditions, type Grant, keyUse, type Resource } from './access.ts';

export const resourcesOf = (on: Grant['on']): readonly Resource[] => ('arns' in on ? [on] : on);

/**
 * Grants as policy statements, those of the keys that they imply included. A key is granted for use through the one service
 * that keeps the resource, never for use by hand.
 * @param region for `kms:ViaService`
 */
export function statementsOf(grants: readonly Grant[], region: string): PolicyStatement[] {
  const narrowed = grants.flatMap(({ actions, on, when }) =>
    when ? [new PolicyStatement({ actions: [...actions], resources: arnsOf(on), conditions: when })] : [],
  );
  return [...packed(grants.filter(({ when }) => !when)), ...narrowed, ...impliedKeys(grants, region)];
}

const arnsOf = (on: Grant['on']): string[] => [...new Set(resourcesOf(on).flatMap(({ arns }) => arns))];

interface Allowed {
  actions: string[];
  resources: string[];
}

/**
 * Grants of different services in one statement, since a boundary has so many characters and no more: no action of one service knows an ARN
 * of another, so that together they allow what they do apart. What knows no resources, or holds for all of them, stands by itself.
 */
function packed(grants: readonly Grant[]): PolicyStatement[] {
  const all = grants.map(({ actions, on }): Allowed => ({ actions: [...actions], resources: arnsOf(on) }));
  const joined = joinedBy(joinedBy(all, 'resources', 'actions'), 'actions', 'resources');
  const isOpen = ({ resources }: Allowed) => resources.includes('*');
  const statements: (Allowed & { services: Set<string> })[] = [];
  for (const { actions, resources } of joined.filter((one) => !isOpen(one))) {
    const services = actions.map(serviceOf);
    const room = statements.find((one) => !services.some((service) => one.services.has(service)));
    if (!room) statements.push({ actions: [...actions], resources: [...resources], services: new Set(services) });
    else {
      room.actions.push(...actions);
      room.resources.push(...resources);
      for (const service of services) room.services.add(service);
    }
  }
  return [...statements, ...joined.filter(isOpen)].map(
    ({ actions, resources }) => new PolicyStatement({ actions, resources }),
  );
}

/** Whose ARNs an action knows: a role is taken by STS, and is IAM's. */
const serviceOf = (action: string): string => action.replace(/:.*$/, '').replace(/^sts$/, 'iam');

/** Those that are alike in one thing, as one. */
function joinedBy(all: readonly Allowed[], alike: keyof Allowed, other: keyof Allowed): Allowed[] {
  const found = new Map<string, Allowed>();
  for (const one of all) {
    const key = [...one[alike]].sort().join(' ');
    const before = found.get(key)?.[other] ?? [];
    found.set(key, { ...one, [other]: [...new Set([...before, ...one[other]])] });
  }
  return [...found.values()];
}

function impliedKeys(grants: readonly Grant[], region: string): PolicyStatement[] {
  // Service -> actions -> keys: one statement for all keys that are used in the same way.
  const uses = new Map<string, { service: string; keys: Map<string, Set<string>> }>();
  for (const { actions, on } of grants) {
    for (const { encryption } of resourcesOf(on)) {
      if (!encryption) continue;
      const needed = actions.flatMap((action) => keyUse(encryption.service, action));
      if (needed.length === 0) continue;
      const use = uses.get(encryption.service) ?? { service: encryption.service, keys: new Map() };
      const ofKey = use.keys.get(encryption.key) ?? new Set();
      for (const action of needed) ofKey.add(action);
      use.keys.set(encryption.key, ofKey);
      uses.set(encryption.service, use);
    }
  }
  return [...uses.values()].flatMap(({ service, keys }) => {
    const byActions = new Map<string, string[]>();
    for (const [key, actions] of keys) {
      const name = [...actions].sort().join(' ');
      byActions.set(name, [...(byActions.get(name) ?? []), key]);
    }
    const conditions: Conditions = { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } };
    return [...byActions].map(
      ([actions, resources]) => new PolicyStatement({ actions: actions.split(' '), resources, conditions }),
    );
  });
}

/** Which roles may do any of some actions on a resource by their own grants. */
export const rolesThat = (
  roles: Readonly<Record<string, { grants: readonly Grant[] }>>,
  resource: Resource,
  concerns: (action: string) => boolean,
): string[] =>
  Object.entries(roles)
    .filter(([, { grants }]) =>
      grants.some(
        ({ actions, on }) =>
          actions.some(concerns) &&
          resourcesOf(on).some(({ name }) => name === resource.name || name.startsWith(`${resource.name}/`)),
      ),
    )
    .map(([name]) => name)
    .sort();
