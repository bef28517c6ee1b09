import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { readBooks } from '../../../api/books.ts';
import type { Answer } from '../../../api/route.ts';
import { parallel } from '../../../core/shared/parallel.ts';
import { contextOf } from '../../../core/vault/open-row.ts';
import { openSegment } from '../../../core/vault/segment.ts';
import type { Deployment } from '../../demo/deployment.ts';
import { createStorage } from '../../demo/storage.ts';
import { type Log, OF_AN_AGENT } from './storm-log.ts';

export interface Known {
  flushMs: number;
  nameOf(at: number): string;
  /** Processes that ended with the loss of their agents' folders. */
  lostLogs: ReadonlySet<string>;
}

/** Events of what is stored: how often each. */
async function storedOf(deployment: Deployment): Promise<Map<number, number>> {
  const storage = createStorage(deployment);
  const { clientConfig, outputs, disclosure } = deployment;
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig));
  const kms = new KMSClient(clientConfig);
  const keys = new Map<string, Promise<Uint8Array>>();
  const open = async (keyId: string) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: outputs.KeysTable!, Key: { keyId }, ConsistentRead: true }),
    );
    const { Plaintext } = await kms.send(
      new DecryptCommand({
        CiphertextBlob: Item!.wrapped as Uint8Array,
        EncryptionContext: { program: disclosure.program, key: keyId },
      }),
    );
    return Plaintext!;
  };
  const stored = new Map<number, number>();
  await parallel(await storage.index(), 8, async (row) => {
    const key = keys.get(row.keyId) ?? open(row.keyId);
    keys.set(row.keyId, key);
    const text = await openSegment(await storage.message(row), contextOf(row), await key);
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const { order } = JSON.parse(line) as { order: number };
      stored.set(order, (stored.get(order) ?? 0) + 1);
    }
  });
  storage.close();
  documents.destroy();
  kms.destroy();
  return stored;
}

/** Each event that was put in, by what became of it; what nothing explains stands in `faults`. */
export async function account(
  deployment: Deployment,
  { given, acknowledged, ended }: Log,
  books: Answer<typeof readBooks>,
  { flushMs, nameOf, lostLogs }: Known,
): Promise<Record<string, unknown> & { faults: readonly string[] }> {
  const stored = await storedOf(deployment);
  const faults: string[] = [];
  const fault = (what: string) => faults.length < 50 && faults.push(what);
  const fates: Record<string, number> = {};
  /** Not stored, by device and reason. */
  const losses = new Map<string, number>();
  const hurt = new Set<number>();
  const unstored = new Map<string, { count: number; oldest: number }>();
  const newest = new Map<string, number>();
  const count = (fate: string, at: number, n = 1) => {
    if (n === 0) return;
    fates[fate] = (fates[fate] ?? 0) + n;
    if (fate !== 'stored') hurt.add(at);
    if (fate !== 'stored') losses.set(`${nameOf(at)}: ${fate}`, (losses.get(`${nameOf(at)}: ${fate}`) ?? 0) + n);
  };
  for (const [id, { outcome, moment, log }] of given) {
    const at = Math.floor(id / OF_AN_AGENT);
    const whose = `${log} ${at}`;
    if (moment > (newest.get(whose) ?? 0)) newest.set(whose, moment);
    const times = stored.get(id) ?? 0;
    if (times > 1) fault(`event ${id} is stored ${times} times`);
    if (times > 0 && outcome !== 'kept' && outcome !== 'unknown') fault(`event ${id} is stored, and was ${outcome}`);
    if (times > 0) count('stored', at);
    else if (outcome === 'unknown') count('killed while it was captured', at);
    else if (outcome !== 'kept') count(outcome, at);
    else {
      const { count: before = 0, oldest = moment } = unstored.get(whose) ?? {};
      unstored.set(whose, { count: before + 1, oldest: Math.min(oldest, moment) });
    }
  }
  for (const id of stored.keys()) if (!given.has(id)) fault(`event ${id} is stored, and was never put in`);
  for (const [whose, { count: n, oldest }] of unstored) {
    const [log, at] = whose.split(' ') as [string, string];
    const said = ended.get(whose);
    if (said !== undefined) {
      // Of one that was not killed: what it threw away, by its own count, and what is in frames that could not leave by the end.
      const waits = said.waiting > 0 ? n - said.discarded : 0;
      count('sealed, and waits in its folder', Number(at), waits);
      count('thrown away when recording had to stop', Number(at), n - waits);
      if (n !== said.discarded + waits || waits < 0)
        fault(`${nameOf(Number(at))} (${log}): ${n} kept events are not stored, it says of ${said.discarded}`);
    } else if (lostLogs.has(log)) {
      count('lost with its folder', Number(at), n);
    } else {
      count('killed before it was sealed', Number(at), n);
      const age = newest.get(whose)! - oldest;
      // What was typed last may wait for one frame more.
      if (age > 2 * flushMs) fault(`${nameOf(Number(at))} (${log}): a lost event was ${age} ms old at the kill`);
    }
  }
  const sum = Object.values(fates).reduce((total, n) => total + n, 0);
  if (sum !== given.size) fault(`${given.size} events were put in, ${sum} have a fate`);
  const { frames, events } = books;
  if (!books.balances) fault(`the books do not balance: ${books.differences.join('; ')}`);
  if (events.stored !== stored.size) fault(`the books say ${events.stored} are stored, ${stored.size} are`);
  const dropped = Object.values(events.dropped).reduce((total, n) => total + n, 0);
  if (dropped !== 0) fault(`the redactor dropped ${JSON.stringify(events.dropped)}`);
  const accounted = frames.admitted + Object.values(frames.refused).reduce((total, n) => total + n, 0);
  // A frame may be taken in the moment of a kill, before its process has noted that; none that was acknowledged may be missing.
  if (accounted < acknowledged.size)
    fault(`${acknowledged.size} frames were acknowledged, ${accounted} are accounted for`);
  if (frames.pending > 0) fault(`${frames.pending} frames are pending`);
  return {
    putIn: given.size,
    fates,
    devicesWithLosses: hurt.size,
    lossesByDeviceAndReason: losses.size,
    framesAcknowledged: acknowledged.size,
    books: { frames, events, balances: books.balances, settled: books.settled, unsettled: books.unsettled.length },
    faults,
    losses: Object.fromEntries([...losses].sort().slice(0, 40)),
  };
}
