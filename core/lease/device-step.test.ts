import { describe, expect, test } from '@jest/globals';
import { HIGHEST_NUMBER } from '../../wire/frame.ts';
import { DEVICES_EVER } from '../consent/consent.ts';
import type { Device } from '../consent/consent-store.ts';
import { epochsText, HOUR, KEPT_HOURS } from '../consent/epoch-window.ts';
import type { Limit } from '../shared/limit.ts';
import { OPEN_EPOCHS, stepOf } from './device-step.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const DELIVERY = 24 * HOUR;
const times = (issued: number) => ({ issued, expires: issued + 60_000, deliverUntil: issued + DELIVERY });
const limit: Limit = { most: 300, per: 'hour' };
const enrolled: Device = { device: 'laptop', acked: 0, enrolledAt: 0, leaseExpires: 0, delivers: 0 };
/** The row after a step. */
const rowAfter = (seen: Device, step: ReturnType<typeof stepOf>): Device => {
  const { lease, ...told } = step.step;
  return { ...seen, ...told, ...lease };
};
const ask = (seen: Device, request: Partial<Parameters<typeof stepOf>[1]> = {}, issued = NOW, gives = true) =>
  stepOf(seen, { acked: 0, run: 'new', ...request }, times(issued), { gives, limit });

describe('a start', () => {
  test('is a new epoch, always', () => {
    let row = enrolled;
    for (const epoch of [1, 2, 3]) {
      const step = ask(row);
      expect([step.start!.epoch, step.step.lease!.run]).toEqual([epoch, { epoch, turn: epoch }]);
      row = rowAfter(row, step);
    }
  });

  test('keeps its epoch over renewals, of its last lease alone: one who copied an earlier one is another start', () => {
    const first = rowAfter(enrolled, ask(enrolled));
    const second = rowAfter(first, ask(first, { run: first.run! }));
    expect(second.run).toEqual({ epoch: 1, turn: 2 });
    expect(ask(second, { run: second.run! }).start!.epoch).toBe(1);
    expect(ask(second, { run: first.run! }).start!.epoch).toBe(2);
    expect(ask(second, { run: { epoch: 1, turn: 9 } }).start!.epoch).toBe(2);
    expect(ask(second, { run: { epoch: 7, turn: 2 } }).start!.epoch).toBe(2);
  });

  test('that has gone on for a day is given another epoch with its renewal, so that each has an end that its leases know', () => {
    const first = ask(enrolled);
    let row = rowAfter(enrolled, first);
    const { until } = first.start!;
    let at = NOW;
    for (let step = first; step.start!.epoch === 1; row = rowAfter(row, step)) {
      expect(step.start!.until).toBe(until);
      expect(at + DELIVERY).toBeLessThanOrEqual(until);
      at += 30_000;
      step = ask(row, { run: row.run! }, at);
    }
    expect(at - NOW).toBeGreaterThan(24 * HOUR - 60_000);
  });

  test('of which too many are open is refused by a reason of its own, with the time at which there is room', () => {
    let row = enrolled;
    for (let at = 0; at < OPEN_EPOCHS; at++) row = rowAfter(row, ask(row, {}, NOW + at * HOUR));
    const now = NOW + OPEN_EPOCHS * HOUR;
    expect(() => ask(row, {}, now)).toThrow(expect.objectContaining({ reason: 'too-many-starts' }));
    // The one that holds the last lease goes on.
    expect(ask(row, { run: row.run! }, now).start!.epoch).toBe(OPEN_EPOCHS);
    const over = (row.epochs!.get(1)!.untilHour + KEPT_HOURS) * HOUR + 1;
    expect(ask(row, {}, over).start!.epoch).toBe(OPEN_EPOCHS + 1);
  });

  test('counts to the limit of the hour, and for the next hour anew', () => {
    const full = { ...enrolled, leaseHour: Math.floor(NOW / HOUR), leases: limit.most };
    expect(() => ask(full)).toThrow(expect.objectContaining({ reason: 'limit' }));
    expect(ask(full, {}, NOW + HOUR).step.lease).toMatchObject({ leases: 1 });
    expect(ask({ ...full, leases: 5 }).step.lease).toMatchObject({ leases: 6 });
  });
});

describe('what is told', () => {
  test('is the greatest of each epoch, of epochs that there were, with or without a lease', () => {
    const row = rowAfter(enrolled, ask(rowAfter(enrolled, ask(enrolled))));
    const told = [
      { epoch: 1, acked: 5 },
      { epoch: 2, acked: 7 },
      { epoch: 9, acked: 100 },
    ];
    for (const gives of [true, false]) {
      const first = rowAfter(row, ask(row, { acked: 3, told }, NOW, gives));
      const second = rowAfter(first, ask(first, { acked: 1, told: [{ epoch: 1, acked: 2 }] }, NOW, gives));
      expect([second.acked, second.epochs!.get(1)!.acked, second.epochs!.get(2)!.acked]).toEqual([3, 5, 7]);
      expect(second.epochs!.has(9)).toBe(false);
    }
    expect(ask(row, { told }, NOW, false).step.lease).toBeUndefined();
  });

  test('of epochs that are over is one sum, and grows no more', () => {
    const row = rowAfter(enrolled, ask(enrolled));
    const told = rowAfter(row, ask(row, { run: row.run!, told: [{ epoch: 1, acked: 6 }] }));
    const over = (told.epochs!.get(1)!.untilHour + KEPT_HOURS) * HOUR;
    expect(ask(told, {}, over).step.closed).toBe(0);
    const later = rowAfter(told, ask(told, {}, over + 1));
    expect([later.closed, [...later.epochs!.keys()]]).toEqual([6, [2]]);
    expect(ask(later, { told: [{ epoch: 1, acked: 50 }] }, over + 2).step.closed).toBe(6);
  });
});

test('a row holds the windows of all starts that a person’s devices may have open, as long as they get', () => {
  const longest = { high: HIGHEST_NUMBER, seen: 2n ** 64n - 2n, untilHour: Math.ceil(Date.UTC(2050, 0) / HOUR) };
  const epochs = new Map(Array.from({ length: OPEN_EPOCHS }, (_, at) => [10_000_000 + at, longest]));
  const [limitOfRow, nameAndRest] = [400 * 1024, 150];
  const room = 20_000;
  expect(DEVICES_EVER * (nameAndRest + epochsText(epochs).length)).toBeLessThan(limitOfRow - room);
});
