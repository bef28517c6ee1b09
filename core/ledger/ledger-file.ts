import { Refused } from '../shared/errors.ts';
import type { Opening, ShownEntry, StoredEntry } from './ledger.ts';
import { checkpointOf, LEDGER_FORMAT, noEntry, noExport, objectOf, parse } from './ledger-lines.ts';
import {
  type LedgerExport,
  type LedgerVerdict,
  type LedgerVerifier,
  ledgerVerifier,
  type VerifyOptions,
  verifyLedger,
} from './verify-ledger.ts';

export const headerLine = (checkpoint: string | undefined): string =>
  JSON.stringify({ format: LEDGER_FORMAT, checkpoint });
export const entryLine = (chain: string, { body, hash, opening }: ShownEntry): string =>
  JSON.stringify({ chain, body, hash, opening });

/**
 * Verifies a file of this or the format before it, one line in memory at a time.
 * @param lines without their ends
 * @throws Refused `malformed` when it is no ledger, with the number of the line
 */
export async function verifyLedgerFile(
  lines: AsyncIterable<string | Uint8Array> | Iterable<string>,
  spki: Uint8Array,
  options: VerifyOptions = {},
): Promise<LedgerVerdict> {
  let verifier: LedgerVerifier | undefined;
  let number = 0;
  for await (const bytes of lines) {
    number++;
    const line = String(bytes);
    if (verifier && line === '') continue;
    try {
      const value = objectOf(parse(line));
      if (verifier) verifier.add(textOf(value.chain), entryOf(value));
      else if (value.format === LEDGER_FORMAT) verifier = ledgerVerifier(checkpointOf(value), spki, options);
      else if (value.format === 'sluice-ledger/1') return verifyLedger(exportOf(value), spki, options);
      else break;
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      throw new Refused('malformed', `line ${number}: ${cause.message}`, { cause });
    }
  }
  if (!verifier) throw noExport();
  return verifier.verdict();
}

/**
 * Entries of a file of this format, as they stand there: whether they hold is for who verifies it.
 * @throws Refused `malformed`
 */
export async function* entriesIn(lines: AsyncIterable<string | Uint8Array>): AsyncGenerator<StoredEntry> {
  let isFirst = true;
  for await (const bytes of lines) {
    const line = String(bytes);
    if (line === '') continue;
    const value = objectOf(parse(line));
    if (!isFirst) yield entryOf(value);
    else if (value.format !== LEDGER_FORMAT) throw noExport();
    isFirst = false;
  }
  if (isFirst) throw noExport();
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw noEntry();
  return value;
}

const entryOf = ({ body, hash, opening }: Record<string, unknown>): ShownEntry => ({
  body: textOf(body),
  hash: textOf(hash),
  ...(opening !== undefined && { opening: openingOf(objectOf(opening)) }),
});

const openingOf = ({ salt, text }: Record<string, unknown>): Opening => ({ salt: textOf(salt), text: textOf(text) });

/** One object, as releases before 0.2.0 wrote it. */
function exportOf(value: Record<string, unknown>): LedgerExport {
  const chains = Object.entries(objectOf(value.chains)).map(([chain, entries]): [string, StoredEntry[]] => {
    if (!Array.isArray(entries)) throw noExport();
    return [chain, entries.map((entry) => entryOf(objectOf(entry)))];
  });
  return { checkpoint: checkpointOf(value), chains: Object.fromEntries(chains) };
}
