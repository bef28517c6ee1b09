import { createClient, type XDisplay } from 'x11';
import { CollectorError } from './hook.ts';

/**
 * A connection to the X server of the session. What is asked in one turn of the event loop is written at once: a write is what costs most of a question.
 * @throws CollectorError there is none, or it does not let us in
 */
export const openDisplay = (): Promise<XDisplay> =>
  new Promise((resolve, reject) => {
    const fail = (cause: Error) => reject(new CollectorError('no X display: set DISPLAY', { cause }));
    const done = (error: Error | null, display: XDisplay) => (error ? fail(error) : resolve(display));
    createClient({ bufferRequests: { flushOnReply: false } }, done).on('error', fail);
  });
