import { isMeant } from '../access-log/access-log.ts';
import type { Could, Exposure } from '../blast-radius/could.ts';
import type { Scope } from '../who-did/scope.ts';
import type { CopyAt, ExposedAt } from './exposed-at.ts';

/** Who could read what over a span of time: of all its inventories together. */
export interface ExposedOver {
  groups: { dataSets: string[]; readers: ReaderOver[] }[];
  copies: CopyAt[];
  problems: string[];
}

export interface ReaderOver extends Omit<Could, 'dataset'> {
  /** ms; of the first and the last inventory that say so. */
  first: number;
  last: number;
  /** The newest inventory says so: whatever was changed since has not kept them out. */
  still: boolean;
  /** Why it is no finding that they can: it is their work, or they deploy the program, or own the account. */
  expected?: Expected;
}
export type Expected = 'program' | 'deployer' | 'root';

/** Whose work it is to have content in the clear. */
const READERS = ['reader', 'redactor', 'export-job', 'exports'];

/** @param all by time, one at least */
export function exposedOver(all: readonly ExposedAt[], scope: Scope): ExposedOver {
  const newest = all.at(-1)!.at;
  // Data sets that were in the same group each time have the same readers.
  const places = new Map<string, number[]>();
  all.forEach(({ groups }, moment) => {
    groups.forEach(({ dataSets }, group) => {
      for (const id of dataSets) {
        const of = places.get(id) ?? all.map(() => -1);
        of[moment] = group;
        places.set(id, of);
      }
    });
  });
  const alike = Map.groupBy(places.keys(), (id) => places.get(id)!.join());
  const groups = [...alike.values()].map((dataSets) => {
    const readers = new Map<string, ReaderOver>();
    places.get(dataSets[0]!)!.forEach((group, moment) => {
      const { at, groups: then } = all[moment]!;
      for (const reader of then[group]?.readers ?? []) {
        const before = readers.get(reader.principal);
        const expected = expectedOf(scope, reader.principal);
        readers.set(reader.principal, {
          ...surer(before, reader),
          first: before?.first ?? at,
          last: at,
          still: at === newest,
          ...(expected && { expected }),
        });
      }
    });
    return { dataSets: dataSets.sort(), readers: [...readers.values()] };
  });
  const copies = new Map<string, CopyAt>();
  for (const copy of all.flatMap((one) => one.copies)) {
    const before = copies.get(copy.dataSet);
    copies.set(copy.dataSet, {
      dataSet: copy.dataSet,
      lacks: union(before?.lacks, copy.lacks),
      undisclosed: union(before?.undisclosed, copy.undisclosed),
    });
  }
  return {
    groups,
    copies: [...copies.values()],
    problems: [...new Set(all.flatMap(({ problems }) => problems))],
  };
}

const union = (before: readonly string[] = [], now: readonly string[]) => [...new Set([...before, ...now])];

const SURE: readonly Could['verdict'][] = ['yes', 'if', 'unknown'];
const surer = (before: ReaderOver | undefined, now: Omit<Could, 'dataset'>): Omit<Could, 'dataset'> =>
  before && SURE.indexOf(before.verdict) <= SURE.indexOf(now.verdict)
    ? { principal: before.principal, verdict: before.verdict, ways: before.ways, conditions: before.conditions }
    : now;

function expectedOf({ roles, deployers }: Scope, principal: string): Expected | undefined {
  if (READERS.some((name) => roles[name] === principal)) return 'program';
  if (deployers.some((one) => isMeant(one, principal))) return 'deployer';
  return /^arn:[^:]*:iam::\d{12}:root$/.test(principal) && accountOf(principal) === accountOf(roles.reader)
    ? 'root'
    : undefined;
}
const accountOf = (arn = ''): string => arn.split(':')[4] ?? '';

/** As a blast radius asks it: without those whose work it is. @param at ms; of the newest inventory */
export const asExposure = ({ groups, problems }: ExposedOver, at: number): Exposure => ({
  at,
  answers: groups.flatMap(({ dataSets: [dataset], readers }) =>
    readers.flatMap(({ principal, verdict, ways, conditions, expected }) =>
      expected ? [] : [{ ...{ principal, dataset: dataset!, verdict, ways, conditions } }],
    ),
  ),
  alike: Object.fromEntries(
    groups.flatMap(({ dataSets: [first, ...others] }) => (others.length > 0 ? [[first!, others] as const] : [])),
  ),
  problems,
});
