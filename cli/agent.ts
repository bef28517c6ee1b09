import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { contextOf } from './context.ts';

/** The agent is a program of its own, which installs without the rest; this starts it with the session's API and token. */
const program = fileURLToPath(new URL('../agent/bin/sluice-agent.ts', import.meta.url));

export const agentCommand = (): Command =>
  new Command('agent')
    .description('run the agent on this device with your session (all arguments are passed on)')
    .argument('[arguments...]', 'as in "sluice agent --help"')
    .allowUnknownOption()
    .helpOption(false)
    .addHelpText('after', '\nExample:\n  sluice agent run --collector desktop --device ada-laptop')
    .action(async (passed: string[], _: unknown, command: Command) => {
      const context = contextOf(command);
      const wantsHelp =
        passed.length === 0 || passed.includes('--help') || passed.includes('-h') || passed[0] === 'help';
      const session = wantsHelp ? {} : { SLUICE_API: context.apiUrl(), SLUICE_TOKEN: await context.token() };
      const child = spawn(process.execPath, [program, ...(passed.length ? passed : ['--help'])], {
        stdio: 'inherit',
        env: { ...process.env, ...session },
      });
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
      process.exitCode = await new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code) => resolve(code ?? 1));
      });
    });
