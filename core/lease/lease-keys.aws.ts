import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { Clock } from '../shared/clock.ts';
import { failedCondition, N, S } from '../shared/dynamodb.aws.ts';
import { SluiceError } from '../shared/errors.ts';
import { unwrapKey } from '../shared/wrapped-key.aws.ts';
import { keyNeededUntil, kidOf, kidProspect, type LeaseKey, type LeaseKeys } from './lease-keys.ts';

export interface AwsLeaseKeysOptions {
  ddb: DynamoDBClient;
  kms: KMSClient;
  /** The table `LeaseKeys`. */
  table: string;
  /** The KMS key `control`: id or ARN. */
  kmsKey: string;
  program: string;
  /** Of the disclosure: how long after its lease a frame may arrive. Sets when a day's key is deleted. */
  deliveryHours: number;
  clock: Clock;
}

const KEY_BYTES = 32;
/** Opened keys held at most: about a month and a half of days. */
const KEPT = 48;
/** Days without a key that are remembered: ten years of them. */
const ABSENT_KEPT = 3_660;

/**
 * To open: `dynamodb:GetItem`, `kms:Decrypt`; to make: `dynamodb:PutItem`, `kms:GenerateDataKey` too; to note: `dynamodb:UpdateItem`. An opened key is kept
 * for the life of the instance.
 */
export function awsLeaseKeys(options: AwsLeaseKeysOptions): LeaseKeys {
  const { clock } = options;
  const opened = openedKeys((kid) => fetchKey(options, kid));
  const absent = new Set<string>();
  /** Longest length that is known to be noted, and with which key: a write for the first lease of an instance and day. */
  let noted: { kid: string; seconds: number } | undefined;

  const current = async (now: number): Promise<LeaseKey> => {
    const kid = kidOf(now);
    const known = await opened.open(kid);
    if (known) return { kid, key: known };
    const { key, taken } = await makeKey(options, kid, now);
    if (!taken) {
      opened.keep(kid, key);
      return { kid, key };
    }
    // Another call was first (or this put, its answer lost): its key is the day's. One that is being fetched may have been looked
    // for before it was there.
    const theirs = await fetchKey(options, kid);
    if (!theirs) throw new SluiceError(`lease key ${kid} is there and cannot be read`, { cause: taken });
    return { kid, key: theirs };
  };

  return {
    current,
    async note(now, seconds) {
      if (noted?.kid === kidOf(now) && noted.seconds >= seconds) return;
      const { kid } = await current(now);
      await noteLength(options, kid, seconds);
      noted = { kid, seconds };
    },
    async open(kid) {
      const prospect = kidProspect(kid, clock.now());
      if (prospect === 'never' || absent.has(kid)) return undefined;
      const key = await opened.open(kid);
      if (!key && prospect === 'no-more' && absent.size < ABSENT_KEPT) absent.add(kid);
      return key;
    },
  };
}

/** Keys that were opened: one fetch however many ask; kept when it was found. */
function openedKeys(fetch: (kid: string) => Promise<Uint8Array | undefined>) {
  const kept = new Map<string, Promise<Uint8Array | undefined>>();
  return {
    async open(kid: string): Promise<Uint8Array | undefined> {
      const known = kept.get(kid);
      if (known) return known;
      const fetching = fetch(kid);
      kept.set(kid, fetching);
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
      // Where a newer one stands by then, that is fetched once more.
      const forget = () => kept.delete(kid);
      fetching.then((key) => key ?? forget(), forget);
      return fetching;
    },
    keep: (kid: string, key: Uint8Array) => kept.set(kid, Promise.resolve(key)),
  };
}

/** A wrapped key that is moved to another day's row, or another program's table, does not open. */
const contextOf = ({ program }: AwsLeaseKeysOptions, kid: string) => ({ program, kid });

async function fetchKey(options: AwsLeaseKeysOptions, kid: string): Promise<Uint8Array | undefined> {
  const { ddb, kms, table, kmsKey } = options;
  const { Item } = await ddb.send(new GetItemCommand({ TableName: table, Key: { kid: S(kid) }, ConsistentRead: true }));
  if (!Item) return undefined;
  return unwrapKey(kms, {
    name: `lease-key:${kid}`,
    wrapped: Item.wrapped?.B,
    kmsKey,
    context: contextOf(options, kid),
  });
}

/** @returns the key; and why it was not put, when there is one already */
async function makeKey(
  options: AwsLeaseKeysOptions,
  kid: string,
  now: number,
): Promise<{ key: Uint8Array; taken?: unknown }> {
  const { ddb, kms, table, kmsKey, deliveryHours } = options;
  const made = await kms.send(
    new GenerateDataKeyCommand({ KeyId: kmsKey, NumberOfBytes: KEY_BYTES, EncryptionContext: contextOf(options, kid) }),
  );
  const key = checked(made.Plaintext);
  const put = new PutItemCommand({
    TableName: table,
    Item: {
      kid: S(kid),
      wrapped: { B: made.CiphertextBlob! },
      createdAt: N(now),
      longestLease: N(0),
      expiresSeconds: N(Math.ceil(keyNeededUntil(now, deliveryHours) / 1_000)),
    },
    ConditionExpression: 'attribute_not_exists(kid)',
  });
  return { key, taken: await failedConditionOf(ddb.send(put)) };
}

/** The longest that is noted only grows. */
async function noteLength({ ddb, table }: AwsLeaseKeysOptions, kid: string, seconds: number): Promise<void> {
  const longer = new UpdateItemCommand({
    TableName: table,
    Key: { kid: S(kid) },
    UpdateExpression: 'SET longestLease = :seconds',
    // Where it is absent, a version that noted nothing has made the key: it stays the longest that there can be.
    ConditionExpression: 'attribute_exists(longestLease) AND longestLease < :seconds',
    ExpressionAttributeValues: { ':seconds': N(seconds) },
  });
  await failedConditionOf(ddb.send(longer));
}

/** The error of a write whose condition failed; undefined when it took. */
async function failedConditionOf(write: Promise<unknown>): Promise<unknown> {
  try {
    await write;
    return undefined;
  } catch (error) {
    if (!failedCondition(error)) throw error;
    return error;
  }
}

function checked(plaintext: Uint8Array | undefined): Uint8Array {
  if (plaintext?.length !== KEY_BYTES) throw new SluiceError(`a lease key is ${KEY_BYTES} bytes long`);
  return new Uint8Array(plaintext);
}
