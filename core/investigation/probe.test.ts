import { describe, expect, test } from '@jest/globals';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import type { Found } from '../incident/branch.ts';
import { askProbes } from './probe.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Answer = Pick<Found, 'outcome'> & { wrong?: Record<string, number>; open?: Record<string, number> };

/** A published incident, whose questions answer as they are told to. */
async function setup() {
  const all = await incidentSetup();
  const { clock, parts } = all;
  const { id } = await all.published();
  const says = new Map<string, Answer | Error | 'more'>();
  const asked: { branch: string; from: number; to: number; on: boolean }[] = [];
  const branches = Object.fromEntries(
    Object.entries(parts.branches).map(([name, branch]) => [
      name,
      {
        ...branch,
        look: async ({ window }: { window: { from: number; to: number } }, soFar?: object) => {
          asked.push({ branch: name, ...window, on: soFar !== undefined });
          const said = says.get(name) ?? { outcome: 'clean' as const };
          if (said instanceof Error) throw said;
          if (said === 'more') return { more: { at: asked.length } };
          const evidence = { name: `findings/${name}`, sha256: 'a', bytes: 1 };
          return {
            found: [
              { finding: name as 'changes', statement: `${name}.`, evidence, checked: 1, wrong: {}, open: {}, ...said },
            ],
          };
        },
      },
    ]),
  );
  const run = () => askProbes({ ...parts, branches }, clock.now() + HOUR);
  const state = async (probe: string) =>
    (await parts.probes.all()).kept.find((one) => one.state.probe === probe)!.state;
  const over = () => parts.store.advance(id, { set: { status: 'resumed', concludedAt: clock.now() } });
  const reports = async () => (await parts.store.list()).filter(({ kind }) => kind === 'probe');
  return { ...all, id, says, asked, run, state, over, reports };
}

describe('a recurrence probe', () => {
  test('runs on from where the investigation ended, question by question, and misses no moment', async () => {
    const { parts, id, clock, asked, run, state } = await setup();
    const { closedAt } = await parts.store.read(id);
    expect((await parts.probes.all()).kept.map(({ state: { probe } }) => probe)).toEqual(
      expect.arrayContaining(['could-read', 'did-read', 'doors', 'encryption', 'ledger-rewritten', 'nothing-admitted']),
    );

    clock.time += DAY;
    expect(await run()).toMatchObject({ fired: [], red: 0, errors: [] });
    clock.time += DAY;
    await run();

    const windows = asked.filter(({ branch }) => branch === 'changes');
    expect(windows.map(({ from }) => from)).toEqual([closedAt, windows[0]!.to]);
    // What happened a moment ago may stand in no log yet.
    expect(windows.map(({ to }) => to < clock.now())).toEqual([true, true]);
    expect(await state('doors')).toMatchObject({ outcome: 'green', since: clock.now() - DAY, asked: clock.now() });
  });

  test('is asked when it is due, and by one of two', async () => {
    const { clock, asked, run } = await setup();
    await Promise.all([run(), run()]);
    const first = asked.length;
    await run();
    expect([new Set(asked.map(({ branch }) => branch)).size, asked.length]).toEqual([first, first]);
    clock.time += 7 * HOUR;
    await run();
    expect(asked.slice(first).map(({ branch }) => branch)).not.toContain('could-read');
    expect(asked.slice(first).map(({ branch }) => branch)).toContain('changes');
  });

  test('that turns red after its incident files a report, once, that closes nothing by itself', async () => {
    const { says, clock, run, over, reports, state, gates, entries, id } = await setup();
    await run();
    await over();
    says.set('changes', { outcome: 'found', wrong: { moved: 1 } });
    clock.time += DAY;
    expect(await run()).toMatchObject({ fired: ['doors'], red: 1 });
    clock.time += DAY;
    await run();

    const [report, ...others] = await reports();
    expect(others).toEqual([]);
    expect(report).toMatchObject({ severity: 'medium', closes: false, notClosed: 'severity', reporter: 'probe:doors' });
    expect((await state('doors')).report).toBe(report!.incident);
    expect(await entries()).toContainEqual(
      expect.objectContaining({ kind: 'report', actor: 'system:sluice', incident: report!.incident }),
    );
    expect((await gates.collection.read()).holds).toEqual([id]);

    // Green, and red again, is another one.
    says.delete('changes');
    clock.time += DAY;
    await run();
    says.set('changes', { outcome: 'found', wrong: { moved: 1 } });
    clock.time += DAY;
    await run();
    expect(await reports()).toHaveLength(2);
  });

  test('that turns red while its incident is open is for who decides; it reports once that is over', async () => {
    const { says, clock, run, over, reports, state } = await setup();
    await run();
    says.set('did-read', { outcome: 'found', wrong: { around: 2 } });
    clock.time += DAY;
    expect(await run()).toMatchObject({ fired: ['did-read'] });
    expect([await reports(), (await state('did-read')).outcome]).toEqual([[], 'red']);

    clock.time += 3 * DAY;
    await over();
    await run();
    // Of an id that may still come to hold a gate.
    await run();
    expect(await reports()).toHaveLength(1);
  });

  test('that was red from the first is what the incident is about, and reports nothing', async () => {
    const { says, clock, run, over, reports } = await setup();
    says.set('could-read', { outcome: 'found', wrong: { could: 3 } });
    expect(await run()).toMatchObject({ red: 1 });
    await over();
    clock.time += DAY;
    await run();
    expect(await reports()).toEqual([]);
  });

  test('that counts from the beginning is red by what came since', async () => {
    const { says, clock, run, state } = await setup();
    says.set('missing-frames', { outcome: 'found', wrong: { missing: 2 } });
    await run();
    expect(await state('missing-frames')).toMatchObject({ outcome: 'red' });
    clock.time += DAY;
    await run();
    expect(await state('missing-frames')).toMatchObject({ outcome: 'green', counted: { missing: 2 } });
    says.set('missing-frames', { outcome: 'found', wrong: { missing: 3 } });
    clock.time += DAY;
    await run();
    expect(await state('missing-frames')).toMatchObject({ outcome: 'red' });
    // No more of what is known: but of some of it nobody knows.
    says.set('missing-frames', { outcome: 'found', wrong: { missing: 3 }, open: { 'damaged-lane': 1 } });
    clock.time += DAY;
    await run();
    expect(await state('missing-frames')).toMatchObject({ outcome: 'unknown' });
  });

  test('that fails is unknown, keeps none of the others, and looks at the same again', async () => {
    const { says, clock, run, state, asked } = await setup();
    says.set('changes', new Error('away'));
    const { errors, asked: answered } = await run();
    expect([errors.length, answered.includes('encryption')]).toEqual([1, true]);
    const { upTo } = await state('doors');
    expect(await state('doors')).toMatchObject({ outcome: 'unknown' });

    says.delete('changes');
    clock.time += DAY;
    await run();
    expect(asked.filter(({ branch }) => branch === 'changes').at(-1)).toMatchObject({ from: upTo });
    expect(await state('doors')).toMatchObject({ outcome: 'green' });
  });

  test('that has more to look at goes on where it was, over the same span', async () => {
    const { says, clock, run, asked, state } = await setup();
    says.set('encryption', 'more');
    await run();
    expect((await state('encryption')).outcome).toBeUndefined();
    says.delete('encryption');
    clock.time += 5 * 60_000;
    await run();

    const [first, second] = asked.filter(({ branch }) => branch === 'encryption');
    expect(second).toEqual({ ...first, on: true });
    expect(await state('encryption')).toMatchObject({ outcome: 'green', upTo: first!.to });
  });

  test('of an earlier incident goes on for the next one too', async () => {
    const { over, published, run, parts, clock, state } = await setup();
    await run();
    const { since } = await state('doors');
    await over();
    clock.time += DAY;
    for (const gate of ['collection', 'reading'] as const) {
      const { holds } = await parts.gates[gate].read();
      expect(holds).toHaveLength(1);
    }
    const { id } = await published();
    expect(await state('doors')).toMatchObject({ incident: id, since });
  });
});
