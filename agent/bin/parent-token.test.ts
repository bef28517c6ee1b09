import { EventEmitter } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { TOKEN_NEEDED, tokenOfParent } from './parent-token.ts';

/** A process with a channel to who started it, who answers in turn. */
function child(...answers: unknown[]) {
  const asked: unknown[] = [];
  const held: string[] = [];
  const parent = Object.assign(new EventEmitter(), {
    connected: true,
    channel: { ref: () => held.push('ref'), unref: () => held.push('unref') },
    send(message: unknown) {
      asked.push(message);
      const answer = answers.shift();
      setImmediate(() => (answer === 'gone' ? parent.emit('disconnect') : parent.emit('message', answer)));
      return true;
    },
  });
  return { parent: parent as unknown as NodeJS.Process, events: parent, asked, held };
}

describe('the token of who started the agent', () => {
  test('is asked for each time, and the channel keeps nobody running in between', async () => {
    const { parent, events, asked, held } = child({ token: 'one' }, { token: 'two' });
    const token = tokenOfParent(parent)!;

    expect([await token(), await token()]).toEqual(['one', 'two']);

    expect(asked).toEqual([TOKEN_NEEDED, TOKEN_NEEDED]);
    expect(held).toEqual(['unref', 'ref', 'unref', 'ref', 'unref']);
    expect(events.listenerCount('message') + events.listenerCount('disconnect')).toBe(0);
  });

  test('is asked for by the one that was not taken', async () => {
    const { parent, asked } = child({ token: 'two' });
    await tokenOfParent(parent)!('one');
    expect(asked).toEqual([{ ...TOKEN_NEEDED, refused: 'one' }]);
  });

  test('asked for twice at once, both get one', async () => {
    const token = tokenOfParent(child({ token: 'one' }, { token: 'two' }).parent)!;

    expect(await Promise.all([token(), token()])).toEqual(['one', 'one']);
  });

  test.each<[string, unknown, string]>([
    ['none could be had', {}, 'no token could be had'],
    ['something else is said', { token: '' }, 'no token could be had'],
    ['the parent ends', 'gone', 'who started this is gone'],
  ])('is refused when %s', async (_what, answer, message) => {
    await expect(tokenOfParent(child(answer).parent)!()).rejects.toThrow(message);
  });

  test('is refused when the parent has ended before', async () => {
    const { parent } = child();
    const token = tokenOfParent(parent)!;
    (parent as { connected: boolean }).connected = false;

    await expect(token()).rejects.toThrow('who started this is gone');
  });

  test('is nobody’s without a channel', () => {
    expect(tokenOfParent(new EventEmitter() as unknown as NodeJS.Process)).toBeUndefined();
  });
});
