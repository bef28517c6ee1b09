import { CERTAINTIES, type Certainty } from '../who-did/finding.ts';
import { unique, type WhoDidIt } from './people.ts';

/** Whose it is that was reached, and what of it: by the rows of the index. */
export interface StoredSegment {
  subject: string;
  segment: string;
  /** Events by kind. */
  kinds: Readonly<Record<string, number>>;
  tier: string;
  disclosure: string;
  /** ms, of the last frame. */
  arrivedTo: number;
}

export interface StoredFacts {
  /** Of everything that was stored at some time in the window. */
  segments: readonly StoredSegment[];
  /** What a disclosure lets an event of this kind hold; none: it is not known. */
  fieldsOf: (disclosure: string, kind: string) => readonly string[] | undefined;
}

export interface ConcernedPerson {
  subject: string;
  certainty: Certainty;
  /** Names, first ones. */
  segments: string[];
  count: number;
  kinds: string[];
  tiers: string[];
  by: string[];
}

export interface Concerned {
  subjects: ConcernedPerson[];
  /** Something that was done names nobody. */
  ofAnybody: boolean;
  /** Who can be meant by that: all whose records were stored, where that is known. */
  anybody?: { subjects: number; segments: number };
  /** Of what can have been read, each by how sure it is. */
  kinds: Record<string, Certainty>;
  tiers: Record<string, Certainty>;
  /** `kind.field`. */
  fields: Record<string, Certainty>;
  /** Segments of which nothing more is known. */
  notKnown: number;
}

const MOST_NAMED = 100;

export function concernedBy(did: readonly WhoDidIt[], stored: StoredFacts | undefined): Concerned {
  const rows = new Map((stored?.segments ?? []).map((row) => [`${row.subject} ${row.segment}`, row]));
  const of = new Map<string, StoredSegment[]>();
  for (const row of stored?.segments ?? []) of.set(row.subject, [...(of.get(row.subject) ?? []), row]);
  const people = new Map<string, ConcernedPerson>();
  const found: Concerned = { subjects: [], ofAnybody: false, kinds: {}, tiers: {}, fields: {}, notKnown: 0 };
  const seen = new Set<string>();

  const count = (row: StoredSegment, certainty: Certainty) => {
    for (const kind of Object.keys(row.kinds)) {
      raise(found.kinds, kind, certainty);
      // What may have been in it: a disclosure says what can be, no row says what is.
      for (const field of stored!.fieldsOf(row.disclosure, kind) ?? [])
        raise(found.fields, `${kind}.${field}`, weaker(certainty, 'likely'));
    }
    raise(found.tiers, row.tier, certainty);
  };

  for (const one of did) {
    if (one.refused || one.opened === 'no') continue;
    const { opened } = one;
    if (one.ofAnybody) found.ofAnybody = true;
    for (const subject of one.subjects) {
      const person = people.get(subject) ?? {
        subject,
        certainty: opened,
        segments: [],
        count: 0,
        kinds: [],
        tiers: [],
        by: [],
      };
      person.certainty = stronger(person.certainty, opened);
      person.by = [...new Set([...person.by, one.principal.name])];
      people.set(subject, person);
      const named = one.segments.flatMap((segment) => rows.get(`${subject} ${segment}`) ?? []);
      // A key opens everything of a person's.
      const all = named.length > 0 ? named : one.segments.length === 0 ? (of.get(subject) ?? []) : [];
      for (const row of all) {
        count(row, named.length > 0 ? opened : weaker(opened, 'likely'));
        person.kinds = unique([...person.kinds, ...Object.keys(row.kinds)]);
        person.tiers = unique([...person.tiers, row.tier]);
        if (seen.has(`${subject} ${row.segment}`)) continue;
        seen.add(`${subject} ${row.segment}`);
        person.count++;
        if (person.segments.length < MOST_NAMED) person.segments.push(row.segment);
      }
    }
    for (const segment of one.segments) {
      if (!one.subjects.some((subject) => rows.has(`${subject} ${segment}`))) found.notKnown++;
    }
    if (one.ofAnybody) for (const row of rows.values()) count(row, 'unknown');
  }
  return {
    ...found,
    subjects: [...people.values()].sort(
      (a, b) => CERTAINTIES.indexOf(a.certainty) - CERTAINTIES.indexOf(b.certainty) || (a.subject < b.subject ? -1 : 1),
    ),
    ...(found.ofAnybody && stored && { anybody: { subjects: of.size, segments: rows.size } }),
  };
}

const stronger = (a: Certainty, b: Certainty): Certainty =>
  CERTAINTIES[Math.min(CERTAINTIES.indexOf(a), CERTAINTIES.indexOf(b))]!;
const weaker = (a: Certainty, b: Certainty): Certainty =>
  CERTAINTIES[Math.max(CERTAINTIES.indexOf(a), CERTAINTIES.indexOf(b))]!;
const raise = (into: Record<string, Certainty>, name: string, certainty: Certainty) => {
  into[name] = into[name] === undefined ? certainty : stronger(into[name], certainty);
};
