import { expect, test } from '@jest/globals';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import { readIssued } from '../incident/documents.ts';
import type { CheckFinding, Findings } from '../incident/findings.ts';
import { actor } from '../ledger/actor.ts';
import { changes } from './changes.ts';

/** Findings of an incident, after `before` has happened. */
async function found(before: (setup: Awaited<ReturnType<typeof incidentSetup>>) => Promise<unknown>) {
  const setup = await incidentSetup();
  await before(setup);
  setup.clock.time += 1_000;
  const { incident } = await setup.file();
  setup.leasesOut();
  for (const task of ['contain', 'certify', 'investigate', 'publish'] as const)
    await setup.run(incident.incident, task);
  const { findings } = await setup.parts.store.read(incident.incident);
  const { document } = await readIssued<Findings>(setup.parts, findings!);
  return (name: string) => document.findings.find(({ finding }) => finding === name) as CheckFinding;
}

const door = (at: number, outcome: string, happened = at) => ({
  ...{ kind: 'door' as const, at, actor: actor('aws', 'somebody') },
  detail: { door: 'code', outcome, event: 'lambda:UpdateFunctionCode', cloudtrail: 'c', happened },
});

test('doors that were moved or tried in the window are found, by when AWS says it was; deploys are counted', async () => {
  const HOUR = 3_600_000;
  const of = await found(async ({ ledger, clock }) => {
    const now = clock.now();
    for (const outcome of ['moved', 'moved', 'tried', 'deploying']) await ledger.append(door(now, outcome));
    await ledger.append(door(now, 'moved', now - 90 * 24 * HOUR));
  });

  expect(of('changes')).toMatchObject({
    ...{ outcome: 'found', checked: 4, wrong: { moved: 2, tried: 1 }, open: {} },
    ...{ branch: 'changes', severity: 'high', owner: 'pause', probe: { name: 'doors' } },
    statement: expect.stringMatching(/^Of 4 changes of doors in the window, 1 of them deploys: 2 moved a door/),
  });
});

test('no door moved: it is clean, but never over a ledger that is broken', async () => {
  expect((await found(async () => {}))('changes')).toMatchObject({ outcome: 'clean', checked: 0 });
  const { parts, ledger } = await incidentSetup();
  const broken = {
    chains: ledger.chains,
    entry: ledger.entry,
    page: ledger.page,
    tip: async (chain: string) => ({ ...(await ledger.tip(chain)), hash: 'f'.repeat(64) }),
  };
  const looked = await changes({ ...parts, ledger: { ...ledger, ...broken } })({
    incident: 'i',
    window: { from: 0, to: 1 },
  });
  expect(looked).toMatchObject({ found: [{ outcome: 'unknown', open: { ledger: 1 } }] });
});

test('frames that never came are counted from all lanes; a lane that cannot be read is not known', async () => {
  const of = await found(async ({ laneRows }) => {
    laneRows.set('z', { lane: 'z', state: 'closed', counters: { admitted: 3, missing: 2, 'refused:late': 1 } });
  });
  expect(of('missing-frames')).toMatchObject({ outcome: 'found', checked: 13, wrong: { missing: 2 }, severity: 'low' });

  const damaged = await found(async ({ damagedLanes }) => void damagedLanes.add('y'));
  expect(damaged('missing-frames')).toMatchObject({ outcome: 'unknown', open: { 'damaged-lane': 1 } });
});
