import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { previewAgent } from './agent-preview.ts';
import { programFile } from './built.ts';
import { contextOf } from './context.ts';

/** The agent is a program of its own, which installs without the rest; this starts it with the session's API, and gives it a token when it asks. */
const program = fileURLToPath(programFile('../agent/bin/sluice-agent.ts'));

export const agentCommand = (): Command =>
  new Command('agent')
    .description('run the agent on this device with your session (all arguments are passed on)')
    .argument('[arguments...]', 'as in "sluice agent --help"')
    .allowUnknownOption()
    .helpOption(false)
    .addHelpText(
      'after',
      `
What would be sent, and what redaction leaves of it: sluice agent preview [--for SECONDS] [--events] [--disclosure FILE], which sends and keeps nothing.

To enrol this device: sluice enrol (sluice agent enrol is another name of it).

Examples:
  sluice agent preview --for 60
  sluice agent run --collector desktop --device ada-laptop`,
    )
    .action(async (passed: string[], _: unknown, command: Command) => {
      const context = contextOf(command);
      const wantsHelp =
        passed.length === 0 || passed.includes('--help') || passed.includes('-h') || passed[0] === 'help';
      if (passed[0] === 'preview' && !wantsHelp) return previewAgent(passed.slice(1), command);
      // It talks to the service: what is asked of this device alone needs no session. A device that is enrolled runs without one, too.
      const runs = passed[0] === 'run' && !wantsHelp;
      const { SLUICE_TOKEN: _token, ...environment } = process.env;
      const child = spawn(process.execPath, [program, ...(passed.length ? passed : ['--help'])], {
        stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
        env: { ...environment, ...(runs && { SLUICE_API: context.apiUrl() }) },
      });
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
      process.exitCode = await new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code) => resolve(code ?? 1));
        answerWithTokens(
          child,
          (refused) => context.token(refused),
          (error) => {
            reject(error);
            child.kill();
          },
        );
      });
    });

/**
 * Over the channel between the two alone. Without a token (the session has run out) the answer is empty, and the agent tries again later.
 * @param none there was not even a first one: nothing is recorded until the person does something
 */
function answerWithTokens(
  child: ChildProcess,
  token: (refused?: string) => Promise<string>,
  none: (error: unknown) => void,
): void {
  let hadOne = false;
  child.on('message', async (asked: { refused?: unknown } | undefined) => {
    const answer = await token(typeof asked?.refused === 'string' ? asked.refused : undefined).then(
      (found) => {
        hadOne = true;
        return { token: found };
      },
      (error) => {
        if (!hadOne) none(error);
        return {};
      },
    );
    // The child may have ended meanwhile.
    child.send(answer, () => undefined);
  });
}
