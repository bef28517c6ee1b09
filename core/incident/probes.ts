import type { ProbeOutcome } from '../../api/words.ts';
import { SluiceError } from '../shared/errors.ts';
import type { Findings } from './findings.ts';

/**
 * What goes on asking after an investigation: each question of one that was published, once a program, over what happened since it was looked at
 * last. The questions themselves stand in `core/investigation`, and are asked there (`probe.ts`).
 */

/** Where a probe stands. Plain JSON. */
export interface ProbeState {
  probe: string;
  /** The question that it asks. */
  branch: string;
  /** Whose findings asked for it last. */
  incident: string;
  /** ms; it has looked at everything up to then. */
  upTo: number;
  /** ms; of its last answer. Absent: it has given none. */
  asked?: number;
  outcome?: ProbeOutcome;
  /** ms; of the first answer in a row with that outcome. */
  since?: number;
  /** What it says, and name of the evidence that it rests on. */
  statement?: string;
  evidence?: string;
  /** Of what is counted from the beginning of the program: what was counted when it was asked last. */
  counted?: Readonly<Record<string, number>>;
  /** A look that came to no end: until when it looks, ms, and the evidence from which it goes on. */
  goesOn?: { to: number; at: string };
  /** ms; until then somebody is at it. */
  taken?: number;
  /** Id of the report that it files, or has filed, for turning red the last time. */
  report?: string;
}

export interface KeptProbe {
  state: ProbeState;
  version: number;
}

/** A row that is not as it was written: the probe of its name is unknown, and no other waits for it. */
export interface DamagedProbe {
  probe: string;
  /** Where it says one. */
  version?: number;
}

export interface AllProbes {
  kept: KeptProbe[];
  damaged: DamagedProbe[];
}

/** Port. One row a probe. */
export interface ProbeStore {
  /** By name. */
  all(): Promise<AllProbes>;
  /** @param seen version that was read; undefined: there was none @returns false when somebody else was faster */
  write(state: ProbeState, seen: number | undefined): Promise<boolean>;
}

/** Probes that the findings of an incident name, with the question of each. */
export const probesIn = ({ findings }: Pick<Findings, 'findings'>): Map<string, string> =>
  new Map(
    findings.flatMap((one) =>
      'probe' in one && one.probe && one.branch !== undefined ? [[one.probe.name, one.branch] as const] : [],
    ),
  );

/** Tries under contention. */
const TRIES = 5;

/**
 * From a publication on its probes run: those that do already go on, and are this incident's too; one whose row cannot be read begins anew. May
 * be made again.
 * @throws SluiceError when others are faster each time: nobody reads of a probe that does not run
 */
export async function beginProbes(
  store: ProbeStore,
  incident: string,
  document: Pick<Findings, 'findings' | 'window'>,
): Promise<void> {
  let all = await store.all();
  for (const [probe, branch] of probesIn(document)) {
    for (let tries = 1; ; tries++) {
      const there = all.kept.find(({ state }) => state.probe === probe);
      const damaged = all.damaged.find((one) => one.probe === probe);
      if (there?.state.incident === incident) break;
      const state = there ? { ...there.state, incident } : { probe, branch, incident, upTo: document.window.to };
      if (await store.write(state, there?.version ?? damaged?.version)) break;
      if (tries === TRIES) throw new SluiceError(`the probe ${probe} could not be begun: others were faster`);
      all = await store.all();
    }
  }
}

const HOUR = 3_600_000;
/** ms after which an answer says nothing of now: each is asked once a day at least, and a look may take some hours. */
const STANDS_FOR = 36 * HOUR;

interface GreenFor {
  /** 0: green now is enough. */
  hours: number;
  /** ms; end of the incident's window: one that ran before answers for it once it has looked at all of that. */
  upTo: number;
  now: number;
}

/** What keeps probes from being green for so long, a sentence each. */
export function notGreen(
  names: Iterable<string>,
  { kept, damaged }: AllProbes,
  { hours, upTo, now }: GreenFor,
): string[] {
  return [...names].flatMap((name) => {
    if (damaged.some(({ probe }) => probe === name)) return [`the row of ${name} cannot be read: it is not known`];
    const state = kept.find((one) => one.state.probe === name)?.state;
    if (state?.outcome === undefined) return [`${name} has not answered yet`];
    if (state.outcome !== 'green') return [`${name} is ${state.outcome} since ${iso(state.since!)}`];
    if (state.upTo < upTo) return [`${name} has looked at nothing after ${iso(state.upTo)} yet`];
    if (now - state.asked! > STANDS_FOR) return [`${name} has not answered since ${iso(state.asked!)}`];
    const from = state.since! + hours * HOUR;
    return now < from ? [`${name} is green since ${iso(state.since!)}, and must be until ${iso(from)}`] : [];
  });
}
const iso = (at: number): string => new Date(at).toISOString();
