import { describe, expect, test } from '@jest/globals';
import { paddedVersion } from '../disclosure/version.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { REFUSE_REASONS } from './counters.ts';
import { decodeLane } from './lane-row.aws.ts';

const CHECKPOINT = '7'.padStart(129, '0');
const row = { lane: S('frames/1/a'), state: S('closed') };

describe("a lane's row", () => {
  test('as the gate makes it, and as a commit leaves it', () => {
    expect(decodeLane(row)).toStrictEqual({ lane: 'frames/1/a', state: 'closed', counters: {} });
    const counters = { admitted: N(2), 'dropped:kind': N(3), 'refused:epoch': N(1) };
    expect(decodeLane({ ...row, epoch: N(4), checkpoint: S(CHECKPOINT), ...counters })).toStrictEqual({
      ...{ lane: 'frames/1/a', state: 'closed', epoch: 4, checkpoint: CHECKPOINT },
      counters: { admitted: 2, 'dropped:kind': 3, 'refused:epoch': 1 },
    });
    const later = { disclosure: S(paddedVersion('1.12')), retired: N(0) };
    expect(decodeLane({ ...row, ...later })).toMatchObject({ disclosure: '1.12', retired: 0 });
  });

  test('what is no counter is in no sum: epoch, attempts, notes, whatever comes later', () => {
    const more = {
      epoch: N(9),
      attempts: N(3),
      attemptAt: S('1'),
      'damaged:key:k': N(5),
      anything: N(8),
      'x:dropped:y': N(2),
    };
    const { counters, damaged } = decodeLane({ ...row, ...more });
    expect({ counters, damaged }).toEqual({ counters: {}, damaged: new Map([['key:k', 5]]) });
  });

  test('every reason to refuse is a counter, those of other releases too', () => {
    for (const reason of [...REFUSE_REASONS, 'of-another-release']) {
      expect(decodeLane({ ...row, [`refused:${reason}`]: N(1) }).counters).toEqual({ [`refused:${reason}`]: 1 });
    }
  });

  test('a counter that no double holds is rounded, and does not vanish', () => {
    expect(decodeLane({ ...row, missing: { N: '9007199254740993' } }).counters.missing).toBe(2 ** 53);
  });

  test.each([
    ['no state', { lane: S('l') }],
    ['a state of its own', { ...row, state: S('ajar') }],
    ['an epoch below 0', { ...row, epoch: N(-1) }],
    ['an epoch that is a text', { ...row, epoch: S('3') }],
    ['a checkpoint that is not padded', { ...row, checkpoint: S('7') }],
    ['a checkpoint that is padded too far', { ...row, checkpoint: S(`0${CHECKPOINT}`) }],
    ['a checkpoint with something behind it', { ...row, checkpoint: S(`${CHECKPOINT}x`) }],
    ['a version that is none', { ...row, disclosure: S('1.12') }],
    ['a number of a retired lane below 0', { ...row, retired: N(-1) }],
    ['a counter that is a text', { ...row, admitted: S('3') }],
    ['a counter that is no whole number', { ...row, admitted: { N: '1.5' } }],
    ['a counter below 0', { ...row, admitted: N(-3) }],
    ['a note of no time', { ...row, 'damaged:key:k': S('x') }],
  ])('with %s is not read', (_, item) => {
    expect(() => decodeLane(item)).toThrow('cannot be read');
  });
});
