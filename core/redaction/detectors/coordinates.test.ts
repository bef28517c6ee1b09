import { describe, expect, test } from '@jest/globals';
import { coordinates } from './coordinates.ts';
import { found, spansOf } from './found.ts';

describe('coordinates', () => {
  test.each<[string, string[]]>([
    ['48.85661, 2.35222', ['48.85661, 2.35222']],
    ['-33.86882,151.20930', ['-33.86882,151.20930']],
    ['gps 48.85, 2.35', ['48.85, 2.35']],
    ['40°26′46″N 79°58′56″W', ['40°26′46″N 79°58′56″W']],
    ['lat: 48.8566', ['48.8566']],
    ['52.52° N, 13.405° E', ['52.52° N, 13.405° E']],
  ])('finds in %j', (text, values) => {
    expect(found(coordinates, text)).toEqual(values);
    expect(spansOf(coordinates, text).every(({ type }) => type === 'COORDINATES')).toBe(true);
  });

  test.each(['1.5, 2.5', '99.12345, 2.12345', '12.34', '48.12345, 190.12345', 'v1.2345', '3.1415'])(
    'nothing in %j',
    (text) => {
      expect(found(coordinates, text)).toEqual([]);
    },
  );
});
