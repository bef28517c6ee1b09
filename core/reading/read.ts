import type { Redactor } from '../../redaction/redactor.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { EntryReceipt } from '../ledger/ledger.ts';
import type { Policy } from '../policy/policy.ts';
import { Refused } from '../shared/errors.ts';
import type { IndexRow } from '../vault/index-row.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import { openRow } from '../vault/open-row.ts';
import type { Vault } from '../vault/vault.ts';
import { type Decoys, nothingThere } from './decoy.ts';
import { DECOY, readBy, readFacts } from './facts.ts';
import { volumeOf } from './limits.ts';
import { permitsBy } from './permits.ts';
import { isKnownPurpose, requireReader } from './purpose.ts';
import { isOwn, OWN_DATA, type Reading, type ReadRequest } from './reading.ts';
import { orRefused, type RefusalParts } from './refusals.ts';
import { shownFor } from './shown.ts';

export interface ReadParts extends RefusalParts {
  reading: Reading;
  keys: KeyRing;
  vault: Vault;
  redactor: Pick<Redactor, 'redactText'>;
  disclosure: Disclosure;
  policy: Policy;
  /** @default none */
  decoys?: Pick<Decoys, 'is'>;
}

export interface ReadOrder extends ReadRequest {
  /** Groups of the reader's token. */
  groups: readonly string[];
}

export interface OpenedRecord {
  /** One event a line. */
  lines: string;
  row: IndexRow;
  /** Where the read stands in the ledger. */
  receipt: EntryReceipt;
}

/**
 * The only way to content: entry first, key second. A read that is refused is an entry too, whether it was refused before
 * its transaction or because what the row points at is not this segment.
 * @throws Refused with a `ReadRefusal`
 */
export async function readSegment(parts: ReadParts, order: ReadOrder): Promise<OpenedRecord> {
  const { groups, reason, ...asked } = order;
  const { subject, segment, purpose } = asked;
  const known = isKnownPurpose(parts.disclosure, purpose);
  const decoy = !isOwn(asked) && (await parts.decoys?.is(subject)) === true;
  const facts = { actor: readBy(asked), subject, segment, ...(known && { purpose }) };
  return orRefused({ ...parts, decoy }, facts, async () => {
    checkPurpose(parts.disclosure, asked, groups);
    const { reader } = asked;
    const permits = permitsBy(parts.policy, { action: 'read', reader, groups, purpose });
    const volume = volumeOf(parts.disclosure, purpose);
    const request: ReadRequest = {
      ...{ ...asked, reason: parts.redactor.redactText(reason.toWellFormed()), permits },
      ...(volume && { volume }),
    };
    if (decoy) {
      const read = { ...readFacts(request, parts.clock.now()), detail: DECOY };
      await parts.reading.beginListing(read, { reader, purpose, permits });
      return nothingThere();
    }
    const { row, receipt } = await parts.reading.begin(request);
    const lines = await open(parts, row);
    await confirm(parts, row);
    return { lines: shownFor(parts.disclosure, purpose, lines), row, receipt };
  });
}

/**
 * An erasure may have been made since the transaction: what was opened with a key that was still in memory is not shown. So no answer
 * shows anything of a subject whose erasure had returned when it looked here.
 */
async function confirm({ reading, keys }: ReadParts, row: IndexRow): Promise<void> {
  try {
    await reading.confirm(row);
  } catch (error) {
    keys.forget(row.keyId);
    throw error;
  }
}

function checkPurpose(disclosure: Disclosure, request: Omit<ReadRequest, 'reason'>, groups: readonly string[]): void {
  if (request.purpose === OWN_DATA) {
    if (!isOwn(request)) throw new Refused('purpose', `${OWN_DATA} is for subjects reading what is theirs`);
    return;
  }
  requireReader(disclosure, request.purpose, groups);
}

async function open({ keys, vault }: ReadParts, row: IndexRow): Promise<string> {
  const key = await keys.open(row.keyId);
  try {
    return await openRow(row, vault, key);
  } catch (error) {
    // A body that does not fit its head cannot be told from another segment's body: both fail the same tag.
    if (error instanceof Refused && FOREIGN.has(error.reason)) {
      throw new Refused('foreign-object', 'the row does not point at this segment', { cause: error });
    }
    throw error;
  } finally {
    key.fill(0);
  }
}
const FOREIGN: ReadonlySet<string> = new Set(['wrong-object', 'unsealed']);
