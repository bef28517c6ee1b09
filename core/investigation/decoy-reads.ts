import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import { type FollowParts, reportProbe } from '../incident/report.ts';
import { actedBy } from '../ledger/actor.ts';
import { readableEntry } from '../ledger/entry.ts';
import { firstSince } from '../ledger/first-since.ts';
import { type ChainTip, type Entry, type LedgerReader, tipsOf } from '../ledger/ledger.ts';
import { walk } from '../ledger/walk.ts';
import { dayOf } from '../shared/whole-days.ts';

const DAY = 86_400_000;
/** What an instance that is new looks through; one that lives goes on where it was. */
const SINCE = 2 * DAY;
const KINDS: ReadonlySet<Entry['kind']> = new Set(['read', 'read-refused']);

type Parts = FollowParts & { ledger: LedgerReader };
/** Where a look came to, by chain. */
export type Looked = Map<string, number>;
const looked: Looked = new Map();

/**
 * Who read, or asked to read, what is nobody's is reported: once a day of each reader, however often it is looked for. Rests on the ledger alone,
 * so that no reading is put off by it, and none can be without it.
 * @returns what kept it from being reported
 */
export async function reportDecoyReads(parts: Parts, upTo: Looked = looked): Promise<Error[]> {
  const now = parts.clock.now();
  const errors: Error[] = [];
  const tips = await tipsOf(parts.ledger).catch((error: Error) => {
    errors.push(error);
    return [];
  });
  for (const tip of tips) {
    try {
      for (const entry of await readIn(parts.ledger, tip, now - SINCE, upTo)) {
        await reportRead(parts, entry);
      }
      upTo.set(tip.chain, tip.length);
    } catch (error) {
      errors.push(error as Error);
    }
  }
  return errors;
}

async function readIn(ledger: LedgerReader, tip: ChainTip, since: number, upTo: Looked): Promise<Entry[]> {
  const after = upTo.get(tip.chain) ?? (await firstSince(ledger, tip, since)) - 1;
  const found: Entry[] = [];
  for await (const page of walk(ledger, tip.chain, after, tip.length)) {
    for (const stored of page) {
      const entry = readableEntry(stored);
      if (entry?.detail?.decoy === true && KINDS.has(entry.kind)) found.push(entry);
    }
  }
  return found;
}

/** The same one a day, by whoever it is found. */
async function reportRead(parts: Parts, { actor, kind, at, purpose, chain, seq }: Entry): Promise<void> {
  const bytes = createHash('sha256')
    .update(`decoy\n${actor}\n${dayOf(at)}`)
    .digest();
  let next = 0;
  const incident = ulid(dayOf(at), () => bytes[next++ % bytes.length]! / 256);
  if (await parts.store.find(incident)) return;
  const { name } = actedBy({ kind, actor });
  const text = `${name} asked at ${new Date(at).toISOString()} to read what is nobody's${purpose === undefined ? '' : ` for ${purpose}`}: no task leads there. The entry is number ${seq} of ${chain}.`;
  await reportProbe(parts, { incident, probe: 'decoy', text, at: parts.clock.now() });
}
