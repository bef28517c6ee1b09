import type { Manifest } from '../../functions/shared/manifest.ts';
import type { PlaneAccess, RoleAccess } from './access.ts';

/** Whether Lambda takes it: the function of the same name runs under it. */
export const isFunction = ({ trusts }: RoleAccess): boolean =>
  'service' in trusts && trusts.service === 'lambda.amazonaws.com';

/**
 * Every function has a role of its name on the page of its plane, something that calls it, and an alarm for its errors; every role that
 * Lambda takes has a function.
 * @throws Error with a sentence for each that has not
 */
export function checkFunctions(manifests: ReadonlyMap<string, Manifest>, planes: readonly PlaneAccess[]): void {
  const roles = new Map(
    planes.flatMap(({ plane, roles }) =>
      Object.entries(roles)
        .filter(([, role]) => isFunction(role))
        .map(([name]) => [name, plane] as const),
    ),
  );
  const problems = [...manifests].flatMap(([name, manifest]) => [
    ...roleProblems(name, manifest, roles.get(name)),
    ...(Object.keys(manifest.triggers).length > 0
      ? []
      : [`functions/${name} is called by nothing: its manifest has no trigger`]),
    ...callerProblems(name, manifest),
    ...alarmProblems(name, manifest),
  ]);
  for (const [name, plane] of roles) {
    if (!manifests.has(name))
      problems.push(`lib/access/${plane}.ts has the role "${name}" of a function, and there is no functions/${name}`);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/**
 * A function behind the API does nothing without a person's token: what calls it without one calls another function. One whose routes are
 * all open to anybody looks at no token.
 */
function callerProblems(name: string, { triggers: { routes, ...others } }: Manifest): string[] {
  const [other] = Object.keys(others);
  const asksWho = Object.values(routes ?? {}).some(({ who }) => who !== 'anybody');
  return asksWho && other !== undefined
    ? [
        `functions/${name} answers people, so that its trigger "${other}" belongs to a function of its own: an event without a token would be believed`,
      ]
    : [];
}

function roleProblems(name: string, { plane }: Manifest, found: string | undefined): string[] {
  if (found === undefined) return [`functions/${name} has no role: lib/access/${plane}.ts has to say what it may do`];
  if (found !== plane)
    return [`functions/${name} is of the plane ${plane}, and its role stands in lib/access/${found}.ts`];
  return [];
}

/** Triggers whose caller hears of each failure, and counts it. */
const HEARD = new Set(['routes', 'otherwise']);

function alarmProblems(name: string, { errors, triggers }: Manifest): string[] {
  const isHeard = Object.keys(triggers).every((trigger) => HEARD.has(trigger));
  if (isHeard && errors)
    return [`functions/${name} only answers the API, whose alarm hears of its errors: leave "errors" out`];
  if (isHeard || errors?.means) return [];
  return [`functions/${name} has no error alarm: its manifest says in "errors" what to do when it fails`];
}
