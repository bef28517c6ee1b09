import { describe, expect, test } from '@jest/globals';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { type Caller, listable, visibleGrants } from './access.ts';
import { pageOf } from './page.ts';

const caller = (sub: string, ...groups: string[]): Caller => ({ sub, pseudonym: `p-${sub}`, groups });
const disclosure = sampleDisclosure();
const query = { from: 0, to: 1, limit: 1 };

describe('who may list rows', () => {
  test.each([
    ['a reader of a purpose, of all', caller('ivan', 'investigators'), {}, true],
    ['a giver of grants, of all', caller('stella', 'stewards'), {}, true],
    ['a subject, of themselves', caller('anna', 'employees'), { subject: 'p-anna' }, true],
    ['a subject, of somebody else', caller('anna', 'employees'), { subject: 'p-bert' }, false],
    ['a subject, of all', caller('anna', 'employees'), {}, false],
    ['a representative', caller('rolf', 'representatives'), {}, false],
  ])('%s', (_, who, whose, allowed) => {
    const list = () => listable(disclosure, who, { ...query, ...whose });
    if (allowed) expect(list()).toEqual({ ...query, ...whose });
    else expect(list).toThrow(expect.objectContaining({ reason: 'forbidden', message: 'only your own records' }));
  });
});

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
