import { parallel } from '../../shared/parallel.ts';
import { isUnread, type Row, rowSchemas, type Unread } from '../inventory.ts';
import type { Head } from '../write.ts';
import type { Page, Place, Reader } from './collector.ts';
import { CannotGoOn, NotRead, nameOf, whyOf } from './failure.ts';
import { COLLECTED, type CollectedKind, OMITTED } from './kinds.ts';

/** What one run is to read. */
export interface Plan {
  account: string;
  partition: string;
  /** The first is that of what has no Region. */
  regions: readonly string[];
  /** Regions of the account that are disabled: in those IAM lets nobody in, and nobody is asked. @default they are not known */
  without?: readonly string[];
  kinds: readonly CollectedKind[];
  /** Names of objects a bucket. */
  sample: number;
}

/** Where pages go, each as a whole or not at all, and what an earlier run has left there. */
export interface Sink {
  /** Of a step. `undefined`: not begun; `done`; or where its next page begins. */
  position(step: string): 'done' | { next: string } | undefined;
  page(step: string, page: Page): void;
  missingPolicies(): readonly string[];
}

export interface Run {
  plan: Plan;
  readers: { [K in CollectedKind]: Reader<K> };
  client: (region: string) => Place['client'];
  sink: Sink;
  progress(line: string): void;
  /** Time is up, or somebody stops it: no page is begun after that. */
  stopped(): boolean;
}

/** Calls at a time of one service. */
const WIDTH = 4;

interface Step {
  name: string;
  kind: CollectedKind;
  region: string;
}

/** The head of an inventory that is made by a plan. */
export function headOf({ account, regions, kinds, without = [] }: Plan, source: Head['source'], begun: number): Head {
  const per = (scope: 'account' | 'region') => kinds.filter((kind) => COLLECTED[kind].per === scope);
  const [global, regional] = [per('account'), per('region')];
  return {
    begun,
    source,
    covered: [
      ...(global.length > 0 ? [{ account, kinds: global }] : []),
      ...(regional.length > 0 ? [{ account, regions: [...regions], kinds: regional }] : []),
    ],
    omitted: [
      ...OMITTED,
      ...(without.length > 0 ? [`Regions that are disabled, in which IAM lets nobody in: ${without.join(', ')}.`] : []),
    ],
  };
}

/**
 * Reads all of a plan that is not there yet: services side by side, each with a few calls at a time. What is refused becomes a gap.
 * @returns whether it is whole; not so when it was stopped
 * @throws CannotGoOn when nothing can be read any more; what is in the sink stays good
 */
export async function collect(run: Run): Promise<boolean> {
  const services = new Map<string, Step[]>();
  for (const step of stepsOf(run.plan)) {
    const { service } = COLLECTED[step.kind];
    services.set(service, [...(services.get(service) ?? []), step]);
  }
  let failed = false;
  const stopped = () => failed || run.stopped();
  const ended = await Promise.allSettled(
    [...services.values()].map(async (steps) => {
      try {
        for (const step of steps) await walk({ ...run, stopped }, step);
      } catch (error) {
        failed = true;
        throw error;
      }
    }),
  );
  // All of them have stopped before anybody closes what they write to.
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken) throw broken.reason;
  return !run.stopped();
}

function stepsOf({ kinds, regions }: Plan): Step[] {
  const ordered = (Object.keys(COLLECTED) as CollectedKind[]).filter((kind) => kinds.includes(kind));
  return ordered.flatMap((kind) =>
    COLLECTED[kind].per === 'account'
      ? [{ name: kind, kind, region: regions[0]! }]
      : regions.map((region) => ({ name: `${kind}@${region}`, kind, region })),
  );
}

async function walk(run: Run, step: Step): Promise<void> {
  const { sink } = run;
  const found = sink.position(step.name);
  if (found === 'done') return;
  const place = placeOf(run, step);
  // Each reader fits the place of its kind; over all of them the types cannot say so.
  const read = (run.readers[step.kind] as Reader<CollectedKind>)(place);
  let after = found?.next;
  let again = found !== undefined;
  let rows = 0;
  while (!run.stopped()) {
    let page: Page;
    try {
      page = await read(after);
    } catch (error) {
      if (error instanceof CannotGoOn) throw error;
      if (again) {
        // A mark of an earlier run that the service knows no more: what is read twice is the same.
        again = false;
        after = undefined;
        continue;
      }
      page = { rows: [gapOf(place, step.kind, error)] };
    }
    again = false;
    page = { ...page, rows: page.rows.map((row) => fitting(place, step.kind, row)) };
    sink.page(step.name, page);
    rows += page.rows.length;
    if (page.next === undefined) {
      run.progress(`${step.name.replace('@', ' in ')}: ${rows}`);
      return;
    }
    run.progress(`${step.name.replace('@', ' in ')}: ${rows} ...`);
    after = page.next;
  }
}

function placeOf({ plan, client, sink }: Run, { kind, region }: Step): Place {
  const { account, partition, sample } = plan;
  const make = client(region);
  const place: Place = {
    account,
    partition,
    region,
    sample,
    client: make,
    async must(action, send) {
      try {
        return await send();
      } catch (error) {
        throw new NotRead(whyOf(error, action), { cause: error });
      }
    },
    async ask(action, send, ...absent) {
      try {
        return await send();
      } catch (error) {
        return absent.includes(nameOf(error)) ? undefined : ({ unknown: whyOf(error, action) } satisfies Unread);
      }
    },
    async each(items, idOf, look) {
      let end: CannotGoOn | undefined;
      const looked = await parallel(items, WIDTH, async (item): Promise<Page['rows']> => {
        if (end) return [];
        try {
          return await look(item);
        } catch (error) {
          if (error instanceof CannotGoOn) end = error;
          return [gapOf(place, kind, error, idOf(item))];
        }
      });
      if (end) throw end;
      return looked.flat();
    },
    missingPolicies: () => sink.missingPolicies(),
  };
  return place;
}

function gapOf({ account, region }: Place, kind: CollectedKind, error: unknown, id?: string): Row<'gap'> {
  return {
    row: 'gap',
    kind,
    account,
    ...(COLLECTED[kind].per === 'region' && { region }),
    ...(id !== undefined && { id }),
    why: error instanceof NotRead ? error.why : `its answer was not understood (${nameOf(error)})`,
  };
}

/** A row as the format has it; what does not fit is a gap, and names what it is about. */
function fitting(place: Place, kind: CollectedKind, row: Page['rows'][number]): Page['rows'][number] {
  const read = rowSchemas[row.row].safeParse(row);
  if (read.success) return row;
  const where = read.error.issues[0]?.path.map(String).join('.') ?? 'row';
  const { arn, id, name } = row as { arn?: string; id?: string; name?: string };
  const named = arn ?? id ?? name;
  const gap = gapOf(place, kind, undefined, named?.slice(0, 1024) || undefined);
  return { ...gap, why: `its answer does not fit the format at ${where}` };
}

/** Which policies rows refer to, and which are there. */
export class Referred {
  readonly #referred = new Set<string>();
  readonly #there = new Set<string>();

  row(row: object): void {
    const one = row as Row<'policy'> | Row<'user'> | Row<'role'> | Row<'group'>;
    if (one.row === 'policy') this.#there.add(one.id);
    if (one.row !== 'user' && one.row !== 'role' && one.row !== 'group') return;
    const attached = isUnread(one.policies) ? [] : one.policies;
    for (const policy of 'boundary' in one && one.boundary ? [...attached, one.boundary] : attached) {
      if ('ref' in policy) this.#referred.add(policy.ref);
    }
  }

  missing(): string[] {
    return [...this.#referred].filter((ref) => !this.#there.has(ref));
  }
}
