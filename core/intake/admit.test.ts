import { expect, test } from '@jest/globals';
import { ndjson } from '../../test/fixtures/world.ts';
import { DEVICE_CLOCK_SKEW } from '../../wire/capture-window.ts';
import { createAdmission } from '../../wire/filter.ts';
import type { LeaseClaims } from '../../wire/lease.ts';
import { MAX_LINES } from '../../wire/lines.ts';
import { CONTEXT_EVENTS } from '../../wire/typing-context.ts';
import type { Counters } from '../books/counters.ts';
import { filterOf } from '../disclosure/filter.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { admitEvents } from './admit.ts';
import type { OpenedFrame } from './open.ts';

const admit = createAdmission(filterOf(sampleDisclosure()));
const ISSUED = 1e9;
const click = { kind: 'click', time: ISSUED, app: 'editor', x: 1, y: 2 };
const key = { kind: 'key', time: ISSUED, app: 'editor', type: 'keyup', key: 'a' };

const frame = (body: Uint8Array, disclosure = '1.0'): OpenedFrame => ({
  record: { sequence: '1', partitionKey: 'anna', arrival: 0, data: new Uint8Array() },
  claims: { disclosure, issued: ISSUED, expires: ISSUED + 60_000 } as LeaseClaims,
  ...{ number: 1, body: Buffer.from(body) },
});
const admitted = (one: OpenedFrame, decide = admit, counters: Counters = {}) => ({
  result: admitEvents(one, { admit: decide, version: '1.0' }, counters),
  counters,
});
/** Good ones, and some of every kind that goes. */
const MIXED = ndjson([
  click,
  { ...click, button: 0, detail: 1 },
  { ...key, window: 'w' },
  { ...click, x: 'left' },
  { ...click, app: 'bank' },
  { ...click, app: 'bank' },
  { kind: 'scroll', time: ISSUED, app: 'editor', deltaX: 0, deltaY: 1 },
  ['no object'],
]);

test('events are kept in their order, and each that is not is counted by its reason', () => {
  const { result, counters } = admitted(frame(MIXED));

  expect(result!.events).toEqual([click, click, key]);
  expect(result!.frame).toMatchObject({ number: 1 });
  expect(counters).toEqual({
    ...{ events: 8, stripped: 3, 'dropped:invalid': 1, 'dropped:unparsed': 1 },
    ...{ 'dropped:application': 2, 'dropped:kind': 1 },
  });
});

test('what a narrower disclosure than that of the lease takes away is said beside: it is no fault of the agent', () => {
  const { counters } = admitted(frame(MIXED, '0.9'));
  // Two of another application, one of another kind, three fields; not what no version takes.
  expect(counters).toMatchObject({ narrowed: 6, 'dropped:invalid': 1, 'dropped:unparsed': 1 });
});

test('a detail that is withheld is taken away, too', () => {
  const prompt = { kind: 'prompt', time: ISSUED, app: 'terminal', text: 'why?' };
  const decide = createAdmission({ ...filterOf(sampleDisclosure()), kinds: { prompt: ['text'] } });
  expect(admitted(frame(ndjson([prompt]), '0.9'), decide).counters).toEqual({
    ...{ events: 1, 'dropped:detail': 1, narrowed: 1 },
  });
});

test.each([
  [-DEVICE_CLOCK_SKEW - 1, 0],
  [-DEVICE_CLOCK_SKEW, 1],
  [30_000, 1],
  [60_000 + DEVICE_CLOCK_SKEW, 1],
  [60_000 + DEVICE_CLOCK_SKEW + 1, 0],
  [8e15, 0],
])('an event %i ms after the beginning of a lease of 60 s: %i kept', (after, kept) => {
  const { result, counters } = admitted(frame(ndjson([{ ...click, time: ISSUED + after }])));

  expect(result!.events).toHaveLength(kept);
  expect(counters).toEqual({ events: 1, ...(kept === 0 && { 'dropped:time': 1 }) });
});

test('what is not disclosed is said as such, whenever it was; what was of no lease is no over-collection', () => {
  const late = [{ ...click, app: 'bank', time: 2e9 }, { ...click, button: 0, time: 2e9 }, click];
  const { counters } = admitted(frame(ndjson(late), '0.9'));
  expect(counters).toEqual({ events: 3, 'dropped:application': 1, 'dropped:time': 1, narrowed: 1 });
});

test('a frame of nothing has no events, and nothing is counted', () => {
  const { result, counters } = admitted(frame(Buffer.alloc(0), '0.9'));
  expect([result!.events, counters]).toEqual([[], {}]);
});

test('a body of too many lines is none, and counts nothing; a defect is told', () => {
  const { result, counters } = admitted(frame(Buffer.alloc(MAX_LINES + 1, '\n')));
  expect([result, counters]).toEqual([undefined, {}]);
  const defect = () => {
    throw new TypeError('a defect');
  };
  expect(() => admitted(frame(ndjson([click])), defect)).toThrow('a defect');
});

test('typing beside a frame is asked what its own is asked, and neither counted nor an event of it; what nobody may send is counted, however it is marked', () => {
  const copy = (side: unknown, event: object) => ({ context: side, ...event });
  const { result, counters } = admitted(
    frame(
      ndjson([
        copy('before', { ...key, key: 'b' }),
        copy('before', { ...key, app: 'bank' }),
        copy('before', { ...key, time: ISSUED - DEVICE_CLOCK_SKEW - 1 }),
        copy('before', { kind: 'window', time: ISSUED, app: 'editor', type: 'focus' }),
        key,
        copy('after', { ...key, key: 'c', window: 'w' }),
        copy('behind', click),
      ]),
    ),
  );

  expect(result).toMatchObject({ events: [key, click], context: { before: [{ key: 'b' }], after: [{ key: 'c' }] } });
  expect(counters).toEqual({ events: 4, 'dropped:application': 1, 'dropped:kind': 1, stripped: 2 });
});

test('a side has no more copies than an agent of good will sends', () => {
  const { result, counters } = admitted(
    frame(ndjson([...Array.from({ length: CONTEXT_EVENTS + 9 }, () => ({ context: 'after', ...key })), key])),
  );

  expect(result!.context!.after).toHaveLength(CONTEXT_EVENTS);
  expect(counters).toMatchObject({ events: 1 });
});
