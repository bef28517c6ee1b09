import type { Ports } from './run-function.ts';
import { time } from './run-function.ts';

/** What becomes of a witness: what it is called with, in order, each at its time. */
export interface WitnessStory {
  ports: Ports;
  /** Hours after the first. */
  calls: readonly [hours: number, event: unknown][];
}

const SCHEDULED = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

type Making = Awaited<ReturnType<typeof parts>>;

/** A program that signs, and a witness that has nothing yet. Of the modules that the function is loaded with. */
async function parts() {
  const { signCheckpoint } = await import('../../../core/ledger/checkpoint.ts');
  const { FIRST_PREVIOUS } = await import('../../../core/ledger/entry.ts');
  const { memorySigner } = await import('../../../core/ledger/signer.memory.ts');
  const { DETAIL_TYPES, SOURCE } = await import('../../../core/witness/bus.ts');
  const { tellOfGuard } = await import('../../../core/witness/tell.ts');
  const { memoryWitnessBus } = await import('../../../core/witness/witness-bus.memory.ts');
  const { memoryWitnessStore } = await import('../../../core/witness/witness-store.memory.ts');
  const program = 'model-capability';
  const signer = memorySigner(`sluice/${program}`);
  process.env.SLUICE_WITNESSED_KEY = Buffer.from(await signer.publicKey()).toString('base64');
  const store = memoryWitnessStore();
  return {
    store,
    other: memorySigner(`sluice/${program}`),
    signer,
    ports: { awsWitnessStore: store, awsSigner: memorySigner(`sluice-witness/${program}`) },
    /** A checkpoint of one chain, as an event. */
    async note(number: number, hash = 'a', by = signer): Promise<object> {
      const tips = [{ chain: 'c0', length: number, hash: hash.repeat(64) }];
      const note = await signCheckpoint(by, tips, time.now, { number, previous: FIRST_PREVIOUS });
      return { source: SOURCE, 'detail-type': DETAIL_TYPES.checkpoints, detail: { program, notes: [note] } };
    },
    /** A word of the guard, as an event. */
    async word(said: object): Promise<object> {
      const bus = memoryWitnessBus();
      await tellOfGuard({ program, bus, signer }, { at: time.now, ...said } as never);
      return bus.events[0]!;
    },
  };
}

const story =
  (calls: (making: Making) => Promise<WitnessStory['calls']>, more: (making: Making) => Ports = () => ({})) =>
  async (): Promise<WitnessStory> => {
    const making = await parts();
    return { ports: { ...making.ports, ...more(making) }, calls: await calls(making) };
  };

/** For each metric of its that an alarm reads: what writes it. */
export const WITNESS_FAULTS: Readonly<Record<string, () => Promise<WitnessStory>>> = {
  'witness-contradiction': story(async ({ note }) => [
    [0, await note(1)],
    [0, await note(1, 'b')],
  ]),
  'witness-refused': story(async ({ note, other }) => [[0, await note(1, 'a', other)]]),
  'witness-stale': story(async ({ note }) => [
    [0, await note(1)],
    [3, SCHEDULED],
  ]),
  'witness-gap': story(async ({ note }) => [
    [0, await note(1)],
    [0, await note(3)],
    [4, SCHEDULED],
  ]),
  'witness-guard-off': story(async ({ word }) => [[0, await word({ outcome: 'blind', off: ['kms'] })]]),
  'witness-guard-silent': story(async ({ word }) => [
    [0, await word({ outcome: 'watching' })],
    [4, SCHEDULED],
  ]),
  'witness-door-moved': story(async ({ word }) => [
    [0, await word({ outcome: 'moved', id: 'e-1', door: 'key-policy' })],
  ]),
  'witness-broken': story(
    async ({ note }) => [
      [0, await note(1)],
      [0, await note(1, 'b')],
    ],
    ({ store }) => ({ awsWitnessStore: { ...store, note: async () => 'no note' } }),
  ),
};

/** A checkpoint and a word of the guard, and a look a little later. */
export const WITNESS_HEALTHY = story(async ({ note, word }) => [
  [0, await note(1)],
  [0, await word({ outcome: 'watching' })],
  [0, await note(1)],
  [0.25, SCHEDULED],
]);
