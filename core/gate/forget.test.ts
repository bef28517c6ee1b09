import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { incrementBase32, ulid } from 'ulid';
import { type Forgetting, forgetting, mayBeForgotten, REMEMBERED } from './forget.ts';
import { isOver } from './gate.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;
const idAt = (at: number, random = 0) => ulid(at, () => random);
const LIMITS = { most: 4, keep: 2, age: DAY };

/** Ids around the day that they have to be old, some of them of no clock. */
const ids = fc.uniqueArray(
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(fc.integer({ min: -9, max: 3 }), fc.nat(9))
        .map(([days, n]) => idAt(NOW + days * DAY, n / 10)),
    },
    { weight: 1, arbitrary: fc.constantFrom('one', 'two', '', '7ZZZZZZZZZZZZZZZZZZZZZZZZZ') },
  ),
  { maxLength: 30 },
);

describe('what a root forgets', () => {
  test('nobody who let go comes to hold again, no hold is passed, and what is made now is never stale', () => {
    fc.assert(
      fc.property(
        ids,
        ids,
        ids,
        fc.option(fc.constantFrom(-9, -5, -2, 0), { nil: undefined }),
        (over, held, asked, days) => {
          const holds = held.filter((id) => !over.includes(id)).slice(0, 2);
          const bound = days === undefined ? {} : { bound: idAt(NOW + days * DAY) };
          const given: Forgetting = { over, holds, now: NOW, ...bound };
          const left = forgetting(given, LIMITS);
          if (!left) return;
          expect(left.over.length).toBeLessThan(over.length);
          const after = { ...left, holds };
          expect(over.filter((id) => !isOver(after, id))).toEqual([]);
          expect(holds.filter((id) => id <= left.forgotten || isOver(after, id))).toEqual([]);
          expect(isOver(after, idAt(NOW))).toBe(over.includes(idAt(NOW)));
          if (bound.bound) expect(left.forgotten <= bound.bound).toBe(true);
          // Whose order is not that of ULIDs is in none.
          expect(left.over).toEqual(expect.arrayContaining(over.filter((id) => !/^\w{26}$/.test(id))));
          // Again, from there: it only grows.
          const next = forgetting(
            { ...given, ...left, over: [...left.over, ...asked.filter((id) => !left.over.includes(id))] },
            LIMITS,
          );
          if (next) expect(next.forgotten >= left.forgotten).toBe(true);
        },
      ),
    );
  });

  test('the newest stay, and nothing goes before there are many', () => {
    let id = idAt(NOW - 9 * DAY);
    const over = Array.from({ length: REMEMBERED.most + 1 }, () => {
      id = incrementBase32(id);
      return id;
    });
    const given = { holds: [], now: NOW };
    expect(forgetting({ ...given, over: over.slice(1) })).toBeUndefined();
    const left = forgetting({ ...given, over: over.toReversed() })!;
    expect(left.over).toHaveLength(REMEMBERED.keep);
    expect([left.over.includes(over.at(-1)!), left.forgotten]).toEqual([true, over.at(-1 - REMEMBERED.keep)]);
  });

  test('a gate that is asked second forgets nothing that the first one remembers', () => {
    const over = [1, 2, 3, 4, 5].map((days) => idAt(NOW - (9 - days) * DAY));
    const given = { over, holds: [], now: NOW };
    expect(forgetting({ ...given, bound: undefined }, LIMITS)).toBeUndefined();
    expect(forgetting({ ...given, bound: over[1] }, LIMITS)?.forgotten).toBe(over[1]);
    expect(forgetting({ ...given, bound: over[4] }, LIMITS)?.forgotten).toBe(over[2]);
  });

  test.each([
    [idAt(NOW), false],
    [idAt(NOW - DAY / 2 + 1), false],
    [idAt(NOW - DAY / 2), true],
    ['one', false],
  ])('an id may be among them long before it can: %s %p', (id, old) => {
    expect(mayBeForgotten(id, NOW)).toBe(old);
  });
});
