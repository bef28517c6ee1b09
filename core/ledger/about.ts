import { parseEntry } from './entry.ts';
import { type Entry, type LedgerReader, tipsOf } from './ledger.ts';
import { walk } from './walk.ts';

/**
 * Everything that the ledger says about one subject, in order of time: who read what of theirs, and what they decided.
 * Walks all chains: made for a person who asks now and then, not for a dashboard.
 */
export async function entriesAbout(ledger: LedgerReader, subject: string): Promise<Entry[]> {
  const chains = await Promise.all(
    (await tipsOf(ledger)).map(async ({ chain, length }) => {
      const about: Entry[] = [];
      for await (const page of walk(ledger, chain, 0, length)) {
        about.push(...page.map(parseEntry).filter((entry) => entry.subject === subject));
      }
      return about;
    }),
  );
  return chains.flat().sort((a, b) => a.at - b.at);
}
