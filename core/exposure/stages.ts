import { isUnread, type Row } from './inventory.ts';
import type { Inventory } from './load.ts';

/** Keys are named at random: as no key of anything else is. */
const [OF_A_PERSON, OF_A_LEASE] = ['of-a-person', 'of-a-lease'];

/** What of one stage seals and holds what is stored of people: ARNs, of those that were found. */
export interface SealedStage {
  program: string;
  /** Table `Index`; bucket of bodies; table `Keys`, and the key of KMS that wraps what is in it. */
  index?: string | undefined;
  vault?: string | undefined;
  keys?: string | undefined;
  subjectKeys?: string | undefined;
  /** Stream of frames; table `LeaseKeys`, and the key that wraps what is in it. */
  stream?: string | undefined;
  leaseKeys?: string | undefined;
  control?: string | undefined;
}

/**
 * Segments and frames of a stage. What is stored of people there is itself encrypted: whoever has the storage and the storage's key has
 * ciphertext, until keys of people, and what unwraps them, are reached too.
 * @param called id and name of one
 */
export function sealedSets(
  { program, ...of }: SealedStage,
  called: (what: 'segments' | 'frames') => Pick<Row<'data-set'>, 'id' | 'name'>,
): Row<'data-set'>[] {
  const set = (
    what: 'segments' | 'frames',
    storage: readonly (string | undefined)[],
    keys: string | undefined,
    under: string | undefined,
    context: Record<string, string>,
  ): Row<'data-set'>[] => {
    const found = storage.filter((one) => one !== undefined);
    if (keys === undefined || under === undefined || found.length === 0) return [];
    const sealed = { keys, under, context: { program, ...context } };
    return [{ row: 'data-set', ...called(what), storage: found, sealed, disclosure: { program } }];
  };
  return [
    ...set('segments', [of.index, of.vault && `${of.vault}/*`], of.keys, of.subjectKeys, { key: OF_A_PERSON }),
    ...set('frames', [of.stream], of.leaseKeys, of.control, { kid: OF_A_LEASE }),
  ];
}

/** Deployed stages of this product, found in an inventory by the names and tags that its stacks give. */
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
    const table = (name: string): string | undefined => {
      const arn = `${base}${prefix}-${name}`;
      return tables.has(arn) ? arn : undefined;
    };
    const isOurs = (row: Row<'bucket'> | Row<'stream'>): boolean =>
      row.account === index.account &&
      row.region === index.region &&
      row.arn.replace(/^.*[:/]/, '').startsWith(`${prefix}-`);
    const vault = things.bucket.find((row) => isOurs(row) && tagOf(row, 'data-class') === 'vault');
    const stream = things.stream.find(isOurs);
    return sealedSets(
      {
        ...{ program, index: index.arn, vault: vault?.arn, keys: table('Keys'), subjectKeys: key('subject-keys') },
        ...{ stream: stream?.arn, leaseKeys: table('LeaseKeys'), control: key('control') },
      },
      (what) => ({ id: `${prefix} ${what}`, name: `${what} of ${prefix}` }),
    );
  });
}

function tagOf({ tags }: { tags?: Row<'table'>['tags'] | undefined }, name: string): string | undefined {
  if (tags === undefined || isUnread(tags)) return undefined;
  return (tags as Record<string, string>)[name];
}
