import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CommandError, EXIT } from './exit-codes.ts';

/** What to do where there is no terminal to ask at: the reason, and a sentence. */
export type Otherwise = readonly [reason: string, sentence: string];

/** Ctrl-C at a question ends the command, as it does anywhere else. */
async function answered(prompt: Interface, question: string): Promise<string> {
  const interrupted = new Promise<never>((_, reject) => {
    prompt.once('SIGINT', () => reject(new CommandError(EXIT.interrupted, 'interrupted', 'Interrupted.')));
  });
  return Promise.race([prompt.question(question), interrupted]);
}

/** Asks at the terminal, beside what is printed. @throws CommandError with `otherwise` where there is none */
export async function ask(question: string, otherwise: Otherwise): Promise<string> {
  requireTerminal(otherwise);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await answered(prompt, question)).trim();
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
    return await answered(prompt, '');
  } finally {
    prompt.close();
    process.stderr.write('\n');
  }
}

/** Asks for one line, of a terminal or of whatever stdin is. @throws CommandError `no-answer` where it ends */
export async function askWherever(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if (process.stdin.isTTY) return (await answered(prompt, question)).trim();
    for await (const line of prompt) if (line.trim() !== '') return line.trim();
  } finally {
    prompt.close();
  }
  throw new CommandError(EXIT.usage, 'no-answer', 'Nothing was given on stdin.');
}

function requireTerminal([reason, sentence]: Otherwise): void {
  if (!process.stdin.isTTY) throw new CommandError(EXIT.usage, reason, sentence);
}
