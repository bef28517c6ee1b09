import type { Event } from '../../../../wire/event.ts';
import { type Admit, createAdmission } from '../../../../wire/filter.ts';
import type { FromPage, Letter, ToPage } from '../protocol.ts';
import { isListed } from '../sites.ts';
import { PageCapture } from './capture.ts';
import { Fields } from './fields.ts';
import { createWriter } from './letters.ts';

/**
 * In each page of a site that is listed, in a world of its own. It captures while the worker says so, filters, seals, and hands over letters. It
 * takes no message of a page, and gives a page none.
 */

/** Between two letters, ms: what a page that is left takes with it. */
const LETTER_EVERY = 250;
/** Events of one letter. */
const MOST_EVENTS = 500;
/** Between two askings of a worker that is away, ms. */
const ASK_AGAIN = 5_000;

class PageScript {
  readonly #fields: Fields;
  #port: chrome.runtime.Port | undefined;
  #capture: PageCapture | undefined;
  #write: { key: string; writer: Promise<(text: string) => Promise<Letter>> } | undefined;
  #admit: Admit = () => ({ dropped: 'kind' });
  #pages: readonly string[] | undefined;
  #lines: string[] = [];
  #sending: ReturnType<typeof setInterval> | undefined;
  /** Letters leave in their order. */
  #written: Promise<void> = Promise.resolve();
  /** Grows with each stop: what was captured before it leaves no more. */
  #turn = 0;
  #endRest = () => {};

  constructor(late: boolean) {
    this.#fields = new Fields({ late, foreign: isForeign() });
    this.#connect();
    window.addEventListener('pagehide', (event) => event.isTrusted && this.#leave(), { capture: true });
    window.addEventListener('pageshow', (event) => event.isTrusted && event.persisted && this.#comeBack(), {
      capture: true,
    });
  }

  #connect(): void {
    // The extension was removed, or is another one by now.
    if (!chrome.runtime?.id || this.#port) return;
    const port = chrome.runtime.connect({ name: 'page' });
    this.#port = port;
    port.onMessage.addListener((message) => this.#told(message as ToPage));
    port.onDisconnect.addListener(() => {
      if (this.#port !== port) return;
      this.#port = undefined;
      this.#stop();
      setTimeout(() => this.#connect(), ASK_AGAIN);
    });
  }

  #told(message: ToPage): void {
    this.#stop();
    if (message.type === 'stop') {
      if (message.rest) this.#rest();
      return;
    }
    const { app, window, key, filter, top } = message;
    const { kinds, keys, pages } = filter;
    this.#pages = pages;
    this.#admit = createAdmission({ program: '', disclosure: '', kinds, applications: { [app]: { keys } } });
    if (this.#write?.key !== key) this.#write = { key, writer: createWriter(key) };
    this.#sending = setInterval(() => this.#send(), LETTER_EVERY);
    this.#capture = new PageCapture(this.#fields, {
      ...{ app, window, top },
      takes: (kind, field) => kinds[kind] !== undefined && (field === undefined || kinds[kind].includes(field)),
      emit: (event) => this.#take(event),
    });
  }

  #stop(): void {
    this.#turn++;
    this.#capture?.end();
    this.#capture = undefined;
    clearInterval(this.#sending);
    this.#lines = [];
    this.#endRest();
  }

  /** That somebody is there is told, once, and not what they do. */
  #rest(): void {
    const listening = new AbortController();
    this.#endRest = () => listening.abort();
    for (const name of ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const) {
      const heard = (event: globalThis.Event) => {
        if (!event.isTrusted) return;
        listening.abort();
        this.#post({ type: 'wake' });
      };
      window.addEventListener(name, heard, { capture: true, passive: true, signal: listening.signal });
    }
  }

  #take(event: Event): void {
    // A page can become another one without being loaded.
    if (!isListed(location.pathname, this.#pages)) return;
    const admission = this.#admit(event);
    if ('dropped' in admission) return;
    this.#lines.push(JSON.stringify(admission.event));
    if (this.#lines.length >= MOST_EVENTS) this.#send();
  }

  #send(): void {
    this.#capture?.look();
    if (this.#lines.length === 0 || !this.#write) return;
    const text = `${this.#lines.join('\n')}\n`;
    this.#lines = [];
    const { writer } = this.#write;
    const turn = this.#turn;
    this.#written = this.#written.then(async () => {
      const letter = await (await writer)(text);
      if (turn === this.#turn || this.#leaving) this.#post({ type: 'letter', letter });
    });
    this.#written.catch(() => {});
  }

  #leaving = false;

  #leave(): void {
    this.#leaving = true;
    this.#capture?.end(true);
    this.#send();
  }

  /**
   * Out of the browser's cache. The way to the worker was cut when it went there, which this side is not told: it is asked anew whether this page is recorded. A stop stops
   * again what was captured before it.
   */
  #comeBack(): void {
    this.#leaving = false;
    const cut = this.#port;
    this.#port = undefined;
    cut?.disconnect();
    this.#stop();
    this.#connect();
  }

  #post(message: FromPage): void {
    try {
      this.#port?.postMessage(message);
    } catch {
      // The worker is gone: the port says so itself.
    }
  }
}

/** Whether it stands in a page of somebody else. */
function isForeign(): boolean {
  try {
    return window.top !== window && window.top?.location.origin !== location.origin;
  } catch {
    return true;
  }
}

/** Once a page; without TLS, where a browser gives no way to seal, and in a private window, never. */
const there = globalThis as { sluicePage?: PageScript };
if (!there.sluicePage && isSecureContext && location.protocol === 'https:' && !chrome.extension?.inIncognitoContext) {
  there.sluicePage = new PageScript(document.readyState !== 'loading');
}
