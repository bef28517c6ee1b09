import { zstdDecompressSync } from 'node:zlib';
import { PART_NAME } from '../../api/export.ts';
import { readPublicKey, verifyDocument } from '../ledger/note.ts';
import { sha256 } from '../shared/canonical-json.ts';
import { Refused } from '../shared/errors.ts';
import { MANIFEST_KIND, type Manifest } from './export.ts';
import { openFile } from './sealed-part.ts';

/** What a model team does with what it fetched: needs no network and no cloud. */

/** The longest file of one part. */
const LONGEST = 1024 * 1024 * 1024;

interface FetchedDocuments {
  manifest: { document: Record<string, unknown>; note: string };
  card: string;
}

/**
 * The manifest of an export, when it is the one that was signed.
 * @param key PEM, of the program
 * @throws Refused `wrong-document`, and as `verifyDocument`
 */
export function readManifest({ manifest, card }: FetchedDocuments, id: string, key: string): Manifest {
  const document = manifest.document as unknown as Manifest;
  const { kind } = verifyDocument(manifest, readPublicKey(key));
  if (kind !== MANIFEST_KIND) throw new Refused('wrong-document', 'what is signed is no manifest of an export');
  if (document.export !== id) throw new Refused('wrong-document', 'the manifest is of another export');
  // They become names of files.
  if (!document.parts.every(({ part }) => PART_NAME.test(part)))
    throw new Refused('wrong-document', 'the manifest names parts that are none');
  if (document.card !== sha256(card))
    throw new Refused('wrong-document', 'the card is another one than the manifest names');
  return document;
}

/**
 * A file of a part in the clear: Parquet, or NDJSON of trajectories.
 * @param sealed as it was loaded
 * @throws Refused `wrong-document` when the manifest names another one, `unsealed`
 */
export function openExportFile(
  {
    manifest,
    part,
    file,
  }: {
    manifest: Pick<Manifest, 'program' | 'export' | 'parts'>;
    /** `key`: base64. */
    part: { part: string; key: string };
    file: 'data' | 'trajectories';
  },
  sealed: Uint8Array,
): Uint8Array {
  const named = manifest.parts.find((one) => one.part === part.part)?.[file];
  if (named === undefined || named !== sha256(sealed)) {
    throw new Refused('wrong-document', `the manifest names another ${file} of part ${part.part}`);
  }
  const context = { program: manifest.program, export: manifest.export, part: part.part, file };
  const bytes = openFile(sealed, context, Buffer.from(part.key, 'base64'));
  return file === 'data' ? bytes : zstdDecompressSync(bytes, { maxOutputLength: LONGEST });
}
