import { expect, test } from '@jest/globals';
import { EVENT_FIELDS } from './event.ts';
import { HIGHEST_NUMBER } from './frame.ts';
import type { LeaseGrant } from './lease.ts';
import { leaseGrant, leaseRequest } from './lease-schema.ts';

const request = { device: 'laptop', acked: 0 };
const grant: LeaseGrant = {
  ...{ lease: 'eyJ..a.b.c', frameKey: 'k'.repeat(43), subject: 'anna_1-Z', now: 1.5 },
  ...{ issued: 0, expires: 1, deliverUntil: 8.64e15 },
  filter: { program: 'p', disclosure: '1.0', kinds: EVENT_FIELDS, applications: { editor: { keys: 'class' } } },
  flush: { seconds: 5, bytes: 1024, spoolBytes: 0, eventsPerMinute: 1 },
  stream: { name: 'frames', region: 'eu-central-1' },
  credentials: { accessKeyId: 'a', secretAccessKey: 's', sessionToken: '', expiration: 2 },
};

/** Values that stand at a border, and those just beyond it. */
type Borders = Record<string, { good: readonly unknown[]; bad: readonly unknown[] }>;
const time = { good: [0, 8.64e15, 0.5], bad: [-1, 8.64e15 + 2, '1', null, undefined, Number.NaN] };
const named = { good: ['x'], bad: ['', undefined, 1] };

const REQUEST: Borders = {
  device: {
    good: ['a', 'Z', '0', 'a_-9', `a${'b'.repeat(63)}`],
    bad: ['', '-a', '_a', `a${'b'.repeat(64)}`, 'a.b', 'a b', 'a\n', ' a', 'ä', 7, undefined],
  },
  kinds: {
    good: [[], ['key', 'of-tomorrow'], undefined],
    bad: [['Key'], [''], ['a b'], [1], 'key', Array.from({ length: 65 }, (_, at) => `k-${'x'.repeat(at % 30)}`)],
  },
  acked: { good: [0, 1, HIGHEST_NUMBER], bad: [-1, 0.5, HIGHEST_NUMBER + 1, '0', undefined, Number.NaN] },
};
const GRANT: Borders = {
  lease: { good: ['x', 'x'.repeat(4096)], bad: ['', 'x'.repeat(4097), undefined] },
  frameKey: { good: ['x'.repeat(43)], bad: ['x'.repeat(42), 'x'.repeat(44), undefined] },
  subject: { good: ['a', '_', 'x'.repeat(128)], bad: ['', 'x'.repeat(129), 'a b', 'a.b', '.a', 'a\n', undefined] },
  ...{ issued: time, expires: time, deliverUntil: time, now: time, 'credentials.expiration': time },
  'filter.program': { good: ['p'], bad: [undefined, 1] },
  'filter.disclosure': { good: ['1.0'], bad: [undefined, 1] },
  'filter.kinds': { good: [{}, { key: [] }], bad: [{ sound: [] }, { key: 'code' }, { key: [1] }, undefined] },
  'filter.applications': {
    good: [{}, { a: { keys: 'none' }, b: { keys: 'content' } }],
    bad: [{ a: {} }, { a: { keys: 'all' } }, [], undefined],
  },
  'flush.seconds': { good: [0.1, 3600], bad: [0.09, 3601, '5', undefined] },
  'flush.bytes': { good: [1024, 716_800], bad: [1023, 716_801, 1024.5, undefined] },
  'flush.spoolBytes': { good: [0, 1e12], bad: [-1, 0.5, undefined] },
  'flush.eventsPerMinute': { good: [1, 1e9], bad: [0, 1.5, undefined] },
  ...{ 'stream.name': named, 'stream.region': named },
  ...{ 'credentials.accessKeyId': named, 'credentials.secretAccessKey': named },
  'credentials.sessionToken': { good: ['', 'x'], bad: [undefined, 1] },
};

const rows = (borders: Borders) => Object.entries(borders).map(([path, values]) => ({ path, ...values }));
/** A copy with another value at a path of at most two names. */
function withValue<T extends object>(whole: T, path: string, value: unknown): unknown {
  const [name, inner] = path.split('.') as [keyof T, string?];
  return { ...whole, [name]: inner === undefined ? value : { ...whole[name], [inner]: value } };
}

test.each(rows(REQUEST))('a request whose $path is at a border, and beyond it', ({ path, good, bad }) => {
  const takes = (value: unknown) => leaseRequest.safeParse(withValue(request, path, value)).success;
  expect(good.filter((value) => !takes(value))).toEqual([]);
  expect(bad.filter(takes)).toEqual([]);
});

test.each(rows(GRANT))('a grant whose $path is at a border, and beyond it', ({ path, good, bad }) => {
  const takes = (value: unknown) => leaseGrant.safeParse(withValue(grant, path, value)).success;
  expect(good.filter((value) => !takes(value))).toEqual([]);
  expect(bad.filter(takes)).toEqual([]);
});

test('every field of a grant is checked at its borders', () => {
  const names = Object.entries(grant).flatMap(([name, value]) =>
    typeof value === 'object' ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name],
  );
  expect(Object.keys(GRANT).sort()).toEqual(names.sort());
});

test('a request with what the control plane does not know is refused; a grant may say more than an agent knows', () => {
  expect(leaseRequest.safeParse({ ...request, admin: true }).success).toBe(false);
  expect(leaseGrant.parse({ ...grant, newer: true })).toEqual(grant);
});
