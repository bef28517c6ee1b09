import { expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { COMMANDS } from '../core/disclosure/commands.ts';
import { createProgram } from './program.ts';

/** The command that words lead to, and the words that are left. */
function found(words: string[]): { command: Command; rest: string[] } {
  let command = createProgram();
  const rest = words.slice(1);
  for (let next = rest[0]; next !== undefined; next = rest[0]) {
    const child = command.commands.find((one) => one.name() === next);
    if (!child) break;
    command = child;
    rest.shift();
  }
  return { command, rest };
}

test.each(Object.values(COMMANDS))('the consent text names a command that there is: %s', (line) => {
  const { command, rest } = found(line.split(' '));
  // In capitals: a place for a name.
  const options = rest.filter((word) => word.startsWith('-'));

  expect(command.commands).toEqual([]);
  expect(options.filter((option) => !command.options.some(({ long }) => long === option))).toEqual([]);
});
