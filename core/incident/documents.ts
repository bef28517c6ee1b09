import { canonicalJson } from '../ledger/entry.ts';
import type { Evidence, EvidenceFolder } from '../ledger/evidence.ts';
import type { SignedDocument, Signer } from '../ledger/ledger.ts';
import { readPublicKey, signDocument, verifyDocument } from '../ledger/note.ts';
import { Refused } from '../shared/errors.ts';
import type { DocumentLink } from './incident.ts';

/** What issues and reads signed documents. */
export interface DocumentIssuer {
  signer: Signer;
  evidence: Evidence;
}

export const DOCUMENT_KINDS = {
  receipt: 'closure-receipt',
  certificate: 'quiescence-certificate',
  findings: 'findings',
  summary: 'findings-summary',
  termination: 'termination',
} as const;

/** Signs a document, puts it under Object Lock, and returns both. */
export async function issue<T>(
  { signer, evidence }: DocumentIssuer,
  folder: EvidenceFolder,
  stem: string,
  kind: string,
  document: T,
): Promise<{ signed: SignedDocument<T>; link: DocumentLink }> {
  const signed = await signDocument(signer, kind, document);
  const { hash } = verifyDocument(signed, readPublicKey(await signer.publicKey()));
  const bytes = Buffer.from(`${canonicalJson(signed)}\n`);
  const link = await evidence.put({ folder, stem, extension: 'json', bytes });
  return { signed, link: { ...link, document: hash } };
}

/**
 * The document that a link names. A good signature alone would not do: every document of the program has one, and the one of
 * another incident, or of another kind, must not pass for this one.
 * @param kind @default any: the hash that the link names decides
 * @throws Refused when it is gone, damaged, not signed by this program's key, of another kind, or not the one that is named
 */
export async function readIssued<T>(
  { signer, evidence }: DocumentIssuer,
  link: DocumentLink,
  kind?: (typeof DOCUMENT_KINDS)[keyof typeof DOCUMENT_KINDS],
): Promise<SignedDocument<T>> {
  const signed = JSON.parse(Buffer.from(await evidence.get(link.name)).toString('utf8')) as SignedDocument<T>;
  const verified = verifyDocument(signed, readPublicKey(await signer.publicKey()));
  if (verified.hash !== link.document || verified.kind !== (kind ?? verified.kind)) {
    throw new Refused('wrong-document', 'the evidence is not the document that is named');
  }
  return signed;
}
