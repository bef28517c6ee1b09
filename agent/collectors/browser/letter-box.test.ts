import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Event } from '../../../wire/event.ts';
import type { RecordingState } from '../../sdk/state.ts';
import { createBrowserCollector } from './browser.ts';
import { createWriter } from './extension/letters.ts';
import { LetterBox } from './letter-box.ts';
import { readMessages, writeMessage } from './native-messages.ts';
import type { AgentState, Letter, ToAgent } from './protocol.ts';

const flipped = (letter: Letter, at: number): Letter => {
  const bytes = Buffer.from(letter.sealed, 'base64');
  bytes[at]! ^= 1;
  return { ...letter, sealed: bytes.toString('base64') };
};

describe('a letter', () => {
  test('is opened by the agent that it was sealed for, in its order', async () => {
    const box = new LetterBox();
    const write = await createWriter(box.key);

    const texts = ['a', 'ß '.repeat(70_000), ''];
    for (const text of texts) expect(box.open(await write(text))?.toString()).toBe(text);
  });

  test('is opened by nobody else, once, and as it was written', async () => {
    const box = new LetterBox();
    const write = await createWriter(box.key);
    const [first, second, third] = [await write('one'), await write('two'), await write('three')];

    expect(new LetterBox().open(first)).toBeUndefined();
    for (const at of [0, 12, 13, 30]) expect(box.open(flipped(first, at))).toBeUndefined();
    expect(box.open({ ...first, number: 7 })).toBeUndefined();
    expect(box.open(second)?.toString()).toBe('two');
    expect(box.open(second)).toBeUndefined();
    expect(box.open(first)).toBeUndefined();
    expect(box.open(third)?.toString()).toBe('three');
  });

  test.each(['', 'AAAA', Buffer.alloc(65, 4).toString('base64'), Buffer.alloc(65).toString('base64'), '☃'])(
    'from %j is none',
    (from) => {
      expect(new LetterBox().open({ from, number: 1, sealed: Buffer.alloc(40).toString('base64') })).toBeUndefined();
    },
  );
});

describe('the agent that a browser starts', () => {
  const ends: AbortController[] = [];
  afterEach(() => {
    for (const end of ends.splice(0)) end.abort();
  });

  function start() {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const collector = createBrowserCollector({ input, output });
    const captured: Event[] = [];
    let told: ((state: RecordingState) => void) | undefined;
    const stop = new AbortController();
    ends.push(stop);
    const done = collector.run(
      {
        capture(event) {
          captured.push(event);
          return 'kept';
        },
        ready: async () => {},
        onState(listener) {
          told = listener;
          listener({ state: 'paused', reason: 'starting' });
          return () => {};
        },
        filter: {
          ...{ program: 'p', disclosure: '1.0', kinds: { click: ['x'] } },
          applications: { 'crm.example.com': { keys: 'content' }, mousepad: { keys: 'class' } },
        },
      },
      stop.signal,
    );
    const answers = readMessages(output, stop.signal);
    const next = async () => (await answers.next()).value as AgentState;
    return { collector, captured, done, next, tell: (state: RecordingState) => told!(state), input };
  }
  const click = (app: string) => JSON.stringify({ kind: 'click', time: 1, app, x: 1, y: 2, button: 0 });

  test('says how it is, of which sites, and whose doing it is that it does not record', async () => {
    const { next, tell } = start();

    const first = await next();
    tell({ state: 'recording' });
    const second = await next();

    expect(first).toMatchObject({ state: 'paused', reason: 'starting', says: expect.any(String) });
    expect(second).toMatchObject({ state: 'recording', sites: { 'crm.example.com': { keys: 'content' } } });
    expect(Object.keys(second.sites)).toEqual(['crm.example.com']);
  });

  test('takes of a page what is of its own site, and counts all else', async () => {
    const { next, input, captured, done } = start();
    const write = await createWriter((await next()).key);
    const send = (message: unknown) => writeMessage(input, message);
    const letter = async (...lines: string[]): Promise<ToAgent> => ({
      ...{ type: 'letter', app: 'crm.example.com' },
      letter: await write(`${lines.join('\n')}\n`),
    });
    const first = await letter(click('crm.example.com'), click('bank.example.com'), 'no json');

    for (const message of [first, first, { type: 'other' }, 'text', null, await letter(click('crm.example.com'))])
      send(message);
    input.end();
    const report = await done;

    expect(captured.map(({ app }) => app)).toEqual(['crm.example.com', 'crm.example.com']);
    expect(report).toEqual({
      events: 4,
      skipped: { unattributed: 1, 'not-json': 1, unopened: 1, 'unknown-message': 3 },
    });
  });

  test('hears of a pause, and whether the sign is seen', async () => {
    const { collector, input, done } = start();
    const chosen: unknown[] = [];
    collector.onChoice({ pause: (until) => chosen.push(['pause', until]), resume: () => chosen.push(['resume']) });
    collector.onVisible(() => chosen.push(['visible', collector.visible]));

    for (const message of [
      { type: 'pause', until: 5 },
      { type: 'pause' },
      { type: 'resume' },
      { type: 'sign', shown: true },
    ])
      writeMessage(input, message);
    input.end();
    await done;

    expect(chosen).toEqual([['pause', 5], ['pause', undefined], ['resume'], ['visible', true]]);
  });

  test('reads messages however they are cut, and ends at one that is too long', async () => {
    const [whole, cut] = [new PassThrough(), new PassThrough()];
    for (const message of [{ a: 'ä'.repeat(50) }, {}, { b: 1 }]) writeMessage(whole, message);
    for (const byte of whole.read() as Buffer) cut.write(Buffer.of(byte));
    cut.end(Buffer.of(255, 255, 255, 255));

    const read: unknown[] = [];
    const all = (async () => {
      for await (const message of readMessages(cut, new AbortController().signal)) read.push(message);
    })();

    await expect(all).rejects.toThrow(RangeError);
    expect(read).toEqual([{ a: 'ä'.repeat(50) }, {}, { b: 1 }]);
  });
});
