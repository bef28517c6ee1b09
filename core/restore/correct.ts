import { SUBJECT_STATES } from '../../api/words.ts';
import { READ_CHAINS } from '../ledger/ledger.ts';
import { SluiceError } from '../shared/errors.ts';
import { alike, N, type Row, S, text, type Value, whole } from './row.ts';
import { RESTORABLE, type TableName } from './tables.ts';

/** Of one key: the row in the copy of then, and in the copy of now. */
export interface Pair {
  old?: Row | undefined;
  now?: Row | undefined;
}

export interface Correcting {
  /** That holds the gates while the table is exchanged. */
  incident: string;
  /** ms. */
  at: number;
  /** An epoch above that of all receipts, where the copy of now has no root that can be read. */
  epoch?: number;
}

/**
 * What has to stand in the copy of then before it takes the table's place: nothing that was narrowed since may come back wider.
 * The same again where it stands so already.
 * @returns the row; nothing: it has to go
 * @throws SluiceError where nothing safe can be said
 */
export function corrected(table: TableName, pair: Pair, how: Correcting): Row | undefined {
  switch (table) {
    case 'Gate':
      return gateRow(pair, how);
    case 'Lanes':
      return closedLane(pair.now ?? pair.old, pair);
    case 'Subjects':
      return subjectRow(pair, how);
    case 'Ledger':
      return ledgerRow(pair);
    case 'Index':
      return pair.old ?? pair.now;
    case 'Grants':
      return alike(pair.old, pair.now) ? pair.old : undefined;
    // What was made since the backup can be made again; what was taken back since must not come back.
    case 'Exports':
      return pair.now;
    case 'Keys':
    case 'LeaseKeys':
    case 'Incidents':
      return pair.now ?? pair.old;
  }
}

/** A row's key, as one text. */
export const keyOf = (table: TableName, row: Row): string =>
  RESTORABLE[table].key.map((name) => row[name]?.S ?? row[name]?.N ?? '').join('\n');

const isRoot = (row: Row | undefined): boolean => /^(collection|reading)$/.test(text(row, 'pk') ?? '');

function gateRow({ old, now }: Pair, how: Correcting): Row | undefined {
  const row = old ?? now;
  if (isRoot(row)) return closedRoot({ old, now }, how);
  if (!text(row, 'pk')?.endsWith('#lanes')) return now ?? old;
  // A lane that one of them knows must be closed and opened with the others.
  const lanes = [...new Set([...(old?.lanes?.SS ?? []), ...(now?.lanes?.SS ?? [])])].sort();
  return lanes.length === 0 ? row : { ...row, lanes: { SS: lanes } };
}

function closedRoot({ old, now }: Pair, { incident, at, epoch }: Correcting): Row {
  // Closed for this restore, as receipts and approvals have it.
  if (now && isClosedFor(now, incident, Math.max(whole(old, 'epoch') ?? 0, epoch ?? 0))) return now;
  const seen = whole(now, 'epoch') ?? epoch;
  if (seen === undefined) {
    throw new SluiceError(
      `the ${text(old ?? now, 'pk')} gate of now has no epoch that can be read: say one above those of all receipts`,
    );
  }
  const over = [...new Set([...(old?.over?.SS ?? []), ...(now?.over?.SS ?? [])])].sort();
  if (over.includes(incident)) throw new SluiceError(`incident ${incident} has let go of the gate: file another one`);
  const above = Math.max(seen, epoch ?? 0, whole(old, 'epoch') ?? 0);
  if (isClosedFor(old, incident, Math.max(seen, epoch ?? 0) + 1)) return old!;
  const holds: Record<string, Value> = { [incident]: { M: { at: N(at) } }, ...(now?.holds?.M ?? {}) };
  return {
    ...(now ?? old!),
    state: S('closed'),
    epoch: N(above + 1),
    holds: { M: holds },
    since: N(at),
    closedAt: N(at),
    ...(over.length > 0 && { over: { SS: over } }),
  };
}

/** @param from the least epoch */
const isClosedFor = (root: Row | undefined, incident: string, from: number): boolean =>
  text(root, 'state') === 'closed' && (whole(root, 'epoch') ?? -1) >= from && root?.holds?.M?.[incident] !== undefined;

/** Whichever row stands, closed, at the greater epoch of the two: a resume opens it with the others. */
function closedLane(row: Row | undefined, { old, now }: Pair): Row | undefined {
  if (!row) return undefined;
  const epochs = [whole(old, 'epoch'), whole(now, 'epoch')].filter((epoch) => epoch !== undefined);
  return { ...row, state: S('closed'), ...(epochs.length > 0 && { epoch: N(Math.max(...epochs)) }) };
}

function subjectRow({ old, now }: Pair, { at }: Correcting): Row | undefined {
  if (text(old ?? now, 'item') !== 'state') return now ?? old;
  const readable = isSubject(now) ? now : undefined;
  if (readable && text(readable, 'state') !== 'live') return readable;
  const isSame = old && readable && text(old, 'state') === 'live' && text(old, 'serial') === text(readable, 'serial');
  const row = readable ?? old;
  if (!row) return undefined;
  // Narrowed where either says so.
  const without = [...new Set([...(old?.without?.SS ?? []), ...(readable?.without?.SS ?? [])])].sort();
  if (isSame) return without.length === 0 ? row : { ...row, without: { SS: without } };
  if (text(row, 'state') !== 'live') return row;
  // Made so by an earlier call: with the time of that.
  // With their devices' keys: which of these were bound since the copy, nobody knows.
  const withdrawn = (time: Row[string]) => ({ ...row, state: S('withdrawn'), withdrawnAt: time, revokedAt: time });
  return alike(withdrawn(old?.withdrawnAt ?? N(at)), old) ? old : withdrawn(N(at));
}

const isSubject = (row: Row | undefined): boolean =>
  (SUBJECT_STATES as readonly (string | undefined)[]).includes(text(row, 'state')) &&
  Boolean(text(row, 'keyId')) &&
  row?.windows?.M !== undefined &&
  whole(row, 'revision') !== undefined;

const TEXTS = /^text#/;
const COUNTS = /^(refused|reads)#/;

function ledgerRow({ old, now }: Pair): Row | undefined {
  const row = old ?? now;
  const chain = text(row, 'chain') ?? '';
  if (TEXTS.test(chain)) return now;
  if (COUNTS.test(chain)) return now ?? old;
  if (whole(row, 'seq') !== 0) return old ?? now;
  const longer = (whole(now, 'length') ?? 0) > (whole(old, 'length') ?? 0) ? now : (old ?? now);
  // Those of reads are lanes of the gate; the others go on while it is closed.
  return READ_CHAINS.some((one) => one === chain) ? closedLane(longer, { old, now }) : longer;
}
