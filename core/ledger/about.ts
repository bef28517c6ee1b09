import { thatFit } from '../shared/answer-size.ts';
import { parseEntry } from './entry.ts';
import { type Entry, type LedgerReader, tipsOf } from './ledger.ts';
import { walk } from './walk.ts';

/**
 * What the ledger says about one subject, in order of time: who read what of theirs, and what they decided; the newest that fit into an
 * answer.
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
  const newest = thatFit(chains.flat().sort((a, b) => b.at - a.at));
  return newest.reverse();
}
