import type { Branch } from '../incident/branch.ts';
import type { RecordSummary } from '../reading/reading.ts';
import { SluiceError } from '../shared/errors.ts';
import { parallel } from '../shared/parallel.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { beginsWithFrame, FRAME_BEGINS, headLength, statedContext, statedKeys } from '../vault/message-head.ts';
import { contextOf, headOf } from '../vault/open-row.ts';
import { overRows, type RowsParts, type RowVerdict } from './over-rows.ts';
import type { SealedRows } from './sealed-rows.ts';

export interface EncryptionParts extends RowsParts {
  sealed: SealedRows;
  program: string;
}

const WORDS = {
  clear: 'are not sealed',
  suite: 'are sealed in a way that is not ours',
  key: 'are sealed under another key than their row says',
  context: 'are the message of another segment, disclosure or program',
  row: 'have a row that was edited after they were sealed',
  length: 'are not as long as their row says',
  body: 'have no body',
  shared: 'are under a key that serves another person too',
  damaged: 'have a row that cannot be read',
};

const NAMESPACE = 'sluice';
/** Rows of one read, and reads at a time. */
const ROWS_AT_ONCE = 100;
const READS_AT_ONCE = 8;

/**
 * Whether every segment is ciphertext of the right key for the right person, told without any key: by the head of its message (its context
 * is the row's, its data key is wrapped under the row's key and no other), by what follows it, and by keys that serve one person each. A head is
 * authenticated only when it is opened; what is sealed with a forged head opens under no key.
 */
export const encryption = (parts: EncryptionParts, lookFor?: number): Branch['look'] =>
  overRows(
    parts,
    {
      check: 'encryption',
      words: WORDS,
      begin(known) {
        const persons = new Map((known ?? []) as [string, string][]);
        return {
          async page(rows) {
            const batches = Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, at) =>
              rows.slice(at * ROWS_AT_ONCE, (at + 1) * ROWS_AT_ONCE),
            );
            const verdicts = await parallel(batches, READS_AT_ONCE, async (batch) => {
              const found = await parts.sealed.rows(batch);
              return parallel(batch, READS_AT_ONCE, (row) => judged(parts, row, found[batch.indexOf(row)], persons));
            });
            return verdicts.flat();
          },
          known: () => [...persons],
        };
      },
    },
    lookFor,
  );

async function judged(
  { sealed, program }: EncryptionParts,
  { subject }: RecordSummary,
  row: IndexRow | 'damaged' | undefined,
  persons: Map<string, string>,
): Promise<RowVerdict | undefined> {
  // Erased, trimmed or run out since the index was asked.
  if (row === undefined) return undefined;
  if (row === 'damaged') return { wrong: ['damaged'], open: [] };
  const person = persons.get(row.keyId) ?? subject;
  persons.set(row.keyId, person);
  const shared = person === subject ? [] : ['shared'];
  return { wrong: [...shared, ...(await wrongWith(sealed, program, row))], open: [] };
}

async function wrongWith(sealed: SealedRows, program: string, row: IndexRow): Promise<string[]> {
  try {
    return [...headWrong(program, row), ...(await bodyWrong(sealed, row))];
  } catch (error) {
    // No message of the Encryption SDK at all.
    if (error instanceof SluiceError) return ['clear'];
    throw error;
  }
}

function headWrong(program: string, row: IndexRow): string[] {
  const head = headOf(row);
  const { suite, keys } = statedKeys(head);
  const [key] = keys;
  const stated = statedContext(head);
  const expected = Object.entries(contextOf(row));
  const others = expected.filter(([name, value]) => stated[name] !== value).map(([name]) => name);
  const more = Object.keys(stated).length !== expected.length;
  const underIts =
    keys.length === 1 && key!.namespace === NAMESPACE && key!.name === row.keyId && !others.includes('key');
  return [
    ...(suite ? [] : ['suite']),
    ...(underIts ? [] : ['key']),
    ...(others.includes('row') ? ['row'] : []),
    ...(more || row.program !== program || others.some((name) => name !== 'row' && name !== 'key') ? ['context'] : []),
  ];
}

async function bodyWrong(sealed: SealedRows, { body, bytes }: IndexRow): Promise<string[]> {
  if ('message' in body) {
    const rest = body.message.subarray(headLength(body.message));
    return [...(body.message.length === bytes ? [] : ['length']), ...(beginsWithFrame(rest) ? [] : ['clear'])];
  }
  const found = await sealed.beginning(body.object, FRAME_BEGINS);
  if (!found) return ['body'];
  const whole = body.head.length + found.length === bytes;
  return [...(whole ? [] : ['length']), ...(beginsWithFrame(found.begins) ? [] : ['clear'])];
}
