import type { Window } from '../access-log/access-log.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { Snapshots } from '../exposure/collect/snapshots.ts';
import type { Branch, SoFar } from '../incident/branch.ts';
import type { Evidence, EvidenceLink } from '../ledger/evidence.ts';
import type { Clock } from '../shared/clock.ts';
import type { Scope } from '../who-did/scope.ts';
import { checkFinding } from './checked.ts';
import { type ExposedAt, exposedAt, fieldsOf } from './exposed-at.ts';
import { asExposure, type ExposedOver, exposedOver } from './exposed-over.ts';
import { inventoriesOf, inventoryAt, scopeIn } from './inventories.ts';

export interface CouldReadParts {
  /** Of the account, a day each. */
  snapshots: Snapshots;
  evidence: Evidence;
  clock: Clock;
  disclosure: Disclosure;
  /** Of the program's names: `sluice-<program>-<stage>`. */
  prefix: string;
}

/** The evidence of the branch: one JSON document. */
export interface CouldRead extends ExposedOver {
  format: typeof COULD_READ_FORMAT;
  program: string;
  window: Window;
  /** ms; when the inventories began that it is answered from. */
  inventories: number[];
  /** Spans of the window for which there is none. */
  open: Window[];
  /** As the newest of them has it. */
  scope?: Scope;
}
export const COULD_READ_FORMAT = 'sluice-could-read/1';

const WORDS = {
  could: 'principals could read what they had no business with',
  still: 'of them still can: nothing that was changed since has kept them out',
  key: 'copies are under no key',
  label: 'copies have no label',
  retention: 'copies have no end',
  undisclosed: 'tables hold columns that the disclosure does not list',
  perhaps: 'principals may be able to, under a condition, or as far as could be read',
  inventory: 'spans of the window have no inventory (sluice exposure collect, daily)',
  problems: 'faults of the inventories, or parts of them that could not be read',
  program: 'inventories do not have this program',
  truncated: 'inventories were too many, and the oldest are not looked at',
};

/** ms after which a look hands on: far below the 14 minutes of its function, of which one inventory takes a minute. */
const LOOK_FOR = 5 * 60_000;

interface Tally {
  /** What was answered of the inventories so far, oldest first. */
  done: { begun: number; link: EvidenceLink }[];
  without: number;
  scope?: Scope;
}

/** Who could read the program's content in the clear at some time of the window: of every inventory that stands for a part of it. */
export const couldRead =
  (parts: CouldReadParts, lookFor = LOOK_FOR): Branch['look'] =>
  async ({ incident, window }, soFar) => {
    const { snapshots, evidence, clock, disclosure, prefix } = parts;
    const { program } = disclosure;
    const tally = structuredClone((soFar ?? { done: [], without: 0 }) as unknown as Tally);
    const { begun, open, truncated } = await inventoriesOf(snapshots, window);
    const fields = fieldsOf(disclosure.events);
    const until = clock.now() + lookFor;
    const behind = tally.done.at(-1)?.begun ?? Number.NEGATIVE_INFINITY;
    for (const at of begun.filter((one) => one > behind)) {
      const inventory = await inventoryAt(snapshots, at);
      const scope = scopeIn(inventory.things, prefix, program);
      if (scope) tally.scope = scope;
      else tally.without++;
      const exposed: ExposedAt = scope
        ? exposedAt(inventory, { program, scope, fields })
        : { at, groups: [], copies: [], problems: [] };
      tally.done.push({ begun: at, link: await putJson(evidence, `${incident}-could-read-at-${at}`, exposed) });
      if (clock.now() >= until) return { more: tally as unknown as SoFar };
    }
    const all: ExposedAt[] = [];
    for (const { link } of tally.done) all.push(await readJson<ExposedAt>(evidence, link));
    const over: ExposedOver =
      all.length > 0 && tally.scope ? exposedOver(all, tally.scope) : { groups: [], copies: [], problems: [] };
    const document: CouldRead = {
      ...{ format: COULD_READ_FORMAT, program, window, open },
      inventories: all.map(({ at }) => at),
      ...(tally.scope && { scope: tally.scope }),
      ...over,
    };
    const link = await putJson(evidence, `${incident}-could-read`, document);
    const sets = over.groups.reduce((sum, { dataSets }) => sum + dataSets.length, 0);
    const finding = checkFinding({
      check: 'could-read',
      what: (count) => `${sets} data sets that anybody could read, in ${count} inventories of the account`,
      words: WORDS,
      checked: all.length,
      ...countedOf(document, { without: tally.without, truncated }),
    });
    return { found: [{ ...finding, evidence: link }] };
  };

function countedOf(
  { groups, copies, open, problems }: CouldRead,
  { without, truncated }: { without: number; truncated: boolean },
) {
  const others = groups.flatMap(({ readers }) => readers).filter(({ expected }) => expected === undefined);
  const sure = others.filter(({ verdict }) => verdict === 'yes');
  const could = new Set(sure.map(({ principal }) => principal));
  const still = new Set(sure.filter((one) => one.still).map(({ principal }) => principal));
  const perhaps = new Set(others.map(({ principal }) => principal).filter((one) => !could.has(one)));
  const lacking = (what: string) => copies.filter(({ lacks }) => lacks.includes(what)).length;
  return {
    wrong: nonZero({
      could: could.size,
      still: still.size,
      key: lacking('key'),
      label: lacking('label'),
      retention: lacking('retention'),
      undisclosed: copies.filter(({ undisclosed }) => undisclosed.length > 0).length,
    }),
    open: nonZero({
      perhaps: perhaps.size,
      inventory: open.length,
      problems: problems.length,
      program: without,
      truncated: Number(truncated),
    }),
  };
}

export const nonZero = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

/** What the blast radius takes from the answer. @returns undefined where no inventory answered */
export const exposureOf = (document: CouldRead) =>
  document.inventories.length === 0 || !document.scope
    ? undefined
    : {
        ...asExposure(document, document.inventories.at(-1)!),
        problems: [
          ...document.problems,
          ...document.open.map(
            ({ from, to }) => `no inventory from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`,
          ),
        ],
      };

export const putJson = (evidence: Evidence, stem: string, document: unknown): Promise<EvidenceLink> =>
  evidence.put({ folder: 'findings', stem, extension: 'json', bytes: Buffer.from(`${JSON.stringify(document)}\n`) });

export const readJson = async <T>(evidence: Evidence, { name }: Pick<EvidenceLink, 'name'>): Promise<T> =>
  JSON.parse(Buffer.from(await evidence.get(name)).toString('utf8')) as T;
