import type { Choice, WordsGone } from '../../api/words.ts';
import { thatFit } from '../shared/answer-size.ts';
import type { PersonInLedger } from './choice.ts';
import { wordsOf } from './commitment.ts';
import { readableEntry } from './entry.ts';
import { CHECKPOINT_CHAIN, type ChainTip, type Entry, type LedgerReader, type Opening, tipsOf } from './ledger.ts';
import type { LedgerTexts } from './texts.ts';
import { walk } from './walk.ts';

/** Newest entries of each chain that are looked through: what an answer has time for. */
const MOST = 20_000;

/** An entry every five minutes, and none about anybody. */
const ofPeople = ({ chain }: ChainTip) => chain !== CHECKPOINT_CHAIN;

/** An entry as the person who asks is shown it; beside it what is told to nobody else, or is no part of what was hashed. */
export interface EntryAbout extends Entry {
  /** What they chose by it. */
  choice?: Choice;
  /** Proof of `reason`, where it does not stand in the entry. */
  opening?: Opening;
  /** Why there are no words of an entry that was written with some. */
  text?: WordsGone;
}

export interface EntriesAbout {
  /** In order of time. */
  entries: EntryAbout[];
  /** ms; where the ledger is too long to be looked through, what is older than this was not. An export has it all. */
  since?: number;
  /** Entries that cannot be read, so that nobody knows whom they are about: verifying the ledger names them. */
  unreadable?: number;
}

/**
 * What the ledger says about one subject: who read what of theirs, why, and what they decided; the newest that fit into an answer. Walks
 * the ends of all chains: made for a person who asks now and then, not for a dashboard.
 */
export async function entriesAbout(
  { ledger, texts }: { ledger: LedgerReader; texts: Pick<LedgerTexts, 'of'> },
  { subject, choiceOf }: Pick<PersonInLedger, 'choiceOf'> & { subject: string },
  most = MOST,
): Promise<EntriesAbout> {
  let since: number | undefined;
  let unreadable = 0;
  const about = await Promise.all(
    (await tipsOf(ledger)).filter(ofPeople).map(async ({ chain, length }) => {
      const found: EntryAbout[] = [];
      const from = Math.max(0, length - most);
      let first = from === 0;
      for await (const page of walk(ledger, chain, from, length)) {
        const entries = page.flatMap((stored) => readableEntry(stored) ?? []);
        unreadable += page.length - entries.length;
        if (!first && entries[0]) {
          since = Math.max(since ?? 0, entries[0].at);
          first = true;
        }
        for (const entry of entries) {
          const choice = choiceOf(entry);
          if (choice) found.push({ ...entry, choice });
          else if (entry.subject === subject) found.push(entry);
        }
      }
      return found;
    }),
  );
  const all = about.flat().sort((a, b) => b.at - a.at);
  // Twice: only of those that fit the words are looked for.
  const newest = thatFit(await withWords(texts, thatFit(all)));
  const cut = newest.length < all.length ? newest.at(-1)!.at : undefined;
  const oldest = Math.max(since ?? 0, cut ?? 0);
  return { entries: newest.reverse(), ...(oldest > 0 && { since: oldest }), ...(unreadable > 0 && { unreadable }) };
}

async function withWords(texts: Pick<LedgerTexts, 'of'>, entries: readonly EntryAbout[]): Promise<EntryAbout[]> {
  const openings = await texts.of(entries);
  return entries.map((entry) => {
    const opening = openings.get(entry.commitment ?? '');
    const words = wordsOf(entry, opening);
    return { ...entry, ...words, ...(opening && words.reason !== undefined && { opening }) };
  });
}
