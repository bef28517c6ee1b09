import { destroyKey } from '../consent/destroy-key.ts';
import { type ErasingParts, eraseSubject, type IndexedRows } from '../consent/erase.ts';
import { longestHold } from '../consent/hold.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { DOCUMENT_KINDS, type DocumentIssuer, issue } from '../incident/documents.ts';
import type { IncidentStore } from '../incident/incident.ts';
import type { Kept, Termination } from '../incident/termination.ts';
import { SYSTEM } from '../ledger/actor.ts';
import { EVERYBODY } from '../ledger/commitment.ts';
import { isBroken, SluiceError } from '../shared/errors.ts';
import { parallel } from '../shared/parallel.ts';
import { type SweepStore, sweepObjects } from '../vault/sweep.ts';
import { KEY_ID, type KeptRows } from './kept.ts';
import { checkEnded, type Ended, isNeeded, type ProofParts } from './proof.ts';
import { remainsOf } from './remains.ts';

export interface EraseProgramParts extends Omit<ProofParts, 'store'>, ErasingParts, DocumentIssuer {
  incidents: Pick<IncidentStore, 'read' | 'approvals' | 'find' | 'advance'>;
  kept: KeptRows;
  rows: Pick<IndexedRows, 'erase'>;
  objects: SweepStore;
  disclosure: Disclosure;
  program: string;
}

/** What the workflow is told: `erased` (nothing is left, and the proof is there), `more` (again, at once), `held` (again, later: another incident may need it). */
export interface ErasedProgram {
  outcome: 'erased' | 'more' | 'held';
  incident: string;
}

/** Subjects at a time: each is an entry in four chains, which take some fifty a second each. */
const SUBJECTS_AT_A_TIME = 8;
const KEYS_AT_A_TIME = 32;

/**
 * Erases what a program has kept, once it has ended: each subject as they would have erased themselves, then every key that is still there,
 * every row of the index, every body; then signs what was found, and what remains. It may die anywhere and be called again by anybody: what is
 * erased is not met again, so that there is no cursor to lose. What it counts was counted before, and is noted once.
 * @param until ms; begins nothing new after it
 * @throws Refused as `checkEnded`; whatever keeps something from being erased, after all else of the same kind was
 */
export async function eraseProgram(parts: EraseProgramParts, id: string, until: number): Promise<ErasedProgram> {
  const { incidents: store, gates, disclosure, clock } = parts;
  const incident = await checkEnded({ store, gates }, id);
  if (incident.termination) return { outcome: 'erased', incident: id };
  if (await isNeeded({ store, gates }, id, longestHold(disclosure), clock.now()))
    return { outcome: 'held', incident: id };
  const { erasing } = incident.erasing ? incident : await noteFound(parts, id);
  const damaged = await eraseSubjects(parts, id, until);
  const isDone = damaged && (await destroyKeys(parts, until)) && (await eraseRows(parts, until));
  if (!isDone) return { outcome: 'more', incident: id };
  await parts.texts.erase(EVERYBODY, clock.now());
  const left = await count(parts.kept);
  // Those alone whose rows say nothing any more: their keys and segments are gone as all others'.
  if (left.subjects > damaged.size || left.keys + left.others + left.segments > 0)
    return { outcome: 'more', incident: id };
  const { removed } = await sweepObjects(parts.objects, { clock, force: true, age: 0 });
  await publish(parts, incident, { ...erasing!, left, swept: removed });
  return { outcome: 'erased', incident: id };
}

/** Before anything goes: a count that was lost with its answer would say less than there was. */
async function noteFound({ incidents, kept, clock }: EraseProgramParts, id: string) {
  const found = await count(kept);
  return incidents.advance(id, { once: 'erasing', set: { erasing: { since: clock.now(), found } } });
}

export async function count(kept: KeptRows): Promise<Kept> {
  const found: Kept = { subjects: 0, keys: 0, others: 0, segments: 0, objects: 0 };
  for await (const names of kept.subjects()) found.subjects += names.length;
  for await (const ids of kept.keys()) {
    const keys = ids.filter((keyId) => KEY_ID.test(keyId)).length;
    found.keys += keys;
    found.others += ids.length - keys;
  }
  for await (const segments of kept.segments()) {
    found.segments += segments.length;
    found.objects += segments.filter(({ hasObject }) => hasObject).length;
  }
  return found;
}

/** @returns those whose rows cannot be read; undefined where time ran out */
async function eraseSubjects(parts: EraseProgramParts, id: string, until: number): Promise<Set<string> | undefined> {
  const { kept, rows, clock } = parts;
  const damaged = new Set<string>();
  for await (const names of kept.subjects()) {
    await parallel(names, SUBJECTS_AT_A_TIME, async (subject) => {
      if (clock.now() >= until) return;
      try {
        await eraseSubject(parts, subject, {
          entry: (at) => ({ kind: 'erasure', at, actor: SYSTEM, incident: id }),
        });
      } catch (error) {
        if (!isDamage(error)) throw error;
        damaged.add(subject);
        await parts.texts.erase(subject);
      }
      await rows.erase(subject, 'all');
    });
    if (clock.now() >= until) return undefined;
  }
  return damaged;
}

/** A row that is not as it was written. */
const isDamage = (error: unknown): boolean =>
  isBroken(error) || (error instanceof SluiceError && error.name === 'Unreadable');

/** Those that no row names, too, and what stands beside them. @returns whether none was left for want of time */
async function destroyKeys({ kept, keyRing, clock }: EraseProgramParts, until: number): Promise<boolean> {
  for await (const ids of kept.keys()) {
    await parallel(ids, KEYS_AT_A_TIME, (keyId) => destroyKey(keyRing, keyId));
    if (clock.now() >= until) return false;
  }
  return true;
}

/** Of those who were erased before, and of who never had a row. @returns whether none was left for want of time */
async function eraseRows({ kept, rows, clock }: EraseProgramParts, until: number): Promise<boolean> {
  const done = new Set<string>();
  for await (const page of kept.segments()) {
    const subjects = [...new Set(page.map(({ subject }) => subject))].filter((subject) => !done.has(subject));
    for (const subject of subjects) {
      if (clock.now() >= until) return false;
      await rows.erase(subject, 'all');
      // The index by day lags behind: what it still shows of them is gone.
      done.add(subject);
    }
  }
  return true;
}

async function publish(
  parts: EraseProgramParts,
  { incident: id, ending, concludedAt }: Ended,
  { found, left, swept }: Pick<Termination, 'found' | 'left' | 'swept'>,
): Promise<void> {
  const { incidents, disclosure, program, clock } = parts;
  const at = clock.now();
  const { findings, epoch } = ending;
  const document: Termination = {
    ...{ program, incident: id, terminatedAt: concludedAt, decided: { findings, epoch }, erasedAt: at },
    ...{ found, left, swept, remains: remainsOf(disclosure, { terminatedAt: concludedAt, erasedAt: at, left }) },
  };
  const { link } = await issue(parts, 'findings', `${id}-termination`, DOCUMENT_KINDS.termination, document);
  await incidents.advance(id, {
    once: 'termination',
    set: { termination: link },
    facts: {
      ...{ kind: 'erasure', at, actor: SYSTEM, incident: id },
      detail: { document: link.document, subjects: found.subjects, keys: found.keys, segments: found.segments },
    },
  });
}
