import type { SignedDocument } from '../ledger/ledger.ts';
import { verifyDocument } from '../ledger/note.ts';
import { Refused } from '../shared/errors.ts';
import { DOCUMENT_KINDS } from './documents.ts';

/** A signed document of a file: what it is, and whose. */
export interface FoundDocument {
  kind: string;
  /** Hex SHA-256 of its canonical form. */
  hash: string;
  program: string;
  incident: string;
  /** Hashes of the documents that it rests on. */
  receipt?: unknown;
  certificate?: unknown;
  findings?: unknown;
}

export interface DocumentsVerdict {
  documents: FoundDocument[];
  problems: string[];
}

type Members = Record<string, unknown>;
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const FIELDS: Readonly<Record<string, string>> = DOCUMENT_KINDS;
const KINDS: ReadonlySet<string> = new Set(Object.values(DOCUMENT_KINDS));

/** A signed document, or an answer about an incident that holds several: each signed, of the kind of its field, about one incident. */
export function verifyDocuments(value: unknown, spki: Uint8Array, program?: string): DocumentsVerdict {
  if (!isObject(value)) return { documents: [], problems: ['nothing signed in it'] };
  if ('document' in value || 'note' in value) return one('', value, spki, program);
  const parts = Object.entries(value).filter(([, part]) => isObject(part) && ('document' in part || 'note' in part));
  const missing = linksOf(value).filter(([field]) => !parts.some(([name]) => name === field));
  if (parts.length === 0 && missing.length === 0) return { documents: [], problems: ['nothing signed in it'] };
  const found = parts.map(([field, part]) => [field, one(field, part as Members, spki, program)] as const);
  const documents = found.flatMap(([, verdict]) => verdict.documents);
  return {
    documents,
    problems: [
      ...found.flatMap(([, { problems }]) => problems),
      ...missing.map(([field]) => `${field}: the incident names one, and it is not there`),
      ...found.flatMap(([field, verdict]) => verdict.documents.flatMap((document) => asNamed(value, field, document))),
      ...together(documents),
    ],
  };
}

/** What documents that belong together say of each other. */
export function together(documents: readonly FoundDocument[]): string[] {
  const [first] = documents;
  const problems = documents
    .filter(({ incident }) => incident !== first!.incident)
    .map(({ kind, incident }) => `${kind}: of incident ${incident}, and not of ${first!.incident}`);
  if (problems.length > 0) return problems;
  const hashOf = (kind: string) => documents.find((document) => document.kind === kind)?.hash;
  const { receipt, certificate, findings } = DOCUMENT_KINDS;
  const rests = (named: unknown, there: string | undefined) => named === undefined || !there || named === there;
  return documents.flatMap((document) => [
    ...(rests(document.receipt, hashOf(receipt)) ? [] : [`${document.kind}: rests on another receipt`]),
    ...(rests(document.certificate, hashOf(certificate)) ? [] : [`${document.kind}: rests on another certificate`]),
    ...(rests(document.findings, hashOf(findings)) ? [] : [`${document.kind}: rests on another findings`]),
  ]);
}

function one(field: string, part: Members, spki: Uint8Array, program?: string): DocumentsVerdict {
  const bad = (why: string): DocumentsVerdict => ({ documents: [], problems: [field ? `${field}: ${why}` : why] });
  const { document, note } = part;
  if (typeof note !== 'string' || !isObject(document)) return bad('not signed');
  if (field && !FIELDS[field]) return bad('no signed document is expected here');
  let verified: ReturnType<typeof verifyDocument>;
  try {
    verified = verifyDocument({ document, note } satisfies SignedDocument<unknown>, spki);
  } catch (error) {
    if (error instanceof RangeError) return bad('nested too deeply');
    if (!(error instanceof Refused)) throw error;
    return bad(error.message);
  }
  const { kind, hash, origin } = verified;
  if (field && kind !== FIELDS[field]) return bad(`a ${kind}, and not a ${FIELDS[field]}`);
  if (!KINDS.has(kind)) return bad(`a ${kind}: no such kind is known`);
  const of = origin.split('/')[1]!;
  if (program !== undefined && of !== program) return bad(`of program ${of}, not of ${program}`);
  if (document.program !== of) return bad(`of program ${String(document.program)}, and signed as ${of}`);
  if (typeof document.incident !== 'string') return bad('names no incident');
  const rests: Members = isObject(document.closure) ? document.closure : document;
  const { receipt, certificate } = rests;
  const incident = document.incident;
  // Of a summary the hash of what it sums up; the findings themselves hold a list under that name.
  const findings = kind === DOCUMENT_KINDS.summary ? document.findings : undefined;
  return { documents: [{ kind, hash, program: of, incident, receipt, certificate, findings }], problems: [] };
}

/** Documents that the incident itself names, by field. */
function linksOf({ incident }: Members): [string, Members][] {
  if (!isObject(incident)) return [];
  return Object.keys(FIELDS).flatMap((field): [string, Members][] => {
    const link = incident[field];
    return isObject(link) ? [[field, link]] : [];
  });
}

function asNamed(value: Members, field: string, { hash, incident }: FoundDocument): string[] {
  if (!isObject(value.incident)) return [];
  const id = value.incident.incident;
  if (id !== undefined && id !== incident) return [`${field}: of incident ${incident}, and not of ${String(id)}`];
  const link = linksOf(value).find(([name]) => name === field)?.[1];
  return link && link.document !== hash ? [`${field}: not the one that the incident names`] : [];
}
