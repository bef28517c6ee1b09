import {
  answerOf,
  DOOR_NAMES,
  type DoorName,
  doorOf,
  eventsOf,
  type GuardAnswer,
  type GuardRules,
} from '../disclosure/doors.ts';
import { isSecondLinePolicy, SECOND_LINE_POLICY, secondLineGate } from '../gate/second-line.ts';
import type { ApiCall } from './api-call.ts';

/** What is guarded, and who may move it. */
export interface Guarded {
  /** With which names of the program begin: `sluice-<program>-<stage>`. */
  prefix: string;
  /** Stages whose prefixes begin with this one: theirs is not ours. */
  others: readonly string[];
  /** Of keys, buckets, pool, API, mapping: what AWS named. */
  ids: readonly string[];
  /** Role under which CloudFormation deploys. */
  deployRole: string;
}

/**
 * `foreign`: no door, or not of this program; `deployed`: by CloudFormation under the deploy role; `deploying`: with which a deploy begins;
 * `second-line`: the denies beside a closed gate, put or taken away by the function that does; `tried`: a door that AWS kept shut; `moved`:
 * a door is not as it was deployed.
 */
export type Verdict =
  | { outcome: 'foreign' }
  | { outcome: 'deployed' | 'deploying' | 'second-line' | 'tried'; door: DoorName }
  | { outcome: 'moved'; door: DoorName; answer: GuardAnswer };

const CLOUDFORMATION = 'cloudformation.amazonaws.com';

const DOOR_OF: ReadonlyMap<string, DoorName> = new Map(
  DOOR_NAMES.flatMap((name) => eventsOf(name).map((event) => [event, name] as const)),
);

/** Whatever AWS's clock, order or repetition: an event is judged by itself. */
export function judge(call: ApiCall, guarded: Guarded, rules: GuardRules): Verdict {
  const door = DOOR_OF.get(call.event);
  if (door === undefined) return { outcome: 'foreign' };
  const { anywhere = false, byServices = false, ordinary = false } = doorOf(door);
  if (!anywhere && !call.names.some((name) => isOurs(name, guarded))) return { outcome: 'foreign' };
  if (call.through === CLOUDFORMATION) {
    if (call.role === guarded.deployRole) return { outcome: 'deployed', door };
    // A stack of somebody's own is no service that acts for itself.
  } else if (byServices && call.through !== undefined) return { outcome: 'foreign' };
  if (isSecondLine(call, guarded)) return { outcome: 'second-line', door };
  if (call.error !== undefined) return { outcome: 'tried', door };
  const answer = answerOf(door, rules);
  return ordinary && answer === 'note' ? { outcome: 'deploying', door } : { outcome: 'moved', door, answer };
}

/** The role that the denies beside the gates are put with, by the last part of its name. */
const SECOND_LINE = 'second-line';

/**
 * The one change of a role that is ours: under the role of that function, of its one policy, on one of its roles, and, where it is put,
 * of the denies of that role's gate. Anything else under that role is a movement, as is the same policy by anybody else.
 */
function isSecondLine({ event, role, inline, through }: ApiCall, { prefix }: Guarded): boolean {
  if (role !== `${prefix}-${SECOND_LINE}` || through !== undefined || inline?.policy !== SECOND_LINE_POLICY)
    return false;
  const gate = secondLineGate(prefix, inline.role);
  if (gate === undefined) return false;
  if (event === 'iam:DeleteRolePolicy') return true;
  return event === 'iam:PutRolePolicy' && isSecondLinePolicy(gate, inline.document ?? '');
}

/** A name of the program, or something that holds one: an ARN, an alias, a path. */
export function isOurs(name: string, { prefix, others, ids }: Guarded): boolean {
  if (ids.some((id) => id !== '' && name.includes(id))) return true;
  const text = name.toLowerCase();
  for (let at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + 1)) {
    const isWhole = !/[a-z0-9-]/.test(text[at - 1] ?? '') && !/[a-z0-9]/.test(text[at + prefix.length] ?? '');
    if (isWhole && !others.some((other) => isNamedAt(text, at, other))) return true;
  }
  return false;
}

const isNamedAt = (text: string, at: number, prefix: string): boolean =>
  text.startsWith(prefix, at) && !/[a-z0-9]/.test(text[at + prefix.length] ?? '');
