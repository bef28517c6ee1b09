import { readableEntry } from '../ledger/entry.ts';
import type { StoredEntry } from '../ledger/ledger.ts';
import type { Deployed } from './deployed.ts';
import type { Findings } from './findings.ts';
import type { Release } from './manifest.ts';
import { codeHash, type Noted, notedIn } from './running.ts';
import { toldHash } from './template.ts';

/** What the ledger said last of what was running. @param entries of any kind, in any order */
export async function lastNoted(entries: AsyncIterable<StoredEntry>): Promise<Noted | undefined> {
  let last: Noted | undefined;
  for await (const stored of entries) {
    const entry = readableEntry(stored);
    const noted = entry && notedIn(entry);
    if (noted && (last === undefined || noted.at >= last.at)) last = noted;
  }
  return last;
}

/** Is what the ledger says was running last this release, in the code that was read? */
export function compareNoted(
  { templates, manifest }: Release,
  { functions }: Pick<Deployed, 'functions'>,
  noted: Noted | undefined,
  findings: Findings,
): void {
  if (!noted) {
    findings.skipped('ledger', 'it says nothing of what was deployed');
    return;
  }
  const expected = Object.fromEntries(Object.entries(templates).map(([name, one]) => [name, toldHash(one)]));
  findings.names('ledger', 'template of', expected, noted.templates);
  const archives = Object.keys(manifest.functions).flatMap((name) => {
    const archive = functions[name]?.archive;
    return archive === undefined ? [] : [[name, archive]];
  });
  if (archives.length < Object.keys(manifest.functions).length) {
    findings.skipped('ledger', 'the code of some functions was not read');
  } else if (codeHash(Object.fromEntries(archives)) !== noted.code) {
    findings.differs('ledger', 'says that other code was running');
  }
}
