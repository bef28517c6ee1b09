import * as z from 'zod';
import { type DevicePublicKey, devicePublicKey } from '../../wire/device-proof.ts';
import { type Item, N, S } from '../shared/dynamodb.aws.ts';
import { optional, readText, readWhole, Unreadable } from '../shared/item.aws.ts';
import type { ConsentStore, Device, DeviceStep, Population, ToldOfEpoch } from './consent-store.ts';
import { toldOf, toldText } from './told-epochs.ts';

/** The rows `item` = `device#<device>` of `Subjects`: the only code that reads and makes them. */

export const DEVICE = 'device#';
/** Attributes that count its frames that were refused: one a reason. */
export const REFUSED = 'refused:';

/** @throws Unreadable when it is not such a row */
export function decodeDevice(item: Item): Device {
  const name = readText(item, 'item');
  const delivers = optional(item, 'delivers', readWhole);
  const removedAt = optional(item, 'removedAt', readWhole);
  const leases = optional(item, 'leases', readWhole);
  const epoch = optional(item, 'epoch', readWhole);
  const startedAt = optional(item, 'startedAt', readWhole);
  const closed = optional(item, 'closed', readWhole);
  const key = optional(item, 'deviceKey', readKey);
  const boundAt = optional(item, 'boundAt', readWhole);
  const boundFor = optional(item, 'boundFor', readPopulation);
  const nonceAt = optional(item, 'nonceAt', readWhole);
  return {
    device: name.slice(DEVICE.length),
    acked: readWhole(item, 'acked'),
    enrolledAt: readWhole(item, 'enrolledAt'),
    leaseExpires: optional(item, 'leaseExpires', readWhole) ?? 0,
    ...(removedAt !== undefined && { removedAt }),
    ...(delivers !== undefined && { delivers }),
    ...(leases !== undefined && { leaseHour: readWhole(item, 'leaseHour'), leases }),
    ...(epoch !== undefined && { run: { epoch, turn: readWhole(item, 'turn') } }),
    ...(startedAt !== undefined && { startedAt }),
    ...(item.epochs && { epochs: readEpochs(item) }),
    ...(closed !== undefined && { closed }),
    ...(key && { key }),
    ...(boundAt !== undefined && { boundAt }),
    ...(boundFor && { boundFor }),
    ...(nonceAt !== undefined && { nonceAt }),
    ...readRefused(item),
  };
}

/** @throws Unreadable */
function readRefused(item: Item): Pick<Device, 'refused'> {
  const names = Object.keys(item).filter((name) => name.startsWith(REFUSED));
  if (names.length === 0) return {};
  return {
    refused: Object.fromEntries(names.sort().map((name) => [name.slice(REFUSED.length), readWhole(item, name)])),
  };
}

/** @throws Unreadable */
function readKey(item: Item, name: string): DevicePublicKey {
  const [x, y] = readText(item, name).split('.');
  const key = devicePublicKey.safeParse({ x, y });
  if (!key.success) throw new Unreadable(`${name} cannot be read`);
  return key.data;
}

const population = z.object({ groups: z.array(z.string()), excluded: z.array(z.string()) });

/** @throws Unreadable */
function readPopulation(item: Item, name: string): Population {
  try {
    return population.parse(JSON.parse(readText(item, name)));
  } catch (cause) {
    throw new Unreadable(`${name} cannot be read`, { cause });
  }
}

const keyText = ({ x, y }: DevicePublicKey): string => `${x}.${y}`;

/** Of a device that is there: a key in place of the one that it has. */
export const bindItem = (
  TableName: string,
  subject: string,
  device: string,
  { key, boundAt, boundFor }: Parameters<ConsentStore['bind']>[2],
) => ({
  TableName,
  Key: { subject: S(subject), item: S(DEVICE + device) },
  UpdateExpression: 'SET deviceKey = :key, boundAt = :at, boundFor = :for',
  ConditionExpression: 'attribute_exists(subject) AND attribute_not_exists(removedAt)',
  ExpressionAttributeValues: {
    ...{ ':key': S(keyText(key)), ':at': N(boundAt) },
    ':for': S(JSON.stringify(population.parse(boundFor))),
  },
});

/** @throws Unreadable */
function readEpochs(item: Item): ReadonlyMap<number, ToldOfEpoch> {
  const epochs = toldOf(readText(item, 'epochs'));
  if (!epochs) throw new Unreadable('epochs cannot be read');
  return epochs;
}

/** Of a device that is there as it was seen. */
export function stepItem(TableName: string, subject: string, seen: Device, { lease, ...told }: DeviceStep) {
  const values: Item = {
    ...{ ':acked': N(told.acked), ':epochs': S(toldText(told.epochs)), ':closed': N(told.closed) },
    ...(seen.run && { ':turn': N(seen.run.turn) }),
    ...(lease && {
      ...{ ':epoch': N(lease.run.epoch), ':next': N(lease.run.turn), ':startedAt': N(lease.startedAt) },
      ...{ ':expires': N(lease.leaseExpires), ':delivers': N(lease.delivers) },
      ...{ ':hour': N(lease.leaseHour), ':leases': N(lease.leases) },
    }),
    ...countOf(seen),
    ...(seen.key && { ':wasKey': S(keyText(seen.key)) }),
  };
  if (told.nonceAt !== undefined) values[':nonceAt'] = N(told.nonceAt);
  if (told.key) values[':key'] = S(keyText(told.key));
  const sets = ['acked = :acked', 'epochs = :epochs', '#closed = :closed'];
  if (told.nonceAt !== undefined) sets.push('nonceAt = :nonceAt');
  if (told.key) sets.push('deviceKey = :key');
  if (lease) {
    sets.push('epoch = :epoch', 'turn = :next', 'startedAt = :startedAt');
    sets.push('leaseExpires = :expires', 'delivers = :delivers', 'leaseHour = :hour', 'leases = :leases');
  }
  const conditions = [
    // One that was removed still tells; it is given no lease.
    `attribute_exists(subject)${lease ? ' AND attribute_not_exists(removedAt)' : ''}`,
    seen.run ? 'turn = :turn' : 'attribute_not_exists(turn)',
    // Agents that know of no starts count their leases beside.
    seen.leases === undefined ? 'attribute_not_exists(leases)' : 'leases = :wasLeases AND leaseHour = :wasHour',
    // Bound anew since: whoever has the key of before is nobody by now, and puts none in place of the new one.
    seen.key ? 'deviceKey = :wasKey' : 'attribute_not_exists(deviceKey)',
    'acked <= :acked',
    ...(told.nonceAt === undefined ? [] : ['(attribute_not_exists(nonceAt) OR nonceAt < :nonceAt)']),
  ];
  return {
    TableName,
    Key: { subject: S(subject), item: S(DEVICE + seen.device) },
    UpdateExpression: `SET ${sets.join(', ')}`,
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: { '#closed': 'closed' },
    ExpressionAttributeValues: values,
  };
}

const countOf = ({ leases, leaseHour }: Device): Item =>
  leases === undefined ? {} : { ':wasLeases': N(leases), ':wasHour': N(leaseHour!) };

/** Of a device that is there. */
export const removeItem = (TableName: string, subject: string, { device, at }: { device: string; at: number }) => ({
  Update: {
    TableName,
    Key: { subject: S(subject), item: S(DEVICE + device) },
    UpdateExpression: 'SET removedAt = :at',
    ConditionExpression: 'attribute_exists(subject)',
    ExpressionAttributeValues: { ':at': N(at) },
  },
});

export const newDevice = (subject: string, { device, at }: { device: string; at: number }): Item => ({
  subject: S(subject),
  item: S(DEVICE + device),
  acked: N(0),
  enrolledAt: N(at),
  leaseExpires: N(0),
  delivers: N(0),
});
