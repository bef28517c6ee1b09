import type { Attachment, Principal } from './evaluate.ts';
import { and, type Formula, or, VERDICTS, type Verdict, verdictOf } from './formula.ts';
import { isUnread } from './inventory.ts';
import { joined, type Mentions, mentionsOf, patternsOf, seen } from './mentions.ts';
import { type Model, resourcePolicies } from './model.ts';
import { formulaOf, openable } from './needs.ts';
import type { Policy } from './policy.ts';
import { powersOf, powersText, selvesOf } from './powers.ts';
import type { Targets } from './targets.ts';

/** Principals whom no policy tells apart: one of them is asked for all. */
export interface PrincipalClass {
  example: Principal;
  /** Places in the list of principals. */
  members: readonly number[];
}

/** Policies that speak of a principal wherever it asks. */
export const attachmentsOf = ({
  identity = [],
  boundary,
  session = [],
  serviceControl = [],
}: Principal): Attachment[] => [...identity, ...(boundary ? [boundary] : []), ...session, ...serviceControl.flat()];

export interface Said extends Mentions {
  /** Roles of which a session is named, each as account and name. */
  sessions: ReadonlySet<string>;
  /** Whether any policy asks for tags of principals. */
  tags: boolean;
}

/** What is said of whoever comes: resources' own policies, control policies of resources, grants. */
export function saidByResources(model: Model): Said {
  const { things } = model.inventory;
  const control = things.account.flatMap(({ id }) => model.levels(id, 'resourceControl').flat());
  const mentions = joined([...resourcePolicies(model), ...control.map(({ policy }) => policy)].map(mentionsOf));
  const names = new Set(mentions.names);
  const asked = new Set(mentions.keys);
  for (const { principal } of things['lake-grant']) {
    names.add(principal);
    if (principal.includes(':organizations:')) asked.add('aws:principalorgid').add('aws:principalorgpaths');
  }
  for (const { admins } of things['glue-catalog'])
    if (admins && !isUnread(admins)) for (const one of admins) names.add(one);
  for (const { grants } of things['access-grants'])
    if (Array.isArray(grants)) for (const { grantee } of grants) names.add(grantee);
  for (const { grants } of things.key)
    if (grants && !isUnread(grants)) for (const { grantee } of grants) names.add(grantee);
  const sessions = new Set(
    [...names].flatMap((name) => {
      const [, account, role] = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(name) ?? [];
      return role === undefined ? [] : [`${account} ${role}`];
    }),
  );
  return { ...mentions, keys: asked, names, sessions, tags: model.looksAt('aws:principaltag/') };
}

export function principalClasses(principals: readonly Principal[], said: Said): PrincipalClass[] {
  const numbers = new Map<Policy, number>();
  const number = ({ policy, name }: Attachment): string => {
    if (!('statements' in policy)) return `${name}: ${policy.malformed}`;
    const known = numbers.get(policy) ?? numbers.size;
    numbers.set(policy, known);
    return String(known);
  };
  const lists = new Map<unknown, { text: string; mentions: Mentions }>();
  const ofList = (list: readonly Attachment[]) => {
    let found = lists.get(list);
    if (!found) {
      found = { text: list.map(number).sort().join(), mentions: joined(list.map(({ policy }) => mentionsOf(policy))) };
      lists.set(list, found);
    }
    return found;
  };
  const classes = new Map<string, { example: Principal; members: number[] }>();
  principals.forEach((principal, at) => {
    const key = keyOf(principal, said, ofList);
    const found = classes.get(key);
    if (found) found.members.push(at);
    else classes.set(key, { example: principal, members: [at] });
  });
  return [...classes.values()];
}

function keyOf(
  principal: Principal,
  said: Said,
  ofList: (list: readonly Attachment[]) => { text: string; mentions: Mentions },
): string {
  const {
    kind,
    id,
    account,
    role,
    uniqueId,
    canonicalId,
    identity,
    boundary,
    session,
    serviceControl = [],
  } = principal;
  // Whoever comes from outside stands for itself.
  if (account === undefined || !['user', 'role', 'session'].includes(kind) || !identity) return `${kind} ${id}`;
  const lists = [identity, ...(boundary ? [[boundary]] : []), ...(session ? [session] : []), ...serviceControl].map(
    ofList,
  );
  return [
    kind,
    account,
    boundary !== undefined,
    session !== undefined,
    serviceControl.length,
    ...[id, uniqueId, role, canonicalId].map((name) => (name !== undefined && said.names.has(name) ? name : '')),
    kind === 'role' && said.sessions.has(`${account} ${id.slice(id.lastIndexOf('/') + 1)}`) ? id : '',
    ...lists.map(({ text }) => text),
    ...lists.map(({ mentions }) => seen(principal, mentions)),
    seen(principal, said),
    powersText(powersOf(principal, said.tags)),
  ].join('\n');
}

/** Whether it can, and whether it could make it so that it can. */
export interface Answer {
  can: Verdict;
  opens: Verdict;
}

const CODES = VERDICTS.length;
const codeOf = (can: Verdict, opens: Verdict): number => VERDICTS.indexOf(can) * CODES + VERDICTS.indexOf(opens);
const NEITHER = codeOf('no', 'no');
export const answerOf = (code: number): Answer => ({
  can: VERDICTS[Math.floor(code / CODES)]!,
  opens: VERDICTS[code % CODES]!,
});

/** Answers of all classes to all targets: what holds for whole classes of targets, and what does for single ones. */
export interface Matrix {
  /** By class of targets: classes of principals whose answer is not twice a no. */
  whole: readonly ReadonlyMap<number, number>[];
  /** By target: classes of principals that a policy of theirs tells it apart for; a no stands here, too. */
  single: ReadonlyMap<number, ReadonlyMap<number, number>>;
  evaluations: number;
}

/** @param opening whether to ask who could make it so; else that is a no */
export function ask(
  classes: readonly PrincipalClass[],
  targets: Targets,
  opening: Opening | false,
  onClass: (done: number) => void = () => {},
): Matrix {
  const whole = targets.classes.map(() => new Map<number, number>());
  const single = new Map<number, Map<number, number>>();
  let evaluations = 0;
  classes.forEach(({ example }, number) => {
    const code = (at: number): number => {
      evaluations++;
      return answer(example, targets.all[at]!.ways, opening);
    };
    const { touched, rest } = targets.groups(patternsOf(example, attachmentsOf(example), targets.actions));
    for (const { place, example: at } of rest) {
      const result = code(at);
      if (result !== NEITHER) whole[place]!.set(number, result);
    }
    for (const members of touched) {
      const result = code(members[0]!);
      // A policy may name it, and say of it what holds for the others too.
      if (result === (whole[targets.classOf[members[0]!]!]!.get(number) ?? NEITHER)) continue;
      for (const at of members) {
        let row = single.get(at);
        if (!row) {
          row = new Map();
          single.set(at, row);
        }
        row.set(number, result);
      }
    }
    onClass(number + 1);
  });
  return { whole, single, evaluations };
}

export function answer(principal: Principal, ways: Targets['all'][number]['ways'], opening: Opening | false): number {
  const can = verdictOf(formulaOf(ways, principal));
  return codeOf(can, can === 'yes' || !opening ? 'no' : verdictOf(openingOf(ways, principal, opening)));
}

/** What it takes to ask who could make it so. */
export interface Opening {
  /** Whether any policy asks for tags of principals. */
  tags: boolean;
  /** What is asked about has nothing that could be opened: only what a principal makes of itself counts. */
  ofSelf?: boolean;
}

/** By opening what stands in the way, or by making more of itself first. */
export function openingOf(
  ways: Targets['all'][number]['ways'],
  principal: Principal,
  { tags, ofSelf }: Opening,
): Formula {
  const parts: Formula[] = ofSelf ? [] : [openable(ways, principal)];
  for (const { can, as } of selvesOf(principal, powersOf(principal, tags))) {
    if (parts.some(({ is }) => is === 'yes')) break;
    parts.push(and(can, openable(ways, as)));
  }
  return or(...parts);
}

/** Answers to one target that are not twice a no. */
export function* answersTo(matrix: Matrix, targets: Targets, at: number): Generator<readonly [number, Answer]> {
  const own = matrix.single.get(at);
  for (const [number, code] of matrix.whole[targets.classOf[at]!]!)
    if (!own?.has(number)) yield [number, answerOf(code)];
  for (const [number, code] of own ?? []) if (code !== NEITHER) yield [number, answerOf(code)];
}
