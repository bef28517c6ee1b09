import { readableEntry } from '../ledger/entry.ts';
import type { StoredEntry } from '../ledger/ledger.ts';
import type { Findings } from './findings.ts';
import type { Release } from './manifest.ts';
import { type Running, templatesIn } from './running.ts';
import { toldHash } from './template.ts';

/** What the ledger said last of what was deployed. */
export interface Noted {
  /** ms. */
  at: number;
  templates: Running['templates'];
}

/** @param entries of any kind, in any order; what cannot be read is left to who verifies the ledger */
export async function lastNoted(entries: AsyncIterable<StoredEntry>): Promise<Noted | undefined> {
  let last: Noted | undefined;
  for await (const stored of entries) {
    const entry = readableEntry(stored);
    const templates = entry && templatesIn(entry);
    if (entry && templates && (last === undefined || entry.at >= last.at)) last = { at: entry.at, templates };
  }
  return last;
}

/** Is what the ledger says was deployed last this release? */
export function compareNoted({ templates }: Release, noted: Noted | undefined, findings: Findings): void {
  if (!noted) {
    findings.skipped('ledger', 'it says nothing of what was deployed');
    return;
  }
  const expected = Object.fromEntries(Object.entries(templates).map(([name, one]) => [name, toldHash(one)]));
  findings.names('ledger', 'template of', expected, noted.templates);
}
