import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CommandError, EXIT } from './exit-codes.ts';

/** What to do where there is no terminal to ask at: the reason, and a sentence. */
export type Otherwise = readonly [reason: string, sentence: string];

/** Asks at the terminal, beside what is printed. @throws CommandError with `otherwise` where there is none */
export async function ask(question: string, otherwise: Otherwise): Promise<string> {
  requireTerminal(otherwise);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await prompt.question(question)).trim();
  } finally {
    prompt.close();
  }
}

/** The same, for what must not be seen. */
export async function askSilently(question: string, otherwise: Otherwise): Promise<string> {
  requireTerminal(otherwise);
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await prompt.question('');
  } finally {
    prompt.close();
    process.stderr.write('\n');
  }
}

function requireTerminal([reason, sentence]: Otherwise): void {
  if (!process.stdin.isTTY) throw new CommandError(EXIT.usage, reason, sentence);
}
