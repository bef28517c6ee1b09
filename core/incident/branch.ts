import type { Capability } from '../../api/people.ts';
import type { Outcome, Severity } from '../../api/words.ts';
import type { Finding, Findings, Probe } from './findings.ts';
import type { AdmittedAtClosure } from './lanes.ts';

/** One question of an investigation, as the workflow knows it. The questions themselves stand in `core/investigation`. */
export interface Branch {
  /** Of what it finds where something is wrong, and of not knowing it. */
  severity: Severity;
  /** Who has to act on that: those who have this right. */
  owner: Capability;
  /** What goes on asking after the incident. @default nothing does */
  probe?: Probe;
  /**
   * Works for minutes at most, and says where it goes on. Asked again from the same place it answers the same.
   * @param soFar what it answered before as `more` @default from the beginning
   */
  look(scope: Scope, soFar?: SoFar): Promise<Looked>;
  /** @default there is never too much for one look after the other */
  sliced?: Sliced;
}

/** How a question over rows is looked into where there are many: each slice of them by itself, side by side. */
export interface Sliced {
  /** As `look`, from the beginning; of more than one look is good for it names the slices. */
  begin(scope: Scope): Promise<Looked | { slices: readonly string[] }>;
  look(scope: Scope, slice: string, soFar?: SoFar): Promise<{ part: SoFar } | { more: SoFar }>;
  /** @param parts by slice @throws SluiceError unless they are all slices of the window, and no other */
  join(scope: Scope, parts: ReadonlyMap<string, SoFar>): Promise<{ found: readonly Found[] }>;
}

/** What is looked at. */
export interface Scope {
  incident: string;
  window: Findings['window'];
  /** Frames admitted by each lane, as the closure receipt says; absent where no gate was closed. */
  before?: AdmittedAtClosure;
}

/** Plain JSON: where a branch goes on, and what it counted until there. */
export type SoFar = Readonly<Record<string, unknown>>;

export type Looked = { found: readonly Found[] } | { more: SoFar };
export type Found = Finding & { outcome: Outcome };

/** A question that is answered of the answers of all branches. */
export interface Conclusion {
  name: string;
  severity: Severity;
  owner: Capability;
  probe?: Probe;
  conclude(scope: Scope, findings: readonly Finding[]): Promise<readonly Found[]>;
}

/** By name, in the order of the findings. */
export type Branches = Readonly<Record<string, Branch>>;
