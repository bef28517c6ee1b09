import type { Kind, Row, Unread } from './inventory.ts';
import type { Inventory } from './load.ts';
import { stageDataSets } from './stages.ts';

/**
 * What an inventory means beside its rows. Stages of this product are data sets, sealed. Principals that an inventory does not have, because a list of them is not whole: one stands for all of a kind of an account. What they may
 * is unknown, and who may become one of them, too.
 */
export function completed(given: Inventory): Inventory {
  const stages = stageDataSets(given);
  const inventory: Inventory =
    stages.length === 0
      ? given
      : { ...given, things: { ...given.things, 'data-set': [...given.things['data-set'], ...stages] } };
  const accounts = new Set([
    ...inventory.things.account.map(({ id }) => id),
    ...inventory.head.covered.map(({ account }) => account),
  ]);
  const roles: Row<'role'>[] = [];
  const users: Row<'user'>[] = [];
  for (const account of accounts) {
    for (const { arn, why } of missingOnes(inventory, 'role', account)) {
      const unread: Unread = { unknown: why };
      roles.push({ row: 'role', arn, account, trust: unread, policies: unread, tags: unread });
    }
    for (const { arn, why } of missingOnes(inventory, 'user', account)) {
      const unread: Unread = { unknown: why };
      users.push({ row: 'user', arn, account, policies: unread, tags: unread });
    }
  }
  if (roles.length === 0 && users.length === 0) return inventory;
  const { things } = inventory;
  return {
    ...inventory,
    things: { ...things, role: [...things.role, ...roles], user: [...things.user, ...users] },
  };
}

/** Those that gaps name, each for itself; one for all that nothing names. */
function missingOnes(inventory: Inventory, kind: 'role' | 'user', account: string): { arn: string; why: string }[] {
  const begin = `arn:aws:iam::${account}:${kind}/`;
  const [named, others] = [inventory.gaps.filter(isNamed), inventory.gaps.filter((one) => !isNamed(one))];
  function isNamed(one: Row<'gap'>): boolean {
    return one.kind === kind && one.id?.startsWith(begin) === true;
  }
  const rest = notListed({ ...inventory, gaps: others }, kind, account);
  return [
    ...named
      .filter(({ id }) => !isThere(inventory, kind, id))
      .map(({ id, why }) => ({ arn: id!, why: `${id} could not be read: ${why}` })),
    ...(rest === undefined ? [] : [{ arn: `${begin}*`, why: rest }]),
  ];
}

/** Whether a part of an inventory is doubtful as a whole. */
function doubtful({ problems }: Inventory, kind: Kind): string | undefined {
  if (problems.some(({ problem }) => problem === 'cut-short' || problem === 'changed' || problem === 'after-end'))
    return 'an inventory that is not whole';
  const bad = problems.some((one) => one.problem === 'bad-row' && (one.kind === undefined || one.kind === kind));
  return bad ? 'an inventory with rows that cannot be read' : undefined;
}

/**
 * Why there may be more of a kind than the inventory has; undefined: all there are, are in it.
 * @param region absent: of any Region
 */
export function notListed(inventory: Inventory, kind: Kind, account: string, region?: string): string | undefined {
  const why = doubtful(inventory, kind);
  if (why !== undefined) return `${kind} of ${account}: ${why}`;
  const same = (one: string | undefined, other: string | undefined): boolean =>
    one === undefined || other === undefined || one === other;
  const gap = inventory.gaps.find(
    (one) =>
      one.kind === kind && same(one.account, account) && same(one.region, region) && !isThere(inventory, kind, one.id),
  );
  if (gap) return `${gap.id ?? `${kind} of ${account}`} could not be read: ${gap.why}`;
  const covered = inventory.head.covered.some(
    (one) =>
      one.account === account &&
      one.kinds.includes(kind) &&
      (!one.regions || (region !== undefined && one.regions.includes(region))),
  );
  return covered ? undefined : `${kind} of ${account} are outside of the inventory`;
}

/** A gap about something of which there is a row: what is missing of it stands in the row. */
const isThere = ({ things }: Inventory, kind: Kind, id: string | undefined): boolean =>
  id !== undefined &&
  (things[kind] as readonly { arn?: string; id?: string }[]).some((row) => (row.arn ?? row.id) === id);

/** Why it is not known whether there is such a thing; undefined: there is none. */
export function notKnown(
  inventory: Inventory,
  kind: Kind,
  name: string,
  account: string | undefined,
  region: string | undefined,
): string | undefined {
  const why = doubtful(inventory, kind);
  if (why !== undefined) return `${name} is not in ${why}`;
  const gap = inventory.gaps.find(
    (one) =>
      one.kind === kind &&
      (one.id === undefined
        ? (one.account ?? account) === account && (one.region ?? region) === region
        : one.id === name),
  );
  if (gap) return `${name} could not be read: ${gap.why}`;
  const covered = inventory.head.covered.some(
    (one) =>
      one.account === account && one.kinds.includes(kind) && (!one.regions || !region || one.regions.includes(region)),
  );
  return covered ? undefined : `${name} is outside of the inventory`;
}
