import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Conditions, type Grant, keyUse, type Resource } from './access.ts';

export const resourcesOf = (on: Grant['on']): readonly Resource[] => ('arns' in on ? [on] : on);

/**
 * Grants as policy statements, those of the keys that they imply included. A key is granted for use through the one service
 * that keeps the resource, never for use by hand.
 * @param region for `kms:ViaService`
 */
export function statementsOf(grants: readonly Grant[], region: string): PolicyStatement[] {
  const direct = grants.map(
    ({ actions, on, when }) =>
      new PolicyStatement({
        actions: [...actions],
        resources: [...new Set(resourcesOf(on).flatMap(({ arns }) => arns))],
        ...(when && { conditions: when }),
      }),
  );
  return [...direct, ...impliedKeys(grants, region)];
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
