import { Command } from 'commander';
import type { ApiClient } from '../api/client.ts';
import {
  directoryEntry,
  MOST_ENTRIES,
  MOST_PARTS,
  putDirectory,
  putDirectoryPart,
  readDirectoryPart,
  readDirectory as readFacts,
} from '../api/directory.ts';
import type { Answer } from '../api/route.ts';
import { type DirectoryPart, partsOf } from '../core/directory/size.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { readText } from './files.ts';
import { facts, type Output, time } from './output.ts';

/** @throws CommandError that names the line, and quotes nothing of it */
export function readDirectory(file: string): string[][] {
  const entries: string[][] = [];
  for (const [index, line] of readText(file).split('\n').entries()) {
    if (line.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      value = undefined;
    }
    const parsed = directoryEntry.safeParse(value);
    if (!parsed.success) {
      const message = `${file}:${index + 1}: a line is a JSON array of 1 to 16 names, handles and e-mails of one person.`;
      throw new CommandError(EXIT.failed, 'bad-directory', message);
    }
    entries.push(parsed.data);
  }
  if (entries.length === 0) throw new CommandError(EXIT.failed, 'bad-directory', `${file} names nobody.`);
  return entries;
}

/**
 * The parts of a directory. What the service would refuse is refused before anything is sent.
 * @throws CommandError that names the bounds, and how many people fit into them
 */
export function checkedParts(file: string, entries: readonly string[][]): DirectoryPart[] {
  const parts = partsOf(entries) as DirectoryPart[];
  const share = Math.min(1, MOST_ENTRIES / entries.length, MOST_PARTS / parts.length);
  if (share === 1) return parts;
  const fit = Math.floor((entries.length * share) / 1000) * 1000;
  throw new CommandError(
    EXIT.refused,
    'too-large',
    `${file} is too large for a directory, and the one before stays (${entries.length} entries, of ${MOST_ENTRIES}; ${parts.length} parts, of ${MOST_PARTS}). Some ${fit} such entries fit: leave out who is not in the program and does not write with those who are.`,
  );
}

/**
 * Sends what is not there yet, then puts all of it in force. Parts have names made of what is in them: whoever does the same again
 * goes on where it stopped.
 */
async function upload(api: ApiClient, parts: readonly DirectoryPart[], output: Output) {
  let there = 0;
  try {
    for (const { hash, entries } of parts) {
      const params = { part: hash };
      const { stored } = await api.call(readDirectoryPart, { params });
      if (!stored) await api.call(putDirectoryPart, { params, body: { entries: entries.map((entry) => [...entry]) } });
      there++;
      output.progress(`part ${there} of ${parts.length} ${stored ? 'is there already' : 'stored'}`);
    }
    return await api.call(putDirectory, { body: { parts: parts.map(({ hash }) => hash) } });
  } catch (error) {
    const value = { uploaded: there, of: parts.length };
    const again = 'The directory before stays in force. The same command goes on from here, within a day.';
    if (there > 0) output.note(value, `${there} of ${parts.length} parts are stored. ${again}`);
    throw error;
  }
}

const describe = ({ entries, version, storedAt }: Answer<typeof readFacts>): string =>
  version === undefined ? 'No directory is stored.' : facts({ entries, stored: time(storedAt), version });

const sizes = (parts: readonly DirectoryPart[]) => ({
  entries: parts.reduce((sum, part) => sum + part.entries.length, 0),
  parts: parts.length,
  bytes: parts.reduce((sum, part) => sum + part.clear, 0),
  compressed: parts.reduce((sum, part) => sum + part.packed, 0),
});

const put = (): Command =>
  new Command('put')
    .description('store the directory (platform, stewards); it replaces the one that is there')
    .argument('<file>', 'NDJSON, one array of names, handles and e-mails a line; "-" reads stdin')
    .option('--dry-run', 'check the file and say how much would be sent; nothing is')
    .addHelpText(
      'after',
      `
Example:
  sluice directory put programs/model-capability/directory.example.ndjson

At most 250,000 entries. They are sent in parts, stored sealed, and come into force together or not at all; redaction takes them up
within five minutes. An upload that was interrupted goes on when the same command is given again within a day.`,
    )
    .action(async (file: string, options: { dryRun?: boolean }, command: Command) => {
      const { api, output } = contextOf(command);
      const parts = checkedParts(file, readDirectory(file));
      if (options.dryRun) {
        const would = sizes(parts);
        return output.result({ dryRun: true, ...would }, () => `${facts(would)}\n\nNothing was sent.`);
      }
      const stored = await upload(api, parts, output);
      output.result(stored, () => describe(stored));
    });

const status = (): Command =>
  new Command('status')
    .description('when the directory was stored, and how many are in it; nobody can read it back')
    .addHelpText('after', '\nExample:\n  sluice directory status')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const stored = await api.call(readFacts);
      output.result(stored, () => describe(stored));
    });

export const directoryCommand = (): Command =>
  new Command('directory')
    .description('the names that redaction looks for, beside those that it knows itself')
    .addCommand(put())
    .addCommand(status());
