import type { ExportState, ReadRefusal, StoppedBy } from '../../api/words.ts';
import type { SensitiveType, Tier } from '../../redaction/redactor.ts';
import type { EventKind } from '../../wire/event.ts';
import type { Trims } from '../consent/trims.ts';
import type { EntryReceipt, SignedDocument } from '../ledger/ledger.ts';
import type { CutPart } from '../reading/slice.ts';
import type { PlannedPart } from './plan.ts';
import type { ExportQuery, ExportRules } from './query.ts';

/**
 * An export: planned once, cut part by part, sealed when every part is there. Nothing of it opens before, so that what is there in part
 * never looks whole.
 */

export type { ExportState, StoppedBy };

export interface Export {
  /** ULID, made by who asks: asked again it is the same one. */
  export: string;
  /** `sub` of who asked: on their grant it is read, and by them alone it is opened. */
  reader: string;
  /** Groups of who asked that the purpose is for. */
  as: string[];
  query: ExportQuery;
  rules: ExportRules;
  /** Version of the disclosure in force. */
  disclosure: string;
  state: ExportState;
  stopped?: StoppedBy;
  /** ms. */
  asked: number;
  /** ms; from then on nothing of it opens. */
  expires: number;
  /** The entry that it was begun. */
  receipt: EntryReceipt;
  /** Known once it is planned. */
  parts?: number;
  people?: number;
  sealed?: { at: number; hash: string; rows: number; people: number };
  /** ms; since then IAM denies what opens segments. */
  denied?: number;
  /** Of what was fetched, as they were said to be: where each lies, and the table over it. In order. */
  copies?: string[];
}

/** One thing of a part that lies in the bucket, sealed. */
export interface SealedObject {
  object: string;
  /** Of what lies there. */
  bytes: number;
  /** Hex, of what lies there. */
  sha256: string;
}

export interface Counts {
  rows: number;
  sessions: number;
  byKind: Partial<Record<EventKind, number>>;
  byApplication: Record<string, number>;
  /** Segments, by the highest of what is in it of theirs: that of then, or one that was found when it was made. */
  byTier: Partial<Record<Tier, number>>;
  /** Segments that stayed out, by reason; `retention`: theirs ends before the export does. */
  left: Partial<Record<ReadRefusal | 'retention' | 'too-large', number>>;
  /**
   * Events that stayed out: not asked for, of a kind or application that nobody may have any more, found by redaction, beyond what a column
   * holds, or of a tier by now that the purpose has not. With the rows they are all events of the segments that did not stay out.
   */
  dropped: { query: number; disclosure: number; redaction: number; range: number; tier: number };
  /** Values that the second redaction found, by type. */
  found: Partial<Record<SensitiveType, number>>;
}

export interface PartRow extends PlannedPart {
  /** Absent until it is cut. */
  cut?: CutFacts;
}

export interface CutFacts {
  counts: Counts;
  /** Planted values that the second redaction was tested with meanwhile. */
  recall: { planted: number; found: number };
  /** Under this key of the subject the part's own is wrapped. */
  keyId: string;
  /** What the subject had trimmed when it was cut. */
  trims?: Trims;
  /** An Encryption SDK message that holds 32 bytes. Absent of a part without rows. */
  wrapped?: Uint8Array;
  data?: SealedObject;
  trajectories?: SealedObject;
}

/** A person as they were when a part of theirs was cut. */
export type Held = Omit<CutPart, 'part'>;

/** Port. Rows of exports: they go, keys and all, when the export expires. */
export interface ExportStore {
  /** @returns the one that is there, when there is one of that id */
  create(asked: Export): Promise<Export>;
  find(id: string): Promise<Export | undefined>;
  /** All that there are, in no order. */
  list(): Promise<Export[]>;
  /** Puts what is to be cut. Of a planner that died nothing is left: the plan is that of who comes to the end of it. `planned` -> `making`. */
  plan(id: string, parts: readonly PlannedPart[], people: number): Promise<void>;
  part(id: string, part: string): Promise<PartRow | undefined>;
  /** In order of name. @param after the last of the page before */
  parts(id: string, after?: string): Promise<{ parts: PartRow[]; next?: string }>;
  /**
   * One transaction: the export is being made, the part is not cut yet.
   * @returns false when one of them is not so: what was cut is noise
   */
  cut(id: string, part: string, facts: CutFacts): Promise<boolean>;
  /** Whose rows it has, one of a person, as they were then. @param after `next` of the page before */
  held(id: string, after?: string): Promise<{ held: Held[]; next?: string }>;
  /** Ids of those that have, or had, rows of somebody. */
  holding(subject: string): Promise<string[]>;
  /** `making` -> `sealed`. @returns false when it is not being made */
  seal(id: string, sealed: NonNullable<Export['sealed']>): Promise<boolean>;
  /** @returns false when it is sealed, or has ended */
  stop(id: string, by: StoppedBy): Promise<boolean>;
  /** Notes since when its making is denied, or that it is not any more. One that is not being made has neither. */
  denied(id: string, since: number | undefined): Promise<void>;
  /** From then on it opens for nobody. @returns false when it was taken back before */
  revoke(id: string): Promise<boolean>;
  /** Notes that a copy lies somewhere, or that it has gone. @returns false when it was so before */
  copy(id: string, copy: string, there: boolean): Promise<boolean>;
  /** Takes the wrapped keys of all parts away. */
  forget(id: string): Promise<void>;
}

/** Port. Where sealed parts lie, and the documents about them, until they expire. */
export interface ExportObjects {
  /** Under a new random name, of this export. */
  put(id: string, bytes: Uint8Array): Promise<string>;
  /** The documents of an export: the first ones that were put stand. @returns those that stand */
  publish(id: string, documents: ExportDocuments): Promise<ExportDocuments>;
  /** Names of the parts, where the workflow reads them. */
  names(id: string, names: readonly string[]): Promise<void>;
  documents(id: string): Promise<ExportDocuments | undefined>;
  /** A URL under which an object can be got for a while without more. */
  link(object: string, seconds: number): Promise<string>;
}

export interface ExportDocuments {
  manifest: SignedDocument<Manifest>;
  /** Markdown, signed by its hash in the manifest. */
  card: string;
}

/** Of what is signed. */
export const MANIFEST_KIND = 'export-manifest';

/** What an export is, signed: nothing that is not in it belongs to it, and nothing that is in it can be left out unnoticed. */
export interface Manifest {
  export: string;
  program: string;
  purpose: string;
  disclosure: string;
  query: ExportQuery;
  rules: ExportRules;
  /** ms. */
  sealed: number;
  expires: number;
  /** Of the grant: who gave it to whom stands in the ledger. */
  receipt: EntryReceipt;
  people: number;
  counts: Counts;
  /** In order of name. */
  parts: { part: string; person: string; rows: number; data?: string; trajectories?: string }[];
  /** Those that let it be made, as text of Cedar, and the SHA-256 of that. */
  policy: { hash: string; text: string };
  redaction: Redaction;
  /** Hex SHA-256 of the card. */
  card: string;
}

/** How text was looked at once more. */
export interface Redaction {
  /** Of the tagger's weights, hex SHA-256. */
  model: string;
  /** Planted values and those that were found while this was cut. */
  planted: number;
  found: number;
}
