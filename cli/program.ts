import { Command, CommanderError, Option } from 'commander';
import { ApiError } from '../api/client.ts';
import { inLines, printableJson } from '../wire/printable.ts';
import { agentCommand } from './agent.ts';
import { alarmsCommand } from './alarms.ts';
import { commandErrorOf } from './api.ts';
import { approveCommand } from './approve.ts';
import { booksCommand } from './books.ts';
import { VERSION } from './built.ts';
import { completionCommand } from './completion.ts';
import { consentCommand } from './consent.ts';
import { deployedCommand } from './deployed.ts';
import { directoryCommand } from './directory.ts';
import { disclosureCommand } from './disclosure.ts';
import { doctorCommand } from './doctor.ts';
import { doorsCommand } from './doors.ts';
import { WouldAsk, wouldText } from './dry-run.ts';
import { enrolCommand } from './enrol.ts';
import { eraseCommand } from './erase.ts';
import { CommandError, EXIT, EXIT_WORDS } from './exit-codes.ts';
import { exportCommand } from './export.ts';
import { exposureCommand } from './exposure.ts';
import { grantsCommand } from './grants.ts';
import { guardrailsCommand } from './guardrails.ts';
import { incidentsCommand } from './incidents.ts';
import { investigateCommand } from './investigate.ts';
import { laidOut } from './layout.ts';
import { ledgerCommand } from './ledger.ts';
import { loginCommand, logoutCommand } from './login.ts';
import { meCommand } from './me/me.ts';
import { modelCommand } from './model.ts';
import { createOutput, FORMATS } from './output.ts';
import { pagerClosed } from './pager.ts';
import { participationCommand } from './participation.ts';
import { pauseCommand } from './pause.ts';
import { recordsCommand } from './records.ts';
import { redactCommand } from './redact.ts';
import { reportCommand } from './report.ts';
import { restoreCommand } from './restore.ts';
import { resumeCommand } from './resume.ts';
import { rightsCommand } from './rights.ts';
import { checkFormat, formatOf, readSettings, type Settings, storeOf } from './settings.ts';
import { statusCommand } from './status.ts';
import { terminalWidth } from './terminal.ts';
import { termsCommand } from './terms.ts';
import { trainingCommand } from './training.ts';
import { wireCommand } from './wire.ts';
import { withdrawCommand } from './withdraw.ts';

/** Options before the command that take a value: said once, since what stands behind `agent` is found by them. */
const GLOBALS = [
  new Option('--output <format>', 'how to write the result (default: table, SLUICE_OUTPUT)').choices(FORMATS),
  new Option('--json', 'short for --output json'),
  new Option('--no-pager', 'write long tables to the terminal as they are'),
  new Option('--session <name>', 'which saved login to use (default: default, SLUICE_SESSION)'),
  new Option('--api <url>', 'address of the program (default: that of the session, SLUICE_API)'),
  new Option('--region <region>', 'AWS Region, as the AWS CLI takes it'),
  new Option('--profile <profile>', 'AWS profile, as the AWS CLI takes it'),
  new Option('--endpoint-url <url>', 'AWS endpoint, as the AWS CLI takes it'),
];

/** The command line, as a tree. */
export function createProgram(json = false, settings: Settings = {}): Command {
  const program = new Command('sluice')
    .description('A gate on a stream: collect computer-use telemetry, and keep the promises made to the people in it.')
    .version(VERSION)
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
Exit codes:
${Object.entries(EXIT_WORDS)
  .map(([code, words]) => `  ${code.padEnd(5)}${words}`)
  .join('\n')}

Doors:
  everybody       login, logout, rights, terms, doors, completion
  employee        enrol, consent, me, status, withdraw, erase, report, training concerned
  agent           agent run, redact, wire check
  investigator    pause, incidents, incidents answer, incidents timeline, grants ask, records, ledger, investigate, books
  representative  disclosure show, books, participation, alarms, records totals, ledger verify, incidents, approve, resume
  steward         grants give, grants revoke, export list, export revoke, participation, records totals, directory, pause, incidents answer, approve, resume
  model team      grants ask, export, training
  platform team   doctor, disclosure check, guardrails, deployed, exposure, restore, directory, model check, status, books, alarms, pause, resume (deploying is "cdk deploy --all")`,
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
    exportCommand(),
    trainingCommand(),
    ledgerCommand(),
    investigateCommand(),
    booksCommand(),
    participationCommand(),
    alarmsCommand(),
    disclosureCommand(),
    rightsCommand(),
    termsCommand(),
    doorsCommand(),
    doctorCommand(),
    deployedCommand(),
    guardrailsCommand(),
    exposureCommand(),
    restoreCommand(),
    directoryCommand(),
    modelCommand(),
    redactCommand(),
    wireCommand(),
    completionCommand(() => program),
  ]) {
    program.addCommand(command);
  }
  for (const option of GLOBALS) program.addOption(option);
  program.setOptionValue('session', process.env.SLUICE_SESSION || settings.session || 'default');
  // Commands ask for `json`, or hand all of it to their output.
  program.hook('preAction', (_, action) => {
    const options = program.opts();
    checkFormat();
    const format = formatOf(options, settings);
    program.setOptionValue('output', format);
    if (format !== 'table') program.setOptionValue('json', true);
    const language = process.env.SLUICE_LANGUAGE || settings.language;
    const speaks = action.options.some(({ long }) => long === '--language');
    if (language && speaks && action.opts().language === undefined) action.setOptionValue('language', language);
    const keeps = action.options.some(({ long }) => long === '--store');
    if (keeps && action.opts().store === undefined) action.setOptionValue('store', storeOf(settings));
    if (settings.pager === false) program.setOptionValue('pager', false);
    if (settings.api !== undefined) program.setOptionValue('home', settings.api);
  });
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
const WITH_VALUE = new Set(GLOBALS.filter(({ required }) => required).map(({ long }) => long));

/** Everything behind `agent` is the agent's, also options that have the same name here; but there is one way to enrol, under two names. */
export function passToAgent(argv: string[]): string[] {
  let at = 2;
  while (argv[at]?.startsWith('-')) at += WITH_VALUE.has(argv[at]) ? 2 : 1;
  if (argv[at] === 'agent' && argv[at + 1] === 'enrol') return argv.toSpliced(at, 1);
  return argv[at] === 'agent' && argv[at + 1] !== '--' ? [...argv.slice(0, at + 1), '--', ...argv.slice(at + 1)] : argv;
}

function endOf(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof ApiError) return commandErrorOf(error);
  if (error instanceof CommanderError) {
    // Its message is "(outputHelp)".
    if (error.code === 'commander.help')
      return new CommandError(EXIT.usage, 'usage', 'A command is missing: see --help.');
    return new CommandError(EXIT.usage, 'usage', error.message.replace(/^error: /, ''));
  }
  return new CommandError(EXIT.failed, 'failed', error instanceof Error ? error.message : String(error));
}

/** Whether a program reads what is printed, errors too: asked before anything is parsed. */
function wantsJson(argv: readonly string[], settings: Settings): boolean {
  const at = argv.indexOf('--output');
  const output = at >= 0 ? argv[at + 1] : argv.find((one) => one.startsWith('--output='))?.slice('--output='.length);
  return formatOf({ json: argv.includes('--json'), ...(output !== undefined && { output }) }, settings) !== 'table';
}

/** Runs the command line; returns the exit code. */
export async function main(argv: string[]): Promise<number> {
  let json = wantsJson(argv, {});
  try {
    const settings = await readSettings();
    json = wantsJson(argv, settings);
    await createProgram(json, settings).parseAsync(passToAgent(argv));
    await pagerClosed();
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    // What was wrong was printed by commander, for people; help and version are no errors.
    if (error instanceof CommanderError && (error.exitCode === 0 || !json)) {
      return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    }
    if (error instanceof WouldAsk) {
      createOutput(json).result({ dryRun: true, would: error.asked }, () => wouldText(error));
      return EXIT.ok;
    }
    const { exitCode, reason, message, details } = endOf(error);
    // Who pressed Ctrl-C at a question knows.
    if (reason === 'interrupted') return exitCode;
    const text = json
      ? printableJson({ error: reason, message, ...details })
      : laidOut(inLines(`sluice: ${message}`), terminalWidth(process.stderr));
    process.stderr.write(`${text}\n`);
    return exitCode;
  }
}
