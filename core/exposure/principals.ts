import { ABSENT, type Facts, known, OPEN, type Value } from './context.ts';
import type { Attachment, Principal, PrincipalKind } from './evaluate.ts';
import { type Attached, isUnread, type Row } from './inventory.ts';
import { type Model, resourcePolicies, tagFacts } from './model.ts';
import { compiled } from './patterns.ts';
import { isCloudFront, type Policy } from './policy.ts';

/**
 * Everybody who may ask: users, roles, sessions and root of the accounts of an inventory; beside them whoever its policies name: other
 * accounts and their principals, services of AWS, identity providers, everybody with an account, and everybody.
 */
export function principalsOf(model: Model): Principal[] {
  const { things, head } = model.inventory;
  const inside = [
    ...things.user.map((row) => userOf(model, row)),
    ...things.role.map((row) => roleOf(model, row)),
    ...things.session.map((row) => sessionOf(model, row)),
    ...[...new Set([...things.account.map(({ id }) => id), ...head.covered.map(({ account }) => account)])].map(
      (account) => rootOf(model, account),
    ),
  ];
  const known = new Set(inside.map(({ id }) => id));
  return [...inside, ...outside(model).filter(({ id }) => !known.has(id))];
}

/** Name of a user or role, without its path. */
const lastOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

function identityFacts(model: Model, account: string, more: readonly (readonly [string, Value])[]): Facts {
  const organization = model.row('account', account)?.organization;
  return new Map<string, Value>([
    ['aws:principalaccount', known(account)],
    ['kms:calleraccount', known(account)],
    ['aws:principalorgid', organization ? known(organization.id) : OPEN],
    ['aws:principalorgpaths', organization?.path === undefined ? OPEN : known(organization.path)],
    ['aws:principalisawsservice', known('false')],
    ['aws:username', ABSENT],
    ...more,
  ]);
}

const common = (model: Model, kind: PrincipalKind, arn: string, account: string) => {
  const canonicalId = model.row('account', account)?.canonicalId;
  return {
    kind,
    id: arn,
    account,
    serviceControl: model.levels(account, 'serviceControl'),
    ...(canonicalId !== undefined && { canonicalId }),
  };
};

function userOf(model: Model, row: Row<'user'>): Principal {
  const { arn, account, id, boundary } = row;
  const groups = row.groups ?? [];
  const ofGroups: readonly Attachment[] = isUnread(groups)
    ? [{ name: 'its groups', policy: { malformed: `they could not be read: ${groups.unknown}` } }]
    : groups.flatMap((group) => {
        const found = model.row('group', group);
        if (found) return model.list(found.policies, group);
        return [{ name: group, policy: { malformed: 'the group is not in the inventory' } }];
      });
  return {
    ...common(model, 'user', arn, account),
    ...(id !== undefined && { uniqueId: id }),
    identity: [...model.list(row.policies, arn), ...ofGroups],
    ...(boundary && { boundary: model.attached(boundary, arn) }),
    own: {
      groups: isUnread(groups) ? [] : groups,
      policies: [
        row.policies,
        ...(isUnread(groups) ? [] : groups).map((group) => model.row('group', group)?.policies),
      ].flatMap((list) => changeable(list, account)),
      boundary: changeable(boundary && [boundary], account),
    },
    facts: identityFacts(model, account, [
      ['aws:principalarn', known(compiled(arn))],
      ['aws:principaltype', known('User')],
      ['aws:username', known(compiled(lastOf(arn)))],
      ['aws:userid', id === undefined ? OPEN : known(id)],
      ...tagFacts('aws:principaltag/', row.tags),
    ]),
  };
}

/** A role stands for all its sessions. */
function roleOf(model: Model, row: Row<'role'>): Principal {
  const { arn, account, id, boundary } = row;
  const linked = arn.includes(':role/aws-service-role/');
  return {
    ...common(model, 'role', arn, account),
    ...(linked && { serviceControl: [] }),
    ...(id !== undefined && { uniqueId: id }),
    identity: model.list(row.policies, arn),
    ...(boundary && { boundary: model.attached(boundary, arn) }),
    own: { policies: changeable(row.policies, account), boundary: changeable(boundary && [boundary], account) },
    facts: identityFacts(model, account, [
      ['aws:principalarn', known(compiled(arn))],
      ['aws:principaltype', known('AssumedRole')],
      ['aws:userid', id === undefined ? OPEN : known(compiled(`${id}:*`))],
      // Whoever may bring tags to a session says what they are.
      ...(bringsTags(model, row) ? ([['aws:principaltag/', OPEN]] as const) : tagFacts('aws:principaltag/', row.tags)),
    ]),
  };
}

/** Managed policies of the account: AWS's own are changed by AWS. */
const changeable = (list: Row<'user'>['policies'] | undefined, account: string): string[] =>
  list === undefined || isUnread(list)
    ? []
    : (list as readonly Attached[]).flatMap((one) =>
        'ref' in one && one.ref.split(':')[4] === account ? [one.ref] : [],
      );

function bringsTags(model: Model, { trust }: Row<'role'>): boolean {
  if (isUnread(trust)) return true;
  const policy: Policy = model.policy(trust, 'trust');
  return (
    !('statements' in policy) ||
    policy.statements.some(
      ({ effect, actions }) =>
        effect === 'Allow' && (actions.not || actions.patterns.some((one) => /^(sts:)?\uE000$|^sts:tag/.test(one))),
    )
  );
}

function sessionOf(model: Model, row: Row<'session'>): Principal {
  const role = model.row('role', row.role);
  const own: Principal = role
    ? roleOf(model, role)
    : {
        ...common(model, 'role', row.role, row.account),
        identity: [{ name: row.role, policy: { malformed: 'the role is not in the inventory' } }],
        facts: identityFacts(model, row.account, [['aws:principalarn', known(row.role)]]),
      };
  return {
    ...own,
    kind: 'session',
    id: row.arn,
    role: row.role,
    ...(row.policies !== undefined && { session: model.list(row.policies, row.arn) }),
    facts: new Map([...own.facts, ...tagFacts('aws:principaltag/', row.tags)]),
  };
}

function rootOf(model: Model, account: string): Principal {
  const arn = `arn:aws:iam::${account}:root`;
  return {
    ...common(model, 'root', arn, account),
    facts: identityFacts(model, account, [
      ['aws:principalarn', known(arn)],
      ['aws:principaltype', known('Account')],
      ['aws:userid', known(account)],
    ]),
  };
}

/** Everybody, signed in to AWS or not; and all who have any account. */
export const ANONYMOUS: Principal = {
  kind: 'anonymous',
  id: 'everybody on the internet',
  identity: [],
  facts: new Map<string, Value>([
    ...[
      'aws:principalarn',
      'aws:principalaccount',
      'aws:principalorgid',
      'aws:principalorgpaths',
      'aws:username',
      'aws:principaltag/',
      'kms:calleraccount',
      'aws:tokenissuetime',
      'aws:multifactorauthpresent',
      'aws:multifactorauthage',
      'aws:federatedprovider',
      'aws:sourceidentity',
    ].map((key) => [key, ABSENT] as const),
    ['aws:principaltype', known('Anonymous')],
    ['aws:userid', known('anonymous')],
    ['aws:principalisawsservice', known('false')],
  ]),
};
export const ANYBODY: Principal = {
  kind: 'anybody',
  id: 'everybody with an AWS account',
  facts: new Map<string, Value>([
    ...[
      'aws:principalarn',
      'aws:principalaccount',
      'aws:principaltag/',
      'kms:calleraccount',
      'aws:username',
      'aws:userid',
    ].map((key) => [key, OPEN] as const),
    ['aws:principalisawsservice', known('false')],
  ]),
};

function outside(model: Model): Principal[] {
  const found = new Map<string, Principal>([ANONYMOUS, ANYBODY].map((one) => [one.id, one]));
  const inside = new Set([
    ...model.inventory.things.account.map(({ id }) => id),
    ...model.inventory.head.covered.map(({ account }) => account),
  ]);
  const add = (principal: Principal | undefined): void => {
    if (principal && !found.has(principal.id)) found.set(principal.id, principal);
  };
  for (const policy of resourcePolicies(model)) {
    if (!('statements' in policy)) continue;
    for (const { principals } of policy.statements) {
      if (!principals) continue;
      for (const one of principals.of.aws) add(named(model, one, inside));
      for (const one of principals.of.service) add(serviceOf(one));
      for (const one of principals.of.federated) add(providerOf(one));
      for (const id of principals.of.canonical) {
        if (!model.inventory.things.account.some(({ canonicalId }) => canonicalId === id)) {
          add({ kind: 'account', id: `canonical user ${id}`, canonicalId: id, facts: ANYBODY.facts });
        }
      }
    }
  }
  for (const { grants } of model.inventory.things.key) {
    if (grants === undefined || isUnread(grants)) continue;
    for (const { grantee } of grants)
      add(grantee.endsWith('.amazonaws.com') ? serviceOf(grantee) : named(model, grantee, inside));
  }
  for (const { principal } of model.inventory.things['lake-grant']) {
    if (/^\d{12}$/.test(principal) || /^arn:[^:]+:iam::\d{12}:(user|role)\//.test(principal))
      add(named(model, principal, inside));
    // People of a directory, or who signs in by SAML.
    else if (principal.startsWith('arn:') && !principal.includes(':organizations:')) add(providerOf(principal));
  }
  return [...found.values()];
}

/** One that a policy names and that has no row: of another account, or gone, or not known. */
function named(model: Model, principal: string, inside: ReadonlySet<string>): Principal | undefined {
  const account = /^\d{12}$/.test(principal) ? principal : principal.split(':')[4];
  if (principal === '*' || account === undefined) return undefined;
  if (isCloudFront(principal)) return serviceOf(principal);
  const arn = /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal;
  const kind: PrincipalKind = arn.endsWith(':root')
    ? 'account'
    : arn.includes(':user/')
      ? 'user'
      : arn.includes(':assumed-role/') || arn.includes(':federated-user/')
        ? 'session'
        : 'role';
  if (inside.has(account)) {
    if (kind === 'account') return undefined;
    // A role stands for its sessions, but for one that a policy names by itself.
    if (kind === 'session')
      return arn.includes(':federated-user/') ? federated(model, arn, account) : sessionNamed(model, arn, account);
    const why = model.missing(kind === 'user' ? 'user' : 'role', arn, account, '');
    if (why === undefined) return undefined;
    return {
      ...common(model, kind, arn, account),
      identity: [{ name: arn, policy: { malformed: why } }],
      facts: strangerFacts(account, arn),
    };
  }
  return {
    kind,
    id: kind === 'account' ? `arn:aws:iam::${account}:root` : arn,
    account,
    facts: strangerFacts(account, kind === 'account' ? compiled(`arn:aws:iam::${account}:*`) : arn),
  };
}

function sessionNamed(model: Model, arn: string, account: string): Principal | undefined {
  const [, name] = arn.split('/');
  const role = model.inventory.things.role.find((row) => row.account === account && lastOf(row.arn) === name);
  const known = role?.arn ?? `arn:aws:iam::${account}:role/${name}`;
  if (!role && model.missing('role', known, account, '') === undefined) return undefined;
  return sessionOf(model, { row: 'session', arn, account, role: known });
}

/** Has what policies give to it by name; what else it has is some of what its user has. */
const federated = (model: Model, arn: string, account: string): Principal => ({
  ...common(model, 'session', arn, account),
  identity: [],
  facts: identityFacts(model, account, [
    ['aws:principalarn', known(arn)],
    ['aws:principaltype', known('FederatedUser')],
    ['aws:userid', OPEN],
    ['aws:principaltag/', OPEN],
  ]),
});

const strangerFacts = (account: string, arn: string): Facts =>
  new Map<string, Value>([
    ['aws:principalaccount', known(account)],
    ['kms:calleraccount', known(account)],
    ['aws:principalarn', known(arn)],
    ['aws:principaltag/', OPEN],
    ['aws:principalisawsservice', known('false')],
  ]);

export const serviceOf = (name: string): Principal => ({
  kind: 'service',
  id: name,
  identity: [],
  facts: new Map<string, Value>([
    ['aws:principalisawsservice', known('true')],
    ['aws:principalservicename', known(name)],
    ...[
      'aws:principalservicenameslist',
      'aws:sourcearn',
      'aws:sourceaccount',
      'aws:sourceorgid',
      'aws:sourceorgpaths',
      'aws:sourceowner',
    ].map((key) => [key, OPEN] as const),
    ...[
      'aws:principalarn',
      'aws:principalaccount',
      'aws:principalorgid',
      'aws:principalorgpaths',
      'aws:principaltag/',
      'aws:username',
      'kms:calleraccount',
    ].map((key) => [key, ABSENT] as const),
  ]),
});

export const providerOf = (name: string): Principal => ({
  kind: 'provider',
  id: name,
  identity: [],
  facts: new Map<string, Value>([
    ...['aws:principalarn', 'aws:principalaccount', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:username'].map(
      (key) => [key, ABSENT] as const,
    ),
    ['aws:principaltag/', OPEN],
    ['aws:principalisawsservice', known('false')],
  ]),
});
