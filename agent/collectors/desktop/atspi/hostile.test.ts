import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Variant } from '../../../dbus/marshal.ts';
import { decode, ERROR, encode, METHOD_RETURN, type Message, SIGNAL } from '../../../dbus/message.ts';
import type { FieldWatcher, FocusedElement } from '../fields.ts';
import { createAtspiFields } from './atspi-fields.ts';

/** An accessibility bus that comes, falls and comes again, on which a program says what it likes of itself: what comes of it is nothing, soon, and never content of a key. */

const PEER = ':1.9';
const PID = 7;
type Answer = [signature: string, body: unknown[]] | 'nothing' | 'error';

let folder: string;
let server: Server;
let peer: Socket;
let environment: NodeJS.ProcessEnv;
let fields: FieldWatcher;
/** By member; what a program of good will says. */
let says: Record<string, (call: Message) => Answer>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-atspi-'));
  const path = join(folder, 'bus');
  says = {
    Hello: () => ['s', [':1.1']],
    GetAddress: () => ['s', [`unix:path=${path}`]],
    GetConnectionUnixProcessID: () => ['u', [PID]],
    GetRole: () => ['u', [43]],
    GetState: () => ['au', [[1 << 12, 0]]],
    GetAttributes: () => ['a{ss}', [[]]],
    GetChildren: () => ['a(so)', [[[PEER, '/window']]]],
    Get: () => ['v', [new Variant('s', 'Save')]],
    GetExtents: () => ['(iiii)', [[1, 2, 3, 4]]],
    GetAccessibleAtPoint: ({ path: at }) => [
      '(so)',
      [at === '/window' ? [PEER, '/button'] : [PEER, '/org/a11y/atspi/null']],
    ],
  };
  let serial = 100;
  server = createServer((socket) => {
    socket.on('error', () => {});
    let begun = false;
    let received = Buffer.alloc(0);
    socket.once('data', () => {
      socket.write('OK 1234\r\n');
      socket.on('data', (data: Buffer) => {
        peer = socket;
        received = Buffer.concat([received, data]);
        if (!begun) received = received.subarray(received.indexOf('BEGIN\r\n') + 7);
        begun = true;
        for (let next = decode(received); next; next = decode(received)) {
          received = received.subarray(next.length);
          const call = next.message!;
          const answer = says[call.member!]?.(call) ?? (['', []] as Answer);
          if (answer === 'nothing') continue;
          const to = { serial: serial++, replySerial: call.serial };
          if (answer === 'error') socket.write(encode({ ...to, type: ERROR, errorName: 'a.b.C', body: [] }));
          else socket.write(encode({ ...to, type: METHOD_RETURN, signature: answer[0], body: answer[1] }));
        }
      });
    });
  });
  server.listen(path);
  await once(server, 'listening');
  environment = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` };
  fields = await createAtspiFields(environment);
});
afterEach(() => {
  fields.close();
  peer?.destroy();
  server.close();
  rmSync(folder, { recursive: true });
});

const focus = (path = '/button', sender = PEER) =>
  peer.write(
    encode({
      ...{ type: SIGNAL, serial: 1, path, sender, interface: 'org.a11y.atspi.Event.Object', member: 'StateChanged' },
      ...{ signature: 'siiv(so)', body: ['focused', 1, 0, new Variant('i', 0), [sender, path]] },
    }),
  );
const heard = () => new Promise((resolve) => setTimeout(resolve, 30));

test('of a program of good will it is known what has the focus, and what is pressed', async () => {
  const told: FocusedElement[] = [];
  fields.onFocus!(
    () => true,
    (element) => told.push(element),
  );
  focus();
  await heard();
  expect(await fields.settled()).toMatchObject({ secret: false, pid: PID, isText: false });
  expect(await fields.at!(PID, 5, 6)).toEqual({
    pid: PID,
    role: 'button',
    name: 'Save',
    bounds: { x: 1, y: 2, width: 3, height: 4 },
  });
  expect(told).toHaveLength(1);
});

describe('of a session', () => {
  /** Focused until it is known what a key goes to: a bus that comes is found some time later. */
  const known = async () => {
    for (;;) {
      if (peer.writable) focus(`/again-${asked++}`);
      await heard();
      const answer = await fields.settled();
      if (answer) return answer;
    }
  };
  let asked = 0;

  test.each<[string, Record<string, (call: Message) => Answer>]>([
    ['no accessibility bus yet', { GetAddress: () => 'error' }],
    ['an empty address of one', { GetAddress: () => ['s', ['']] }],
    ['one whose registry does not come up', { RegisterEvent: () => 'error' }],
    ['nobody who may say that it is wanted', { Set: () => 'error' }],
  ])('that has %s: nothing is known, and all once it is there', async (_what, missing) => {
    fields.close();
    const before = { ...says };
    Object.assign(says, missing);

    fields = await createAtspiFields(environment);
    expect(await fields.settled()).toBeUndefined();
    says = before;

    expect(await known()).toMatchObject({ secret: false, pid: PID });
  });

  test('whose bus falls: nothing is known, and all once it is there again, elements too', async () => {
    const told: FocusedElement[] = [];
    fields.onFocus!(
      () => true,
      (element) => told.push(element),
    );
    focus();
    await heard();
    expect(await fields.settled()).toMatchObject({ pid: PID });
    const before = told.length;

    peer.destroy();
    await heard();
    expect(await fields.settled()).toBeUndefined();

    expect(await known()).toMatchObject({ secret: false, pid: PID });
    // What is told of the element comes after it: in vain, this waits for ever.
    while (told.length === before) await heard();
  });

  test('that has none, and is left: it is looked for no more', async () => {
    fields.close();
    let looks = 0;
    says.GetAddress = () => {
      looks++;
      return 'error';
    };
    fields = await createAtspiFields(environment);
    fields.close();

    await new Promise((resolve) => setTimeout(resolve, 1_200));

    expect(looks).toBe(1);
  });
});

describe('of a program of ill will', () => {
  const WRONG: Answer = ['s', ['neither of what was asked']];
  test.each<[string, Record<string, (call: Message) => Answer>]>([
    ['never says its role', { GetRole: () => 'nothing' }],
    ['refuses to', { GetRole: () => 'error' }],
    ['says a text for its role', { GetRole: () => WRONG }],
    ['says a text for its state', { GetState: () => WRONG }],
    ['says nothing for its attributes', { GetAttributes: () => ['', []] }],
    ['says a number for them', { GetAttributes: () => ['u', [3]] }],
    ['is of a process that nobody knows', { GetConnectionUnixProcessID: () => 'error' }],
  ])(
    'which %s: nothing is known of what a key goes to',
    async (_what, changed) => {
      Object.assign(says, changed);
      focus();
      await heard();
      const began = performance.now();
      expect(await fields.settled()).toBeUndefined();
      expect(performance.now() - began).toBeLessThan(8_000);
    },
    15_000,
  );

  test.each<[string, (call: Message) => Answer]>([
    ['goes round in circles', ({ path }) => ['(so)', [[PEER, path === '/a' ? '/b' : '/a']]]],
    ['goes deeper for ever', ({ path }) => ['(so)', [[PEER, `${path}/x`]]]],
    ['is in another program', () => ['(so)', [[':1.666', '/button']]]],
    ['is no place at all', () => ['s', ['x']]],
  ])('whose part under the pointer %s: an answer comes, of itself alone', async (_what, at) => {
    let asked = 0;
    says.GetAccessibleAtPoint = (call) => {
      asked++;
      return at(call);
    };
    focus();
    await heard();
    const found = await fields.at!(PID, 5, 6);
    if (found) expect(found).toMatchObject({ pid: PID, role: 'button' });
    expect(asked).toBeLessThan(40);
  });

  test('whose windows are without number: some are looked at', async () => {
    let asked = 0;
    says.GetChildren = () => ['a(so)', [Array.from({ length: 5_000 }, (_, at) => [PEER, `/w${at}`])]];
    says.GetAccessibleAtPoint = () => {
      asked++;
      return ['(so)', [[PEER, '/org/a11y/atspi/null']]];
    };
    focus();
    await heard();
    expect(await fields.at!(PID, 5, 6)).toBeUndefined();
    expect(asked).toBe(8);
  });

  test.each<[string, Record<string, (call: Message) => Answer>, object]>([
    ['of 3 MB', { Get: () => ['v', [new Variant('s', 'x'.repeat(3_000_000))]] }, { name: 'x'.repeat(1024) }],
    ['that is a number', { Get: () => ['v', [new Variant('u', 3)]] }, {}],
    [
      'and a place without bounds',
      { GetExtents: () => ['(iiii)', [[-2147483648, 0, 2147483647, 5]]] },
      { name: 'Save' },
    ],
  ])('with a label %s: what is short and true of it', async (_what, changed, expected) => {
    Object.assign(says, changed);
    focus();
    await heard();
    expect(await fields.at!(PID, 5, 6)).toEqual({
      ...{ pid: PID, role: 'button' },
      ...expected,
      ...(!('GetExtents' in changed) && { bounds: { x: 1, y: 2, width: 3, height: 4 } }),
    });
  });

  test('which says that a password is pressed, or was one: nothing', async () => {
    says.GetRole = () => ['u', [40]];
    focus();
    await heard();
    expect(await fields.at!(PID, 5, 6)).toBeUndefined();
    says.GetRole = () => ['u', [61]];
    expect(await fields.at!(PID, 5, 6)).toBeUndefined();
    expect(await fields.settled()).toMatchObject({ secret: true });
  });

  test('which says ten thousand times that the focus moves: a key is known of nothing, soon', async () => {
    for (let at = 0; at < 10_000; at++) focus(`/p${at}`);
    const began = performance.now();
    await fields.settled();
    expect(performance.now() - began).toBeLessThan(8_000);
  }, 20_000);
});
