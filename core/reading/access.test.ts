import { describe, expect, test } from '@jest/globals';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { type Caller, visibleGrants } from './access.ts';
import { pageOf } from './page.ts';

const caller = (sub: string, ...groups: string[]): Caller => ({ sub, pseudonym: `p-${sub}`, groups });
const disclosure = sampleDisclosure();
test('grants: stewards and representatives see all, others their own', () => {
  const grants = [{ reader: 'ivan' }, { reader: 'nadia' }];
  expect(visibleGrants(disclosure, caller('stella', 'stewards'), grants)).toEqual(grants);
  expect(visibleGrants(disclosure, caller('rolf', 'representatives'), grants)).toEqual(grants);
  expect(visibleGrants(disclosure, caller('ivan', 'investigators'), grants)).toEqual([{ reader: 'ivan' }]);
});

describe('pages of events', () => {
  const lines = ['{"n":0}', '{"n":1}', '{"n":2}', ''].join('\n');

  test('all at once where they fit', () => {
    expect(pageOf(lines)).toEqual({ events: [{ n: 0 }, { n: 1 }, { n: 2 }] });
  });

  test('page after page gives each event once, one too large for a page included', () => {
    const seen: unknown[] = [];
    let skip: number | undefined = 0;
    while (skip !== undefined) {
      const page: { events: unknown[]; next?: number } = pageOf(lines, skip, 5);
      expect(page.events).toHaveLength(1);
      seen.push(...page.events);
      skip = page.next;
    }
    expect(seen).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
  });

  test('beyond the end there is nothing', () => {
    expect(pageOf(lines, 3)).toEqual({ events: [] });
    expect(pageOf('', 0)).toEqual({ events: [] });
  });
});
