import { runSimulation } from '@cloud-copilot/iam-simulate';
import { exposure } from '../../../core/exposure/exposure.ts';
import type { Row, Thing } from '../../../core/exposure/inventory.ts';
import { inventoryLines, loadInventory } from '../../../core/exposure/load.ts';
import { random } from '../../../test/fixtures/policies/random.ts';
import { accountOf, HEAD } from './accounts.ts';

/** A sample of pairs asked one by one of `iam-simulate` (of development alone), beside the scanner's answer to all of them. */
export async function againstBruteForce(principals: number, tables: number, pairs: number) {
  const rows: Thing[] = [...accountOf({ principals, tables })];
  const exposed = exposure(await loadInventory(inventoryLines(HEAD, rows, () => HEAD.begun)));
  const begun = performance.now();
  const scan = exposed.scan();
  const scanSeconds = (performance.now() - begun) / 1000;
  const roles = rows.filter((row) => row.row === 'role');
  const sets = rows.filter((row) => row.row === 'table');
  const keys = new Map(rows.filter((row) => row.row === 'key').map((row) => [row.arn, row]));
  const r = random(7);
  const drawn = Array.from({ length: pairs }, () => [r.one(roles), r.one(sets)] as const);
  const from = performance.now();
  const answers: boolean[] = [];
  for (const [role, table] of drawn) answers.push(await reads(role, table, keys.get(table.key as string)!));
  const bruteSeconds = (performance.now() - from) / 1000;
  const different = drawn.filter(([role, table], at) => {
    const mine = exposed.verdicts(table.arn).get(role.arn);
    return (mine?.how === 'itself' && mine.verdict === 'yes') !== answers[at];
  });
  const perPair = bruteSeconds / pairs;
  return {
    pairs,
    readable: answers.filter(Boolean).length,
    different: different.map(([role, table]) => `${role.arn} ${table.arn}`).slice(0, 10),
    bruteSecondsPerPair: Number(perPair.toFixed(6)),
    bruteSecondsForAll: Math.round(perPair * scan.classes.pairs),
    scanSeconds: Number(scanSeconds.toFixed(2)),
    ratio: Math.round((perPair * scan.classes.pairs) / scanSeconds),
  };
}

async function reads(role: Row<'role'>, table: Row<'table'>, key: Row<'key'>): Promise<boolean> {
  const region = table.region;
  const name = table.arn.slice(table.arn.indexOf('/') + 1);
  const tags = Object.fromEntries(
    Object.entries(role.tags as Record<string, string>).map(([tag, value]) => [`aws:PrincipalTag/${tag}`, value]),
  );
  const context = { ...tags, 'aws:PrincipalArn': role.arn };
  const via = { ...context, 'kms:ViaService': `dynamodb.${region}.amazonaws.com` };
  const items: [string, string][] = [
    ...['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'].map((action) => [action, table.arn] as [string, string]),
    ['dynamodb:Query', `${table.arn}/index/${name}`],
  ];
  let storage = false;
  for (const [action, resource] of items) storage ||= await allowed(role, action, resource, context, table.policy);
  return storage && (await allowed(role, 'kms:Decrypt', key.arn, via, key.policy));
}

async function allowed(
  role: Row<'role'>,
  action: string,
  resource: string,
  contextVariables: Record<string, string>,
  resourcePolicy: unknown,
): Promise<boolean> {
  const policies = role.policies as { name: string; document: unknown }[];
  const result = await runSimulation(
    {
      request: { principal: role.arn, action, resource: { resource, accountId: role.account }, contextVariables },
      identityPolicies: policies.map(({ document }, at) => ({ name: `p${at}`, policy: document })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy !== undefined && { resourcePolicy }),
    },
    {},
  );
  if (result.resultType !== 'single') throw new Error(JSON.stringify(result).slice(0, 300));
  return result.overallResult === 'Allowed';
}
