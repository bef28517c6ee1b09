import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { filterOf } from '../../core/disclosure/filter.ts';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import { redactionPolicyOf } from '../../core/disclosure/policy.ts';
import { createRedactor } from '../../redaction/create.ts';
import type { Event } from '../../wire/event.ts';
import { createAdmission } from '../../wire/filter.ts';
import { passages, readable } from './passage.ts';
import { readSessions } from './scene.ts';

const disclosure = parseDisclosure(readFileSync('programs/model-capability/disclosure.yaml', 'utf8'));
const admit = createAdmission(filterOf(disclosure));
const redactor = createRedactor({ policy: redactionPolicyOf(disclosure) });
const identity = (event: Event) => `${event.kind} ${event.time} ${event.kind === 'key' ? event.type : ''}`;

/** Every passage that a seed of the demo can choose, as captured and as stored. */
const all = readSessions().flatMap((part) => {
  const admitted = part.flatMap((event) => {
    const admission = admit(event);
    return 'event' in admission ? [{ captured: event, kept: admission.event }] : [];
  });
  const [frame] = redactor.redactFrames([{ device: 'd', number: 1, events: admitted.map(({ kept }) => kept) }]);
  return passages(admitted.map(({ captured }) => captured)).map(({ events }) => {
    const wanted = new Set(events.map(identity));
    return {
      captured: readable(events),
      stored: readable(frame!.events.filter((event) => wanted.has(identity(event)))),
    };
  });
});

describe('whichever passage the seed chooses', () => {
  test.each(all)('$captured: what was captured and what is stored both say something', ({ captured, stored }) => {
    expect(captured).not.toBe('');
    expect(stored).not.toBe('');
  });
});

test('a change without its text is told by its type', () => {
  const change: Event = { kind: 'text', time: 1, app: 'editor', inputType: 'deleteByCut' };

  expect(readable([change, { ...change, inputType: 'insertFromPaste', data: 'abc' }])).toBe('<deleteByCut>abc');
});
