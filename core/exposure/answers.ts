import type { Copy } from './copies.ts';
import type { DataSet } from './data-sets.ts';
import type { Principal, Trace } from './evaluate.ts';
import { alternatives, type Formula, type Required, reasons, type Verdict, verdictOf } from './formula.ts';
import type { Inventory, Problem } from './load.ts';

/** How many principals, by what is known of them. */
export interface Counts {
  yes: number;
  if: number;
  unknown: number;
}

export interface Row {
  id: string;
  name: string;
  kind: DataSet['kind'];
  account: string;
  /** Who can read it as themselves. */
  readers: Counts;
  /** Who can become one of them, and is none. */
  through: number;
  /** Who could make it so that they can, and is neither. */
  opens: number;
  /** Everybody on the internet, or with an account at AWS. */
  open: Verdict;
  budget?: number;
  /** More principals than its disclosure has readers: certain or not. */
  over: boolean;
  copy?: Copy;
}

export interface Scan {
  rows: Row[];
  problems: readonly Problem[];
  gaps: Inventory['gaps'];
  /** Distinct questions that were asked, of how many pairs. */
  classes: { principals: number; dataSets: number; evaluations: number; pairs: number };
}

export interface Told {
  verdict: Verdict;
  /** Ways to satisfy the conditions, each a list. */
  conditions: Required[][];
  moreConditions: boolean;
  unknown: string[];
}

export interface Reader extends Told {
  principal: string;
  kind: Principal['kind'];
  /** `itself`; `through`: becomes one who can; `opens`: could make it so. */
  how: 'itself' | 'through' | 'opens';
  /** Whom it becomes, in order. */
  chain: string[];
}

export interface Readable extends Told {
  dataSet: string;
  name: string;
  how: Reader['how'];
  chain: string[];
}

export interface Explanation extends Told {
  principal: string;
  dataSet: string;
  /** By way and need, in the order in which AWS decides. */
  steps: {
    way: string;
    need: string;
    verdict: Verdict;
    statements: {
      where: Trace['where'];
      policy: string;
      statement: string;
      effect: Trace['effect'];
      applies: Verdict;
      conditions: Required[][];
    }[];
  }[];
  opens: Verdict;
  /** Readers that it can become. */
  chains: { chain: string[]; verdict: Verdict }[];
}

export const told = (formula: Formula): Told => {
  const { any, more } = alternatives(formula);
  const verdict = verdictOf(formula);
  return {
    verdict,
    conditions: verdict === 'yes' || verdict === 'no' ? [] : any,
    moreConditions: more,
    unknown: reasons(formula),
  };
};
