import { Refused } from '../shared/errors.ts';
import type { StoredEntry } from './ledger.ts';
import { type LedgerExport, type LedgerVerdict, type LedgerVerifier, ledgerVerifier, verifyLedger } from './verify.ts';

/**
 * A ledger as people keep it, NDJSON: a first line `{"format":"sluice-ledger/2","checkpoint":<signed note>}`, then a line an entry,
 * `{"chain":..,"body":..,"hash":..}`, each chain in its order. So that it is written and verified line by line, however long it is.
 */
export const LEDGER_FORMAT = 'sluice-ledger/2';

export const headerLine = (checkpoint: string | undefined): string =>
  JSON.stringify({ format: LEDGER_FORMAT, checkpoint });
export const entryLine = (chain: string, { body, hash }: StoredEntry): string => JSON.stringify({ chain, body, hash });

/**
 * Verifies a file of this or the format before it, one line in memory at a time.
 * @param lines without their ends
 * @throws Refused `malformed` when it is no ledger
 */
export async function verifyLedgerFile(
  lines: AsyncIterable<string | Uint8Array> | Iterable<string>,
  spki: Uint8Array,
): Promise<LedgerVerdict> {
  let verifier: LedgerVerifier | undefined;
  for await (const line of lines) {
    const value = parse(String(line));
    if (verifier === undefined) {
      if (value.format === 'sluice-ledger/1') return verifyLedger(value as unknown as LedgerExport, spki);
      if (value.format !== LEDGER_FORMAT) break;
      verifier = ledgerVerifier(value.checkpoint as string | undefined, spki);
      continue;
    }
    const { chain, body, hash } = value;
    if (typeof chain !== 'string' || typeof body !== 'string' || typeof hash !== 'string') {
      throw new Refused('malformed', 'a line is no entry');
    }
    verifier.add(chain, { body, hash });
  }
  if (!verifier) throw new Refused('malformed', 'not an export of the ledger');
  return verifier.verdict();
}

function parse(line: string): Record<string, unknown> {
  try {
    const value = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Refused('malformed', 'not an export of the ledger');
}
