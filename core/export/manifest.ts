import type { Disclosure } from '../disclosure/disclosure.ts';
import type { Signer } from '../ledger/ledger.ts';
import { signDocument } from '../ledger/note.ts';
import type { Policy } from '../policy/policy.ts';
import { sha256 } from '../shared/canonical-json.ts';
import { cardOf } from './card.ts';
import {
  type Export,
  type ExportDocuments,
  MANIFEST_KIND,
  type Manifest,
  type PartRow,
  type Redaction,
} from './export.ts';
import { sumCounts } from './part.ts';
import { requirePeople } from './query.ts';

interface Made {
  program: string;
  disclosure: Pick<Disclosure, 'title' | 'language' | 'purposes' | 'controller'>;
  policy: Pick<Policy, 'hash' | 'text'>;
  made: Export;
  /** All of them, cut. */
  rows: readonly PartRow[];
  /** ms. */
  at: number;
  person: (subject: string) => string;
  /** Of the tagger's weights, hex SHA-256. */
  model: string;
}

/**
 * Manifest and card of an export that is whole.
 * @throws Refused `too-few` when fewer people are left in it than it has to be of
 */
export async function documentsOf(signer: Signer, of: Made): Promise<ExportDocuments> {
  const { made, rows, at, program, person, model } = of;
  const counts = sumCounts(rows.map(({ cut }) => cut!.counts));
  const people = new Set(rows.filter(({ cut }) => cut!.counts.rows > 0).map(({ subject }) => subject)).size;
  requirePeople(people, made.rules);
  const sum = (name: 'planted' | 'found') => rows.reduce((all, { cut }) => all + cut!.recall[name], 0);
  const redaction: Redaction = { model, planted: sum('planted'), found: sum('found') };
  const manifest: Omit<Manifest, 'card'> = {
    ...{ export: made.export, program, purpose: made.query.purpose, disclosure: made.disclosure },
    ...{ query: made.query, rules: made.rules, sealed: at, expires: made.expires, receipt: made.receipt },
    ...{ people, counts, redaction, policy: { hash: of.policy.hash, text: of.policy.text } },
    parts: rows.map(({ part, subject, cut }) => ({
      part,
      person: person(subject),
      rows: cut!.counts.rows,
      ...(cut!.data && { data: cut!.data.sha256 }),
      ...(cut!.trajectories && { trajectories: cut!.trajectories.sha256 }),
    })),
  };
  const card = cardOf(manifest, of.disclosure);
  return { manifest: await signDocument(signer, MANIFEST_KIND, { ...manifest, card: sha256(card) }), card };
}
