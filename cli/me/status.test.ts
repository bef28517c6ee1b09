import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../api/languages.ts';
import { afterEnrolling, meStatusText, type Status } from './status.ts';
import { STATUS_WORDS } from './status-words.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const gate = { state: 'open', epoch: 1, since: NOW - 60_000, holds: [] };
type Consent = NonNullable<Status['consent']>;
const consent = (change: Partial<Consent> = {}): Consent => ({
  ...{
    subject: 'anna',
    state: 'live',
    serial: 's',
    disclosure: '1.0',
    enrolledAt: NOW - 3_000,
    consentedAt: NOW - 2_000,
  },
  ...{ outdated: false, ...change },
});
const device = (change: object = {}) => ({
  ...{ device: 'd-abc', acked: 12, enrolledAt: NOW - 3_000, leaseExpires: NOW + 30_000, ...change },
});
const status = (change: Partial<Status> = {}): Status => ({
  program: 'sample',
  disclosure: { version: '1.0', title: 'A sample', text: '', hash: 'a'.repeat(64) },
  gates: { collection: gate, reading: gate },
  ...{ covered: true, subject: 'anna', consent: consent(), devices: [device()] },
  ...change,
});
const ENDED = {
  collection: { ...gate, state: 'closed', ended: 'i1' },
  reading: { ...gate, state: 'closed', ended: 'i1' },
};
const lineOf = (name: string, one: Status) => new RegExp(`^${name} +(.*)$`, 'm').exec(meStatusText(one, NOW))?.[1];

const { consent: _, ...WITHOUT } = status();

describe('whether one is recorded now, in words', () => {
  test.each<[string, Status, RegExp]>([
    ['with a lease', status(), /^yes, on one device$/],
    ['on two devices', status({ devices: [device(), device({ device: 'd-x' })] }), /^yes, on 2 devices$/],
    ['with a device that was removed', status({ devices: [device({ removedAt: NOW })] }), /^not now: no agent/],
    ['without a lease', status({ devices: [device({ leaseExpires: NOW - 1 })] }), /^not now: no agent/],
    ['not covered', status({ covered: false }), /^no: the disclosure does not cover you$/],
    ['never enrolled', WITHOUT, /^no: you are not enrolled$/],
    ['enrolled', status({ consent: consent({ state: 'enrolled' }) }), /^no: you have not agreed$/],
    ['withdrawn', status({ consent: consent({ state: 'withdrawn', withdrawnAt: NOW }) }), /^no: you withdrew at /],
    ['erased', status({ consent: consent({ state: 'erased' }) }), /^no: you are not enrolled$/],
    ['paused', status({ consent: consent({ pausedAt: NOW - 1 }) }), /^no: you paused it at .* sluice me resume$/],
    ['paused for a while', status({ consent: consent({ pausedAt: NOW, pausedUntil: NOW + 1 }) }), /^no: .*until/],
    ['paused until now', status({ consent: consent({ pausedAt: NOW - 1, pausedUntil: NOW }) }), /^yes/],
    [
      'outdated',
      status({ consent: consent({ outdated: true, disclosure: '0.9' }) }),
      /^no: you agreed to version 0.9, and 1.0/,
    ],
    [
      'a disclosure that is none',
      status({ disclosure: { ...status().disclosure, problem: 'it widens' } }),
      /^no: it widens$/,
    ],
    [
      'a closed gate',
      status({ gates: { collection: { ...gate, state: 'closed' }, reading: gate } }),
      /^no: the program is paused for everybody since /,
    ],
    [
      'a program that has ended, before what was theirs to change',
      status({ gates: ENDED, consent: consent({ state: 'withdrawn', withdrawnAt: NOW }) }),
      /^no: the program has ended, for everybody and for good$/,
    ],
  ])('%s', (_name, one, line) => expect(lineOf('recorded', one)).toMatch(line));
});

test.each(LANGUAGES)('a program that has ended is not said to be paused (%s)', (language) => {
  const text = meStatusText(status({ gates: ENDED }), NOW, language);
  expect(text).toContain(STATUS_WORDS[language].recorded.programEnded);
  expect(text).toContain(STATUS_WORDS[language].reading.programEnded);
  expect(text).not.toMatch(/paused|stopped|still, seit|arrêtée? pour|parad[oa] para/);
});

test('since when consent is live, and to what', () => {
  expect(lineOf('consent', status())).toMatch(/^since .*, to version 1\.0, which is in force$/);
  expect(lineOf('consent', status({ consent: consent({ disclosure: '0.9' }) }))).toMatch(
    /version 0\.9; in force is 1\.0$/,
  );
  expect(lineOf('consent', WITHOUT)).toBe('never given');
  expect(lineOf('consent', status({ consent: consent({ state: 'a newer word' }) }))).toBe('a newer word');
});

test.each([
  [device(), true, /^ {2}d-abc {2}records; its lease runs until .*; 12 frames arrived$/m],
  [device({ refused: { late: 2, 'bad-seal': 7 } }), true, /; 12 frames arrived; refused: 7 bad-seal, 2 late$/m],
  [
    device({ leaseExpires: NOW - 1, acked: 0 }),
    true,
    /does not record; its last lease ended at .*; nothing sent yet$/m,
  ],
  [device({ leaseExpires: 0 }), true, /has never recorded; enrolled at /],
  [device({ removedAt: NOW }), true, /^ {2}d-abc {2}removed at /m],
  [device(), false, /has a lease until .*, and nothing that it sends is stored/],
])('of each device whether it records', (one, live, line) => {
  const state = live ? 'live' : 'withdrawn';
  expect(meStatusText(status({ devices: [one], consent: consent({ state }) }), NOW)).toMatch(line);
});

test('what is trimmed, the newest first, and how many more there are', () => {
  expect(lineOf('trimmed', status())).toBeUndefined();
  const trims = [1, 2, 3, 4].map((at) => ({ from: NOW - at * 7_200_000, to: NOW - at * 7_200_000 + 60_000 }));
  const one = status({ consent: consent({ trims }) });
  expect(meStatusText(one, NOW, 'de')).toMatch(/^entfernt +\d{4}/m);
  expect(meStatusText(one, NOW).match(/ - \d{4}-/g)).toHaveLength(3);
  expect(meStatusText(one, NOW)).toContain('+ 1');
});

test('an erasure’s dates until they have passed', () => {
  const erasure = { erasedAt: NOW, finalBy: NOW + 1, rowsGoneBy: NOW + 2 };
  const text = meStatusText(status({ consent: consent({ state: 'erased' }), erasure }), NOW);
  for (const name of ['erased', 'final by', 'no trace by']) expect(text).toMatch(new RegExp(`^${name} `, 'm'));
});

test('what to do next, where something is missing; nobody is asked to come back', () => {
  const next = (one: Status) => lineOf('next', one);
  expect(next(WITHOUT)).toMatch(/^sluice enrol/);
  expect(next(status({ consent: consent({ state: 'enrolled' }) }))).toMatch(/^sluice consent /);
  expect(next(status({ consent: consent({ outdated: true }) }))).toMatch(/^sluice consent --diff/);
  expect(next(status({ devices: [] }))).toMatch(/^sluice agent run/);
  expect(next(status())).toMatch(/^sluice me records/);
  expect(next(status({ consent: consent({ state: 'withdrawn' }) }))).toBeUndefined();
  expect(next(status({ consent: consent({ pausedAt: NOW }) }))).toBeUndefined();
  expect(next(status({ covered: false }))).toBeUndefined();
});

test.each([
  ['live', false, /^You have agreed already: this device is recorded as soon as its agent runs/],
  ['live', true, /nothing is collected until you agree/],
  ['enrolled', false, /^Nothing is collected yet/],
  ['withdrawn', false, /^You have withdrawn/],
])('who enrols a device while %s (outdated: %p) is told what is so', (state, outdated, words) => {
  expect(afterEnrolling(consent({ state, outdated }))).toMatch(words);
});

describe.each(LANGUAGES)('in %s', (language) => {
  const told = (one: Status): string => meStatusText(one, NOW, language);
  const CASES: Status[] = [
    status(),
    WITHOUT,
    status({ covered: false }),
    status({
      devices: [device(), device({ device: 'd-x', leaseExpires: 0, acked: 0 }), device({ leaseExpires: NOW - 1 })],
    }),
    ...(['enrolled', 'withdrawn', 'erased'] as const).map((state) =>
      status({ consent: consent({ state, withdrawnAt: NOW }) }),
    ),
    status({ consent: consent({ outdated: true, disclosure: '0.9' }) }),
    status({ consent: consent({ pausedAt: NOW, pausedUntil: NOW + 1_000 }) }),
    status({ gates: { collection: { ...gate, state: 'closed' }, reading: { ...gate, state: 'closed' } } }),
  ];

  test.each(CASES)('where they stand is told in its words alone, %#', (one) => {
    const { labels } = STATUS_WORDS[language];
    const others = LANGUAGES.filter((other) => other !== language).map((other) => STATUS_WORDS[other]);

    expect(told(one)).toContain(`${labels.recorded} `);
    expect(told(one)).not.toMatch(/undefined|NaN/);
    expect(
      others.filter(
        ({ recorded, reading }) => told(one).includes(recorded.notEnrolled) || told(one).includes(reading.open),
      ),
    ).toEqual([]);
  });
});

test.each(LANGUAGES)(
  'in how many data sets and runs one’s data was used is said in %s, and nothing where it cannot be had',
  (language) => {
    const one = { export: 'e', state: 'sealed', expires: 1, asked: 1 };
    const run = { run: 'r', export: 'e', model: 'm', by: 'ivan', at: 1, purpose: 'p', disclosure: '1.0', rows: 1 };
    const { used } = STATUS_WORDS[language].labels;

    expect(meStatusText(status(), NOW, language, { exports: [one, one], runs: [run] })).toMatch(
      new RegExp(`^${used} +2 .*, 1 .*sluice training concerned me$`, 'm'),
    );
    expect(meStatusText(status(), NOW, language, { exports: [], runs: [] })).toMatch(new RegExp(`^${used} `, 'm'));
    expect(meStatusText(status(), NOW, language)).not.toMatch(new RegExp(`^${used} `, 'm'));
  },
);
