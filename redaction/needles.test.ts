import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { everything, NEEDLES, type Planted, plantedLines, saysOf } from '../test/fixtures/planted.ts';
import { EVENT_KINDS, type Event, fieldsOf } from '../wire/event.ts';
import { exampleEvent } from '../wire/example.ts';
import { createAdmission } from '../wire/filter.ts';
import { parseLine } from '../wire/lines.ts';
import { isSecretField } from '../wire/vocabulary.ts';
import { createRedactor } from './create.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, tokenKey: new Uint8Array(32).fill(9) });
const admit = createAdmission(everything);
const redact = (events: Event[]): Event[] => redactor.redactFrames([{ device: 'd', number: 1, events }])[0]!.events;

/** What is stored of a line, in the middle of other typing: an open edge would hide what is not looked at. */
function storedOf(line: string): string {
  const admission = admit(parseLine(line));
  if ('dropped' in admission) return '';
  const beside = [...'this is said beside it, and more '].map((key): Event => ({ ...exampleEvent('key'), key }));
  return JSON.stringify(redact([...beside, admission.event, ...beside]));
}

describe('a needle in any place of any event is not stored, by the widest disclosure', () => {
  const places = Map.groupBy(plantedLines(), ({ needle }) => needle.name);

  test.each([...places])('%s', (_, planted) => {
    const forbidden = planted.filter(({ isForbidden }) => isForbidden);

    const left = forbidden.filter(({ line, needle }: Planted) => saysOf(storedOf(line), needle));

    expect(left.map(({ place }) => place)).toEqual([]);
    expect(forbidden.length).toBeGreaterThan(6 * EVENT_KINDS.flatMap((kind) => fieldsOf(kind)).length - 60);
  });

  test('and what is looked for would be seen: prose without anything sensitive is stored', () => {
    const prose = plantedLines().filter(({ isForbidden, place }) => !isForbidden && place.endsWith('in words'));

    expect(prose.length).toBeGreaterThan(4);
    for (const { line, needle } of prose) {
      if (!line.includes('"author":"other"')) expect(saysOf(storedOf(line), needle)).toBe(true);
    }
  });

  test('nor does a redactor store it that is given what no admission has seen', () => {
    for (const needle of NEEDLES) {
      const strange = EVENT_KINDS.map(
        (kind) => ({ ...exampleEvent(kind), [needle.text]: needle.text, note: needle.text }) as unknown as Event,
      );
      const unknownKind = { kind: 'no-such-kind', time: 1, app: 'editor', text: needle.text } as unknown as Event;

      const [frame] = redactor.redactFrames([{ device: 'd', number: 1, events: [...strange, unknownKind] }]);

      expect(saysOf(JSON.stringify(frame!.events), needle)).toBe(false);
      expect(frame).toMatchObject({ dropped: 1, events: { length: EVENT_KINDS.length } });
    }
  });
});

describe('any event of the catalogue', () => {
  const text = fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom(...NEEDLES.map((needle) => needle.text)));
  const event = fc.constantFrom(...EVENT_KINDS).chain((kind) =>
    fc
      .record(
        Object.fromEntries(
          fieldsOf(kind).map(([field, spec]) => {
            if (field === 'app') return [field, fc.constantFrom('editor', 'terminal', 'viewer')];
            if (spec.type === 'string') return [field, text.map((value) => value.slice(0, spec.longest))];
            if (spec.type === 'strings') return [field, fc.array(text, { maxLength: 3 })];
            if (spec.type === 'word') return [field, fc.constantFrom(...spec.of)];
            return [field, fc.constant((exampleEvent(kind) as unknown as Record<string, unknown>)[field])];
          }),
        ),
      )
      .map((fields) => ({ kind, ...fields })),
  );

  test('stores words of lists, hashes of ids, placeholders for names, and is an event again', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), (candidates) => {
        const admitted = candidates.map(admit).flatMap((one) => ('event' in one ? [one.event] : []));

        const stored = redact(admitted);

        expect(stored).toHaveLength(admitted.length);
        for (const [at, one] of stored.entries()) {
          expect(admit(one)).toMatchObject({ event: { kind: admitted[at]!.kind }, stripped: 0 });
          for (const [field, spec] of fieldsOf(one.kind)) {
            const value = (one as Record<string, unknown>)[field] as string | string[] | undefined;
            if (value === undefined) continue;
            if (spec.role === 'identifier') expect(value).toMatch(/^[a-p]{16}$/);
            if (spec.role === 'name')
              for (const name of [value].flat()) expect(name).toMatch(/^(\[(EMAIL|PERSON)\])?$/);
            if ('of' in spec && spec.type === 'string' && typeof spec.of === 'object') {
              expect(spec.of.standard(value as string)).toBe(value);
            }
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test('the same id is the same word in every kind, frame and device, and another one in another field', () => {
    const events = EVENT_KINDS.map((kind) => ({ ...exampleEvent(kind), window: 'w1' }) as Event);
    const frames = ['a', 'b'].map((device) => ({ device, number: 1, events }));
    const written = redactor.redactFrames(frames).flatMap((frame) => frame.events);
    const [field] = redact([{ ...exampleEvent('key'), window: 'w2', field: 'w1' }]);

    expect(new Set(written.map(({ window }) => window)).size).toBe(1);
    expect(new Set([written[0]!.window, field!.window, (field as { field: string }).field]).size).toBe(3);
  });

  test.each([
    'password',
    'Password',
    'PASSWORD ',
    'new-password',
    'ｐａｓｓｗｏｒｄ',
    'passwd',
    'secret pass-phrase',
    'pwd',
  ])('a field of type %p keeps nothing of what is typed or pasted', (fieldType) => {
    const at = { time: 1, app: 'editor', fieldType, field: 'f', window: 'w' };
    const events: Event[] = [
      ...[...'tr0ub4dor'].map((key): Event => ({ ...at, kind: 'key', type: 'keydown', key, code: 'KeyT' })),
      { ...at, kind: 'text', inputType: 'insertFromPaste', data: 'tr0ub4dor' },
      { kind: 'prompt', time: 2, app: 'editor', text: 'is tr0ub4dor good' },
    ];

    const stored = JSON.stringify(redact(events));

    expect(isSecretField(fieldType)).toBe(true);
    expect(stored).not.toMatch(/tr0ub4dor|"key":|"code":/);
    expect(stored).not.toContain(fieldType === 'password' ? 'no such' : `"${fieldType}"`);
    for (const one of events.slice(0, -1)) {
      const admission = admit(one) as { event: Event };
      expect(JSON.stringify(admission.event)).not.toMatch(/tr0ub4dor|"key":|"code":|"data":/);
    }
  });
});
