import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { isUnread, type Unread } from '../inventory.ts';
import type { Place } from './collector.ts';

const isKeyArn = (id: string): boolean => /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/.+$/.test(id);

/** ARN of a key that a service names by its id, its alias, or the ARN of one. */
export async function keyArn(at: KeyPlace, id: string, region = at.region): Promise<string | Unread> {
  if (isKeyArn(id)) return id;
  const client = at.client(KMSClient, region);
  const found = await at.ask('kms:DescribeKey', () => client.send(new DescribeKeyCommand({ KeyId: id })));
  if (isUnread(found)) return found;
  return found?.KeyMetadata?.Arn ?? { unknown: 'KMS does not say which key it is' };
}

/** Of every kind that needs it. */
export interface KeyPlace extends Pick<Place, 'region' | 'client'> {
  ask<T>(action: 'kms:DescribeKey', send: () => Promise<T>): Promise<T | undefined | Unread>;
}
