import {
  type AgentState,
  type FromPage,
  NATIVE_HOST,
  type ToAgent,
  type ToPage,
  type ToWorker,
  type View,
} from '../protocol.ts';
import { matchesOf, siteOf } from '../sites.ts';

/**
 * The extension's worker: between the pages, the agent that is installed on this device, and the sign in the toolbar. Letters go through it as they are:
 * it has no key that opens one.
 */

/** Between two tries of an agent that does not start, minutes. */
const TRY_EVERY = 1;

class Worker {
  #agent: chrome.runtime.Port | undefined;
  #state: AgentState | undefined;
  readonly #pages = new Map<chrome.runtime.Port, string>();
  /** By the person, in this browser: ms since 1970, or without an end. */
  #pausedUntil: number | undefined;
  #pauseEnds: ReturnType<typeof setTimeout> | undefined;
  readonly #ready: Promise<void>;
  #registered = '';
  #asked: ((state: AgentState | undefined) => void)[] = [];

  constructor() {
    this.#ready = this.#begin();
    chrome.runtime.onConnect.addListener((port) => void this.#page(port));
    chrome.runtime.onMessage.addListener((message, sender, answer) => {
      // Of this extension's own popup alone.
      if (sender.id !== chrome.runtime.id || sender.url !== chrome.runtime.getURL('popup.html')) return undefined;
      void this.#chosen(message as ToWorker).then(answer);
      return true;
    });
    chrome.alarms.onAlarm.addListener(() => void this.#ready.then(() => this.#connect()));
    // So that a browser that is started starts this.
    chrome.runtime.onInstalled.addListener(() => {});
    chrome.runtime.onStartup.addListener(() => {});
    chrome.action.onUserSettingsChanged?.addListener(() => void this.#tellSign());
  }

  async #begin(): Promise<void> {
    const { pausedUntil } = await chrome.storage.local.get(['pausedUntil']);
    if (typeof pausedUntil === 'number') this.#pauseUntil(pausedUntil);
    await chrome.alarms.create('connect', { periodInMinutes: TRY_EVERY });
    this.#connect();
    this.#show();
  }

  get #paused(): boolean {
    return this.#pausedUntil !== undefined && this.#pausedUntil > Date.now();
  }

  #connect(): void {
    if (this.#agent) return;
    const agent = chrome.runtime.connectNative(NATIVE_HOST);
    this.#agent = agent;
    agent.onMessage.addListener((message) => this.#told(message as AgentState));
    agent.onDisconnect.addListener(() => {
      // Read, so that it is no error: the sign says it.
      void chrome.runtime.lastError;
      if (this.#agent !== agent) return;
      this.#agent = undefined;
      this.#state = undefined;
      this.#answer(undefined);
      this.#all();
    });
    void this.#tellSign();
    if (this.#paused) this.#tellPause();
  }

  #tellPause(): void {
    const until = this.#pausedUntil;
    this.#toAgent({ type: 'pause', ...(until !== undefined && until !== FOREVER && { until }) });
  }

  #toAgent(message: ToAgent): void {
    this.#agent?.postMessage(message);
  }

  #told(state: AgentState): void {
    this.#state = state;
    // One that changed meanwhile says nothing of what was just recorded: whoever waits goes on to wait for theirs.
    if (state.asked || state.recent.length > 0) this.#answer(state);
    void this.#register();
    this.#all();
  }

  #answer(state: AgentState | undefined): void {
    for (const told of this.#asked.splice(0)) told(state);
  }

  /** No script of ours runs but in pages of the sites that are listed. */
  async #register(): Promise<void> {
    const matches = matchesOf(this.#state?.sites ?? {});
    const text = matches.join(' ');
    if (text === this.#registered) return;
    this.#registered = text;
    const known = await chrome.scripting.getRegisteredContentScripts();
    const [before] = known;
    if (matches.length === 0) {
      if (before) await chrome.scripting.unregisterContentScripts();
      return;
    }
    const script: chrome.scripting.Script = {
      ...{ id: 'page', matches, js: ['page.js'], runAt: 'document_start', allFrames: true },
      // A browser that is started opens pages before the agent has said anything.
      persistAcrossSessions: true,
    };
    if (before) await chrome.scripting.updateContentScripts([script]);
    else await chrome.scripting.registerContentScripts([script]);
    // Pages that are there already: what they were is not known, so that nothing of what is typed there is kept until they are loaded again.
    for (const { id, incognito } of await chrome.tabs.query({ url: matches })) {
      if (id !== undefined && !incognito)
        await chrome.scripting
          .executeScript({ target: { tabId: id, allFrames: true }, files: ['page.js'] })
          .catch(() => {});
    }
  }

  async #page(port: chrome.runtime.Port): Promise<void> {
    const { sender } = port;
    if (port.name !== 'page' || sender?.id !== chrome.runtime.id || !sender?.tab || sender.tab.incognito) {
      port.disconnect();
      return;
    }
    this.#pages.set(port, '');
    port.onDisconnect.addListener(() => this.#pages.delete(port));
    port.onMessage.addListener((message) => this.#fromPage(port, message as FromPage));
    await this.#ready;
    this.#one(port);
  }

  #fromPage(port: chrome.runtime.Port, message: FromPage): void {
    if (this.#paused) return;
    const app = this.#siteOf(port);
    if (message.type === 'wake') this.#toAgent({ type: 'wake' });
    else if (message.type === 'letter' && app !== undefined)
      this.#toAgent({ type: 'letter', letter: message.letter, app });
  }

  /** As the browser says it: of a frame its own site, in a page of a site that is listed as well. */
  #siteOf({ sender }: chrome.runtime.Port): string | undefined {
    const sites = this.#state?.sites ?? {};
    if (!siteOf(sender?.tab?.url, sites)) return undefined;
    return siteOf(sender?.url, sites);
  }

  #all(): void {
    this.#show();
    for (const port of this.#pages.keys()) this.#one(port);
  }

  #one(port: chrome.runtime.Port): void {
    const message = this.#for(port);
    const text = JSON.stringify(message);
    if (this.#pages.get(port) === text) return;
    this.#pages.set(port, text);
    port.postMessage(message);
  }

  #for(port: chrome.runtime.Port): ToPage {
    const state = this.#state;
    const app = this.#siteOf(port);
    if (!state || app === undefined || this.#paused) return { type: 'stop', rest: false };
    if (state.state !== 'recording') return { type: 'stop', rest: state.reason === 'resting' };
    const { kinds, sites, key } = state;
    const { tab, frameId } = port.sender!;
    const filter = { kinds, ...sites[app]! };
    return { type: 'record', app, window: `tab-${tab!.id}`, key, filter, top: frameId === 0 };
  }

  async #chosen(message: ToWorker): Promise<View> {
    await this.#ready;
    if (message.type === 'pause') {
      const until = message.minutes === undefined ? FOREVER : Date.now() + message.minutes * 60_000;
      this.#pauseUntil(until);
      this.#all();
      this.#tellPause();
      await chrome.storage.local.set({ pausedUntil: until });
    } else if (message.type === 'resume') {
      this.#endPause();
      this.#toAgent({ type: 'resume' });
      await chrome.storage.local.remove('pausedUntil');
    }
    return viewOf(this.#pausedUntil, await this.#ask());
  }

  #ask(): Promise<AgentState | undefined> {
    this.#connect();
    return new Promise((resolve) => {
      this.#asked.push(resolve);
      this.#toAgent({ type: 'ask' });
      setTimeout(() => this.#answer(this.#state), 1_000);
    });
  }

  #pauseUntil(until: number): void {
    this.#pausedUntil = until;
    clearTimeout(this.#pauseEnds);
    const left = until - Date.now();
    if (until !== FOREVER) this.#pauseEnds = setTimeout(() => this.#endPause(), Math.min(left, 0x7fff_ffff));
  }

  #endPause(): void {
    this.#pausedUntil = undefined;
    clearTimeout(this.#pauseEnds);
    this.#all();
  }

  async #tellSign(): Promise<void> {
    const { isOnToolbar } = await chrome.action.getUserSettings();
    this.#toAgent({ type: 'sign', shown: isOnToolbar });
  }

  #show(): void {
    const view = viewOf(this.#pausedUntil, this.#state);
    const { text, color } = SIGNS[view.state];
    void chrome.action.setBadgeText({ text: this.#state?.notDelivering ? 'REC!' : text });
    void chrome.action.setBadgeBackgroundColor({ color });
    void chrome.action.setTitle({ title: `Sluice: ${view.says}` });
  }
}

/** A pause without an end: a moment that no calendar comes to, and that storage keeps. */
const FOREVER = 8.64e15;

const SIGNS: Readonly<Record<View['state'], { text: string; color: string }>> = {
  recording: { text: 'REC', color: '#b00020' },
  paused: { text: 'II', color: '#5f6368' },
  'paused-here': { text: 'II', color: '#5f6368' },
  stopped: { text: 'off', color: '#5f6368' },
  'no-agent': { text: 'off', color: '#5f6368' },
};

function viewOf(pausedUntil: number | undefined, state: AgentState | undefined): View {
  const isPaused = pausedUntil !== undefined && pausedUntil > Date.now();
  const sites = Object.entries(state?.sites ?? {}).flatMap(([app, { pages }]) =>
    (pages ?? ['']).map((path) => `${app}${path}`),
  );
  const common = { sites, recent: state?.recent ?? [] };
  if (isPaused)
    return {
      ...{ ...common, state: 'paused-here', says: 'you paused it in this browser', advice: '', canResume: true },
      ...(pausedUntil !== FOREVER && { pausedUntil }),
    };
  if (!state)
    return {
      ...{ ...common, state: 'no-agent', says: 'nothing is recorded: no agent answers on this device' },
      ...{ advice: 'Ask whoever runs the program: sluice-agent install --browser', canResume: false },
    };
  const { says, advice = '' } = state;
  const recording =
    state.notDelivering === undefined
      ? 'it records the sites below'
      : `it records the sites below, and does not deliver: ${says}`;
  return {
    ...{ ...common, state: state.state, advice, canResume: state.reason === 'paused-here' },
    says: state.state === 'recording' ? recording : `nothing is recorded: ${says ?? state.reason ?? state.state}`,
  };
}

new Worker();
