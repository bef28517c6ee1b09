import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Command, CommanderError } from 'commander';
import { rightsOf } from '../api/people.ts';
import { loadDisclosure, terminal } from './disclosure-file.ts';
import { EXIT_WORDS } from './exit-codes.ts';
import { createProgram, passToAgent } from './program.ts';

/** Commands that do something, with their names from `sluice` on. */
const leaves = (command: Command, path = command.name()): [string, Command][] =>
  command.commands.length === 0
    ? [[path, command]]
    : command.commands.flatMap((child) => leaves(child, `${path} ${child.name()}`));

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

/** Command lines that call `sluice` in a text: what stands before (`npx`), comments and pipes are left out. */
const callsIn = (text: string): string[] =>
  [...text.matchAll(/(?:^|[|(;]|npx)\s*(sluice(?:[ ][^\n|;)#]+)+)/gm)].map(([, call]) => call!.trim());

const wordsOf = (call: string): string[] =>
  [...call.matchAll(/"([^"]*)"|'([^']*)'|<[^>]*>|\S+/g)].map(([word, double, single]) => double ?? single ?? word);

/** @returns why the command line would not take it; undefined: it would. Nothing is done. */
async function fault(call: string): Promise<string | undefined> {
  const program = createProgram();
  for (const [, leaf] of leaves(program)) leaf.configureOutput({ writeErr: () => {} }).action(() => {});
  program.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  try {
    await program.parseAsync(passToAgent(['node', ...wordsOf(call)]));
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode !== 0) return error.message;
    if (!(error instanceof CommanderError)) throw error;
  }
  return undefined;
}

describe.each(leaves(createProgram()))('%s', (path, command) => {
  const help = helpOf(command);

  test('says what it does, and shows it in an example that the command line takes', async () => {
    expect(command.description()).toMatch(/^[a-z]/);
    const calls = callsIn(help.slice(help.search(/^Examples?:/m)));
    expect(calls.filter((call) => call.startsWith(path))).not.toEqual([]);

    expect(await Promise.all(calls.map(fault))).toEqual(calls.map(() => undefined));
  });
});

test('each command stands at a door', () => {
  const doors = helpOf(createProgram()).split('Doors:')[1]!;

  expect(
    createProgram()
      .commands.map((command) => command.name())
      .filter((name) => name !== 'help' && !new RegExp(`\\b${name}\\b`).test(doors)),
  ).toEqual([]);
});

test('no page and no help has anybody run whatever a public registry holds under a bare name', () => {
  const files = execFileSync('git', ['ls-files', '*.md', 'cli/*.ts', 'agent/*.ts', 'tools/*.ts'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((file) => !file.endsWith('.test.ts'));

  expect(files.filter((file) => /\b(npx|npm exec|npm x)( -\S+)* sluice/.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('exit codes stand in the help, and in the page, in the same words', () => {
  const page = readFileSync('docs/cli.md', 'utf8');
  const help = helpOf(createProgram());

  for (const [code, words] of Object.entries(EXIT_WORDS)) {
    expect(page).toContain(`| ${code} | ${words} |`);
    expect(help).toMatch(new RegExp(`^ +${code} +${words.replace(/[.*+?()]/g, '\\$&')}$`, 'm'));
  }
});

/** What a command asks for, where it is not for everybody: any of these rights. */
const ASKS: Readonly<Record<string, readonly string[]>> = {
  approve: ['gate.approvers'],
  resume: ['resume'],
  pause: ['pause', 'gate.closers'],
  books: ['see-books'],
  participation: ['see-participation'],
  alarms: ['see-alarms'],
  directory: ['keep-directory'],
  ledger: ['read-ledger'],
  'records totals': ['list-records'],
  'grants give': ['give-grants'],
  'incidents answer': ['read-reports'],
};

test('what stands at a door, whoever comes through it may do, under the disclosure that ships', () => {
  const disclosure = loadDisclosure('programs/model-capability/disclosure.yaml', false, terminal)!;
  const groupsOf = (rights: readonly string[]) =>
    rightsOf(disclosure).flatMap(({ right, groups }) => (rights.includes(right) ? groups : []));
  const doors = helpOf(createProgram()).split('Doors:')[1]!;
  const roles = {
    investigator: 'investigators',
    representative: 'representatives',
    steward: 'stewards',
    'platform team': 'platform',
  } as const;

  const refused = Object.entries(roles).flatMap(([door, role]) => {
    const line = new RegExp(`^ +${door} +(.*)$`, 'm').exec(doors)![1]!.replace(/\(.*/, '');
    const theirs = disclosure.people.roles[role];
    return line
      .split(',')
      .map((command) => command.trim())
      .filter((command) => command in ASKS && !groupsOf(ASKS[command]!).some((group) => theirs.includes(group)))
      .map((command) => `${door}: ${command}`);
  });
  expect(refused).toEqual([]);
});

test('what the pages call, the command line knows', async () => {
  const pages = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim().split('\n');
  const calls = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/^```[\s\S]*?^```|`([^`]+)`/gm)]
      .flatMap(([block, span]) => callsIn(span ?? block))
      .map((call) => ({ page, call: call.replaceAll(/\s+/g, ' ') })),
  );
  expect(calls.length).toBeGreaterThan(20);
  const faults = await Promise.all(calls.map(async (one) => ({ ...one, fault: await fault(one.call) })));

  // A page may name a command without all that it takes.
  expect(faults.filter((one) => one.fault && !/missing|not specified/.test(one.fault))).toEqual([]);
});
