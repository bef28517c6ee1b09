import { expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { checkIncidentId, isIncidentId } from './incident-id.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;
const ID = ulid(NOW, () => 0.5);

test.each([
  [true, ID],
  [false, `X${ID}`],
  [false, `${ID}X`],
  [false, `x\n${ID}`],
  [false, ID.slice(1)],
  [false, ID.toLowerCase()],
  [false, `8${ID.slice(1)}`],
  [false, `${ID.slice(0, -1)}I`],
])('%s: %s is an id', (expected, id) => {
  expect(isIncidentId(id)).toBe(expected);
});

test('an id may be of a day to come, and not of a millisecond more', () => {
  checkIncidentId(ulid(NOW + DAY), NOW);
  expect(() => checkIncidentId(ulid(NOW + DAY + 1), NOW)).toThrow(
    expect.objectContaining({
      reason: 'malformed',
      message: 'the id is a ULID of no later than now, in capital letters',
    }),
  );
});
