import type { Kind, Row, Unread } from './inventory.ts';
import type { Inventory } from './load.ts';

/**
 * Principals that an inventory does not have, because a list of them is not whole: one stands for all of a kind of an account. What they may
 * is unknown, and who may become one of them, too.
 */
export function completed(inventory: Inventory): Inventory {
  const accounts = new Set([
    ...inventory.things.account.map(({ id }) => id),
    ...inventory.head.covered.map(({ account }) => account),
  ]);
  const roles: Row<'role'>[] = [];
  const users: Row<'user'>[] = [];
  for (const account of accounts) {
    const [role, user] = [notListed(inventory, 'role', account), notListed(inventory, 'user', account)];
    const nobodyKnows = (why: string): Unread => ({ unknown: why });
    if (role !== undefined)
      roles.push({
        ...{ row: 'role', arn: `arn:aws:iam::${account}:role/*`, account },
        ...{ trust: nobodyKnows(role), policies: nobodyKnows(role), tags: nobodyKnows(role) },
      });
    if (user !== undefined)
      users.push({
        ...{ row: 'user', arn: `arn:aws:iam::${account}:user/*`, account },
        ...{ policies: nobodyKnows(user), tags: nobodyKnows(user) },
      });
  }
  if (roles.length === 0 && users.length === 0) return inventory;
  const { things } = inventory;
  return {
    ...inventory,
    things: { ...things, role: [...things.role, ...roles], user: [...things.user, ...users] },
  };
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
