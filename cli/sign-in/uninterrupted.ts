/** Ctrl-C, `kill`, a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work` to its end, whatever signal comes meanwhile, and then does as that one says. For what must not end between a provider that
 * has spent a refresh token and the file that holds the next: nobody could renew that session again. It ends within the time-outs of its calls.
 */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  let came: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals) => {
    came ??= signal;
  };
  for (const signal of SIGNALS) process.on(signal, note);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, note);
    // Who listens has heard it. Else it ends the process, as it would have: nothing after it may run on.
    if (came !== undefined && process.listenerCount(came) === 0) await ended(came);
  }
}

/** A signal to oneself arrives a moment later. */
function ended(signal: NodeJS.Signals): Promise<never> {
  process.kill(process.pid, signal);
  return new Promise(() => undefined);
}
