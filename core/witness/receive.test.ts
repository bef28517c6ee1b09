import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PROGRAM } from '../../test/fixtures/tampering.ts';
import { HOURS, MINUTES, witnessedProgram } from '../../test/fixtures/witness.ts';
import { signCheckpoint } from '../ledger/checkpoint.ts';
import { FIRST_PREVIOUS } from '../ledger/entry.ts';
import { signDocument } from '../ledger/note.ts';
import { memorySigner } from '../ledger/signer.memory.ts';
import type { WitnessMessage } from './bus.ts';
import { type Received, receive } from './receive.ts';
import { state } from './statement.ts';
import { tellOfGuard } from './tell.ts';

const TIPS = [{ chain: 'c0', length: 1, hash: 'a'.repeat(64) }];
const outcomes = (all: readonly Received[]) => [...new Set(all.map(({ outcome }) => outcome))].sort();
const notes = (...all: string[]): WitnessMessage => ({ kind: 'checkpoints', program: PROGRAM, notes: all });

describe('a witness that is told', () => {
  test('keeps every checkpoint as it was signed, once', async () => {
    const program = await witnessedProgram();
    for (let n = 0; n < 30; n++) await program.hearAll(await program.sign());
    expect([...program.store.notes.values()]).toEqual(program.checkpoints.notes);
    expect(await state(program.witness)).toMatchObject({ wrong: [] });
  });

  test('in any order, twice, by runs at the same time: the same is kept, and nothing contradicts', async () => {
    const program = await witnessedProgram();
    const events: object[] = [];
    for (let n = 0; n < 6; n++) events.push(...(await program.sign()));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(events, { minLength: events.length }), fc.boolean(), async (all, atOnce) => {
        const { hear, store } = await anew(program);
        const received = atOnce ? (await Promise.all(all.map(hear))).flat() : await inTurn(all, hear);
        expect(outcomes(received)).toEqual(['kept', 'repeated']);
        expect([...store.notes.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
        expect((await store.read()).state).toMatchObject({ missing: [], contradictions: [] });
      }),
      { numRuns: 20 },
    );
  });

  test('late by an hour: is stale meanwhile, and in order once it came', async () => {
    const program = await witnessedProgram();
    await program.hearAll(await program.sign());
    await state(program.witness);
    const late: object[] = [];
    for (let n = 0; n < 36; n++) late.push(...(await program.sign()));
    expect((await state(program.witness)).wrong).toEqual(['stale', 'guard-silent'].slice(0, 1));
    expect(outcomes(await program.hearAll(late))).toEqual(['kept', 'repeated']);
    expect((await state(program.witness)).wrong).toEqual(['guard-silent'].slice(1));
  });

  test('that was away for a day has all of it two hours after its return, and alarms of no gap', async () => {
    const program = await witnessedProgram();
    for (let n = 0; n < 12; n++) await program.hearAll(await program.sign());
    for (let n = 0; n < 288; n++) await program.sign();
    const gaps: number[] = [];
    for (let n = 0; n < 26; n++) {
      expect(outcomes(await program.hearAll(await program.sign()))).not.toContain('fork');
      await tellOfGuard(program.tell, { at: program.clock.time, outcome: 'watching' });
      await program.hear(program.bus.events.at(-1));
      const { health } = await state(program.witness);
      gaps.push(health.gaps.length);
    }
    expect(new Set(gaps)).toEqual(new Set([0]));
    expect((await program.store.read()).state.missing).toEqual([]);
    expect(program.store.notes.size).toBe(12 + 288 + 26);
  });

  test('that comes to a program of long ago gets what was before it, and owes nothing meanwhile', async () => {
    const program = await witnessedProgram();
    for (let n = 0; n < 700; n++) await program.sign();
    await program.hearAll(await program.sign());
    const { missing } = (await program.store.read()).state;
    expect(missing.length).toBeGreaterThan(0);
    for (let n = 0; n < 40; n++) await program.hearAll(await program.sign());
    expect((await program.store.read()).state.missing).toEqual([]);
  });

  test('with clocks an hour apart concludes nothing from them', async () => {
    for (const off of [-HOURS, HOURS]) {
      const program = await witnessedProgram();
      program.own.off = off;
      await state(program.witness);
      for (let n = 0; n < 3; n++) await program.hearAll(await program.sign());
      program.clock.time -= HOURS;
      for (let n = 0; n < 3; n++) await program.hearAll(await program.sign());
      expect((await program.store.read()).state).toMatchObject({ contradictions: [], missing: [] });
    }
  });
});

describe('what the program did not sign', () => {
  const other = memorySigner(`sluice/${PROGRAM}`);
  test.each<[string, (program: Awaited<ReturnType<typeof witnessedProgram>>) => Promise<string>, string]>([
    ['one under another key', () => signed(other), 'unknown-key'],
    ['one of another program', async ({ signer }) => signed({ ...signer, name: 'sluice/other' }), 'other-program'],
    ['one that was changed', async ({ signer }) => (await signed(signer)).replace('c0 1', 'c0 2'), 'bad-signature'],
    ['one without a number', ({ signer }) => signCheckpoint(signer, TIPS, 1), 'unnumbered'],
    ['what is none', async () => 'none', 'malformed-note'],
    [
      'a note about something else',
      async ({ signer }) => (await signDocument(signer, 'x', {})).note,
      'malformed-checkpoint',
    ],
  ])('%s is refused by name, and nothing of it is kept', async (_what, make, reason) => {
    const program = await witnessedProgram();
    const [good] = await program.sign();
    const note = await make(program);
    const received = await receive(program.witness, notes(note));
    expect(received).toEqual([{ outcome: 'refused', reason }]);
    expect([program.store.notes.size, program.store.beside.size]).toEqual([0, 0]);
    // What came with it is kept all the same.
    const kept = program.checkpoints.notes[0]!;
    expect(outcomes(await receive(program.witness, notes(note, kept)))).toEqual(['kept', 'refused']);
    expect(outcomes(await program.hear(good))).toEqual(['repeated']);
  });
});

describe('another history under the same key', () => {
  test('is kept as a contradiction, both notes, and is said for ever', async () => {
    const program = await witnessedProgram();
    for (let n = 0; n < 3; n++) await program.hearAll(await program.sign());
    const forged = await signed(program.signer, 2);
    expect(await receive(program.witness, notes(forged))).toEqual([{ outcome: 'fork', number: 2 }]);
    expect(await receive(program.witness, notes(forged))).toEqual([{ outcome: 'fork', number: 2 }]);
    expect([...program.store.beside]).toEqual([[expect.stringMatching(/^contradictions\/000000000002-/), forged]]);
    expect(program.store.notes.get(2)).toBe(program.checkpoints.notes[1]);
    for (let n = 0; n < 3; n++) await program.hearAll(await program.sign());
    expect((await state(program.witness)).wrong).toContain('contradiction');
  });

  test('two of one number that arrive at once: one is kept, the other contradicts', async () => {
    const program = await witnessedProgram();
    const [one, two] = [await signed(program.signer, 5, 1), await signed(program.signer, 5, 2)];
    const received = await Promise.all([one, two].map((note) => receive(program.witness, notes(note))));
    expect(
      received
        .flat()
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['fork', 'kept']);
  });
});

describe('a run that ended in between', () => {
  test('after it kept a note: the same again names it', async () => {
    const program = await witnessedProgram();
    const [event] = await program.sign();
    const ends = { ...program.store, write: () => Promise.reject(new Error('ended')) };
    const message = program.bus.told[0]!;
    await expect(receive({ ...program.witness, store: ends }, message)).rejects.toThrow('ended');
    expect(outcomes(await program.hear(event))).toEqual(['kept']);
    expect((await program.store.read()).state.newest!.number).toBe(1);
  });

  test('what was kept and is not there is damage, and no gap', async () => {
    const program = await witnessedProgram();
    await program.hearAll(await program.sign());
    await program.sign();
    program.store.notes.delete(1);
    const [, second] = program.checkpoints.notes;
    await expect(receive(program.witness, notes(second!))).rejects.toMatchObject({ reason: 'damaged' });
  });

  test('others that are faster each time: an error, so that the event comes again', async () => {
    const program = await witnessedProgram();
    const [event] = await program.sign();
    const store = { ...program.store, write: async () => false };
    expect(event).toBeDefined();
    await expect(receive({ ...program.witness, store }, program.bus.told[0]!)).rejects.toThrow('faster each time');
  });
});

describe('the guard', () => {
  const moved = { at: 1, outcome: 'moved' as const, id: 'e-1', door: 'watch', incident: 'i-1' };

  test('is heard once, however often; a movement is kept as evidence and stands in the state', async () => {
    const program = await witnessedProgram();
    await tellOfGuard(program.tell, moved);
    const [event] = program.bus.events;
    expect(await program.hear(event)).toEqual([{ outcome: 'moved', isNew: true }]);
    expect(await program.hear(event)).toEqual([{ outcome: 'moved', isNew: false }]);
    expect([...program.store.beside.keys()]).toEqual([expect.stringMatching(/^guard\/[0-9a-f]{64}$/)]);
    expect((await program.store.read()).state.guard.moved).toEqual([
      { id: 'e-1', at: 1, door: 'watch', incident: 'i-1' },
    ]);
  });

  test('that is switched off is seen: by what it says, and by its silence', async () => {
    const program = await witnessedProgram();
    await state(program.witness);
    await tellOfGuard(program.tell, { at: program.clock.time, outcome: 'blind', off: ['doors-kms'] });
    await program.hearAll(program.bus.events);
    expect((await state(program.witness)).wrong).toEqual(['guard-off']);
    program.clock.time += 3 * HOURS + MINUTES;
    expect((await state(program.witness)).wrong).toEqual(['stale', 'guard-silent', 'guard-off']);
  });

  test.each<[string, (program: Awaited<ReturnType<typeof witnessedProgram>>) => Promise<object>, string]>([
    ['under another key', () => signDocument(memorySigner(`sluice/${PROGRAM}`), 'guard-said', moved), 'unknown-key'],
    [
      'as another program',
      ({ signer }) => signDocument({ ...signer, name: 'sluice/other' }, 'guard-said', moved),
      'other-program',
    ],
    ['of another kind', ({ signer }) => signDocument(signer, 'findings', moved), 'wrong-document'],
    ['of no program', ({ signer }) => signDocument(signer, 'guard-said', moved), 'malformed'],
    [
      'that was changed',
      async ({ signer }) => ({ ...(await signDocument(signer, 'guard-said', moved)), document: {} }),
      'wrong-document',
    ],
    [
      'with half a character',
      async ({ signer }) => ({ ...(await signDocument(signer, 'guard-said', moved)), document: '\ud800' }),
      'malformed',
    ],
  ])('a word %s is refused by name', async (_what, make, reason) => {
    const program = await witnessedProgram();
    const said = (await make(program)) as never;
    const received = await receive(program.witness, { kind: 'guard', program: PROGRAM, said });
    expect(received).toEqual([{ outcome: 'refused', reason }]);
    expect(program.store.beside.size).toBe(0);
  });
});

const signed = (signer: ReturnType<typeof memorySigner>, number = 1, at = 1) =>
  signCheckpoint(signer, TIPS, at, { number, previous: FIRST_PREVIOUS });

/** Another witness of the same program. */
async function anew({ witness }: Awaited<ReturnType<typeof witnessedProgram>>) {
  const { store, hear: _, ...other } = await witnessedProgram();
  const parts = { ...other.witness, key: witness.key };
  const { readMessage } = await import('./message.ts');
  return { store, hear: (event: unknown) => receive(parts, readMessage(event)!) };
}

async function inTurn(events: readonly object[], hear: (event: unknown) => Promise<Received[]>): Promise<Received[]> {
  const all: Received[] = [];
  for (const event of events) all.push(...(await hear(event)));
  return all;
}
