import { DROP_BOUNDARY, DROP_DENIES, GIVE_RIGHTS, OTHER_VERSION, TAG_SELF } from './actions.ts';
import { known, OPEN } from './context.ts';
import { type Attachment, decide, type Principal } from './evaluate.ts';
import { and, type Formula, NO, or, unknown } from './formula.ts';
import { thing } from './needs.ts';
import { compiled } from './patterns.ts';

/**
 * What a principal can change about itself: rights that it gives itself, what forbids it that it takes away, its boundary, its tags. Whoever can
 * do that is asked again as whom it makes itself.
 */
interface Power {
  can: Formula;
  as: (principal: Principal) => Principal;
}

const FACTS = new Map([
  ['aws:securetransport', known('true')],
  ['aws:viaawsservice', known('false')],
]);

const found = new WeakMap<Principal, Power[]>();

/** @param tags whether any policy asks for tags of principals: the same for all of an inventory */
export function powersOf(principal: Principal, tags: boolean): readonly Power[] {
  let powers = found.get(principal);
  if (!powers) {
    powers = foundPowers(principal, tags);
    found.set(principal, powers);
  }
  return powers;
}

function foundPowers(principal: Principal, tags: boolean): Power[] {
  const { kind, account, identity, boundary } = principal;
  if (account === undefined || !identity || (kind !== 'user' && kind !== 'role' && kind !== 'session')) return [];
  const ask = asking(principal, account);
  const own = kind === 'user' ? ('user' as const) : ('role' as const);
  const self = principal.role ?? principal.id;
  const { groups = [], policies = [] } = principal.own ?? {};
  const versions = (arns: readonly string[]): Formula =>
    or(
      ask(GIVE_RIGHTS.policy, arns),
      and(ask(OTHER_VERSION, arns), unknown('what other versions of its policies say')),
    );
  const more = versions(policies);
  const powers: Power[] = [
    {
      can: or(
        ask(GIVE_RIGHTS[own], [self]),
        ask(GIVE_RIGHTS.group, groups),
        kind === 'user' ? ask(GIVE_RIGHTS.join, [`arn:aws:iam::${account}:group/*`], true) : NO,
        more,
      ),
      as: (one) => ({ ...one, identity: [...(one.identity ?? []), EVERYTHING] }),
    },
    {
      can: identity.some(forbids) ? or(ask(DROP_DENIES[own], [self]), ask(DROP_DENIES.group, groups), more) : NO,
      as: (one) => ({ ...one, identity: (one.identity ?? []).map(withoutDenies) }),
    },
    {
      can: boundary ? or(ask(DROP_BOUNDARY[own], [self]), versions(principal.own?.boundary ?? [])) : NO,
      as: ({ boundary: _, ...one }) => one,
    },
    {
      can: tags ? ask(TAG_SELF[own], [self]) : NO,
      as: (one) => ({
        ...one,
        facts: new Map([
          ...[...one.facts].filter(([key]) => !key.startsWith('aws:principaltag/')),
          ['aws:principaltag/', OPEN],
        ]),
      }),
    },
  ];
  return powers.filter(({ can }) => can.is !== 'no');
}

const asking =
  (principal: Principal, account: string) =>
  (actions: readonly string[], arns: readonly string[], chosen = false): Formula =>
    or(
      ...arns.flatMap((arn) =>
        actions.map((action) =>
          decide(principal, { action, resource: thing(compiled(arn)), owner: account, chosen, facts: FACTS }),
        ),
      ),
    );

const EVERYTHING: Attachment = {
  name: 'rights that it gives itself',
  policy: {
    statements: [
      { at: 0, effect: 'Allow', actions: { not: false, patterns: [compiled('*')] }, tests: [], variables: false },
    ],
  },
};

const forbids = ({ policy }: Attachment): boolean =>
  !('statements' in policy) || policy.statements.some(({ effect }) => effect === 'Deny');

const kept = new WeakMap<Attachment, Attachment>();
function withoutDenies(attachment: Attachment): Attachment {
  const { name, policy } = attachment;
  if (!('statements' in policy)) return attachment;
  let rest = kept.get(attachment);
  if (!rest) {
    rest = { name, policy: { statements: policy.statements.filter(({ effect }) => effect === 'Allow') } };
    kept.set(attachment, rest);
  }
  return rest;
}

/** Whom it can make of itself, with what that takes: each of its powers, and all of them together. */
export function selvesOf(principal: Principal, powers: readonly Power[]): { can: Formula; as: Principal }[] {
  const selves: { can: Formula; as: Principal }[] = [];
  for (let set = 1; set < 2 ** powers.length; set++) {
    const used = powers.filter((_, at) => set & (1 << at));
    selves.push({
      can: and(...used.map(({ can }) => can)),
      as: used.reduce((one, { as }) => as(one), principal),
    });
  }
  return selves;
}

/** What tells two principals apart here. */
export const powersText = (powers: readonly Power[]): string => powers.map(({ can }) => can.key).join('/');
