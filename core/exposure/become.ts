import {
  ASSUME,
  ASSUME_SAML,
  ASSUME_WEB,
  CHANGE_CODE,
  CHANGE_TRUST,
  FEDERATE,
  GIVE_RIGHTS,
  PASS_ROLE,
  RUNS_CODE,
  TAKE_USER,
} from './actions.ts';
import { known } from './context.ts';
import type { Request } from './evaluate.ts';
import { NO, unknown, when, YES } from './formula.ts';
import { isUnread, type Row } from './inventory.ts';
import { type Model, resourcePolicies } from './model.ts';
import { always, type Need, requests, thing, type Way } from './needs.ts';
import { compiled } from './patterns.ts';

/** Somebody whom others can become: a role, or a user whose credentials they can make. */
export interface Becoming {
  id: string;
  ways: readonly Way[];
}

export function becomings(model: Model): Becoming[] {
  const { things } = model.inventory;
  const functions = Map.groupBy(things.function, ({ role }) => role);
  return [
    ...things.role.map((row) => ({ id: row.arn, ways: roleWays(model, row, functions.get(row.arn) ?? []) })),
    ...things.user.map((row) => ({
      id: row.arn,
      ways: [
        { by: 'credentials made for it', needs: [{ what: 'credentials', any: onIdentity(model, row, TAKE_USER) }] },
      ],
    })),
    ...federatedUsers(model),
  ];
}

/**
 * The same, with the right to give rights to whom one becomes: whoever has both has what they like.
 * @param becoming of `becomings`
 */
export function takings(model: Model, becoming: readonly Becoming[]): Becoming[] {
  return becoming.flatMap(({ id, ways }) => {
    const role = model.row('role', id);
    const row = role ?? model.row('user', id);
    if (!row) return [];
    const any = onIdentity(model, row, role ? GIVE_RIGHTS.role : GIVE_RIGHTS.user);
    return [
      { id, ways: ways.map(({ by, needs }) => ({ by, needs: [...needs, { what: 'rights given to it', any }] })) },
    ];
  });
}

/** Whom policies name, and whoever may ask for credentials of such a name is. */
function federatedUsers(model: Model): Becoming[] {
  const names = new Set(
    resourcePolicies(model).flatMap((policy) =>
      'statements' in policy
        ? policy.statements.flatMap(({ principals }) =>
            (principals?.of.aws ?? []).filter((one) => one.includes(':federated-user/')),
          )
        : [],
    ),
  );
  return [...names].map((arn) => {
    const account = arn.split(':')[4]!;
    const any = requests([FEDERATE], {
      resource: thing(arn),
      owner: account,
      facts: model.factsOf(account, undefined, undefined),
    });
    return { id: arn, ways: [{ by: 'credentials of that name', needs: [{ what: 'credentials', any }, OF_A_USER] }] };
  });
}

/** A role has no such credentials to ask for. */
const OF_A_USER: Need = {
  what: 'a user',
  any: [],
  rule: { same: 'user', of: ({ kind }) => (kind === 'user' || kind === 'root' ? YES : NO) },
};

const onIdentity = (model: Model, row: Row<'role'> | Row<'user'>, actions: readonly string[]): Request[] =>
  requests(actions, {
    resource: thing(compiled(row.arn)),
    owner: row.account,
    facts: model.factsOf(row.account, undefined, row.tags),
  });

/** What AWS does with a role in its own name is no way in for somebody, and nobody takes one without a name. */
const SIGNED: Need = {
  what: 'somebody who signs in',
  any: [],
  rule: { same: 'signed', of: ({ kind }) => (kind === 'service' || kind === 'anonymous' ? NO : YES) },
};

function roleWays(model: Model, row: Row<'role'>, functions: readonly Row<'function'>[]): Way[] {
  const trust = model.own('trust policy', row.trust, 'trust');
  const facts = model.factsOf(row.account, undefined, row.tags);
  const assume = requests([ASSUME, ASSUME_WEB, ASSUME_SAML], {
    resource: thing(compiled(row.arn)),
    owner: row.account,
    policies: trust,
    resourceControl: model.levels(row.account, 'resourceControl'),
    style: 'handed-over',
    facts,
  });
  return [
    { by: 'assuming it', needs: [{ what: 'its trust', any: assume }, SIGNED] },
    { by: 'a change of its trust', needs: [{ what: 'its trust', any: onIdentity(model, row, CHANGE_TRUST) }] },
    ...functions.map((one) => codeWay(model, one)),
    ...unseenCode(model, row),
    ...servicesTrusted(model, row).map((service) => passWay(model, row, service)),
  ];
}

/** Functions that are not listed may have any role that Lambda may take. */
function unseenCode(model: Model, row: Row<'role'>): Way[] {
  const why = model.notListed('function', row.account);
  if (why === undefined || !servicesTrusted(model, row).includes('lambda.amazonaws.com')) return [];
  const any = requests(CHANGE_CODE, {
    resource: thing(compiled(`arn:aws:lambda:*:${row.account}:function:*`)),
    owner: row.account,
    chosen: true,
    facts: model.factsOf(row.account, undefined, undefined),
  });
  return [
    {
      by: 'the code of a function that is not in the inventory',
      needs: [{ what: 'its code', any }, always('such a function', unknown(why))],
    },
  ];
}

function codeWay(model: Model, row: Row<'function'>): Way {
  const any = requests(CHANGE_CODE, {
    resource: thing(row.arn),
    owner: row.account,
    policies: model.own('policy of the function', row.policy, 'resource'),
    facts: model.factsOf(row.account, row.region, row.tags),
  });
  const signed =
    row.signing === 'enforce'
      ? [always('a signature', when({ key: 'code signature', operator: 'of', values: ['a signer of the function'] }))]
      : row.signing !== undefined && isUnread(row.signing)
        ? [always('a signature', unknown('whether its code must be signed'))]
        : [];
  return { by: `the code of ${row.arn}`, needs: [{ what: 'its code', any }, ...signed] };
}

/** Services that may take the role, and run what somebody gives them. */
function servicesTrusted(model: Model, { trust }: Row<'role'>): string[] {
  // Of a trust that nobody could read, it may be each of them.
  if (isUnread(trust)) return Object.keys(RUNS_CODE);
  const policy = model.policy(trust, 'trust');
  if (!('statements' in policy)) return Object.keys(RUNS_CODE);
  const services = policy.statements.flatMap(({ effect, principals }) =>
    effect === 'Allow' && principals ? principals.of.service : [],
  );
  return [...new Set(services)].filter((service) => Object.hasOwn(RUNS_CODE, service));
}

function passWay(model: Model, row: Row<'role'>, service: string): Way {
  const facts = model.factsOf(row.account, undefined, row.tags);
  const pass = requests([PASS_ROLE], {
    resource: thing(compiled(row.arn)),
    owner: row.account,
    facts: model.kept([...facts, ['iam:passedtoservice', known(service)]]),
  });
  const actions = RUNS_CODE[service]!;
  // Whoever makes something gives it its name.
  const make = requests(actions, {
    resource: thing(compiled(`arn:aws:${actions[0]!.split(':')[0]}:*:${row.account}:*`)),
    owner: row.account,
    chosen: true,
    facts: model.factsOf(row.account, undefined, undefined),
  });
  return {
    by: `passing it to ${service}`,
    needs: [
      { what: 'the right to pass it', any: pass },
      { what: `something that runs in ${service}`, any: make },
    ],
  };
}
