import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ApiError } from '../api/client.ts';
import { inLines, printableJson } from '../wire/printable.ts';
import { agentCommand } from './agent.ts';
import { commandErrorOf } from './api.ts';
import { approveCommand } from './approve.ts';
import { booksCommand } from './books.ts';
import { consentCommand } from './consent.ts';
import { deployedCommand } from './deployed.ts';
import { directoryCommand } from './directory.ts';
import { disclosureCommand } from './disclosure.ts';
import { doctorCommand } from './doctor.ts';
import { doorsCommand } from './doors.ts';
import { enrolCommand } from './enrol.ts';
import { eraseCommand } from './erase.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { grantsCommand } from './grants.ts';
import { guardrailsCommand } from './guardrails.ts';
import { incidentsCommand } from './incidents.ts';
import { ledgerCommand } from './ledger.ts';
import { loginCommand, logoutCommand } from './login.ts';
import { meCommand } from './me/me.ts';
import { modelCommand } from './model.ts';
import { pauseCommand } from './pause.ts';
import { recordsCommand } from './records.ts';
import { redactCommand } from './redact.ts';
import { reportCommand } from './report.ts';
import { resumeCommand } from './resume.ts';
import { rightsCommand } from './rights.ts';
import { statusCommand } from './status.ts';
import { withdrawCommand } from './withdraw.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The command line, as a tree. */
export function createProgram(json = false): Command {
  const program = new Command('sluice')
    .description('A gate on a stream: collect computer-use telemetry, and keep the promises made to the people in it.')
    .version(version)
    .option('--json', 'write the result as JSON')
    .option('--session <name>', 'which saved login to use', process.env.SLUICE_SESSION ?? 'default')
    .option('--api <url>', 'address of the control API (default: that of the session, or SLUICE_API)')
    .option('--region <region>', 'AWS Region, as the AWS CLI takes it')
    .option('--profile <profile>', 'AWS profile, as the AWS CLI takes it')
    .option('--endpoint-url <url>', 'AWS endpoint, as the AWS CLI takes it')
    .showHelpAfterError('(run with --help for usage)')
    .configureOutput(
      json
        ? { outputError: () => {}, writeErr: () => {} }
        : { writeErr: (text) => void process.stderr.write(inLines(text)) },
    )
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 failed or found something wrong, 2 usage, 3 refused by a rule, 4 not logged in, 5 unreachable,
6 it holds, and its newest part is not signed yet, 7 it holds, and the witness does not confirm it yet, 130 ended by Ctrl-C.

Doors:
  everybody       login, logout, rights, doors
  employee        enrol, consent, me, status, withdraw, erase, report
  agent           agent run, redact
  investigator    pause, incidents, records, ledger, approve, resume
  representative  disclosure show, books, records totals, ledger verify, incidents, approve
  steward         grants, records totals, directory, pause, approve
  platform team   doctor, disclosure check, guardrails, deployed, directory, model check, status, books (deploying is "cdk deploy --all")`,
    );
  for (const command of [
    loginCommand(),
    logoutCommand(),
    enrolCommand(),
    consentCommand(),
    withdrawCommand(),
    eraseCommand(),
    statusCommand(),
    meCommand(),
    agentCommand(),
    reportCommand(),
    pauseCommand(),
    incidentsCommand(),
    approveCommand(),
    resumeCommand(),
    recordsCommand(),
    grantsCommand(),
    ledgerCommand(),
    booksCommand(),
    disclosureCommand(),
    rightsCommand(),
    doorsCommand(),
    doctorCommand(),
    deployedCommand(),
    guardrailsCommand(),
    directoryCommand(),
    modelCommand(),
    redactCommand(),
  ]) {
    program.addCommand(command);
  }
  inheritBehaviour(program);
  return program;
}

/** Errors are thrown, not exited with, so that one place decides the exit code; sub-commands made elsewhere inherit it. */
function inheritBehaviour(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inheritBehaviour(child);
  }
}

/** Options before the command that take a value. */
const WITH_VALUE = new Set(['--session', '--api', '--region', '--profile', '--endpoint-url']);

/** Everything behind `agent` is the agent's, also options that have the same name here. */
export function passToAgent(argv: string[]): string[] {
  let at = 2;
  while (argv[at]?.startsWith('-')) at += WITH_VALUE.has(argv[at]!) ? 2 : 1;
  return argv[at] === 'agent' && argv[at + 1] !== '--' ? [...argv.slice(0, at + 1), '--', ...argv.slice(at + 1)] : argv;
}

function endOf(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof ApiError) return commandErrorOf(error);
  if (error instanceof CommanderError) {
    return new CommandError(EXIT.usage, 'usage', error.message.replace(/^error: /, ''));
  }
  return new CommandError(EXIT.failed, 'failed', error instanceof Error ? error.message : String(error));
}

/** Runs the command line; returns the exit code. */
export async function main(argv: string[]): Promise<number> {
  const json = argv.includes('--json');
  try {
    await createProgram(json).parseAsync(passToAgent(argv));
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    // What was wrong was printed by commander, for people; help and version are no errors.
    if (error instanceof CommanderError && (error.exitCode === 0 || !json)) {
      return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    }
    const { exitCode, reason, message, details } = endOf(error);
    const text = json ? printableJson({ error: reason, message, ...details }) : inLines(`sluice: ${message}`);
    process.stderr.write(`${text}\n`);
    return exitCode;
  }
}
