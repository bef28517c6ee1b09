import type { ReasonName } from './reasons.ts';

/** Base of the agent's errors. Messages hold ids, counts and reasons, never what was captured. */
export class AgentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The control plane said no: `reason` is its stable word, e.g. `gate-closed`. */
export class LeaseRefused extends AgentError {
  readonly reason: string;
  /** The same for people, in the control plane's words: a newer one has words that this agent does not know. */
  readonly sentence: string | undefined;
  constructor(reason: string, { sentence, ...options }: ErrorOptions & { sentence?: string } = {}) {
    super(`lease refused: ${reason}`, options);
    this.reason = reason;
    this.sentence = sentence;
  }
}

/** No answer, or one that says "later": ask again. */
export class ControlUnreachable extends AgentError {
  /** What is in the way. */
  readonly reason: ReasonName;
  constructor(message: string, { reason = 'unreachable', ...options }: ErrorOptions & { reason?: ReasonName } = {}) {
    super(message, options);
    this.reason = reason;
  }
}

type OfProxy = Extract<ReasonName, `proxy-${string}` | 'pac-not-readable'>;
/** What can be in the way of a request. */
export type Way =
  | Extract<ReasonName, 'unreachable' | 'no-answer' | 'no-name' | 'certificate' | 'clock-wrong' | 'captive-portal'>
  | OfProxy;

/** No connection through the proxy that is set. */
export class ProxyFailed extends AgentError {
  readonly reason: OfProxy;
  constructor(reason: ProxyFailed['reason'], options?: ErrorOptions) {
    super(`proxy: ${reason}`, options);
    this.reason = reason;
  }
}

/** No connection to a host. */
export class ConnectionFailed extends AgentError {
  readonly reason: Way;
  constructor(reason: Way, options?: ErrorOptions) {
    super(`connection: ${reason}`, options);
    this.reason = reason;
  }
}

/** The state folder belongs to another device, is in use, or cannot be read. */
export class SpoolError extends AgentError {}
