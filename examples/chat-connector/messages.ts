import type { EventOf } from '@sluice/agent';

/** A message as a chat tool's export or webhook gives it. */
export interface ChatMessage {
  /** Seconds since the epoch, with a fraction. */
  ts: string;
  /** Whose message it is, by the tool's user id. */
  user: string;
  text: string;
  channel: string;
  /** What the tool makes of it: joins, edits, bots. Absent for what people wrote. */
  subtype?: string;
}

/**
 * A chat message as an event, or nothing for what no person wrote.
 *
 * `author` decides how it is redacted: what others wrote is masked whole unless the disclosure says that they consented, so a message is
 * `self` only when it surely is the subject's. Ids are sent as they are: the redactor stores a keyed hash of them.
 *
 * @param me the subject's user id in the chat tool
 */
export function messageEvent(
  { ts, user, text, channel, subtype }: ChatMessage,
  me: string,
): EventOf<'message'> | undefined {
  const time = Math.round(Number(ts) * 1000);
  if (subtype !== undefined || text === '' || !Number.isFinite(time)) return undefined;
  return {
    kind: 'message',
    time,
    app: 'chat',
    channel: 'chat',
    author: user === me ? 'self' : 'other',
    conversation: channel,
    text,
  };
}
