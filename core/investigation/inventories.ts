import { gunzipSync } from 'node:zlib';
import { readLines } from '../../wire/line-stream.ts';
import type { Window } from '../access-log/access-log.ts';
import { uncovered } from '../access-log/coverage.ts';
import { BOOTSTRAP_DEPLOY_ROLE } from '../disclosure/doors.ts';
import type { Snapshots } from '../exposure/collect/snapshots.ts';
import { isUnread, rowSchemas } from '../exposure/inventory.ts';
import { type Inventory, loadInventory } from '../exposure/load.ts';
import { isOfScope, type Scope } from '../who-did/scope.ts';
import { type ScopeRow, scopeOf } from '../who-did/scope-of.ts';

/** The daily inventories of the account, as an investigation of a span of time asks for them. */

const HOUR = 3_600_000;
/** One is kept a day; after half a day more, nobody knows. What was so for hours between two of them is in neither. */
export const STANDS_FOR = 36 * HOUR;
/** More would be looked at for hours. */
const MOST = 40;

export interface Covering {
  /** When they began, ms, oldest first: those that stand for a part of the window, and the newest of all. */
  begun: number[];
  /** Spans of the window for which none stands. */
  open: Window[];
  /** There are more than are looked at. */
  truncated: boolean;
}

export async function inventoriesOf(snapshots: Snapshots, window: Window): Promise<Covering> {
  const whole: number[] = [];
  for (const begun of (await snapshots.begun()).toReversed()) {
    // Older than any that stands for the window.
    if (begun + STANDS_FOR < window.from && whole.length > 0) break;
    if ((await snapshots.notes(begun)).at(-1)?.whole) whole.unshift(begun);
  }
  const standing = whole.filter((begun) => begun <= window.to && begun + STANDS_FOR >= window.from);
  const newest = whole.at(-1);
  const all = newest === undefined || standing.includes(newest) ? standing : [...standing, newest];
  const begun = all.slice(-MOST);
  return {
    begun,
    open: uncovered(
      window,
      begun.map((from) => ({ from, to: from + STANDS_FOR })),
    ),
    truncated: all.length > MOST,
  };
}

async function* linesOf(snapshots: Snapshots, begun: number): AsyncGenerator<Uint8Array> {
  for (const note of await snapshots.notes(begun)) yield gunzipSync(await snapshots.lines(begun, note));
}

/** @throws Refused `damaged`, `malformed` */
export const inventoryAt = (snapshots: Snapshots, begun: number): Promise<Inventory> =>
  loadInventory(linesOf(snapshots, begun));

/** What is watched of the program, found in an inventory by its names; `others` are what carries its label and is none of its own. */
export function scopeIn(things: Watched, prefix: string, program: string): Scope | undefined {
  const scope = scopeOf(
    KINDS.flatMap((kind): readonly ScopeRow[] => things[kind]),
    prefix,
    program,
  );
  if (!scope) return undefined;
  const labelled = [...things.bucket, ...things.table, ...things.stream].filter(
    ({ arn, tags }) => labelOf(tags) === program && !isOfScope(scope, arn) && !isOfAnotherStage({ arn, tags }, program),
  );
  return { ...scope, others: labelled.flatMap(({ row, arn }) => (row === 'bucket' ? [arn, `${arn}/*`] : [arn])) };
}

const KINDS = ['role', 'function', 'table', 'bucket', 'key', 'stream'] as const;
export type Watched = Pick<Inventory['things'], (typeof KINDS)[number]>;

type Tags = Watched['bucket'][number]['tags'];
const tagOf = (tags: Tags, name: string): string | undefined =>
  tags === undefined || isUnread(tags) ? undefined : (tags as Record<string, string>)[name];
const labelOf = (tags: Tags): string | undefined => tagOf(tags, 'program');

/** A program may have several stages in an account: what one stores, by its name and its tag, is that one's own, and no copy of another's. */
export function isOfAnotherStage({ arn, tags }: { arn: string; tags?: Tags | undefined }, program: string): boolean {
  const stage = tagOf(tags, 'stage');
  const name = arn.replace(/^.*[:/]/, '');
  return stage !== undefined && name.startsWith(`sluice-${program}-${stage}-`);
}

/** Only what a scope is made of: an account's tables and policies are hundreds of MB. */
export async function watchedAt(snapshots: Snapshots, begun: number, prefix: string): Promise<Watched> {
  const found = Object.fromEntries(KINDS.map((kind) => [kind, []])) as unknown as Record<string, unknown[]>;
  for await (const line of readLines(linesOf(snapshots, begun))) {
    const row = rowOf(line);
    if (row === undefined || !Object.hasOwn(found, row.row)) continue;
    const of = rowSchemas[row.row as (typeof KINDS)[number]].safeParse(row);
    // A role that is neither the program's nor deploys it is nobody's business here.
    if (of.success && (of.data.row !== 'role' || isNamed(of.data.arn, prefix))) found[row.row]!.push(of.data);
  }
  return found as unknown as Watched;
}

const isNamed = (arn: string, prefix: string): boolean => {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return name.startsWith(`${prefix}-`) || name.startsWith(BOOTSTRAP_DEPLOY_ROLE);
};

function rowOf(line: Uint8Array): { row: string } | undefined {
  try {
    return JSON.parse(Buffer.from(line).toString('utf8')) as { row: string };
  } catch {
    return undefined;
  }
}
