import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { sluice } from '../test/fixtures/sluice.ts';

const HASH = 'a'.repeat(64);
const TOLD = { since: '1.0', askAgain: true, changes: [], text: 'What has changed since version 1.0:\n\n- Keys' };

/** A service that has one answer for a status and one for a consent; notes what it is asked. */
function service(disclosure: object, consent?: object, refusal?: object) {
  const asked: { url: URL; body: unknown }[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = new URL(String(input));
    asked.push({ url, body: init?.body === undefined ? undefined : JSON.parse(String(init.body)) });
    const status = {
      ...{ program: 'sample', covered: true, subject: 'me', devices: [], consent },
      disclosure: { version: '2.0', title: 'A title', text: 'The whole text.\n', hash: HASH, ...disclosure },
      gates: {
        collection: { state: 'open', epoch: 1, since: 0, holds: [] },
        reading: { state: 'open', epoch: 1, since: 0, holds: [] },
      },
    };
    if (url.pathname === '/status') return Response.json(status);
    if (refusal) return Response.json(refusal, { status: 409 });
    return Response.json({
      subject: 'me',
      state: 'live',
      serial: 'S',
      disclosure: '2.0',
      enrolledAt: 0,
      outdated: false,
    });
  });
  return asked;
}
const run = (...args: string[]) => sluice('--api', 'https://api.example', 'consent', ...args);

describe('sluice consent', () => {
  const { SLUICE_TOKEN } = process.env;
  process.env.SLUICE_TOKEN = 'token';
  afterEach(() => {
    jest.restoreAllMocks();
    process.env.SLUICE_TOKEN = SLUICE_TOKEN ?? 'token';
  });

  test('shows the text, and how to agree to it; nothing has changed for who has agreed to none', async () => {
    service({});

    expect((await run()).out).toBe(`The whole text.\n\nTo consent: sluice consent --accept ${HASH}\n`);
  });

  test('shows first what has changed since the version that was agreed to', async () => {
    service({ changes: TOLD });

    expect((await run()).out).toMatch(/^What has changed since version 1\.0:\n\n- Keys\n\n---\n\nThe whole text/);
  });

  test.each([
    ['the changes alone', { changes: TOLD }, { disclosure: '1.0', state: 'live' }, TOLD.text],
    ['that there are none', {}, { disclosure: '2.0', state: 'live' }, /^Nothing has changed: 2\.0/],
    [
      'that the version agreed to is not kept',
      {},
      { disclosure: '0.9', state: 'live' },
      /^You agreed to 0\.9, of which no copy/,
    ],
    ['that no version was agreed to', {}, undefined, /^You have agreed to no version yet/],
    [
      'that none is since the erasure',
      {},
      { disclosure: '1.0', state: 'erased' },
      /^You have agreed to no version yet/,
    ],
  ])('--diff shows %s', async (_what, disclosure, own, shown) => {
    service(disclosure, own && { subject: 'me', serial: '', enrolledAt: 0, outdated: false, ...own });

    const { out } = await run('--diff');

    if (typeof shown === 'string') expect(out).toBe(`${shown}\n`);
    else expect(out).toMatch(shown);
  });

  test.each([
    [['--language', 'de'], 'C', 'de'],
    [[], 'fr_FR.UTF-8', 'fr'],
    [[], 'C', null],
  ])('with %j on a system that speaks %s the text is asked for in %s', async (args, system, language) => {
    const { LC_ALL } = process.env;
    process.env.LC_ALL = system;
    const asked = service({});

    await run(...args);
    process.env.LC_ALL = LC_ALL ?? 'C';

    expect(asked[0]!.url.searchParams.get('language')).toBe(language);
  });

  test('what stands below the text is in its language', async () => {
    service({ language: 'fr' });

    expect((await run('--language', 'fr')).out).toContain(`Pour accepter : sluice consent --accept ${HASH}`);
  });

  test('a service of before there were languages is asked again without one', async () => {
    const asked = service({});
    const answer = jest.mocked(globalThis.fetch).getMockImplementation()!;
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const answered = await answer(input, init);
      const refused = { error: 'malformed', message: 'query: Unrecognized key: "language"' };
      return new URL(String(input)).search === '' ? answered : Response.json(refused, { status: 400 });
    });

    expect((await run('--language', 'de')).out).toContain('The whole text.');
    expect(asked.map(({ url }) => url.search)).toEqual(['?language=de', '']);
  });

  test('a language that there is not is a usage error, and nothing is asked', async () => {
    const asked = service({});

    expect(await run('--language', 'nl')).toMatchObject({
      code: 2,
      err: expect.stringContaining('only in en, de, fr, es'),
    });
    expect(asked).toEqual([]);
  });

  test('accepts the hash of any language: the service judges it', async () => {
    const asked = service({});
    const other = 'b'.repeat(64);

    expect(await run('--accept', other)).toMatchObject({ code: 0 });
    expect(asked.at(-1)).toMatchObject({ body: { disclosure: '2.0', hash: other } });
  });

  test('a hash of no text is said to be mistyped or old, never that the text has changed', async () => {
    service({}, undefined, { error: 'text', message: 'another text than the one in force was shown' });

    const { code, err } = await run('--accept', 'c'.repeat(64));

    expect(code).toBe(3);
    expect(err).toMatch(
      /cccccccc\.\.\. is not the hash of the text in force: it was mistyped, or the text has changed/,
    );
  });

  test.each<[string, string[], object | undefined, string[]]>([
    ['of who agreed already', ['--without', 'app:Slack'], { disclosure: '2.0', state: 'live' }, ['app:slack']],
    [
      'beside what was left out before',
      ['--without', 'kind:pointer'],
      { disclosure: '2.0', state: 'live', without: ['app:slack'] },
      ['app:slack', 'kind:pointer'],
    ],
    ['with the hash', ['--accept', HASH, '--without', 'app:slack'], undefined, ['app:slack']],
    [
      'taken in again',
      ['--accept', HASH, '--with', 'app:slack'],
      { disclosure: '2.0', state: 'live', without: ['app:slack'] },
      [],
    ],
  ])('leaves parts out, %s', async (_, options, own, without) => {
    const asked = service({}, own && { subject: 'me', serial: 'S', enrolledAt: 0, outdated: false, ...own });

    expect((await run(...options)).code).toBe(0);

    expect(asked.at(-1)!.body).toEqual({ disclosure: '2.0', hash: HASH, without });
  });

  test.each<[string, string[], object | undefined, RegExp]>([
    ['who has agreed to nothing', ['--without', 'app:slack'], undefined, /agrees to more than you have agreed to/],
    [
      'who agreed to another text',
      ['--without', 'app:slack'],
      { disclosure: '1.0', state: 'live' },
      /agrees to more than you have agreed to/,
    ],
    ['who takes one in again', ['--with', 'app:slack'], { disclosure: '2.0', state: 'live' }, /agrees to more/],
    [
      'what is no part',
      ['--without', 'slack'],
      { disclosure: '2.0', state: 'live' },
      /a part is app:NAME or kind:KIND/,
    ],
  ])('asks for the text first of %s', async (_, options, own, words) => {
    const asked = service({}, own && { subject: 'me', serial: 'S', enrolledAt: 0, outdated: false, ...own });

    const ended = await run(...options);

    expect([ended.code, ended.err]).toEqual([2, expect.stringMatching(words)]);
    expect(asked.map(({ url }) => url.pathname)).toEqual(['/status']);
  });
});
