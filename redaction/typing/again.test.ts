import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../wire/event.ts';
import { createRedactor } from '../create.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} } });
const PLACE = { app: 'editor', window: 'w' };
const CLICKS = '^^';

/** What is stored of the keys, `*` for those that are masked; `^` is a click. */
function stored(typed: string): string {
  const events = [...typed].map(
    (one, i): Event =>
      one === '^'
        ? { kind: 'click', time: i, ...PLACE, x: 1, y: 1, button: 0 }
        : { kind: 'key', type: 'keydown', time: i, ...PLACE, key: one },
  );
  const [frame] = redactor.redactFrames([{ device: 'd', number: 1, events }]);
  return frame!.events.map((event) => (event.kind === 'key' ? (event.key ?? '*') : '^')).join('');
}

describe('what a double click selected and was typed over', () => {
  test.each([
    ['the whole beginning', `write to jane@ex${CLICKS}jane@example.com and so on and on `, 'jane@ex'],
    ['one character', `national id = S${CLICKS}S3515581C and so on and on `, 'S'],
    ['several words of it', `She is 80 years ${CLICKS}80 years old. and so on and on `, '80 years '],
    ['more than once', `note: WVW${CLICKS}WVW8${CLICKS}WVW8TCV39K0M5M9Y9; and so on and on `, `WVW${CLICKS}WVW8`],
  ])('goes with the value: %s', (_, typed, begun) => {
    const at = typed.indexOf(begun);
    expect(stored(typed).slice(at, at + begun.length)).not.toMatch(/[a-z0-9]/i);
  });

  test('stays where nothing is found of what was typed instead', () => {
    const typed = `the word was long${CLICKS}long ago and so on and on and on `;
    expect(stored(typed).slice(0, 30)).toBe(typed.slice(0, 30));
  });
});
