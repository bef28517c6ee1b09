import { GLUE_TABLE, LAKE_ACCESS } from './actions.ts';
import type { Principal } from './evaluate.ts';
import { type Formula, or, unknown, when, YES } from './formula.ts';
import { isUnread, type Row } from './inventory.ts';
import type { Model } from './model.ts';
import { type Need, requests, s3Arn, thing, type Way } from './needs.ts';
import { compiled } from './patterns.ts';

/** An action without a resource: only a star is about it. */
export const NOTHING = thing('arn:-:-:-:-:-');

/** Lake Formation hands out credentials for a place to whom it has granted the table: neither bucket nor key are asked for the caller. */
export function lakeWays(model: Model, row: Row<'glue-table'>): Way[] {
  const { account, region, location } = row;
  if (typeof location !== 'string') return [];
  const registered = model.inventory.things['lake-location'].filter(
    (one) => one.account === account && `${s3Arn(location)}/`.startsWith(`${one.arn.replace(/\/+$/, '')}/`),
  );
  if (registered.length === 0) return [];
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
      ],
    },
  ];
}

const catalogPolicy = (model: Model, account: string, region: string) =>
  model.own(
    'policy of the catalog',
    model.inventory.things['glue-catalog'].find((one) => one.account === account && one.region === region)?.policy,
    'resource',
  );

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

const isGranted = (to: string, owner: string, { id, role, account }: Principal): boolean =>
  to === id ||
  to === role ||
  to === account ||
  (account === owner && (to === 'IAM_ALLOWED_PRINCIPALS' || to === `${owner}:IAMPrincipals`));

function lakeNeed(model: Model, table: Row<'glue-table'>): Need {
  const grants = lakeGrants(model, table);
  return {
    what: 'a grant of Lake Formation',
    any: [],
    rule: {
      same: `lake ${table.account} ${grants.map(({ to, formula }) => `${to} ${formula.key}`).join()}`,
      of: (principal) =>
        or(...grants.filter(({ to }) => isGranted(to, table.account, principal)).map(({ formula }) => formula)),
    },
  };
}
