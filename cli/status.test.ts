import { describe, expect, test } from '@jest/globals';
import { statusText } from './status.ts';

type Status = Parameters<typeof statusText>[0];
const gate = { state: 'open', epoch: 1, since: 0, holds: [] } as const;
const status = (change: Partial<Status> = {}, problem?: string): Status => ({
  program: 'sample',
  disclosure: { version: '2.0', title: 'A sample', text: '', hash: 'a'.repeat(64), ...(problem && { problem }) },
  gates: { collection: { ...gate, holds: [] }, reading: { ...gate, holds: [] } },
  covered: true,
  subject: 'anna',
  devices: [],
  ...change,
});
const consent = (state: 'enrolled' | 'live' | 'withdrawn' | 'erased', outdated = false) => ({
  consent: { subject: 'anna', state, serial: '', disclosure: '1.0', enrolledAt: 0, outdated },
});
const nextOf = (one: Status) => /^next +(.*)$/m.exec(statusText(one))?.[1];

describe('status says of the second line', () => {
  test.each([
    ['in-force', /^ {2}reader +second line: in force since 19(69|70)-\d\d-\d\d \S+ \S+$/m],
    ['being-put', /second line: being put; the gate is closed since/],
    ['missing', /second line: MISSING; the gate is closed, and holds, since/],
    ['being-taken', /second line: being taken away; the gate is open since/],
    ['left-over', /second line: LEFT OVER; the gate is open since/],
    ['unseen', /second line: not looked at since/],
    ['a word of a newer service', /second line: a word of a newer service 1970/],
  ])('%s', (state, line) => {
    const secondLine = { state: state as 'missing', since: 0 };
    const text = statusText(
      status({ gates: { collection: gate as never, reading: { ...gate, holds: [], secondLine } } }),
    );
    expect(text).toMatch(line);
    expect(text.match(/second line/g)).toHaveLength(1);
  });

  test('nothing where nothing is denied', () => expect(statusText(status())).not.toContain('second line'));
});

test('a program that has ended is not said to be paused, and nobody is asked to take part in it', () => {
  const ended = { ...gate, state: 'closed' as const, holds: ['i1'], ended: 'i1' };
  const one = status({ gates: { collection: ended, reading: ended } });
  expect(statusText(one).match(/ended for good, by i1/g)).toHaveLength(2);
  expect(statusText(one)).not.toMatch(/paused|closed since/);
  expect(nextOf(one)).toBeUndefined();
});

describe('status names the next step', () => {
  test.each<[what: string, Status, next: RegExp | undefined]>([
    ['of who is not enrolled', status(), /^sluice enrol/],
    ['of who was erased', status(consent('erased')), /^sluice enrol/],
    ['of who is not covered', status({ covered: false }), undefined],
    ['of who is enrolled', status(consent('enrolled')), /^sluice consent/],
    ['after a new first number', status(consent('live', true)), /^sluice consent/],
    ['of who takes part', status(consent('live')), undefined],
    ['of who withdrew', status(consent('withdrawn')), undefined],
    ['where nobody can consent', status(consent('enrolled'), 'wider'), undefined],
  ])('%s', (_what, one, next) => {
    if (next) expect(nextOf(one)).toMatch(next);
    else expect(nextOf(one)).toBeUndefined();
  });

  test('and what is wrong with the disclosure', () => {
    expect(statusText(status({}, '1.0 is wider than it was'))).toContain(
      'nothing is collected: 1.0 is wider than it was',
    );
  });
});

test('a gate that nothing has put yet is not told as one that is closed since 1970', () => {
  const absent = { state: 'closed', epoch: 0, since: 0, holds: [] } as const;

  const text = statusText(status({ gates: { collection: { ...absent, holds: [] }, reading: { ...gate, holds: [] } } }));

  expect(text).toMatch(/^collection +not there yet: /m);
  expect(text).toMatch(/^reading +open since /m);
});
