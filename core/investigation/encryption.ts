import type { RecordSummary } from '../reading/reading.ts';
import { SluiceError } from '../shared/errors.ts';
import { parallel } from '../shared/parallel.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { beginsWithFrame, FRAME_BEGINS, headLength, statedContext, statedKeys } from '../vault/message-head.ts';
import { contextOf, headOf } from '../vault/open-row.ts';
import { overRows, type RowsParts, type RowVerdict } from './over-rows.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { Bounds } from './walk-rows.ts';

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
export const encryption = (parts: EncryptionParts, bounds?: Bounds) =>
  overRows(
    parts,
    {
      check: 'encryption',
      words: WORDS,
      begin(known) {
        const persons: Persons = new Map(
          ((known ?? []) as Known).map(([key, person, rows = 0]) => [key, { person, rows }]),
        );
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
          known: (): Known => [...persons].map(([key, { person, rows }]) => [key, person, rows]),
        };
      },
      between: sharedBetween,
    },
    bounds,
  );

/** Of each key whose it is, and how many rows of theirs are under it. */
type Persons = Map<string, { person: string; rows: number }>;
type Known = [key: string, person: string, rows?: number][];

/** A key that is one person's in one slice and another's in the next serves both. */
function sharedBetween(slices: readonly unknown[]) {
  const persons = new Map<string, string>();
  const lines: object[] = [];
  let shared = 0;
  for (const [key, person, rows = 0] of (slices as Known[]).flat()) {
    const first = persons.get(key) ?? person;
    persons.set(key, first);
    if (first === person || rows === 0) continue;
    shared += rows;
    lines.push({ subject: person, key, segments: rows, wrong: ['shared'] });
  }
  return { wrong: (shared > 0 ? { shared } : {}) as Record<string, number>, lines };
}

async function judged(
  { sealed, program }: EncryptionParts,
  { subject }: RecordSummary,
  row: IndexRow | 'damaged' | undefined,
  persons: Persons,
): Promise<RowVerdict | undefined> {
  // Erased, trimmed or run out since the index was asked.
  if (row === undefined) return undefined;
  if (row === 'damaged') return { wrong: ['damaged'], open: [] };
  const known = persons.get(row.keyId) ?? { person: subject, rows: 0 };
  persons.set(row.keyId, known);
  const shared = known.person === subject ? [] : ['shared'];
  if (shared.length === 0) known.rows++;
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
