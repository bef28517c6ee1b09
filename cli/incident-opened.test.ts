import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { decodeTime } from 'ulid';
import { main } from './program.ts';

const ID = '01KB5DBJH0000000000000000A';
const incident = (id: string) => ({
  ...{ incident: id, kind: 'report', severity: 'high', status: 'contained', reporter: 'p', reportedAt: 1, from: 0 },
  ...{ disclosure: '1.0', closes: true, closedAt: 2, epochs: { collection: 2, reading: 2 } },
});

/** What the service does with a request, in order; the last one again and again. */
type Fate = 'answers' | 'hangs up' | 'late' | { status: number; body: unknown };

describe('report and pause', () => {
  let server: Server;
  let fates: Fate[];
  let bodies: { incident: string }[];
  let paths: string[];
  const printed = { out: '', err: '' };

  beforeEach(async () => {
    bodies = [];
    paths = [];
    printed.out = printed.err = '';
    server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      const body = text === '' ? {} : JSON.parse(text);
      bodies.push(body);
      paths.push(request.url ?? '');
      const fate = fates[Math.min(bodies.length, fates.length) - 1]!;
      if (fate === 'hangs up') return request.socket.destroy();
      // It has done what it was asked, and answers when nobody waits any more.
      if (fate === 'late') return;
      const { status, body: answer } =
        fate === 'answers' ? { status: 200, body: { incident: incident(body.incident) } } : fate;
      response.writeHead(status).end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env.SLUICE_TOKEN = 'token';
    process.env.SLUICE_API = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const [name, stream] of [['out', process.stdout] as const, ['err', process.stderr] as const]) {
      jest.spyOn(stream, 'write').mockImplementation((text) => {
        printed[name] += String(text);
        return true;
      });
    }
    // The waits between two tries.
    jest.spyOn(globalThis, 'setTimeout').mockImplementation((run) => setImmediate(run as () => void) as never);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    delete process.env.SLUICE_TOKEN;
    delete process.env.SLUICE_API;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const sluice = (...args: string[]) => main(['node', 'sluice', ...args]);
  const COMMANDS = [
    ['report', ['report', '--severity', 'high', '--text', 'x']],
    ['pause', ['pause', '--reason', 'x']],
  ] as const;

  test.each(COMMANDS)('%s: a lost answer is the same request again', async (_, command) => {
    fates = ['hangs up', { status: 502, body: { message: 'Bad Gateway' } }, 'answers'];

    expect(await sluice(...command)).toBe(0);

    expect(bodies).toHaveLength(3);
    expect(new Set(bodies.map((body) => body.incident)).size).toBe(1);
    // Told before anything was asked, so that it is known whatever becomes of the command.
    expect(printed.err.split('\n')[0]).toBe(`Incident ${bodies[0]!.incident}`);
    expect(printed.out).toContain(bodies[0]!.incident);
  });

  test.each(COMMANDS)(
    '%s: an answer that comes too late is no wrong address, and it may be done',
    async (_, command) => {
      fates = ['late'];
      const until = AbortSignal.timeout.bind(AbortSignal);
      jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => until(50));

      expect(await sluice(...command)).toBe(5);

      const said = printed.err.replaceAll(/\s+/g, ' ');
      expect(said).toContain('The service did not answer in time: no answer from http://127.0.0.1');
      expect(said).toContain(`The gates may be closed all the same: sluice incidents show ${bodies[0]!.incident}`);
      expect(said).not.toContain('Is the address right?');
    },
  );

  test.each(COMMANDS)('%s: when no answer comes at all it says what may be, and under which id', async (_, command) => {
    fates = ['hangs up'];

    expect(await sluice('--json', ...command)).toBe(5);

    const [first, ...rest] = printed.err.trim().split('\n');
    const { incident: id } = JSON.parse(first!);
    expect(JSON.parse(rest.at(-1)!)).toMatchObject({
      error: 'unreachable',
      incident: id,
      message: expect.stringContaining(`The gates may be closed all the same: sluice incidents show ${id}`),
    });
    expect(bodies.map((body) => body.incident)).toEqual([id, id, id, id]);
  });

  test.each(COMMANDS)('%s: goes on under an id that an earlier try printed', async (_, command) => {
    fates = ['answers'];
    expect(await sluice(...command, '--incident', ID)).toBe(0);
    expect(bodies).toMatchObject([{ incident: ID }]);
    expect(await sluice(...command, '--incident', 'x')).toBe(2);
    expect(bodies).toHaveLength(1);
    // Read aloud or copied in small letters, it is the same id.
    expect(await sluice(...command, '--incident', ID.toLowerCase())).toBe(0);
    expect(bodies[1]).toMatchObject({ incident: ID });
  });

  test.each([
    ['closed before it was filed', { reportedAt: 13_000, closedAt: 46 }, 'gates     closed at', 'took'],
    ['over', { status: 'resumed', concludedAt: 9 }, 'nothing was closed anew', 'gates     closed at'],
  ])('what is printed of an incident that was %s is true', async (_, row, said, notSaid) => {
    fates = [{ status: 200, body: { incident: { ...incident(ID), ...row } } }];

    expect(await sluice('report', '--severity', 'high', '--text', 'x', '--incident', ID)).toBe(0);

    expect(printed.out).toContain(said);
    expect(printed.out).not.toContain(notSaid);
  });

  test.each([
    ['incidents show', ['incidents', 'show']],
    ['resume', ['resume']],
    ['approve', ['approve', '--decision', 'resume']],
  ])('%s: asks for an id in capital letters, and for nothing that is none', async (_, command) => {
    fates = [{ status: 404, body: { error: 'no-incident', message: 'no such incident' } }];

    expect(await sluice(...command, ID.toLowerCase())).toBe(3);
    expect(paths[0]).toContain(`/incidents/${ID}`);

    for (const none of ['junk', '../x', '..', `${ID}0`]) expect(await sluice(...command, none)).toBe(2);
    expect(paths).toHaveLength(1);
  });

  test.each([
    ['an unknown option', ['status', '--bogus']],
    ['an unknown command', ['nothing']],
    ['an option that is missing', ['report']],
    ['an address that is none', ['--api', 'https://', 'status']],
    ['an address that anybody on the way could answer for', ['--api', 'http://sluice.example', 'status']],
  ])('with --json %s is one line of JSON', async (_, args) => {
    expect(await sluice('--json', ...args)).toBe(2);
    expect(JSON.parse(printed.err)).toMatchObject({ error: 'usage' });
  });

  test.each(COMMANDS)('%s: a computer whose clock is days ahead takes the time of the service', async (_, command) => {
    const malformed = { status: 400, body: { error: 'malformed', message: 'the id is a ULID of no later than now' } };
    fates = [malformed, 'answers'];
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now + 3 * 86_400_000);

    expect(await sluice(...command)).toBe(0);

    const times = bodies.map((body) => decodeTime(body.incident) - now);
    expect(times[0]).toBeGreaterThan(2 * 86_400_000);
    expect(times[1]).toBeLessThan(86_400_000);
    expect(printed.err.split('\n').slice(0, 2)).toEqual(bodies.map((body) => `Incident ${body.incident}`));
    expect(printed.out).toContain(bodies[1]!.incident);

    // Once; and not where something else is wrong with the request, or the id was given.
    fates = [malformed];
    expect(await sluice(...command)).toBe(2);
    expect(bodies).toHaveLength(4);
    expect(await sluice(...command, '--incident', ID)).toBe(2);
    expect(bodies).toHaveLength(5);
    jest.spyOn(Date, 'now').mockImplementation(() => now - 60_000);
    expect(await sluice(...command)).toBe(2);
    expect(bodies).toHaveLength(6);
  });

  test.each(COMMANDS)(
    '%s: an id that is too old to be known is given up for a new one, of the time of the service',
    async (_, command) => {
      fates = [{ status: 409, body: { error: 'stale-id', message: 'the id is older' } }, 'answers'];
      const now = Date.now();
      jest.spyOn(Date, 'now').mockImplementation(() => now - 900 * 86_400_000);

      expect(await sluice(...command)).toBe(0);

      expect(decodeTime(bodies[1]!.incident)).toBeGreaterThan(now - 86_400_000);
      expect(printed.out).toContain(bodies[1]!.incident);
      // One that was given is what was asked for.
      fates = fates.slice(0, 1);
      expect(await sluice(...command, '--incident', ID)).toBe(3);
      expect(bodies).toHaveLength(3);
    },
  );

  test('a refusal closes nothing, and does not say that it may have', async () => {
    fates = [{ status: 403, body: { error: 'not-closer', message: 'only members of Staff' } }];
    expect(await sluice('pause', '--reason', 'x')).toBe(3);
    expect(printed.err).not.toContain('may be closed');
  });

  test.each([
    ['a gateway that knows no such route', 404, 5],
    ['a gateway that forbids', 403, 5],
  ])('%s is not a rule that refuses', async (_, status, code) => {
    fates = [{ status, body: { message: 'Not ours' } }];
    expect(await sluice('pause', '--reason', 'x')).toBe(code);
    expect(printed.err).toContain('Is the address right?');
  });
});
