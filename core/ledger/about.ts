import type { Choice, WordsGone } from '../../api/words.ts';
import { thatFit } from '../shared/answer-size.ts';
import { actedBy } from './actor.ts';
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
  /** Of a reading by somebody else: the grant that was live then, where it stands in what was looked through. */
  grant?: GrantThen;
}

/** Times in ms. */
export interface GrantThen {
  /** As the ledger names them. */
  givenBy: string;
  givenAt: number;
  expires: number;
}

export interface EntriesAbout {
  /** In order of time. */
  entries: EntryAbout[];
  /** By purpose, the one of the newest first: lists by name that are of everybody, so that nobody knows who stood in them. */
  everybody: ListsOfEverybody[];
  /** ms; where the ledger is too long to be looked through, what is older than this was not. An export of the ledger has it all. */
  since?: number;
  /** What the person did themselves, where that was left out. */
  own?: number;
  /** Entries that cannot be read, so that nobody knows whom they are about: verifying the ledger names them. */
  unreadable?: number;
}

/** Times in ms. Without the reader's words, which may be about somebody else. */
export interface ListsOfEverybody {
  purpose: string;
  count: number;
  first: number;
  newest: number;
}

/** Who lists for a purpose and names nobody; totals have none, and are of nobody. */
export const isListOfEverybody = ({ kind, subject, purpose }: Entry): boolean =>
  kind === 'listing' && subject === undefined && purpose !== undefined;

interface AskedAbout extends Pick<PersonInLedger, 'choiceOf'> {
  subject: string;
  /**
   * Leaves out what the person did: who has read all that is theirs would be shown nothing else.
   * @default false
   */
  withoutOwn?: boolean;
}

/**
 * What the ledger says about one subject: who read what of theirs, why, and what they decided; the newest that fit into an answer. Walks
 * the ends of all chains: made for a person who asks now and then, not for a dashboard.
 */
export async function entriesAbout(
  { ledger, texts }: { ledger: LedgerReader; texts: Pick<LedgerTexts, 'of'> },
  { subject, choiceOf, withoutOwn = false }: AskedAbout,
  most = MOST,
): Promise<EntriesAbout> {
  let since: number | undefined;
  let unreadable = 0;
  let own = 0;
  const grants: Entry[] = [];
  const lists: Entry[] = [];
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
          if (entry.kind === 'grant') grants.push(entry);
          if (isListOfEverybody(entry)) lists.push(entry);
          const choice = choiceOf(entry);
          const isOwn = choice !== undefined || actedBy(entry).role === 'subject';
          if (choice === undefined && entry.subject !== subject) continue;
          if (withoutOwn && isOwn) own++;
          else found.push({ ...entry, ...(choice && { choice }) });
        }
      }
      return found;
    }),
  );
  const all = about.flat().sort((a, b) => b.at - a.at);
  // Twice: only of those that fit the words are looked for.
  const granted = all.map((entry) => {
    const grant = grantOf(entry, grants);
    return { ...entry, ...(grant && { grant }) };
  });
  const newest = thatFit(await withWords(texts, thatFit(granted)));
  const cut = newest.length < all.length ? newest.at(-1)!.at : undefined;
  const oldest = Math.max(since ?? 0, cut ?? 0);
  return {
    entries: newest.reverse(),
    everybody: byPurpose(lists),
    ...(oldest > 0 && { since: oldest }),
    ...(own > 0 && { own }),
    ...(unreadable > 0 && { unreadable }),
  };
}

const byPurpose = (lists: readonly Entry[]): ListsOfEverybody[] =>
  [...Map.groupBy(lists, ({ purpose }) => purpose!)]
    .map(([purpose, some]) => {
      const times = some.map(({ at }) => at).sort((a, b) => a - b);
      return { purpose, count: some.length, first: times[0]!, newest: times.at(-1)! };
    })
    .sort((a, b) => b.newest - a.newest);

/** The last one before a reading, of its reader and for its purpose, that had not expired. */
function grantOf({ kind, actor, purpose, at }: Entry, grants: readonly Entry[]): GrantThen | undefined {
  const { role, name } = actedBy({ kind, actor });
  if (role !== 'reader' || purpose === undefined) return undefined;
  const last = grants
    .filter((grant) => grant.detail?.reader === name && grant.purpose === purpose && grant.at <= at)
    .reduce<Entry | undefined>((newest, grant) => (newest && newest.at > grant.at ? newest : grant), undefined);
  const expires = Number(last?.detail?.expires);
  if (!last || !(expires > at)) return undefined;
  return { givenBy: last.actor, givenAt: last.at, expires };
}

async function withWords(texts: Pick<LedgerTexts, 'of'>, entries: readonly EntryAbout[]): Promise<EntryAbout[]> {
  const openings = await texts.of(entries);
  return entries.map((entry) => {
    const opening = openings.get(entry.commitment ?? '');
    const words = wordsOf(entry, opening);
    return { ...entry, ...words, ...(opening && words.reason !== undefined && { opening }) };
  });
}
