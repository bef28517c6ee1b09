/**
 * Promise 1. "Nothing undisclosed is stored. The agent drops by the filter before sealing; the redactor admits only event
 * kinds, fields and applications that the disclosure lists, drops the rest, counts it as over-collection, and alarms."
 *
 * Mechanism: one admission (wire/filter.ts), compiled from the disclosure (core/disclosure/filter.ts), that the agent asks
 * before it seals (agent/sdk/agent.ts) and the redactor asks again of whatever comes (core/intake/admit.ts); what the
 * second one drops is the metric OverCollection (functions/redactor/metrics.ts), which alarms.
 *
 * Here: a recorded desktop session and conversation, sent by the real agent and by one without a filter, against the
 * counts of tools/record/count.py (another language, no code in common) and against the YAML of the disclosure, read anew.
 *
 * Missing in this form: the alarm is judged as a template (test/infra/service.test.ts), not seen to fire.
 *
 * Fails when the application allow-list, the stripping of fields, or the redactor's own admission is taken out.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { capturePatiently } from '../../agent/collectors/collector.ts';
import { movedTo, readSession } from '../../agent/collectors/replay.ts';
import { filterOf } from '../../core/disclosure/filter.ts';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import { measure } from '../../functions/redactor/metrics.ts';
import type { Event } from '../../wire/event.ts';
import { createProgram } from '../fixtures/program.ts';
import { createRogueAgent } from '../fixtures/rogue-agent.ts';
import { NOON } from '../fixtures/world.ts';

const folder = new URL('../../programs/model-capability/', import.meta.url);
const yaml = readFileSync(new URL('disclosure.yaml', folder), 'utf8');
const disclosure = parseDisclosure(yaml);
const recording = ['session.ndjson', 'conversation.ndjson'].flatMap((name) =>
  movedTo(readSession(readFileSync(new URL(name, folder))), NOON),
);
/** In fields and applications that the disclosure does not list. */
const MARKER = 'zqj-undisclosed-zqj';
const session: Event[] = [
  ...recording,
  ...recording.slice(0, 200).map((event) => ({ ...event, screenshot: MARKER }) as unknown as Event),
  ...recording.slice(0, 200).map((event) => ({ ...event, app: `bank-${MARKER}` })),
  { kind: 'text', time: recording[0]!.time, app: 'evince', inputType: 'insertText', data: MARKER },
  { kind: 'transcript', time: recording[0]!.time, app: 'assistant', text: MARKER, author: 'self' },
  { kind: 'keystroke-video', time: recording[0]!.time, app: 'mousepad', frames: MARKER } as unknown as Event,
];

interface Counted {
  events: number;
  kept: number;
  dropped: Record<string, number>;
  stripped: number;
}
let counted: Counted;
let work: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'sluice-promise-1-'));
  writeFileSync(join(work, 'filter.json'), JSON.stringify(filterOf(disclosure)));
  writeFileSync(join(work, 'session.ndjson'), session.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const script = fileURLToPath(new URL('../../tools/record/count.py', import.meta.url));
  const out = execFileSync('python3', [script, join(work, 'filter.json'), join(work, 'session.ndjson')]);
  counted = JSON.parse(out.toString());
});
afterAll(() => rmSync(work, { recursive: true }));

/** What the file says, without any code of ours. */
const written = parse(yaml) as {
  events: Record<string, { fields: string[] }>;
  applications: Record<string, { keys: string }>;
};
const CONTENT = new Set(['code', 'key', 'data', 'title', 'text']);

function expectDisclosed(events: readonly Record<string, unknown>[]) {
  expect(JSON.stringify(events)).not.toContain(MARKER);
  for (const event of events) {
    const allowed = [...(written.events[event.kind as string]?.fields ?? []), 'kind', 'time', 'app'];
    expect(Object.keys(written.applications)).toContain(event.app);
    expect(Object.keys(written.events)).toContain(event.kind);
    expect(Object.keys(event).filter((field) => !allowed.includes(field))).toEqual([]);
    if (written.applications[event.app as string]!.keys === 'content' && event.fieldType !== 'password') continue;
    expect(Object.keys(event).filter((field) => CONTENT.has(field))).toEqual([]);
  }
}

const dropsOf = (counters: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(counters)
      .filter(([name]) => name.startsWith('dropped:') && name !== 'dropped:redaction')
      .map(([name, by]) => [name.slice('dropped:'.length), by]),
  );

describe('of a recorded session', () => {
  test('an honest agent seals what the filter keeps, and nothing more reaches the redactor', async () => {
    const program = createProgram({ disclosure });
    const agent = await program.join('anna');

    for (const event of session) {
      program.time.now += 20; // Within the budget of events per minute.
      if (!agent.counters.captured || program.time.now % 10_000 === 0) await agent.resume();
      await capturePatiently(agent, event);
    }
    await agent.flush();
    await program.deliver();

    expect(agent.counters).toMatchObject({ captured: counted.events, kept: counted.kept, overBudget: 0 });
    expect(agent.counters.dropped).toEqual(counted.dropped);
    expect(agent.counters.stripped).toBe(counted.stripped);
    const counters = program.world.counters();
    expect(counters.events).toBe(counted.kept);
    expect(dropsOf(counters)).toEqual({});
    expect(counters).not.toHaveProperty('stripped');
    const events = await program.events();
    expect(events.length + (counters['dropped:redaction'] ?? 0)).toBe(counted.kept);
    expectDisclosed(events);
  });

  test('an agent without a filter gets no more stored: the same counts, told by the redactor, and a metric to alarm on', async () => {
    const program = createProgram({ disclosure });
    await program.enrol('rolf');
    await program.consent('rolf');
    const rogue = await createRogueAgent({ api: program.apiOf('rolf'), sink: program.sink(), device: 'rolf-device' });

    const bodies = Array.from({ length: Math.ceil(session.length / 50) }, (_, at) =>
      session.slice(at * 50, at * 50 + 50),
    );
    const outcomes = await rogue.send(bodies);
    const result = await program.world.pipeline().process({ shard: program.world.shard, records: program.stream });

    expect(new Set(outcomes)).toEqual(new Set(['acknowledged']));
    expect(result.counters.events).toBe(counted.events);
    expect(dropsOf(result.counters)).toEqual(counted.dropped);
    expect(result.counters.stripped).toBe(counted.stripped);
    const events = await program.events();
    expect(events.length).toBe(result.counters.stored);
    expect(events.length + (result.counters['dropped:redaction'] ?? 0)).toBe(counted.kept);
    expectDisclosed(events);

    const metrics: Record<string, number> = {};
    measure({ addMetric: (name: string, _: string, value: number) => (metrics[name] = value) } as never, result);
    const { kind = 0, application = 0, detail = 0 } = counted.dropped;
    expect(metrics.OverCollection).toBe(kind + application + detail + counted.stripped);
    expect(Math.min(kind, application, detail, counted.stripped)).toBeGreaterThan(0);
  });
});

test('what the disclosure no longer lists is no longer stored, whatever filter the agent was given', async () => {
  const program = createProgram({ disclosure });
  const agent = await program.join('anna');
  const event: Event = { kind: 'click', time: program.time.now, app: 'mousepad', x: 1, y: 2, button: 0 };
  agent.capture(event);
  agent.capture({ ...event, app: 'evince' });
  await agent.flush();

  const { evince: _, ...applications } = disclosure.applications;
  const events = { ...disclosure.events, click: { ...disclosure.events.click!, fields: ['x' as const] } };
  await program.deliver(program.world.pipeline({ disclosure: { ...disclosure, applications, events } as never }));

  expect(await program.events()).toEqual([{ kind: 'click', time: event.time, app: 'mousepad', x: 1 }]);
  expect(program.world.counters()).toMatchObject({ 'dropped:application': 1, stripped: 2, stored: 1 });
});
