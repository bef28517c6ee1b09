import { BOOTSTRAP_DEPLOY_ROLE } from '../disclosure/doors.ts';
import { type Scope, scopeSchema } from './scope.ts';

/** Rows of an inventory (docs/inventory.md) by which a program is found in it. */
export interface ScopeRow {
  row: string;
  arn?: string;
  aliases?: readonly string[] | undefined;
}

const lastOf = (arn: string): string => arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
const FIELDS = { role: 'roles', function: 'functions', table: 'tables' } as const;

/**
 * A program in an inventory, by the names that its stacks give. @param prefix `sluice-<program>-<stage>` @returns nothing where the inventory has
 * no reader of that name
 */
export function scopeOf(rows: Iterable<ScopeRow>, prefix: string, program?: string): Scope | undefined {
  const found = { roles: {}, functions: {}, tables: {}, keys: {}, buckets: {} } as Record<
    string,
    Record<string, string>
  >;
  let stream: string | undefined;
  const deployers = new Set<string>();
  for (const { row, arn, aliases = [] } of rows) {
    if (arn === undefined) continue;
    const name = lastOf(arn);
    const own = name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : undefined;
    if (row === 'role' && name.startsWith(BOOTSTRAP_DEPLOY_ROLE)) deployers.add(arn);
    if (row in FIELDS && own !== undefined) found[FIELDS[row as keyof typeof FIELDS]]![own] = arn;
    if (row === 'stream' && own !== undefined) stream = arn;
    // CloudFormation names buckets: `<prefix>-state-<path and id>-<random>`.
    if (row === 'bucket' && own !== undefined) {
      const which = /ingest\w*vault/.test(own) ? 'vault' : /evidence/.test(own) ? 'evidence' : own;
      found.buckets![which] = arn;
    }
    for (const alias of row === 'key' ? aliases : []) {
      const key = alias.replace(/^alias\//, '');
      if (key.startsWith(`${prefix}/`)) found.keys![key.slice(prefix.length + 1)] = arn;
    }
  }
  if (found.roles!.reader === undefined) return undefined;
  return scopeSchema.parse({
    ...(program !== undefined && { program }),
    ...found,
    ...(stream !== undefined && { stream }),
    deployers: [...deployers],
  });
}
