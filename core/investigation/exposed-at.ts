import type { Could } from '../blast-radius/could.ts';
import { couldOf } from '../blast-radius/could-of.ts';
import type { Reader } from '../exposure/answers.ts';
import { copiesOf } from '../exposure/copies.ts';
import type { DataSet } from '../exposure/data-sets.ts';
import { exposure } from '../exposure/exposure.ts';
import type { Required } from '../exposure/formula.ts';
import { isUnread } from '../exposure/inventory.ts';
import type { Inventory } from '../exposure/load.ts';
import { sealedSets } from '../exposure/stages.ts';
import { toldText } from '../exposure/told-text.ts';
import { isOfScope, type Scope } from '../who-did/scope.ts';
import { isOfAnotherStage } from './inventories.ts';

/** Who could read what of a program at the moment of one inventory. */
export interface ExposedAt {
  /** ms; of the inventory. */
  at: number;
  /** Data sets with the same readers are one: an account has tens of thousands of tables, and some dozens of policies. */
  groups: ExposedGroup[];
  /** Storage with the program's tag, or its objects, that no disclosure is about. */
  copies: CopyAt[];
  /** What is wrong with the inventory, or missing in it. */
  problems: string[];
}

export interface ExposedGroup {
  dataSets: string[];
  readers: Omit<Could, 'dataset'>[];
}

export interface CopyAt {
  dataSet: string;
  lacks: string[];
  /** Columns that are no field which the disclosure lists. */
  undisclosed: string[];
}

export interface Whose {
  program: string;
  /** Where content of the program lies, found in the same inventory. */
  scope: Scope;
  /** Of the disclosure: what an event may hold. */
  fields: ReadonlySet<string>;
}

export function exposedAt(inventory: Inventory, { program, scope, fields }: Whose): ExposedAt {
  const exposed = exposure(withOwn(inventory, program, scope));
  const own = { ...scope, others: [] };
  const sets = new Map(exposed.dataSets.map((one) => [one.id, one]));
  const copies = new Map(
    [...copiesOf(exposed.dataSets, inventory)].filter(([id, { because }]) => {
      const { storage, ...set } = sets.get(id)!;
      // The program's own books, evidence, keys; and copies of other programs, which are theirs.
      if (storage.length > 0 && storage.every((arn) => isOfScope(own, arn))) return false;
      if (storage.some((arn) => isOfAnotherStage({ arn: arn.replace(/\/\*$/, ''), ...set }, program))) return false;
      return because === 'names' || labelOf(set) === program;
    }),
  );
  const columns = columnsOf(inventory);
  const accounts = new Set(inventory.things.account.map(({ id }) => id));
  // "Everybody, of this account" is each of those that are listed anyway.
  const isOfHere = ({ kind, verdict, conditions, moreConditions }: Reader) =>
    kind === 'anybody' &&
    verdict === 'if' &&
    !moreConditions &&
    // Of who comes through somebody else, no condition is told: that is not none.
    conditions.length > 0 &&
    conditions.every((way) => way.some((one) => isAccount(one) && one.values.every((value) => accounts.has(value))));
  const asked = exposed.dataSets.filter(
    ({ id, disclosure }) =>
      copies.has(id) || id.startsWith(OWN) || (disclosure?.program === program && !OF_A_STAGE.test(id)),
  );
  const groups = Map.groupBy(asked, ({ id }) => exposed.verdicts(id));
  let problems: string[] = [];
  return {
    at: inventory.head.begun,
    groups: [...groups.values()].flatMap((alike) => {
      const first = alike[0]!.id;
      const could = couldOf(exposed, inventory, { dataSets: [first], words: toldText, skips: isOfHere });
      problems = could.problems;
      const readers = could.answers.map(({ dataset: _, ...reader }) => reader);
      return readers.length === 0 ? [] : [{ dataSets: alike.map(({ id }) => id), readers }];
    }),
    copies: [...copies].map(([dataSet, { lacks }]) => ({
      ...{ dataSet, lacks },
      undisclosed: (columns.get(dataSet) ?? []).filter((column) => !isDisclosed(column, fields)),
    })),
    problems,
  };
}

const isAccount = ({ key, operator, negated }: Required): boolean =>
  !negated && operator === 'StringEquals' && (key === 'aws:principalaccount' || key === 'kms:calleraccount');

const labelOf = ({ tags }: Pick<DataSet, 'tags'>): string | undefined =>
  tags === undefined || isUnread(tags) ? undefined : (tags as Record<string, string>).program;

/** As the scanner calls what a stage stores: this one's is `OWN`, another's is not asked. */
const OF_A_STAGE = /^sluice-\S+ (segments|frames)$/;

/** The program's own storage, which it seals: no tag says so. */
const OWN = 'sluice:';

/** Rows of segments and frames are sealed: whoever reads them in the clear had their wrapped keys, and what unwraps those, too. */
function withOwn(inventory: Inventory, program: string, { tables, buckets, keys, stream }: Scope): Inventory {
  const own = sealedSets(
    {
      ...{ program, index: tables.Index, vault: buckets.vault, keys: tables.Keys, subjectKeys: keys['subject-keys'] },
      ...{ stream, leaseKeys: tables.LeaseKeys, control: keys.control },
    },
    (what) => ({ id: `${OWN}${program}/${what}` }),
  );
  // Whoever wrote the inventory may have said it already.
  const said = new Set(inventory.things['data-set'].flatMap(({ storage }) => storage));
  const missing = own.filter(({ storage }) => !storage.some((one) => said.has(one)));
  return { ...inventory, things: { ...inventory.things, 'data-set': [...inventory.things['data-set'], ...missing] } };
}

/** Columns of tables in the catalog, by the ids that data sets have. */
const columnsOf = ({ things }: Inventory): Map<string, readonly string[]> =>
  new Map(
    things['glue-table'].map(({ account, region, database, name, columns = [] }) => [
      `${account}:${region}:${database}.${name}`,
      columns,
    ]),
  );

/** What every record has beside the fields of its event. */
const OF_RECORDS: ReadonlySet<string> = new Set(['kind', 'subject', 'segment', 'disclosure', 'tier', 'day', 'purpose']);

/** Case tells nothing in a catalog. */
const isDisclosed = (column: string, fields: ReadonlySet<string>): boolean =>
  OF_RECORDS.has(column.toLowerCase()) || fields.has(column.toLowerCase());

/** Fields that are kept of every event. */
const ALWAYS = ['time', 'app'];

/** What columns may be called: as a field of an event that the disclosure lists, with its kind before it or without. In lower case. */
export const fieldsOf = (events: Readonly<Record<string, { fields: readonly string[] } | undefined>>): Set<string> =>
  new Set(
    Object.entries(events)
      .flatMap(([kind, rule]) =>
        [...ALWAYS, ...(rule?.fields ?? [])].flatMap((field) => [field, `${kind}.${field}`, `${kind}_${field}`]),
      )
      .map((one) => one.toLowerCase()),
  );
