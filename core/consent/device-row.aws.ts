import { type Item, N, S } from '../shared/dynamodb.aws.ts';
import { optional, readText, readWhole } from '../shared/item.aws.ts';
import type { Device } from './consent-store.ts';

/** The rows `item` = `device#<device>` of `Subjects`: the only code that reads and makes them. */

export const DEVICE = 'device#';

/** @throws Unreadable when it is not such a row */
export function decodeDevice(item: Item): Device {
  const name = readText(item, 'item');
  const delivers = optional(item, 'delivers', readWhole);
  const removedAt = optional(item, 'removedAt', readWhole);
  const leases = optional(item, 'leases', readWhole);
  return {
    device: name.slice(DEVICE.length),
    acked: readWhole(item, 'acked'),
    enrolledAt: readWhole(item, 'enrolledAt'),
    leaseExpires: optional(item, 'leaseExpires', readWhole) ?? 0,
    ...(removedAt !== undefined && { removedAt }),
    ...(delivers !== undefined && { delivers }),
    ...(leases !== undefined && { leaseHour: readWhole(item, 'leaseHour'), leases }),
  };
}

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
