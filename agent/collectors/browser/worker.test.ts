import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { AgentState, ToAgent, View } from './protocol.ts';

/** The extension's worker, with doubles of the browser's API: what its popup is told while it waits for the agent. */

const POPUP = 'chrome-extension://ours/popup.html';
const STATE: AgentState = {
  ...{ type: 'state', state: 'recording', key: 'k', kinds: {}, recent: [] },
  sites: { 'crm.example.com': { keys: 'content' } },
};
const RECENT = [{ app: 'crm.example.com', counts: { key: 3 } }];

let asked: ToAgent[] = [];
let tell: (state: AgentState) => void;
let choose: (message: unknown) => Promise<View>;

beforeAll(async () => {
  const listener = () => ({ addListener: () => {} });
  const port = {
    onMessage: {
      addListener: (told: typeof tell) => {
        tell = told;
      },
    },
    onDisconnect: listener(),
    postMessage: (message: ToAgent) => void asked.push(message),
  };
  const nothing = async () => {};
  Object.assign(globalThis, {
    chrome: {
      runtime: {
        ...{ id: 'ours', getURL: (path: string) => `chrome-extension://ours/${path}`, connectNative: () => port },
        ...{ onConnect: listener(), onInstalled: listener(), onStartup: listener() },
        onMessage: {
          addListener(told: (message: unknown, from: object, answer: (view: View) => void) => unknown) {
            choose = (message) => new Promise((resolve) => told(message, { id: 'ours', url: POPUP }, resolve));
          },
        },
      },
      alarms: { create: nothing, onAlarm: listener() },
      storage: { local: { get: async () => ({}), set: nothing, remove: nothing } },
      scripting: { getRegisteredContentScripts: async () => [{}], updateContentScripts: nothing },
      tabs: { query: async () => [] },
      action: {
        ...{ setBadgeText: nothing, setBadgeBackgroundColor: nothing, setTitle: nothing },
        getUserSettings: async () => ({ isOnToolbar: true }),
      },
    },
  });
  await import(new URL('extension/worker.ts', import.meta.url).href);
  await settled();
});
afterAll(() => {
  delete (globalThis as { chrome?: unknown }).chrome;
});
beforeEach(() => {
  asked = [];
});
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const answer = (state: Partial<AgentState> = {}) => tell({ ...STATE, asked: true, recent: RECENT, ...state });

test('a state that changes while the popup waits is not taken for the answer: what was just recorded comes with that', async () => {
  const view = choose({ type: 'view' });
  await settled();
  expect(asked).toEqual([{ type: 'ask' }]);
  tell({ ...STATE, notDelivering: 5, says: 'slow' });
  answer();

  expect(await view).toMatchObject({ state: 'recording', recent: RECENT });
});

test.each([{ type: 'pause', minutes: 30 }, { type: 'resume' }])(
  'who chooses %j sees further what was just recorded',
  async (message) => {
    tell(STATE);
    const view = choose(message);
    await settled();
    expect(asked.at(-1)).toEqual({ type: 'ask' });
    answer();

    expect((await view).recent).toEqual(RECENT);
  },
);

test('the answer of an agent of before has no mark: it is one by what it tells', async () => {
  const view = choose({ type: 'view' });
  await settled();
  tell({ ...STATE, recent: RECENT });

  expect((await view).recent).toEqual(RECENT);
});

test('an agent that says nothing keeps nobody waiting for long', async () => {
  tell(STATE);
  const begun = performance.now();
  expect(await choose({ type: 'view' })).toMatchObject({ state: 'recording', recent: [] });
  expect(performance.now() - begun).toBeLessThan(30_000);
});
