import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EVENT_FIELDS, EVENT_KINDS, KEY_CLASSES } from './event.ts';
import { exampleEvent } from './example.ts';
import { KEY_DETAILS } from './field.ts';
import { type Admit, createAdmission, type Filter } from './filter.ts';
import { parseLine, Unparsed } from './lines.ts';

const everything: Filter = {
  program: 'test',
  disclosure: '1.0',
  kinds: EVENT_FIELDS,
  applications: { editor: { keys: 'content' }, terminal: { keys: 'class' }, vault: { keys: 'none' } },
};
const admit: Admit = (candidate) => createAdmission(everything)(candidate);
const key = { kind: 'key', time: 1, app: 'editor', type: 'keydown', code: 'KeyA', key: 'a' };

/** Values that some field may have, and that most may not. */
const BORDERS: unknown[] = [
  ...[null, true, false, '', 'a', 'editor', 'mouse', 'keydown', 'focus', 'self', 'other', 'assistant', 'chat', 'mail'],
  ...KEY_CLASSES,
  ...['password', 'Password', 'new-password', 'text', 'url'],
  ...[0, 1, -1, 0.5, 31, 32, 8.64e15, 2 ** 53, 1e308, [], [1, 2, 3], [1.5], ['a'], [null], {}],
  ...[64, 65, 256, 257, 1_048_577].map((length) => 'x'.repeat(length)),
];
const value = fc.oneof(fc.constantFrom(...BORDERS), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));

/** An event that is right but for up to three fields, each set to some value or taken away. */
const nearEvent = fc.constantFrom(...EVENT_KINDS).chain((kind) =>
  fc
    .array(fc.tuple(fc.constantFrom(...EVENT_FIELDS[kind]), fc.option(value, { nil: undefined })), { maxLength: 3 })
    .map((changes) => {
      const event = exampleEvent(kind) as unknown as Record<string, unknown>;
      for (const [field, changed] of changes) {
        if (changed === undefined) delete event[field];
        else if (field !== 'app') event[field] = changed;
      }
      return event;
    }),
);

describe('admission', () => {
  test('a field of another kind is stripped, not judged', () => {
    expect(admit({ ...key, path: 'no path' })).toEqual({ event: key, stripped: 1 });
    const prompt = { kind: 'prompt', time: 1, app: 'editor', text: 'why?' };
    expect(admit({ ...prompt, fieldType: 'password' })).toEqual({ event: prompt, stripped: 1 });
  });

  test('a field that is undefined is an absent one', () => {
    const event = { ...key, window: undefined, surprise: undefined };
    expect(admit(event)).toEqual({ event, stripped: 0 });
  });

  test('returns a wholly disclosed event itself', () => {
    expect(admit(key)).toEqual({ event: key, stripped: 0 });
    expect((admit(key) as { event: unknown }).event).toBe(key);
  });

  test.each([
    ['unparsed', new Unparsed('not-json')],
    ['unparsed', null],
    ['unparsed', 'text'],
    ['invalid', { time: 1, app: 'editor' }],
    ['invalid', { ...key, app: 7 }],
    ['invalid', { ...key, time: undefined }],
    ['kind', { ...key, kind: 'sound' }],
    ['kind', { ...key, kind: '__proto__' }],
    ['application', { ...key, app: 'bank' }],
    ['application', { ...key, app: 'constructor' }],
    ['application', { ...key, app: 'Editor' }],
    ['detail', { ...key, app: 'vault' }],
    ['detail', { kind: 'prompt', time: 1, app: 'terminal', text: 'why?' }],
    ['invalid', { ...key, key: 7 }],
  ])('drops as %s', (dropped, candidate) => {
    expect(admit(candidate)).toEqual({ dropped });
  });

  test('a kind that the disclosure leaves out is dropped', () => {
    const { key: _, ...kinds } = EVENT_FIELDS;
    expect(createAdmission({ ...everything, kinds })(key)).toEqual({ dropped: 'kind' });
  });

  test('undisclosed fields go and are counted; time and app stay', () => {
    const narrow = createAdmission({ ...everything, kinds: { click: ['button'] } });
    const click = { kind: 'click', time: 1, app: 'editor', x: 1, y: 2, button: 0, surprise: 'x' };
    expect(narrow({ ...click })).toEqual({ event: { kind: 'click', time: 1, app: 'editor', button: 0 }, stripped: 3 });
  });

  test('an own __proto__ key neither stays nor does harm', () => {
    const line = parseLine('{"kind":"key","time":1,"app":"editor","type":"keyup","__proto__":"x"}');
    expect(admit(line)).toEqual({ event: { kind: 'key', time: 1, app: 'editor', type: 'keyup' }, stripped: 1 });
  });

  test('class detail keeps the class and the timing of a key', () => {
    expect(admit({ ...key, app: 'terminal' })).toEqual({
      event: { kind: 'key', time: 1, app: 'terminal', type: 'keydown', class: 'letter' },
      stripped: 2,
    });
  });

  test('class detail takes the text out of field edits and the title off windows', () => {
    const paste = { kind: 'text', time: 1, app: 'terminal', inputType: 'insertFromPaste' };
    expect(admit({ ...paste, data: 'pasted' })).toEqual({ event: paste, stripped: 1 });
    const focus = { kind: 'window', time: 1, app: 'vault', type: 'focus' };
    expect(admit({ ...focus, title: 'a name' })).toEqual({ event: focus, stripped: 1 });
  });

  test('a password field keeps no content in any application', () => {
    const { code, key: _, ...rest } = { ...key, fieldType: 'password' };
    expect(admit({ ...key, fieldType: 'password' })).toEqual({ event: { ...rest, class: 'letter' }, stripped: 2 });
    expect(code).toBe('KeyA');
    // Nor is there more of it than of other fields, where there is less.
    expect(admit({ ...key, app: 'vault', fieldType: 'password' })).toEqual({ dropped: 'detail' });
  });

  test('is idempotent and never keeps more than was disclosed', () => {
    const filter = fc.record({
      fields: fc.subarray([...new Set(EVENT_KINDS.flatMap((kind) => EVENT_FIELDS[kind]))]),
      keys: fc.constantFrom(...KEY_DETAILS),
    });
    fc.assert(
      fc.property(
        filter,
        nearEvent,
        fc.dictionary(fc.string(), value, { maxKeys: 2 }),
        ({ fields, keys }, event, extra) => {
          const kinds = Object.fromEntries(EVENT_KINDS.map((kind) => [kind, fields]));
          const some = createAdmission({ ...everything, kinds, applications: { editor: { keys } } });
          const candidate = { ...extra, ...event };
          const before = structuredClone(candidate);

          const first = some(candidate);

          expect(candidate).toEqual(before);
          if (!('event' in first)) return;
          expect(some(first.event)).toEqual({ event: first.event, stripped: 0 });
          for (const field of Object.keys(first.event)) expect(['kind', 'time', 'app', ...fields]).toContain(field);
          const given = Object.keys(candidate).filter(
            (field) => candidate[field as keyof typeof candidate] !== undefined,
          );
          expect(given.filter((field) => !Object.hasOwn(first.event, field))).toHaveLength(first.stripped);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
