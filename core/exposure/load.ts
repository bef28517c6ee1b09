import { createHash } from 'node:crypto';
import { readLines } from '../../wire/line-stream.ts';
import { Refused } from '../shared/errors.ts';
import { INVENTORY_VERSION, type Kind, type Row, type RowKind, rowSchemas, type Thing } from './inventory.ts';
import { type Head, InventoryLines } from './write.ts';

/**
 * Inventories in and out. What is wrong with one never stops it from being read: each fault is named, and what it took away is unknown.
 */

/** What is wrong with an inventory as a whole. `cut-short`, `changed` and `two-moments` make every no in it doubtful. */
export const PROBLEMS = {
  'cut-short': 'it has no end: rows may be missing',
  changed: 'it is not what was written: its end counts or hashes something else',
  'two-moments': 'its rows are not of one moment, so that what it says together may never have been true at once',
  clock: 'it ends before it begins',
  'bad-row': 'a row cannot be read',
  twice: 'a thing stands in it twice, and not the same',
  'after-end': 'something follows its end',
} as const;
export type ProblemKind = keyof typeof PROBLEMS;

export interface Problem {
  problem: ProblemKind;
  /** Line, from 1. */
  line?: number;
  /** Of what kind the row says that it is. */
  kind?: string;
  detail?: string;
}

export interface Inventory {
  head: Row<'inventory'>;
  /** Absent: it was cut short. */
  end?: Row<'end'>;
  things: { [K in Kind]: Row<K>[] };
  gaps: Row<'gap'>[];
  problems: Problem[];
}

/** A moment that lasts longer is two: rights change within hours. */
export const LONGEST_MOMENT_HOURS = 12;
/** Of faults of one kind no more are listed; they are counted all the same. */
const MOST_LISTED = 1000;

/**
 * @param lines bytes of the file, or its lines
 * @throws Refused `malformed` when it does not begin as an inventory, or one of another version
 */
export async function loadInventory(
  input: AsyncIterable<Uint8Array | string>,
  onRow: (rows: number) => void = () => {},
): Promise<Inventory> {
  const hash = createHash('sha256');
  const loading: { into?: Loading; number: number } = { number: 0 };
  for await (const line of readLines(input)) {
    loading.number++;
    if (!loading.into) {
      loading.into = new Loading(headOf(line));
    } else if (line.length > 0) {
      const value = parsed(line);
      if (isRow(value, 'end')) loading.into.end(value, hash.copy().digest('hex'), loading.number);
      else loading.into.row(value, loading.number);
      if (loading.number % 10_000 === 0) onRow(loading.number);
    }
    hash.update(line).update('\n');
  }
  if (!loading.into) throw new Refused('malformed', 'It is empty, and no inventory.');
  return loading.into.done();
}

function headOf(line: Uint8Array): Row<'inventory'> {
  const value = parsed(line);
  if (isRow(value, 'inventory') && value.version !== INVENTORY_VERSION) {
    throw new Refused(
      'malformed',
      `It is an inventory of version ${String(value.version)}; this release reads ${INVENTORY_VERSION}.`,
    );
  }
  const head = rowSchemas.inventory.safeParse(value);
  if (head.success) return head.data;
  throw new Refused(
    'malformed',
    `Its first line is not the head of an inventory (docs/inventory.md): ${faultOf(head.error)}.`,
  );
}

class Loading {
  readonly #inventory: Inventory;
  readonly #counts: Record<string, number> = {};
  readonly #documents = new Map<string, object>();
  readonly #identities = new Map<string, string>();
  readonly #faults = new Map<ProblemKind, number>();

  constructor(head: Row<'inventory'>) {
    const things = Object.fromEntries(
      Object.keys(rowSchemas)
        .filter((kind) => !['inventory', 'gap', 'end'].includes(kind))
        .map((kind) => [kind, []]),
    ) as unknown as Inventory['things'];
    this.#inventory = { head, things, gaps: [], problems: [] };
  }

  row(value: unknown, line: number): void {
    const kind = kindOf(value);
    this.#counts[kind] = (this.#counts[kind] ?? 0) + 1;
    if (this.#inventory.end) this.#problem({ problem: 'after-end', line, kind });
    if (!Object.hasOwn(rowSchemas, kind) || kind === 'inventory') {
      this.#problem({ problem: 'bad-row', line, kind, detail: 'of a kind that this release does not know' });
      return;
    }
    const read = rowSchemas[kind as Kind | 'gap'].safeParse(value);
    if (!read.success) {
      this.#problem({ problem: 'bad-row', line, kind, detail: faultOf(read.error) });
      // What it told of is missing, and is known to be.
      if (kind !== 'gap')
        this.#inventory.gaps.push({
          row: 'gap',
          kind: kind as Kind,
          why: `line ${line} cannot be read`,
          ...named(value),
        });
      return;
    }
    if (read.data.row === 'gap') this.#inventory.gaps.push(read.data);
    else this.#thing(this.#interned(read.data), line);
  }

  #thing(thing: Thing, line: number): void {
    const { begun } = this.#inventory.head;
    const seen = thing.seen ?? begun;
    if (seen < begun || seen > begun + LONGEST_MOMENT_HOURS * 3_600_000) {
      this.#problem({ problem: 'two-moments', line, kind: thing.row, detail: `read at ${seen}, begun at ${begun}` });
    }
    const identity = `${thing.row} ${identityOf(thing)}`;
    const text = JSON.stringify(thing);
    const before = this.#identities.get(identity);
    if (before !== undefined) {
      // The same row twice is a page that was asked for again.
      if (before === shortOf(text)) return;
      this.#problem({ problem: 'twice', line, kind: thing.row, detail: identityOf(thing) });
    }
    this.#identities.set(identity, shortOf(text));
    (this.#inventory.things[thing.row] as Thing[]).push(thing);
  }

  /** Equal policies are one object: an account has thousands of roles, and some dozens of policies. */
  #interned<T extends Thing>(thing: T): T {
    const intern = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      const text = JSON.stringify(value);
      const known = this.#documents.get(text);
      if (known) return known;
      this.#documents.set(text, value);
      return value;
    };
    for (const field of [
      'policy',
      'trust',
      'document',
      'policies',
      'boundary',
      'serviceControl',
      'resourceControl',
      'tags',
    ]) {
      if (field in thing) (thing as Record<string, unknown>)[field] = intern((thing as Record<string, unknown>)[field]);
    }
    return thing;
  }

  end(value: unknown, hash: string, line: number): void {
    const read = rowSchemas.end.safeParse(value);
    if (!read.success) this.#problem({ problem: 'bad-row', line, kind: 'end', detail: faultOf(read.error) });
    else if (this.#inventory.end) this.#problem({ problem: 'after-end', line, kind: 'end' });
    else {
      this.#inventory.end = read.data;
      const { head } = this.#inventory;
      const { ended, counts } = read.data;
      const kinds = [...new Set([...Object.keys(counts), ...Object.keys(this.#counts)])];
      const wrong = kinds.filter((kind) => (counts[kind] ?? 0) !== (this.#counts[kind] ?? 0));
      if (hash !== read.data.hash || wrong.length > 0) {
        this.#problem({ problem: 'changed', detail: wrong.length > 0 ? `counts of ${wrong.join(', ')}` : 'the hash' });
      }
      if (ended < head.begun) this.#problem({ problem: 'clock', detail: `begun ${head.begun}, ended ${ended}` });
      if (ended - head.begun > LONGEST_MOMENT_HOURS * 3_600_000) {
        this.#problem({
          problem: 'two-moments',
          detail: `it took ${Math.round((ended - head.begun) / 3_600_000)} hours`,
        });
      }
    }
  }

  done(): Inventory {
    if (!this.#inventory.end) this.#problem({ problem: 'cut-short' });
    for (const [problem, count] of this.#faults) {
      if (count > MOST_LISTED) this.#inventory.problems.push({ problem, detail: `and ${count - MOST_LISTED} more` });
    }
    return this.#inventory;
  }

  #problem(problem: Problem): void {
    const count = (this.#faults.get(problem.problem) ?? 0) + 1;
    this.#faults.set(problem.problem, count);
    if (count <= MOST_LISTED) this.#inventory.problems.push(problem);
  }
}

/** What makes a row that row: two rows of one identity are about one thing. */
export function identityOf(thing: Thing): string {
  switch (thing.row) {
    case 'account':
    case 'policy':
    case 'data-set':
      return thing.id;
    case 'glue-catalog':
      return `${thing.account}:${thing.region}`;
    case 'glue-database':
      return `${thing.account}:${thing.region}:${thing.name}`;
    case 'glue-table':
      return `${thing.account}:${thing.region}:${thing.database}/${thing.name}`;
    case 'lake-grant':
      // They add up: several to one principal, on one thing, are several.
      return `${thing.account}:${thing.region}:${thing.principal}:${JSON.stringify([thing.on, thing.permissions])}`;
    default:
      return thing.arn;
  }
}

/** Lines of an inventory, for whoever has its rows at hand. */
export async function* inventoryLines(
  head: Head,
  rows: AsyncIterable<Thing | Row<'gap'>> | Iterable<Thing | Row<'gap'>>,
  now: () => number,
): AsyncGenerator<string> {
  const lines = new InventoryLines();
  yield lines.head(head);
  for await (const row of rows) yield lines.row(row);
  yield lines.end(now());
}

const shortOf = (text: string): string => createHash('sha1').update(text).digest('base64');

const isRow = (value: unknown, kind: RowKind): value is { row: RowKind; version?: unknown } =>
  typeof value === 'object' && value !== null && 'row' in value && value.row === kind;

const kindOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'row' in value ? String(value.row).slice(0, 40) : 'none';

/** As much of a bad row as tells what it was about. */
function named(value: unknown): { id?: string; account?: string } {
  const { arn, id, name, account } = value as Record<string, unknown>;
  const text = [arn, id, name].find((one) => typeof one === 'string' && one !== '') as string | undefined;
  return {
    ...(text !== undefined && { id: text.slice(0, 1024) }),
    ...(typeof account === 'string' && /^\d{12}$/.test(account) && { account }),
  };
}

function parsed(line: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(line).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Path and rule, never the value. */
const faultOf = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join('.') || 'row'}: ${message}`)
    .join('; ');
