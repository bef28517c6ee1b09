import { expect, test } from '@jest/globals';
import { exportingDisclosure, exportingSetup } from '../../test/fixtures/exports.ts';
import type { Event } from '../../wire/event.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { HOUR, NOW } from '../reading/sample.ts';
import { partNames } from './all-parts.ts';
import { cutPart, type JobParts, planParts, sealExport } from './job.ts';

/** Segments of each: of the first two slices, of the others one. */
const PEOPLE = { anna: 81, bert: 1, carl: 1 };
const ALL = Object.values(PEOPLE).reduce((sum, one) => sum + one, 0);
const SLICES = 4;

/** No more a day than all of them: one that is counted twice ends the export. */
async function setup() {
  const disclosure = exportingDisclosure();
  disclosure.purposes.research!.segmentsPerDay = ALL;
  const all = await exportingSetup({ people: Object.keys(PEOPLE), disclosure });
  for (const [subject, segments] of Object.entries(PEOPLE)) {
    for (let n = 0; n < segments; n++) {
      const at = NOW - 72 * HOUR + n * 1000;
      await all.record(subject, [{ kind: 'click', time: at, app: 'editor', x: n, y: 0 } as Event], at);
    }
  }
  return all;
}

/** Ports of a worker that dies after a call of theirs has been done, so that it never hears of it. */
function mortal(parts: JobParts, dies: () => boolean): JobParts {
  const port = <T extends object>(of: T): T =>
    new Proxy(of, {
      get: (target, name) => {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== 'function') return value;
        return async (...given: unknown[]) => {
          const answer = await (value as (...given: unknown[]) => Promise<unknown>).apply(target, given);
          if (dies()) throw new Error('died');
          return answer;
        };
      },
    });
  const { store, objects, slices, signer } = parts;
  return { ...parts, store: port(store), objects: port(objects), slices: port(slices), signer: port(signer) };
}

test('a worker that dies after any call is entered once a slice, counted once, and its export is whole', async () => {
  const { export: id, ...all } = await setup().then(async (one) => ({ ...one, ...(await one.create()) }));
  let calls = 0;
  await inFull(
    mortal(all.job, () => calls++ < 0),
    id,
  );
  // Each of these calls is the last of one worker.
  for (let last = 0; last < calls; last++) {
    const made = await setup();
    const { export: again } = await made.create();
    let call = 0;
    const died = mortal(made.job, () => call++ === last);

    for (let tries = 0; tries < 2; tries++) await inFull(died, again).catch(() => undefined);

    const { state, sealed } = (await made.store.find(again))!;
    expect({ last, state, rows: sealed?.rows }).toEqual({ last, state: 'sealed', rows: ALL });
    const slices = (await wholeLedger(made.ledger)).filter(({ detail }) => detail?.step === 'slice');
    expect({ last, slices: slices.length }).toEqual({ last, slices: SLICES });
  }
});

/** What the workflow does, part by part. */
async function inFull(parts: JobParts, id: string): Promise<void> {
  await planParts(parts, id);
  for (const part of await partNames(parts.store, id)) await cutPart(parts, id, part);
  await sealExport(parts, id);
}
