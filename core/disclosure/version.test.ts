import { describe, expect, test } from '@jest/globals';
import { disclosureSchema } from './disclosure.ts';
import { sampleDisclosure } from './sample.ts';
import {
  compareVersions,
  consentCovers,
  judgeVersions,
  mayCommit,
  paddedVersion,
  unpaddedVersion,
  VERSION_PATTERN,
} from './version.ts';

/** Releases of one program in the order in which they came, each with what it may store. MINOR only ever takes away. */
const RELEASES: readonly { version: string; stores: readonly string[] }[] = [
  { version: '0.9', stores: ['a'] },
  { version: '1.0', stores: ['a', 'b', 'c', 'd'] },
  { version: '1.1', stores: ['a', 'b', 'c'] },
  { version: '1.9', stores: ['a', 'b'] },
  { version: '1.10', stores: ['a'] },
  { version: '2.0', stores: ['a', 'b', 'c', 'd', 'e'] },
  { version: '2.1', stores: ['a', 'e'] },
  { version: '10.0', stores: ['f'] },
];
const versions = RELEASES.map(({ version }) => version);
const order = (version: string) => versions.indexOf(version);
const stores = (version: string) => RELEASES[order(version)]!.stores;
const family = (version: string) => version.slice(0, version.indexOf('.'));
const pairs = versions.flatMap((a) => versions.map((b) => [a, b] as const));

test.each(pairs)('%s and %s stand in the order in which they came, padded too', (a, b) => {
  expect(Math.sign(compareVersions(a, b))).toBe(Math.sign(order(a) - order(b)));
  expect(paddedVersion(a) < paddedVersion(b)).toBe(order(a) < order(b));
  expect(unpaddedVersion(paddedVersion(a))).toBe(a);
});

describe('what a redactor does with a frame', () => {
  const triples = pairs.flatMap(([consented, lease]) => versions.map((mine) => ({ consented, lease, mine })));

  test.each(triples)('consent $consented, lease $lease, redactor $mine', ({ consented, lease, mine }) => {
    const verdict = judgeVersions({ consented, lease, mine });

    // The rules in words of releases and of what they store, not of numbers.
    if (order(lease) > order(mine)) expect(verdict).toBe('newer');
    else {
      const oneFamily = new Set([consented, lease, mine].map(family)).size === 1;
      expect(verdict).toBe(oneFamily && order(consented) <= order(lease) ? 'covered' : 'not-covered');
    }
    if (verdict === 'covered') {
      // Its own filter alone is enough: nothing passes it that consent or lease did not let pass.
      for (const field of stores(mine)) {
        expect(stores(consented)).toContain(field);
        expect(stores(lease)).toContain(field);
      }
    }
  });
});

test.each(pairs)('consent to %s under %s: covered within a MAJOR, never backwards', (consented, version) => {
  const covers = family(consented) === family(version) && order(consented) <= order(version);
  expect(consentCovers(consented, version)).toBe(covers);
});

test.each(pairs)('a lane on which %s has committed takes %s or not', (committed, mine) => {
  expect(mayCommit(committed, mine)).toBe(order(committed) <= order(mine));
  expect(mayCommit(undefined, mine)).toBe(true);
});

test.each(['', '1', '1.', 'x.y', '1.0.0', '-1.0', '1e3.0', ' 1.0'])('%j is no version, and covers nothing', (none) => {
  for (const version of versions) {
    expect(consentCovers(none, version)).toBe(false);
    expect(consentCovers(version, none)).toBe(false);
    expect(judgeVersions({ consented: version, lease: none, mine: version })).toBe('not-covered');
    expect(judgeVersions({ consented: none, lease: version, mine: version })).toBe('not-covered');
  }
  expect(consentCovers(none, none)).toBe(false);
});

test.each(['01.0', '1.00', '1.01', '1234567.0', '1.1234567', '1'])(
  'a disclosure has one spelling: not %s',
  (version) => {
    expect(VERSION_PATTERN.test(version)).toBe(false);
    expect(disclosureSchema.safeParse({ ...sampleDisclosure(), version }).success).toBe(false);
  },
);
