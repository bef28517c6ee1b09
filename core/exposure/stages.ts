import { isUnread, type Row } from './inventory.ts';
import type { Inventory } from './load.ts';

/** Keys are named at random: as no key of anything else is. */
const [OF_A_PERSON, OF_A_LEASE] = ['of-a-person', 'of-a-lease'];

/**
 * Deployed stages of this product, found in an inventory by the names and tags that its stacks give. What is stored of people there is itself
 * encrypted: whoever has the storage and the storage's key has ciphertext, until keys of people, and what unwraps them, are reached too.
 */
export function stageDataSets({ things }: Pick<Inventory, 'things'>): Row<'data-set'>[] {
  const tables = new Map(things.table.map((row) => [row.arn, row]));
  const covered = new Set(things['data-set'].flatMap(({ storage }) => storage));
  return things.table.flatMap((index) => {
    const [, base, prefix] = /^(.*:table\/)(sluice-.+)-Index$/.exec(index.arn) ?? [];
    const program = tagOf(index, 'program');
    if (base === undefined || prefix === undefined || program === undefined || covered.has(index.arn)) return [];
    const key = (name: string): string | undefined =>
      things.key.find(
        ({ account, region, aliases = [] }) =>
          account === index.account &&
          region === index.region &&
          aliases.some((alias) => alias.replace(/^.*:?alias\//, '') === `${prefix}/${name}`),
      )?.arn;
    const sealed = (
      what: string,
      storage: readonly (string | undefined)[],
      table: string,
      under: string | undefined,
      context: Record<string, string>,
    ): Row<'data-set'>[] => {
      const found = storage.filter((one) => one !== undefined);
      const keys = `${base}${prefix}-${table}`;
      if (under === undefined || found.length === 0 || !tables.has(keys)) return [];
      return [
        {
          ...{ row: 'data-set', id: `${prefix} ${what}`, name: `${what} of ${prefix}`, storage: found },
          ...{ sealed: { keys, under, context }, disclosure: { program } },
        },
      ];
    };
    const isOurs = (row: Row<'bucket'> | Row<'stream'>): boolean =>
      row.account === index.account &&
      row.region === index.region &&
      row.arn.replace(/^.*[:/]/, '').startsWith(`${prefix}-`);
    const vault = things.bucket.find((row) => isOurs(row) && tagOf(row, 'data-class') === 'vault');
    const stream = things.stream.find(isOurs);
    return [
      ...sealed('segments', [index.arn, vault && `${vault.arn}/*`], 'Keys', key('subject-keys'), {
        program,
        key: OF_A_PERSON,
      }),
      ...sealed('frames', [stream?.arn], 'LeaseKeys', key('control'), { program, kid: OF_A_LEASE }),
    ];
  });
}

function tagOf({ tags }: { tags?: Row<'table'>['tags'] | undefined }, name: string): string | undefined {
  if (tags === undefined || isUnread(tags)) return undefined;
  return (tags as Record<string, string>)[name];
}
