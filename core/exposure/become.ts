import {
  ASSUME,
  ASSUME_SAML,
  ASSUME_WEB,
  CHANGE_CODE,
  CHANGE_TRUST,
  GIVE_RIGHTS,
  PASS_ROLE,
  RUNS_CODE,
  TAKE_USER,
} from './actions.ts';
import { known } from './context.ts';
import { decide, type Principal, type Request } from './evaluate.ts';
import { type Formula, NO, or, unknown, when, YES } from './formula.ts';
import { isUnread, type Row } from './inventory.ts';
import type { Model } from './model.ts';
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
  ];
}

const onIdentity = (model: Model, row: Row<'role'> | Row<'user'>, actions: readonly string[]): Request[] =>
  requests(actions, {
    resource: thing(row.arn),
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
    resource: thing(row.arn),
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
    ...servicesTrusted(model, row).map((service) => passWay(model, row, service)),
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
  if (isUnread(trust)) return [];
  const policy = model.policy(trust, 'trust');
  if (!('statements' in policy)) return [];
  const services = policy.statements.flatMap(({ effect, principals }) =>
    effect === 'Allow' && principals ? principals.of.service : [],
  );
  return [...new Set(services)].filter((service) => Object.hasOwn(RUNS_CODE, service));
}

function passWay(model: Model, row: Row<'role'>, service: string): Way {
  const facts = model.factsOf(row.account, undefined, row.tags);
  const pass = requests([PASS_ROLE], {
    resource: thing(row.arn),
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

/** Whether a principal can give itself rights that it does not have. */
export function ownRights(principal: Principal): Formula {
  const { kind, id, role, account } = principal;
  if (account === undefined || !principal.identity || (kind !== 'user' && kind !== 'role' && kind !== 'session'))
    return NO;
  const actions = kind === 'user' ? GIVE_RIGHTS.user : GIVE_RIGHTS.role;
  const facts = new Map([
    ['aws:securetransport', known('true')],
    ['aws:viaawsservice', known('false')],
  ]);
  return or(
    ...actions.map((action) =>
      decide(principal, {
        action,
        resource: thing(action === 'iam:AddUserToGroup' ? compiled(`arn:aws:iam::${account}:group/*`) : (role ?? id)),
        owner: account,
        facts,
        chosen: action === 'iam:AddUserToGroup',
      }),
    ),
  );
}
