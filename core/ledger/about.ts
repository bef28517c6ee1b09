import { parseEntry } from './entry.ts';
import type { Entry, LedgerReader } from './ledger.ts';

/**
 * Everything that the ledger says about one subject, in order of time: who read what of theirs, and what they decided.
 * Walks all chains: made for a person who asks now and then, not for a dashboard.
 */
export async function entriesAbout(ledger: LedgerReader, subject: string): Promise<Entry[]> {
  const tips = await ledger.tips();
  const chains = await Promise.all(tips.map(({ chain }) => ledger.entries(chain)));
  const about = chains
    .flat()
    .map(parseEntry)
    .filter((entry) => entry.subject === subject);
  return about.sort((a, b) => a.at - b.at);
}
