#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { guardStandardStreams } from '../../host/standard-streams.ts';
import { inLines, printableJson } from '../../wire/printable.ts';
import { VERIFIED_ON } from '../collectors/desktop/create.ts';
import { CollectorError } from '../collectors/desktop/hook.ts';
import { createCaller } from '../sdk/control-api.ts';
import { keptWords } from '../sdk/credential-file.ts';
import { AgentError, ControlUnreachable, LeaseRefused } from '../sdk/errors.ts';
import { reasonOf } from '../sdk/reasons.ts';
import { agentsIn, agentText } from './agents.ts';
import { doctor, doctorJson, doctorText, type RawDoctorOptions } from './doctor/look.ts';
import { enrolHere, STATE_FOLDER } from './enrol.ts';
import { EXIT, enrolOptions, type RawOptions, runOptions, UsageError, WAIT_MINUTES } from './options.ts';
import { tokenOfParent } from './parent-token.ts';
import { PREVIEW_SECONDS, preview, previewOptions, type RawPreviewOptions } from './preview.ts';
import { run } from './run.ts';
import { installHere, type RawServiceOptions, uninstallHere } from './service/command.ts';
import { humanStatus, jsonStatus } from './status.ts';
import { OUTCOMES } from './task.ts';
import { taskHere, taskWords } from './task-command.ts';
import { type Wish, writeWish } from './wish.ts';

const EXAMPLES = `
Examples:
  $ sluice-agent run --api https://api.example.com --device laptop-7 --token-file ~/.sluice/token
  $ my-recorder | sluice-agent run --collector stdin --api $API --device laptop-7 --json
  $ sluice-agent run --collector replay --recording session.ndjson --speed max --subjects subjects.ndjson --api $API

It records only while the program's gate is open and your consent holds, and shows whether it does. Ctrl-C stops at
once; what was captured until then is sent.

The desktop collector:
${Object.entries(VERIFIED_ON)
  .map(([system, words]) => `  ${system}: ${words}`)
  .join('\n')}

Exit codes:
  0 done   1 failed   2 wrong usage   3 refused, or not let record while it waited   4 the collector cannot run here
  5 done, but frames wait in the state folder (sealed; the next run sends them)
`;

guardStandardStreams('sluice-agent');
// Whatever is written here, by libraries too, is its owner's alone.
process.umask(0o077);

const STORE =
  'where the key of this device is kept: the system’s keychain where one answers (auto, the default), there or not at all (keychain), or a file alone (file)';

const write = (line: string) => void process.stdout.write(`${inLines(line)}\n`);
const complain = (line: string) => void process.stderr.write(`${inLines(line)}\n`);

function createProgram(finish: (code: number) => void): Command {
  const program = new Command('sluice-agent')
    .description('Captures computer use on this device, filters and seals it, and streams it to a Sluice program.')
    .exitOverride()
    .addHelpText('after', EXAMPLES);
  program
    .command('run')
    .description('collect until the input ends or Ctrl-C')
    .option(
      '--collector <name>',
      'desktop (keyboard, mouse, windows), browser (its extension, by the browser alone), stdin (NDJSON events), replay (a recording)',
      'desktop',
    )
    .option('--api <url>', 'URL of the program (SLUICE_API)')
    .option('--device <id>', 'id of this enrolled device (SLUICE_DEVICE)')
    .option('--token-file <file>', 'file with the token of `sluice login`; read again when needed (or SLUICE_TOKEN)')
    .option('--state <folder>', 'frame numbers and sealed frames that wait', STATE_FOLDER)
    .option('--recording <file>', 'replay: the recording, NDJSON')
    .option('--speed <factor>', 'replay: 1 as recorded, 2 twice as fast, max', '1')
    .option('--loops <count>', 'replay: how many times', '1')
    .option(
      '--wait <minutes>',
      'stdin, replay: for how long they wait while nothing may be recorded, before they give up with the input unread',
      String(WAIT_MINUTES),
    )
    .option('--subjects <file>', 'replay: one {"device","token"} a line, all at once, for load')
    .option('--store <where>', STORE)
    .option('--mark', 'show a mark on the screen while it runs: pause, stop, what was just recorded (desktop: always)')
    .option('--no-mark', 'desktop: show none; a program may demand one, and then nothing is recorded')
    .option('--json', 'status as one JSON object a line')
    .addHelpText('after', EXAMPLES)
    .action(async (raw: RawOptions) => {
      const options = runOptions(raw, process.env, tokenOfParent());
      const stop = stopOnSignals();
      // A browser reads what is written there, and nothing else may stand in it.
      const say = options.collector === 'browser' ? complain : write;
      const status = options.json ? jsonStatus(say) : humanStatus(say);
      finish(await run(options, { stdin: process.stdin, stdout: process.stdout, status, signal: stop }));
    });
  program
    .command('preview')
    .description(
      'show what would be sent from this device, after the filter; sends nothing, keeps nothing, asks nobody',
    )
    .option('--collector <name>', 'desktop, stdin (NDJSON events), replay (a recording)', 'desktop')
    .option('--filter <file>', 'the filter of a lease, JSON (default: of the last lease of this device)')
    .option('--api <url>', 'URL of the program (SLUICE_API), where several have an agent here')
    .option('--device <id>', 'id of this enrolled device (SLUICE_DEVICE), likewise')
    .option('--state <folder>', 'of `run`', STATE_FOLDER)
    .option('--recording <file>', 'replay: the recording, NDJSON')
    .option('--for <seconds>', 'desktop: for how long', String(PREVIEW_SECONDS))
    .option('--events', 'each event, too, as it would be sent')
    .option('--json', 'one JSON object a line: {"event"}, and at the end {"preview"}')
    .action(async (raw: RawPreviewOptions) => {
      const options = previewOptions(raw, process.env);
      const say = (line: string) => void process.stderr.write(`sluice-agent: ${inLines(line)}\n`);
      await preview(options, { stdin: process.stdin, write, say, signal: stopOnSignals() });
      finish(EXIT.done);
    });
  program
    .command('enrol')
    .description(
      'enrol this device with a token, where there is no command line to do it (sluice enrol): makes a key that it proves itself with; collects nothing',
    )
    .option('--api <url>', 'URL of the program (SLUICE_API)')
    .option('--device <name>', 'what you call this device (SLUICE_DEVICE)')
    .option('--token-file <file>', 'file with your token, read once (or SLUICE_TOKEN)')
    .option('--state <folder>', 'where what is kept of this device lies, readable by you alone', STATE_FOLDER)
    .option('--store <where>', STORE)
    .action(async (raw: RawOptions) => {
      const { token, ...options } = enrolOptions(raw, process.env);
      const caller = createCaller({ url: options.api });
      const { device, kept } = await enrolHere({
        ...options,
        ask: (body) => caller.ask('POST', '/enrolments', body, token),
      });
      write(`${options.label}: enrolled, known as ${device}; your token is not needed here any more`);
      write(`its key is kept in ${keptWords(kept)}`);
      finish(EXIT.done);
    });
  program
    .command('status')
    .description('how the agents of this device are: what they record, deliver, wait for, and what to do')
    .option('--state <folder>', 'of `run`', STATE_FOLDER)
    .option('--json', 'one JSON object a line')
    .action(({ state, json }: { state: string; json?: boolean }) => {
      const agents = agentsIn(state);
      for (const agent of agents) write(json ? printableJson(agent) : agentText(agent));
      if (agents.length === 0 && !json) write('no agent has run here');
      finish(EXIT.done);
    });
  const ofService = (command: Command) =>
    command
      .option('--api <url>', 'URL of the program (SLUICE_API)')
      .option('--device <id>', 'id of this enrolled device (SLUICE_DEVICE)')
      .option('--state <folder>', 'of `run`', STATE_FOLDER);
  ofService(program.command('install'))
    .description(
      'start the agent at each login: a systemd user unit, a launchd agent, a task of Windows; again is harmless',
    )
    .option('--browser', 'let browsers start it, for their extension, instead of each login')
    .option('--dry-run', 'show what would be written and run, and change nothing')
    .option('--json', 'what was done as one JSON object')
    .action((raw: RawServiceOptions) => {
      installHere(raw, write);
      finish(EXIT.done);
    });
  ofService(program.command('uninstall'))
    .description('end that; the device’s key and sealed frames that wait stay')
    .option('--browser', 'of the browsers')
    .option('--dry-run', 'show what would be removed, and change nothing')
    .option('--json', 'what was done as one JSON object')
    .action((raw: RawServiceOptions) => {
      uninstallHere(raw, write);
      finish(EXIT.done);
    });
  ofService(program.command('doctor'))
    .description(
      'look at each thing that a roll-out fails at, and say what to do; exit code 1 where something has to be done',
    )
    .option('--json', 'as one JSON object: {"checks": [{"check", "verdict", "says", "do"?}], "faults"}')
    .action(async (raw: RawDoctorOptions) => {
      const checks = await doctor(raw, process.env);
      write(raw.json ? doctorJson(checks) : doctorText(checks));
      finish(checks.some(({ verdict }) => verdict === 'fault') ? EXIT.failed : EXIT.done);
    });
  const wished = (name: string, does: string, wishOf: (minutes?: number) => Wish) =>
    program
      .command(name)
      .description(does)
      .option('--state <folder>', 'of `run`', STATE_FOLDER)
      .option('--device <id>', 'of that device alone')
      .action(({ state, device, minutes }: { state: string; device?: string; minutes?: string }) => {
        const forMinutes = minutes === undefined ? undefined : Number(minutes);
        if (forMinutes !== undefined && !(forMinutes > 0)) throw new UsageError('--minutes: a number above 0');
        const agents = agentsIn(state).filter((agent) => device === undefined || agent.device === device);
        if (agents.length === 0) throw new UsageError(`no agent has run with ${state}`);
        for (const { folder, device: of } of agents) {
          writeWish(folder, wishOf(forMinutes));
          write(`${of}: ${name} asked for; sluice-agent status shows it`);
        }
        finish(EXIT.done);
      });
  wished('pause', 'pause the recording on this device, with or without a network', (minutes) => ({
    wish: 'pause',
    ...(minutes !== undefined && { until: Date.now() + minutes * 60_000 }),
  })).option('--minutes <number>', 'after which it goes on by itself');
  wished('resume', 'go on after a pause on this device, and ask for a lease now', () => ({
    wish: 'record',
    at: Date.now(),
  }));
  wished('stop', 'end the agents of this device; what was captured is sent', () => ({ wish: 'stop', at: Date.now() }));
  const task = program
    .command('task')
    .description('say what you are about to do, and how it ended, in your words: redacted like all that is recorded');
  task
    .command('start')
    .description('begin one; what was begun before is left')
    .argument(
      '[words...]',
      'what you are about to do (default: a line of standard input, which no list of processes shows)',
    )
    .option('--state <folder>', 'of `run`', STATE_FOLDER)
    .option('--device <id>', 'of that device alone')
    .action(async (words: string[], of: { state: string; device?: string }) => {
      finish(await taskHere(of, { type: 'start', text: await taskWords(words, process.stdin) }, write));
    });
  task
    .command('done')
    .description('it is over')
    .argument('[words...]', 'what there is to add')
    .option('--outcome <how>', OUTCOMES.join(', '), 'done')
    .option('--state <folder>', 'of `run`', STATE_FOLDER)
    .option('--device <id>', 'of that device alone')
    .action(async (words: string[], { outcome, ...of }: { outcome: string; state: string; device?: string }) => {
      const how = OUTCOMES.find((one) => one === outcome);
      if (!how) throw new UsageError(`--outcome: one of ${OUTCOMES.join(', ')}`);
      const text = words.length > 0 ? await taskWords(words, process.stdin) : undefined;
      finish(await taskHere(of, { type: 'done', outcome: how, ...(text !== undefined && { text }) }, write));
    });
  return program;
}

/** One press of Ctrl-C comes twice where who started this passes it on: within it they are one, ms. */
const ONE_PRESS = 1_000;

/** Aborts at SIGINT or SIGTERM. What was captured is sealed and sent then; who presses again later does not wait for it. */
function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  let first = 0;
  const onSignal = () => {
    if (stop.signal.aborted && performance.now() - first > ONE_PRESS) process.exit(EXIT.pending);
    if (!stop.signal.aborted) first = performance.now();
    stop.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return stop.signal;
}

/** Messages of our own errors hold no content; of others, only the name is shown. */
function explain(error: unknown): { code: number; message: string } {
  if (error instanceof UsageError) return { code: EXIT.usage, message: error.message };
  if (error instanceof CollectorError) return { code: EXIT.collector, message: error.message };
  if (error instanceof LeaseRefused || error instanceof ControlUnreachable) {
    const { says, advice } = reasonOf(error.reason, error instanceof LeaseRefused ? error.sentence : undefined);
    return {
      code: error instanceof LeaseRefused ? EXIT.refused : EXIT.failed,
      message: `${says} (${error.reason}). ${advice}`,
    };
  }
  if (error instanceof AgentError || error instanceof RangeError) return { code: EXIT.failed, message: error.message };
  return { code: EXIT.failed, message: error instanceof Error ? error.name : 'unknown error' };
}

try {
  await createProgram((code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else {
    const { code, message } = explain(error);
    process.stderr.write(`sluice-agent: ${inLines(message)}\n`);
    process.exitCode = code;
  }
}
// What was said last is written, or it is said that it cannot be.
await new Promise((resolve) => process.stdout.write('', () => setImmediate(resolve)));
// The native hook and an open pipe would keep the process.
process.exit();
