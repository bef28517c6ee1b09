/**
 * Promise 7, of what leaves as a data set: every segment of it was read through the reading gate, on a live grant, with an entry; and promise
 * 14: it stops with the gate, and opens for nobody who went.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partNames } from '../../core/export/all-parts.ts';
import { cutPart, planParts, sealExport } from '../../core/export/job.ts';
import { pause } from '../../core/gate/pause.ts';
import { resume } from '../../core/gate/resume.ts';
import { hashDocument } from '../../core/ledger/entry.ts';
import { wholeLedger } from '../../core/ledger/walk.ts';
import { HOUR, NOW } from '../../core/reading/reading.contract.ts';
import { Refused } from '../../core/shared/errors.ts';
import type { Event } from '../../wire/event.ts';
import { exportingSetup } from '../fixtures/exports.ts';

const PEOPLE = ['anna', 'bert', 'carl', 'dora', 'emil'];
const DAY = 24 * HOUR;

type Happening =
  | { what: 'work' | 'seal' | 'fetch' | 'pause' | 'resume' | 'grant' | 'no grant' }
  | { what: 'withdraw' | 'erase'; who: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      what: fc.constantFrom('work' as const, 'work' as const, 'seal' as const, 'fetch' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('pause' as const, 'resume' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom('grant' as const, 'no grant' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constantFrom('withdraw' as const, 'erase' as const),
      who: fc.nat(PEOPLE.length - 1),
    }),
  },
);

/** Refusals are answers here; anything else is a fault. */
async function tried<T>(run: () => Promise<T>): Promise<T | string> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refused) return error.reason;
    throw error;
  }
}

describe('a data set', () => {
  test('of a program that has ended opens for nobody, and none is made or gone on with', async () => {
    const setup = await exportingSetup({ people: PEOPLE });
    const at = NOW - 3 * DAY;
    for (const subject of PEOPLE)
      await setup.record(subject, [{ kind: 'click', time: at, app: 'editor', x: 1, y: 2 } as Event], at);
    const make = async () => {
      const { export: id } = await setup.create();
      await planParts(setup.job, id);
      return { id, names: await partNames(setup.store, id) };
    };
    const [sealed, begun] = [await make(), await make()];
    for (const name of sealed.names) await cutPart(setup.job, sealed.id, name);
    await sealExport(setup.job, sealed.id);
    expect((await setup.fetch(sealed.id)).parts).toHaveLength(PEOPLE.length);

    await pause({ reading: setup.gate }, 'i1', setup.clock);
    await setup.gate.end('i1');

    const { epoch } = await setup.gate.read();
    await expect(resume({ reading: setup.gate }, 'i1', { reading: epoch }, setup.clock)).rejects.toThrow();
    expect(await tried(() => setup.fetch(sealed.id))).toBe('gate-closed');
    expect(await tried(() => setup.create())).toBe('gate-closed');
    expect(await tried(() => cutPart(setup.job, begun.id, begun.names[0]!))).toEqual({ outcome: 'closed' });
    // Its people are erased by the end, as they would have erased themselves: the gate is not even asked then.
    for (const subject of PEOPLE) await setup.setState(subject, 'erased');
    expect(await tried(() => setup.fetch(sealed.id))).toBe('too-few');
    for (const name of begun.names) expect((await setup.store.part(begun.id, name))?.cut).toBeUndefined();
  });

  test('whatever happens while it is made and opened, holds nothing that was not read through the gate, and opens nobody who went', async () => {
    let fetches = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 8, maxLength: 30 }), async (happenings) => {
        const setup = await exportingSetup({ people: PEOPLE });
        const segments = new Map<string, string>();
        for (const subject of PEOPLE) {
          const at = NOW - 3 * DAY;
          const row = await setup.record(
            subject,
            [{ kind: 'click', time: at, app: 'editor', x: 1, y: 2 } as Event],
            at,
          );
          segments.set(subject, row.segment);
        }
        const { export: id } = await setup.create();
        await planParts(setup.job, id);
        const names = await partNames(setup.store, id);
        // The model: what a person would say who watched.
        let [open, granted, gone, next, holds] = [true, true, new Set<string>(), 0, 0];
        for (const { what, ...more } of [...happenings, { what: 'fetch' as const }]) {
          const entries = (await wholeLedger(setup.ledger)).length;
          if (what === 'pause' && open) {
            await pause({ reading: setup.gate }, `i${++holds}`, setup.clock);
            open = false;
          } else if (what === 'resume' && !open) {
            const { epoch } = await setup.gate.read();
            await resume({ reading: setup.gate }, `i${holds}`, { reading: epoch }, setup.clock);
            open = true;
          } else if (what === 'grant' || what === 'no grant') {
            await setup.give(what === 'grant' ? NOW + HOUR : NOW);
            granted = what === 'grant';
          } else if (what === 'withdraw' || what === 'erase') {
            const who = PEOPLE[(more as { who: number }).who]!;
            await setup.setState(who, what === 'erase' ? 'erased' : 'withdrawn');
            gone.add(who);
          } else if (what === 'work') {
            const part = names[next++ % names.length]!;
            const before = await setup.store.part(id, part);
            await tried(() => cutPart(setup.job, id, part));
            const after = await setup.store.part(id, part);
            if (!(open && granted)) expect(after?.cut?.counts.rows ?? 0).toBe(before?.cut?.counts.rows ?? 0);
          } else if (what === 'seal') {
            const sealed = await tried(() => sealExport(setup.job, id));
            if (typeof sealed === 'object' && sealed.outcome === 'sealed') {
              for (const name of names) expect((await setup.store.part(id, name))!.cut).toBeDefined();
            }
          } else if (what === 'fetch') {
            const page = await tried(() => setup.fetch(id));
            if (typeof page === 'string') continue;
            fetches++;
            expect({ open, granted }).toEqual({ open: true, granted: true });
            for (const { part } of page.parts) {
              const { subject } = (await setup.store.part(id, part))!;
              expect(gone.has(subject)).toBe(false);
              // Read on an entry that names whose it was, and which segments.
              const ledger = await wholeLedger(setup.ledger);
              const hash = hashDocument([segments.get(subject)!]);
              expect(
                ledger.some((one) => one.kind === 'export' && one.subject === subject && one.detail?.hash === hash),
              ).toBe(true);
            }
            expect((await wholeLedger(setup.ledger)).length).toBe(entries + (page.parts.length > 0 ? 1 : 0));
          }
        }
      }),
      // One story at least comes to an opened data set, or this would show nothing.
      { numRuns: 60, examples: [[[...PEOPLE.map(() => ({ what: 'work' as const })), { what: 'seal' as const }]]] },
    );
    expect(fetches).toBeGreaterThan(0);
  });

  test('is never opened by anybody but who made it, whatever their groups', async () => {
    const setup = await exportingSetup();
    for (const subject of ['anna', 'bert', 'carl', 'dora']) {
      await setup.record(
        subject,
        [{ kind: 'click', time: NOW - 3 * DAY, app: 'editor', x: 1, y: 2 } as Event],
        NOW - 3 * DAY,
      );
    }
    const { export: id } = await setup.create();
    await setup.run(id);
    await expect(setup.fetch(id, undefined, 'stella')).rejects.toMatchObject({ reason: 'not-found' });
    expect((await setup.fetch(id)).parts).toHaveLength(4);
  });
});
