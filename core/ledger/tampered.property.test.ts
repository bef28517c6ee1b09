import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type MemoryCheckpoints, memoryCheckpoints } from './checkpoint-store.memory.ts';
import { canonicalJson, link, parseEntry, sha256 } from './entry.ts';
import { issueCheckpoint } from './issue-checkpoint.ts';
import { memoryLedger } from './ledger.memory.ts';
import { CHECKPOINT_CHAIN, type EntryFacts, type StoredEntry } from './ledger.ts';
import { readPublicKey } from './note.ts';
import { readerOf } from './reader.memory.ts';
import { memorySigner } from './signer.memory.ts';
import { startOf } from './verify.ts';
import { ledgerVerifier } from './verify-ledger.ts';
import { wholeChain } from './walk.ts';

/** Of an entry or a checkpoint; what says where it is wrong has to name one of them. */
type Place = { chain: string; entries: number[] } | { checkpoints: number[] };

interface Kept {
  chains: Record<string, StoredEntry[]>;
  notes: Map<number, string[]>;
}

const signer = memorySigner('sluice/test');
const AT = 1_700_000_000_000;
const CHECKPOINTS = 14;
/** Of each; a thousand are run by `SLUICE_RUNS=500 npm run test:unit -- --testPathPatterns tampered`. */
const RUNS = Number(process.env.SLUICE_RUNS ?? 100);

/** Three chains and that of the checkpoints; some entries between each two checkpoints, and none behind the last. */
async function signedLedger(): Promise<Kept> {
  const ledger = memoryLedger({ random: seeded(7) });
  const checkpoints = memoryCheckpoints();
  for (let number = 1; number <= CHECKPOINTS; number++) {
    for (let index = 0; index < 3; index++) {
      const facts: EntryFacts = { kind: 'read', at: AT + number, actor: `reader:r${index}` };
      await ledger.append(facts);
    }
    await issueCheckpoint({ ledger, checkpoints, signer, clock: { now: () => AT + number } });
  }
  const chains: Kept['chains'] = {};
  for (const chain of ledger.chains) {
    const entries = await wholeChain(ledger, chain);
    if (entries.length > 0) chains[chain] = entries;
  }
  return { chains, notes: checkpoints.kept };
}

function seeded(state: number) {
  let at = state;
  return () => {
    at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
    return at / 2_147_483_648;
  };
}

const rehashed = ({ body }: StoredEntry, change: object): StoredEntry => {
  const changed = canonicalJson({ ...JSON.parse(body), ...change });
  return { body: changed, hash: sha256(changed) };
};

/** All entries from one on written anew, so that each follows the one before: what somebody with every right but the key can do. */
function rewritten(chain: string, entries: readonly StoredEntry[], from: number, change: object): StoredEntry[] {
  const before = entries[from - 2];
  let tip = before ? { chain, length: from - 1, hash: before.hash } : startOf(chain);
  return [
    ...entries.slice(0, from - 1),
    ...entries.slice(from - 1).map((stored, index) => {
      const { hash: _, seq: __, previous: ___, chain: ____, ...facts } = parseEntry(stored);
      const next = link(tip, { ...facts, ...(index === 0 && change) } as EntryFacts);
      tip = next.tip;
      return next.stored;
    }),
  ];
}

const OTHER = { actor: 'reader:somebody-else' };

/** What somebody does to entry `seq` of a chain, and where that may be seen. */
const ON_ENTRIES: Record<string, (e: StoredEntry[], seq: number, chain: string) => [StoredEntry[], number[]]> = {
  'edits a body': (entries, seq) => [
    entries.with(seq - 1, { ...entries[seq - 1]!, body: rehashed(entries[seq - 1]!, OTHER).body }),
    [seq],
  ],
  'edits an entry and its hash': (entries, seq) => [
    entries.with(seq - 1, rehashed(entries[seq - 1]!, OTHER)),
    [seq, seq + 1],
  ],
  'writes all from there on anew': (entries, seq, chain) => {
    const anew = rewritten(chain, entries, seq, OTHER);
    // Any of those that were signed.
    return [anew, entries.map((_, index) => index + 1).filter((at) => at >= seq)];
  },
  'takes an entry away': (entries, seq) => [entries.toSpliced(seq - 1, 1), [seq, entries.length]],
  'puts an entry in twice': (entries, seq) => [entries.toSpliced(seq - 1, 0, entries[seq - 1]!), [seq + 1]],
  'swaps two': (entries, seq) => {
    const other = seq === entries.length ? Math.max(1, seq - 1) : seq + 1;
    const swapped = entries.with(seq - 1, entries[other - 1]!).with(other - 1, entries[seq - 1]!);
    return [swapped, [Math.min(seq, other)]];
  },
  'cuts the chain off': (entries, seq) => [entries.slice(0, seq - 1), [seq, seq - 1, entries.length]],
};

/** What somebody does to so many checkpoints from a number on. */
const ON_CHECKPOINTS: Record<string, (notes: Kept['notes'], numbers: number[]) => void> = {
  'deletes checkpoints in a row': (notes, numbers) => {
    for (const number of numbers) notes.delete(number);
  },
  'puts an older one in place of one': (notes, numbers) => {
    for (const number of numbers) notes.set(number, notes.get(number === 1 ? 2 : number - 1)!);
  },
  'edits a note': (notes, numbers) => {
    for (const number of numbers) notes.set(number, [notes.get(number)![0]!.replace(/^time 2/m, 'time 1')]);
  },
  'puts another one beside it': (notes, numbers) => {
    for (const number of numbers) {
      notes.set(number, [...notes.get(number)!, ...notes.get(number === 1 ? 2 : number - 1)!]);
    }
  },
};

/** What the next run of the schedule says. It signs nothing over what does not hold. */
async function live({ chains, notes }: Kept): Promise<string> {
  const store = storeOf(notes);
  const all = memoryLedger().chains;
  const ledger = { ...readerOf(chains), chains: all };
  const clock = { now: () => AT + CHECKPOINTS + 1 };
  return issueCheckpoint({ ledger, checkpoints: store, signer, clock }).then(
    () => '',
    ({ message }: Error) => message,
  );
}

function storeOf(notes: Kept['notes']): MemoryCheckpoints {
  const store = memoryCheckpoints();
  for (const [number, versions] of notes) store.kept.set(number, versions);
  return store;
}

/** What somebody says who has the export, the public key and the newest checkpoint from before. */
async function offline({ chains }: Kept, newest: string): Promise<string> {
  const verifier = ledgerVerifier(newest, readPublicKey(await signer.publicKey()));
  for (const [chain, entries] of Object.entries(chains)) for (const entry of entries) verifier.add(chain, entry);
  return verifier.verdict().problems.join('; ');
}

/** Where the chain of checkpoints does not hold, it is the checkpoints that it names, or does not, which are missed first. */
const says = (said: string, place: Place): boolean => {
  if ('checkpoints' in place)
    return place.checkpoints.some((number) => new RegExp(`checkpoints? ${number}\\b`).test(said));
  return (
    place.entries.some((seq) => new RegExp(`chain ${place.chain} .*entry ${seq}\\b`).test(said)) ||
    (place.chain === CHECKPOINT_CHAIN && /checkpoint \d+|\d+ checkpoints are kept, and the ledger names \d+/.test(said))
  );
};

const ledgers = signedLedger();

test('an untouched one holds, live and offline', async () => {
  const ledger = await ledgers;

  expect(await live(ledger)).toBe('');
  expect(await offline(ledger, ledger.notes.get(CHECKPOINTS)![0]!)).toBe('');
});

test('whatever is done to an entry that was signed, both the next run and an outsider say where', async () => {
  const ledger = await ledgers;
  const chains = Object.keys(ledger.chains);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(ON_ENTRIES)),
      fc.constantFrom(...chains),
      fc.nat(),
      async (how, chain, at) => {
        const entries = ledger.chains[chain]!;
        // The last entry of the chain of checkpoints names the newest, which nothing is signed over yet but itself.
        const seq = 1 + (at % (chain === CHECKPOINT_CHAIN ? entries.length - 1 : entries.length));
        const [tampered, places] = ON_ENTRIES[how]!(entries, seq, chain);
        fc.pre(entries.length > 1);
        const after = { ...ledger, chains: { ...ledger.chains, [chain]: tampered } };

        const said = [await live(after), await offline(after, ledger.notes.get(CHECKPOINTS)![0]!)];

        expect({
          how,
          chain,
          seq,
          said,
          found: said.map((one) => says(one, { chain, entries: places }) || one),
        }).toMatchObject({
          found: [true, true],
        });
      },
    ),
    { numRuns: RUNS },
  );
});

test('whatever is done to checkpoints that were kept, however old, the next run says to which', async () => {
  const ledger = await ledgers;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(ON_CHECKPOINTS)),
      fc.integer({ min: 1, max: CHECKPOINTS }),
      fc.integer({ min: 1, max: 3 }),
      async (how, first, times) => {
        const numbers = Array.from({ length: times }, (_, index) => first + index).filter((one) => one <= CHECKPOINTS);
        const notes = new Map(ledger.notes);
        ON_CHECKPOINTS[how]!(notes, numbers);

        const said = await live({ ...ledger, notes });

        expect({ how, numbers, said, found: says(said, { checkpoints: numbers }) || said }).toMatchObject({
          found: true,
        });
      },
    ),
    { numRuns: RUNS },
  );
});
