import { Refused } from '../shared/errors.ts';
import { NotStrict, strictJson } from '../shared/strict-json.ts';

/**
 * A ledger as people keep it, NDJSON: a first line `{"format":"sluice-ledger/2","checkpoint":<signed note>}`, then a line an entry,
 * `{"chain":..,"body":..,"hash":..}`, with `"opening":{"salt":..,"text":..}` where words of somebody's stand beside the entry and were not erased;
 * each chain in its order. So that it is written and verified line by line, however long it is.
 */
export const LEDGER_FORMAT = 'sluice-ledger/2';

/**
 * The note in a checkpoint as people keep it: by itself, or in the export that it came with.
 * @param text the file; of an export in lines its first line is enough
 * @throws Refused `malformed` for what is neither
 */
export function noteIn(text: string): string {
  if (!text.startsWith('{')) return text;
  const header = isLedgerHeader(firstLineOf(text));
  const { format, ...value } = objectOf(parse(header ? firstLineOf(text) : text));
  if (!header && format !== 'sluice-ledger/1') throw noExport();
  const note = checkpointOf(value);
  if (note === undefined) throw new Refused('malformed', 'not signed: there is no checkpoint in it');
  return note;
}

/** Whether a line begins an export, so that nothing behind it belongs to its checkpoint. */
export function isLedgerHeader(line: string): boolean {
  try {
    return objectOf(parse(line)).format === LEDGER_FORMAT;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

const firstLineOf = (text: string): string => text.split('\n', 1)[0]!;

export const noExport = () => new Refused('malformed', 'not an export of the ledger');
export const noEntry = () => new Refused('malformed', 'an entry of the ledger is none');

export function parse(line: string): unknown {
  try {
    return strictJson(line);
  } catch (cause) {
    if (!(cause instanceof NotStrict)) throw cause;
    throw new Refused('malformed', cause.message, { cause });
  }
}

export function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw noEntry();
  return value as Record<string, unknown>;
}

export function checkpointOf({ checkpoint }: Record<string, unknown>): string | undefined {
  if (checkpoint !== undefined && typeof checkpoint !== 'string') throw noExport();
  return checkpoint;
}
