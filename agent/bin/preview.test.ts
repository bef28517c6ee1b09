import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Event } from '../../wire/event.ts';
import { createAdmission, type Filter } from '../../wire/filter.ts';
import { parseLines } from '../../wire/lines.ts';
import type { Collector } from '../collectors/collector.ts';
import { UsageError } from './options.ts';
import { type PreviewOptions, preview, previewOptions } from './preview.ts';

const session = fileURLToPath(new URL('../../programs/model-capability/session.ndjson', import.meta.url));
const filter: Filter = {
  program: 'test',
  disclosure: '1.0',
  kinds: { key: ['type', 'class'], click: ['x', 'y', 'button'] },
  applications: { mousepad: { keys: 'class' } },
};
const raw = { collector: 'replay', recording: session, for: '30', state: '/nowhere' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-preview-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function shown(options: Partial<PreviewOptions>, more: { collector?: Collector; input?: string } = {}) {
  const lines: string[] = [];
  const summary = await preview(
    {
      collector: 'replay',
      recording: session,
      filter,
      filterOf: 'a test',
      seconds: 30,
      events: false,
      json: true,
      ...options,
    },
    {
      ...{ stdin: Readable.from([more.input ?? '']), write: (line) => lines.push(line), say: () => {} },
      ...{ signal: new AbortController().signal, ...(more.collector && { collector: more.collector }) },
    },
  );
  return { lines, summary };
}

describe('what would be sent', () => {
  test('is what the filter keeps of the input, event by event, and the rest is counted by reason', async () => {
    const { lines, summary } = await shown({});

    const admissions = parseLines(readFileSync(session)).map(createAdmission(filter));
    const kept = admissions.flatMap((one) => ('event' in one ? [{ ...one.event, time: 0 }] : []));
    const events = lines.slice(0, -1).map((line) => JSON.parse(line).event as Event);
    expect(events.map((event) => ({ ...event, time: 0 }))).toEqual(kept);
    expect(JSON.parse(lines.at(-1)!)).toEqual({ preview: summary });
    expect(summary.kept + Object.values(summary.dropped).reduce((sum, count) => sum + count, 0)).toBe(
      admissions.length,
    );
    expect(Object.keys(summary.applications)).toEqual(['mousepad']);
  });

  test('is told to people as numbers, and no content with them unless they ask for it', async () => {
    const { lines } = await shown({ json: false });

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\d+ events would be sent, .*; nothing was\.\n {2}mousepad: /);
    const { lines: all } = await shown({ json: false, events: true });
    expect(all.length).toBeGreaterThan(1_000);
  });

  test('of lines on standard input says which are none, by reason', async () => {
    const click = JSON.stringify({ kind: 'click', time: 1, app: 'mousepad', x: 1, y: 2, button: 0 });
    const { summary } = await shown({ collector: 'stdin' }, { input: `${click}\nnonsense\n` });
    expect(summary).toMatchObject({ kept: 1, skipped: { 'not-json': 1 } });
  });

  test('ends when a desktop has been looked at for long enough, and holds no more than it can show', async () => {
    const endless: Collector = {
      async run(sink, signal) {
        while (!signal.aborted) {
          sink.capture({ kind: 'click', time: 1, app: 'mousepad', x: 1, y: 2, button: 0 });
          await Promise.resolve();
        }
        return { events: 0, skipped: {} };
      },
    };
    const { summary } = await shown({ collector: 'desktop', seconds: 3600 }, { collector: endless });
    expect(summary).toMatchObject({ kept: 20_000, full: true });
  });

  test('asks nobody and writes nothing: no request, no file', async () => {
    let asked = 0;
    const server = createServer(() => asked++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const own = join(folder, '127.0.0.1', 'd1');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'filter.json'), JSON.stringify(filter));
    const before = readdirSync(folder, { recursive: true });

    const options = previewOptions({ ...raw, state: folder, api: 'http://127.0.0.1', device: 'd1', json: true }, {});
    const { summary } = await shown(options);

    expect(options.filterOf).toBe('the last lease of this device');
    expect(summary.kept).toBeGreaterThan(0);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
    expect(asked).toBe(0);
    server.close();
  });
});

describe('wrong use', () => {
  test.each([
    ['of a device that has had no lease', {}, 'before the first lease'],
    ['with a file that is not there', { filter: '/no/such' }, 'cannot be read'],
    [
      'with a file that is no filter',
      { filter: session.replace('session.ndjson', 'session.script.json') },
      'no filter',
    ],
    ['without a length', { for: '0' }, '--for'],
    ['of a collector that there is not', { collector: 'eyes' }, '--collector'],
  ])('%s says what to do', (_what, more, says) => {
    expect(() => previewOptions({ ...raw, ...more }, {})).toThrow(UsageError);
    expect(() => previewOptions({ ...raw, ...more }, {})).toThrow(says);
  });
});
