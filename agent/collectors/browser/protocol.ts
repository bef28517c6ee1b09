import type { EventKind } from '../../../wire/event.ts';
import type { KeyDetail } from '../../../wire/field.ts';
import type { ApplicationFilter } from '../../../wire/filter.ts';

/**
 * What the three parts of the browser collector tell each other: the script in a page, the extension's worker, and the agent that the browser
 * starts. What was captured goes in letters alone, which the page's script seals and the agent opens (docs/decisions/browser-collector.md).
 */

/** As the browser finds the agent: the name of its manifest. */
export const NATIVE_HOST = 'com.sluice.agent';

/** Of the public key in the extension's manifest: who has that key is it, wherever it was loaded from. */
export const EXTENSION_ID = 'ionaomahdhnlhdfffklgjgacfmgphhgi';
export const FIREFOX_ID = 'browser@sluice.example';

/** What a page's events may have: of its own application alone. */
export interface PageFilter {
  kinds: Partial<Record<EventKind, readonly string[]>>;
  keys: KeyDetail;
  pages?: readonly string[] | undefined;
}

/** A sealed handful of events. Nobody between the page and the agent can read it, change it, leave one out unnoticed, or send it twice. */
export interface Letter {
  /** Public key of the document, P-256, uncompressed, base64: new with each document. */
  from: string;
  /** 1, 2, 3 ... of that document. */
  number: number;
  /** Nonce of 12 bytes, ciphertext, tag; base64. */
  sealed: string;
}

export type ToAgent =
  | { type: 'letter'; letter: Letter /** Whose page it is, as the browser says, and never the page. */; app: string }
  /** Somebody is there again: a lease is asked for. */
  | { type: 'wake' }
  /** The person pauses, or goes on. */
  | { type: 'pause'; until?: number }
  | { type: 'resume' }
  /** Whether the sign is where the person sees it. */
  | { type: 'sign'; shown: boolean }
  /** Say how you are. */
  | { type: 'ask' };

export interface AgentState {
  type: 'state';
  state: 'recording' | 'paused' | 'stopped';
  /** ms since 1970, where what was recorded does not leave. */
  notDelivering?: number;
  reason?: string;
  says?: string;
  advice?: string;
  /** Letters are sealed to it: P-256, uncompressed, base64; of this run of the agent. */
  key: string;
  /** Applications of the last filter that are sites, with the keys of each. Kept while it is paused. */
  sites: Readonly<Record<string, ApplicationFilter>>;
  kinds: Partial<Record<EventKind, readonly string[]>>;
  /** It was asked for, with what was just recorded; others come as it changes, without. */
  asked?: boolean;
  /** Of the last minutes: applications, kinds and counts. */
  recent: { app: string; counts: Record<string, number> }[];
}

export type ToPage =
  /** Nothing is captured. `rest`: but that somebody is there is told. */
  | { type: 'stop'; rest: boolean }
  | { type: 'record'; app: string; window: string; key: string; filter: PageFilter; top: boolean };

export type FromPage = { type: 'letter'; letter: Letter } | { type: 'wake' };

/** What the popup shows, and what is chosen there. */
export type ToWorker = { type: 'view' } | { type: 'pause'; minutes?: number } | { type: 'resume' };
export interface View {
  /** `no-agent`: none is installed here, or it does not start. */
  state: AgentState['state'] | 'no-agent' | 'paused-here';
  says: string;
  advice: string;
  pausedUntil?: number;
  /** Whether it can be gone on with from here. */
  canResume: boolean;
  sites: string[];
  recent: AgentState['recent'];
}
