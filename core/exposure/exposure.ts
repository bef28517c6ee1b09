import { type Explanation, type Readable, type Reader, type Row, type Scan, type Told, told } from './answers.ts';
import { type Becoming, becomings, takings } from './become.ts';
import { type Asked, Chains } from './chains.ts';
import {
  answersTo,
  ask,
  type Matrix,
  type Opening,
  openingOf,
  type PrincipalClass,
  principalClasses,
  saidByResources,
} from './classes.ts';
import { copiesOf } from './copies.ts';
import { type Counted, Counter, worstFirst } from './counter.ts';
import { type DataSet, dataSetsOf } from './data-sets.ts';
import type { Principal } from './evaluate.ts';
import { type Formula, NO, or, type Verdict, verdictOf } from './formula.ts';
import type { Inventory } from './load.ts';
import { Model } from './model.ts';
import { formulaOf } from './needs.ts';
import { principalsOf } from './principals.ts';
import { Targets } from './targets.ts';

/** Who can reach data in the clear: everything that an inventory answers. */
export interface Exposed {
  dataSets: readonly DataSet[];
  principals: readonly Principal[];
  /** All data sets, worst first. */
  scan(onProgress?: (done: number, of: number) => void): Scan;
  whoCanRead(dataSet: string): Reader[];
  whatCanRead(principal: string): Readable[];
  explain(principal: string, dataSet: string): Explanation;
  /** Of a data set: whoever can read it or become one who can. Equal data sets have the same answer, as one object. */
  verdicts(dataSet: string): ReadonlyMap<string, { verdict: Verdict; how: 'itself' | 'through' }>;
}

/** Somebody or something that an inventory does not have. */
export class NotInInventory extends Error {
  readonly what: 'principal' | 'data set';
  constructor(what: 'principal' | 'data set') {
    super(`The inventory has no such ${what}.`);
    this.what = what;
  }
}

export interface ExposureOptions {
  /** By program: how many principals its disclosure lets reach what is stored. */
  budgets?: ReadonlyMap<string, number>;
}

export const exposure = (inventory: Inventory, options: ExposureOptions = {}): Exposed =>
  new Exposure(inventory, options);

class Exposure implements Exposed {
  readonly dataSets: readonly DataSet[];
  readonly principals: readonly Principal[];
  readonly #inventory: Inventory;
  readonly #classes: readonly PrincipalClass[];
  readonly #placeOf: ReadonlyMap<string, number>;
  readonly #byId: ReadonlyMap<string, number>;
  readonly #mentioned: (key: string) => boolean;
  readonly #becomings: readonly Becoming[];
  readonly #takings: readonly Becoming[];
  readonly #opening: Opening;
  readonly #budgets: ReadonlyMap<string, number>;

  constructor(inventory: Inventory, { budgets = new Map() }: ExposureOptions) {
    this.#budgets = budgets;
    const model = new Model(inventory);
    this.#inventory = model.inventory;
    this.principals = principalsOf(model);
    this.dataSets = dataSetsOf(model);
    const said = saidByResources(model);
    this.#classes = principalClasses(this.principals, said);
    this.#placeOf = new Map(this.principals.map(({ id }, at) => [id, at]));
    this.#byId = new Map(this.dataSets.flatMap(({ id, name }, at) => [[name, at] as const, [id, at] as const]));
    this.#becomings = becomings(model);
    this.#takings = takings(model, this.#becomings);
    this.#opening = { tags: said.tags };
    this.#mentioned = (key) => model.looksAt(key);
  }

  scan(onProgress: (done: number, of: number) => void = () => {}): Scan {
    const { targets, matrix, counter } = this.#asked(onProgress);
    const rows = this.dataSets.map((dataSet, at) => this.#row(dataSet, counter.of(at)));
    const copies = copiesOf(this.dataSets, this.#inventory);
    for (const row of rows) {
      const copy = copies.get(row.id);
      if (copy) row.copy = copy;
    }
    rows.sort(worstFirst);
    return {
      rows,
      problems: this.#inventory.problems,
      gaps: this.#inventory.gaps,
      classes: {
        principals: this.#classes.length,
        dataSets: targets.classes.length,
        evaluations: matrix.evaluations,
        pairs: this.principals.length * this.dataSets.length,
      },
    };
  }

  #all: { targets: Targets; matrix: Matrix; counter: Counter } | undefined;
  #asked(onProgress: (done: number, of: number) => void = () => {}) {
    if (!this.#all) {
      const targets = new Targets(this.dataSets, this.#mentioned);
      const matrix = ask(this.#classes, targets, this.#opening, (done) => onProgress(done, this.#classes.length));
      this.#all = { targets, matrix, counter: new Counter(this.#classes, targets, matrix, this.#chains()) };
    }
    return this.#all;
  }

  readonly #verdicts = new Map<string, ReadonlyMap<string, { verdict: Verdict; how: 'itself' | 'through' }>>();
  verdicts(dataSet: string): ReadonlyMap<string, { verdict: Verdict; how: 'itself' | 'through' }> {
    this.#dataSet(dataSet);
    const at = this.#byId.get(dataSet)!;
    const { targets, matrix, counter } = this.#asked();
    const key = counter.keyOf(at);
    const known = this.#verdicts.get(key);
    if (known) return known;
    const found = new Map<string, { verdict: Verdict; how: 'itself' | 'through' }>();
    const direct = new Set<number>();
    for (const [number, { can }] of answersTo(matrix, targets, at)) {
      if (can === 'no') continue;
      direct.add(number);
      for (const member of this.#classes[number]!.members)
        found.set(this.principals[member]!.id, { verdict: can, how: 'itself' });
    }
    for (const [number, { can }] of this.#chains().before(direct)) {
      for (const member of this.#classes[number]!.members)
        found.set(this.principals[member]!.id, { verdict: can, how: 'through' });
    }
    this.#verdicts.set(key, found);
    return found;
  }

  #row({ id, name, kind, account, disclosure }: DataSet, counted: Counted): Row {
    const { yes, if: when, unknown } = counted.readers;
    const said = [disclosure?.readers, disclosure && this.#budgets.get(disclosure.program)].filter(
      (one) => one !== undefined,
    );
    const budget = said.length > 0 ? Math.min(...said) : undefined;
    return {
      id,
      name,
      kind,
      account,
      ...counted,
      ...(budget !== undefined && { budget }),
      over: budget !== undefined && yes + when + unknown + counted.through > budget,
    };
  }

  #kept: Chains | undefined;
  #chains(): Chains {
    if (!this.#kept) {
      const asked = (becoming: readonly Becoming[], opening: Opening | false): Asked => {
        const targets = new Targets(becoming, this.#mentioned);
        return { targets, matrix: ask(this.#classes, targets, opening) };
      };
      this.#kept = new Chains(
        this.#classes,
        asked(this.#becomings, { ...this.#opening, ofSelf: true }),
        asked(this.#takings, false),
        this.#placeOf,
      );
    }
    return this.#kept;
  }

  #dataSet(id: string): DataSet {
    const at = this.#byId.get(id);
    if (at === undefined) throw new NotInInventory('data set');
    return this.dataSets[at]!;
  }

  whoCanRead(dataSet: string): Reader[] {
    const { ways } = this.#dataSet(dataSet);
    const found: Reader[] = [];
    const direct = new Set<number>();
    const opening = new Map<number, Formula>();
    this.#classes.forEach(({ example, members }, number) => {
      const formula = formulaOf(ways, example);
      if (formula.is !== 'no') {
        direct.add(number);
        for (const at of members) found.push(this.#reader(at, 'itself', told(formula), []));
      } else {
        const opens = openingOf(ways, example, this.#opening);
        if (opens.is !== 'no') opening.set(number, opens);
      }
    });
    const steps = this.#chains().before(direct);
    for (const [number, { can }] of steps) {
      const chain = this.#chainFrom(number, (next) => steps.get(next));
      for (const at of this.#classes[number]!.members) found.push(this.#reader(at, 'through', only(can), chain));
    }
    const opens = this.#chains().opening(
      new Set([...direct, ...steps.keys()]),
      new Map([...opening].map(([number, formula]) => [number, verdictOf(formula)])),
      ways,
    );
    for (const [number, { verdict, step }] of opens) {
      const said = step ? only(verdict) : told(opening.get(number)!);
      const chain = this.#chainFrom(number, (next) => opens.get(next)?.step ?? steps.get(next));
      for (const at of this.#classes[number]!.members) found.push(this.#reader(at, 'opens', said, chain));
    }
    return found;
  }

  #reader = (at: number, how: Reader['how'], said: Told, chain: string[]): Reader => {
    const { id, kind } = this.principals[at]!;
    return { principal: id, kind, how, chain, ...said };
  };

  #chainFrom(number: number, stepOf: (number: number) => { to: number } | undefined): string[] {
    const chain: string[] = [];
    const been = new Set<number>();
    for (let step = stepOf(number); step && !been.has(step.to); step = stepOf(this.#chains().classOf(step.to))) {
      been.add(step.to);
      chain.push(this.principals[step.to]!.id);
    }
    return chain;
  }

  #principal(id: string): number {
    const at = this.#placeOf.get(id);
    if (at === undefined) throw new NotInInventory('principal');
    return at;
  }

  whatCanRead(principal: string): Readable[] {
    const at = this.#principal(principal);
    const found: Readable[] = [];
    const reached = this.#chains().after(at);
    const path = this.#paths(reached, at);
    const opening = this.#openers(at);
    this.dataSets.forEach(({ ways, id, name }) => {
      const formula = formulaOf(ways, this.principals[at]!);
      const row = (how: Reader['how'], said: Told, chain: string[]): Readable => ({
        dataSet: id,
        name,
        how,
        chain,
        ...said,
      });
      if (formula.is !== 'no') {
        found.push(row('itself', told(formula), []));
        return;
      }
      for (const next of reached.keys()) {
        const through = formulaOf(ways, this.principals[next]!);
        if (through.is === 'no') continue;
        found.push(row('through', told(through), path(next)));
        return;
      }
      const opens = this.#opens(ways, opening);
      if (opens) found.push(row('opens', told(opens.formula), opens.chain));
    });
    return found;
  }

  /** Whom a principal is, becomes, could make itself become, and could take over: with the way there. */
  #openers(at: number): { as: Principal; chain: () => string[] }[] {
    const reached = this.#chains().after(at, 'opens');
    const path = this.#paths(reached, at);
    const steps = [at, ...reached.keys()];
    return [
      ...steps.map((next) => ({ as: this.principals[next]!, chain: () => (next === at ? [] : path(next)) })),
      ...steps.flatMap((next) =>
        this.#chains()
          .takenBy(this.#chains().classOf(next))
          .map(({ to }) => {
            const { identity: _, ...unbound } = this.principals[to]!;
            const last = this.principals[to]!.id;
            return { as: unbound, chain: () => (next === at ? [last] : [...path(next), last]) };
          }),
      ),
    ];
  }

  #opens(
    ways: DataSet['ways'],
    openers: readonly { as: Principal; chain: () => string[] }[],
  ): { formula: Formula; chain: string[] } | undefined {
    for (const { as, chain } of openers) {
      const formula = or(formulaOf(ways, as), openingOf(ways, as, this.#opening));
      if (formula.is !== 'no') return { formula, chain: chain() };
    }
    return undefined;
  }

  #paths(reached: ReadonlyMap<number, { to: number }>, from: number): (end: number) => string[] {
    return (end) => {
      const chain: string[] = [];
      for (let at = end; at !== from; at = reached.get(at)!.to) chain.unshift(this.principals[at]!.id);
      return chain;
    };
  }

  explain(principal: string, dataSet: string): Explanation {
    const at = this.#principal(principal);
    const who = this.principals[at]!;
    const { ways, id } = this.#dataSet(dataSet);
    const steps: Explanation['steps'] = [];
    const formula = formulaOf(ways, who, (way, need, said, part) =>
      steps.push({
        way,
        need,
        verdict: verdictOf(part),
        statements: said.map(({ where, policy, statement, effect, formula: applies }) => ({
          where,
          policy,
          statement,
          effect,
          applies: verdictOf(applies),
          conditions: told(applies).conditions,
        })),
      }),
    );
    const reached = this.#chains().after(at);
    const path = this.#paths(reached, at);
    const chains = [...reached.keys()].flatMap((next) => {
      const through = formulaOf(ways, this.principals[next]!);
      return through.is === 'no' ? [] : [{ chain: path(next), verdict: verdictOf(through) }];
    });
    const opens = verdictOf(this.#opens(ways, this.#openers(at))?.formula ?? NO);
    return { principal: who.id, dataSet: id, ...told(formula), steps, opens, chains };
  }
}

const only = (verdict: Verdict): Told => ({ verdict, conditions: [], moreConditions: false, unknown: [] });
