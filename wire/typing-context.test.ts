import { describe, expect, test } from '@jest/globals';
import {
  asContext,
  CONTEXT_EVENTS,
  CONTEXT_PRESSES,
  isPress,
  isTyping,
  lastPresses,
  sideOf,
} from './typing-context.ts';

const line = { kind: 'key', type: 'keydown', time: 1, app: 'a', key: 'x' } as const;

describe('a copy beside a frame', () => {
  test.each(['before', 'after'] as const)('is the same line, with its side: %s', (side) => {
    const copy = JSON.parse(asContext(JSON.stringify(line), side));
    expect(copy).toEqual({ context: side, ...line });
    expect(sideOf(copy)).toBe(side);
  });

  test.each([{}, { context: 'behind' }, { context: 1 }, Object.create({ context: 'before' })])(
    '%j is one of the frame itself',
    (one) => expect(sideOf(one)).toBeUndefined(),
  );

  test('is of what people type, paste and click', () => {
    expect([line, { ...line, type: 'keyup' as const }].map(isPress)).toEqual([true, false]);
    expect(isPress({ kind: 'text', time: 1, app: 'a', inputType: 'insertText', data: 'x' })).toBe(true);
    expect(
      (['key', 'text', 'click', 'pointer', 'message', 'window'] as const).map((kind) => isTyping({ kind })),
    ).toEqual([...[true, true, true, false, false, false]]);
  });
});

describe('the last presses', () => {
  const events = (presses: string) => [...presses].map((one) => ({ press: one === 'x' }));

  test.each([
    ['', 0, 0],
    ['...', 0, 3],
    ['.x.', 0, 1],
    ['x.x', 2, 2],
    ['x..', 1, 3],
  ])('of %j from %i on begin at %i', (presses, least, first) => {
    expect(lastPresses(events(presses), least)).toBe(first);
  });

  test('are so many, and among no more events than a side may have', () => {
    expect(lastPresses(events('x'.repeat(CONTEXT_PRESSES + 5)))).toBe(5);
    expect(lastPresses(events(`x${'.'.repeat(CONTEXT_EVENTS)}`))).toBe(CONTEXT_EVENTS + 1);
  });
});
