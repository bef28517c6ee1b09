import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { incidentSetup, RITA } from '../../test/fixtures/incident.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { establishLane } from '../gate/lane.ts';
import { Refused } from '../shared/errors.ts';
import { closeGates, isOverError } from './close.ts';
import { readIssued } from './documents.ts';
import type { ClosureReceipt } from './incident.ts';
import { reportFacts, rowOf } from './report.ts';

/** An incident that is filed, and has closed nothing yet. */
async function filed() {
  const all = await incidentSetup();
  const { parts, clock } = all;
  const order = { incident: ulid(clock.now()), reporter: RITA, severity: 'high' as const };
  const row = rowOf(parts, order, 'report', clock.now());
  return { ...all, incident: await parts.store.file(row, 'text', reportFacts(row)), id: row.incident };
}

describe('closing the gates', () => {
  test('is signed, under lock, in the ledger under who reported, and takes as long as the last lane of both', async () => {
    const { parts, gates, lane, clock, incident, id, entries } = await filed();
    await establishLane(gates.reading, 'c0', 1);
    const { markClosed } = gates.reading;
    gates.reading.markClosed = async (epoch, at) => {
      clock.time += 70;
      return markClosed(epoch, at + 70);
    };

    const { receipt, incident: after } = await closeGates(parts, incident);

    expect(after).toMatchObject({ status: 'contained', epochs: { collection: 2, reading: 2 }, closedAt: clock.time });
    expect(after.receipt!.name).toBe(`receipts/${id}-closure-${after.receipt!.sha256}.json`);
    expect(receipt.document).toEqual({
      ...{ program: parts.program, incident: id, issuedAt: clock.time },
      gates: [
        { gate: 'collection', epoch: 2, closedAt: clock.time - 70, lanes: [{ lane, admitted: 7 }] },
        { gate: 'reading', epoch: 2, closedAt: clock.time, lanes: [{ lane: 'c0' }] },
      ],
    });
    expect((await entries()).find(({ kind }) => kind === 'pause')).toMatchObject({
      ...{ at: clock.time, actor: `reporter:${RITA.sub}`, incident: id },
      detail: { collection: 2, reading: 2, receipt: after.receipt!.document },
    });
  });

  test('by two at once has one receipt, one entry, and is told once', async () => {
    const { parts, clock, incident, entries } = await filed();
    const told: number[] = [];
    parts.recorded = (ms) => told.push(ms);
    // So that their receipts differ.
    clock.now = () => clock.time++;

    const both = await Promise.all([closeGates(parts, incident), closeGates(parts, incident)]);

    expect(both[0].receipt).toEqual(both[1].receipt);
    expect(both[0].incident).toEqual(both[1].incident);
    expect(await readIssued<ClosureReceipt>(parts, both[0].incident.receipt!)).toEqual(both[0].receipt);
    expect((await entries()).filter(({ kind }) => kind === 'pause')).toHaveLength(1);
    expect(told).toEqual([both[0].incident.closedAt! - incident.reportedAt]);
  });

  test('is refused to an incident that has let go without ever having been contained', async () => {
    const { parts, gates, incident, id, clock } = await filed();
    for (const gate of [gates.collection, gates.reading]) {
      await gate.hold(id, { at: clock.now() });
      await gate.markClosed(2, clock.now());
      await gate.release(id, 2, clock.now());
    }
    const asked = closeGates(parts, incident);
    await expect(asked).rejects.toMatchObject({ reason: 'over', message: 'this incident has let go of the gates' });
    expect((await gates.collection.read()).state).toBe('open');
  });

  test('fails with what kept a gate from being closed, though it was contained before', async () => {
    const { parts, gates, incident } = await filed();
    const { incident: contained } = await closeGates(parts, incident);
    gates.reading.hold = () => Promise.reject(new Error('away'));
    await expect(closeGates(parts, contained)).rejects.toThrow('away');
  });

  test('is not begun anew for one that is concluded, though its hold was taken out by hand', async () => {
    const { parts, incident, id } = await filed();
    await closeGates(parts, incident);
    const over = await parts.store.advance(id, { set: { status: 'terminated', concludedAt: 1 } });
    parts.gates = { collection: memoryGate(), reading: memoryGate() };
    const { receipt } = await closeGates(parts, over);
    expect(receipt.document.incident).toBe(id);
    expect((await parts.gates.collection.read()).state).toBe('open');
  });
});

const OVER = new Refused('over', 'it has let go');
test.each<[boolean, string, unknown]>([
  [true, 'one gate of which it has let go', OVER],
  [true, 'both', new AggregateError([OVER, OVER])],
  [true, 'both, of several', new AggregateError([new AggregateError([OVER, OVER]), OVER])],
  [false, 'one gate, while the other is away', new AggregateError([OVER, new Error('away')])],
  [false, 'another refusal', new Refused('busy', 'later')],
  [false, 'an error of somebody else that says so', Object.assign(new Error('over'), { reason: 'over' })],
])('%p, the pause failed for nothing but that it is over: %s', (expected, _, error) => {
  expect(isOverError(error)).toBe(expected);
});
