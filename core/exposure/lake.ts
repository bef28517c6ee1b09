import { GLUE_TABLE, LAKE_ACCESS, OPEN_LAKE } from './actions.ts';
import { evaluateTest } from './conditions.ts';
import { contextOf } from './context.ts';
import type { Principal } from './evaluate.ts';
import { and, type Formula, NO, or, unknown, when, YES } from './formula.ts';
import { isUnread, type Row } from './inventory.ts';
import type { Model } from './model.ts';
import { always, type Need, requests, s3Arn, thing, type Way } from './needs.ts';
import { compiled } from './patterns.ts';

/** An action without a resource: only a star is about it. */
export const NOTHING = thing('arn:-:-:-:-:-');

/** Lake Formation hands out credentials for a place to whom it has granted the table: neither bucket nor key are asked for the caller. */
export function lakeWays(model: Model, row: Row<'glue-table'>): Way[] {
  const { account, region, location } = row;
  if (typeof location !== 'string') return [];
  const registered = model.inventory.things['lake-location'].some(
    (one) => one.account === account && `${s3Arn(location)}/`.startsWith(`${one.arn.replace(/\/+$/, '')}/`),
  );
  const missing = registered ? undefined : model.notListed('lake-location', account, region);
  if (!registered && missing === undefined) return [];
  const place = missing === undefined ? [] : [always('a place of Lake Formation', unknown(missing))];
  const facts = model.factsOf(account, region, row.tags);
  const base = `arn:aws:glue:${region}:${account}`;
  return [
    {
      by: 'Lake Formation',
      needs: [
        {
          what: 'credentials of Lake Formation',
          any: requests([LAKE_ACCESS], { resource: NOTHING, owner: account, facts }),
        },
        {
          what: `the table ${row.database}.${row.name}`,
          any: requests([GLUE_TABLE], {
            resource: thing(compiled(`${base}:table/${row.database}/${row.name}`)),
            owner: account,
            facts,
            policies: catalogPolicy(model, account, region),
          }),
        },
        lakeNeed(model, row),
        ...place,
      ],
    },
    // Whom it has granted the table in another account, asks there.
    { by: 'Lake Formation, from another account', needs: [lakeNeed(model, row, 'elsewhere'), ...place] },
  ];
}

const catalogPolicy = (model: Model, account: string, region: string) => {
  const row = model.inventory.things['glue-catalog'].find((one) => one.account === account && one.region === region);
  const why = row === undefined ? model.notListed('glue-catalog', account, region) : undefined;
  return model.own('policy of the catalog', why === undefined ? row?.policy : { unknown: why }, 'resource');
};

const READS = new Set(['SELECT', 'ALL', 'SUPER', 'SUPER_USER']);

/** Grants that are about a table, and what hangs on each. */
function lakeGrants(model: Model, table: Row<'glue-table'>): { to: string; formula: Formula }[] {
  return model.inventory.things['lake-grant'].flatMap(({ account, region, principal, on, permissions }) => {
    if (
      account !== table.account ||
      region !== table.region ||
      !permissions.some((one) => READS.has(one.toUpperCase()))
    )
      return [];
    if ('database' in on) {
      if (on.database !== table.database || (on.table !== undefined && on.table !== table.name)) return [];
      return [
        {
          to: principal,
          formula: on.columns ? when({ key: 'columns', operator: 'StringEquals', values: on.columns }) : YES,
        },
      ];
    }
    const { lakeTags } = table;
    if (lakeTags === undefined || isUnread(lakeTags))
      return [{ to: principal, formula: unknown('tags of Lake Formation of the table') }];
    const has = Object.entries(on.lakeTags).every(([name, values]) =>
      values.includes((lakeTags as Record<string, string>)[name] ?? ''),
    );
    return has ? [{ to: principal, formula: YES }] : [];
  });
}

/** Of an organization or a part of it: `arn:aws:organizations::111122223333:ou/o-1/ou-1`. */
const ORGANIZATION = /^arn:[^:]+:organizations::\d{12}:(?:organization|ou)\/(o-[a-z0-9]+)(?:\/(ou-[a-z0-9-]+))?$/;

function isGranted(to: string, owner: string, { id, role, account, kind, facts }: Principal): Formula {
  const all = account === owner && (to === 'IAM_ALLOWED_PRINCIPALS' || to === `${owner}:IAMPrincipals`);
  if (to === id || to === role || to === account || all) return YES;
  const [, organization, unit] = ORGANIZATION.exec(to) ?? [];
  if (organization === undefined || kind === 'service' || kind === 'anonymous') return NO;
  const test = (key: string, operator: string, values: string[]): Formula =>
    evaluateTest({ operator, ifExists: false, key, values }, false, contextOf('', facts));
  const member = test('aws:principalorgid', 'StringEquals', [organization]);
  return unit === undefined ? member : and(member, test('aws:principalorgpaths', 'StringLike', [`*/${unit}/*`]));
}

/** @param where whom it asks about: all, or those of other accounts, whose own rights are theirs */
function lakeNeed(model: Model, table: Row<'glue-table'>, where: 'here' | 'elsewhere' = 'here'): Need {
  const { account, region } = table;
  const grants = lakeGrants(model, table);
  const missing = model.notListed('lake-grant', account, region);
  const admins = adminsOf(model, account, region);
  const facts = model.factsOf(account, region, table.tags);
  const elsewhere = where === 'elsewhere';
  return {
    what: 'a grant of Lake Formation',
    any: [],
    rule: {
      same: `lake ${where} ${account} ${missing ?? ''} ${grants.map(({ to, formula }) => `${to} ${formula.key}`).join()}`,
      of: (principal) => {
        if (elsewhere && principal.account === account) return NO;
        if (missing !== undefined && principal.kind !== 'anonymous' && principal.kind !== 'service')
          return unknown(`grants of Lake Formation: ${missing}`);
        return or(...grants.map(({ to, formula }) => and(isGranted(to, account, principal), formula)));
      },
    },
    // Administrators grant to themselves.
    ...(!elsewhere && {
      opened: requests(OPEN_LAKE, { resource: NOTHING, owner: account, facts }),
      openedBy: [[{ what: 'an administrator of Lake Formation', any: [], rule: admins }]],
    }),
  };
}

function adminsOf(model: Model, account: string, region: string): NonNullable<Need['rule']> {
  const row = model.inventory.things['glue-catalog'].find((one) => one.account === account && one.region === region);
  const why = row === undefined ? model.notListed('glue-catalog', account, region) : undefined;
  const { admins = [] } = row ?? {};
  const missing = isUnread(admins) ? admins.unknown : why;
  if (missing !== undefined) {
    const formula = unknown(`administrators of Lake Formation: ${missing}`);
    return { same: formula.key, of: (principal) => (principal.account === account ? formula : NO) };
  }
  const names = admins as readonly string[];
  return {
    same: `admins ${names.join()}`,
    of: ({ id, role }) => (names.includes(id) || (role !== undefined && names.includes(role)) ? YES : NO),
  };
}
