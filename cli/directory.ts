import { Command } from 'commander';
import { directoryEntry, MOST_ENTRIES, putDirectory, readDirectory as readFacts } from '../api/directory.ts';
import type { Answer } from '../api/route.ts';
import { compressedBytes, LARGEST } from '../core/directory/size.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { readText } from './files.ts';
import { facts, time } from './output.ts';

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
 * What the service would refuse is refused before it is sent.
 * @throws CommandError that names the bound, and how many people fit into it
 */
export function checkSize(file: string, entries: readonly string[][]): void {
  const sent = Buffer.byteLength(JSON.stringify({ entries }));
  const stored = compressedBytes(entries);
  const share = Math.min(1, LARGEST / stored, putDirectory.longestBody / sent, MOST_ENTRIES / entries.length);
  if (share === 1) return;
  const bounds = [
    `${stored} bytes once compressed, of ${LARGEST}`,
    `${sent} as they are sent, of ${putDirectory.longestBody}`,
    `${entries.length} entries, of ${MOST_ENTRIES}`,
  ].join('; ');
  const fit = Math.floor((entries.length * share) / 1000) * 1000;
  throw new CommandError(
    EXIT.refused,
    'too-large',
    `${file} is too large for a directory, and the one before stays (${bounds}). Some ${fit} such entries fit: leave out who is not in the program and does not write with those who are.`,
  );
}

const describe = ({ entries, version, storedAt }: Answer<typeof readFacts>): string =>
  version === undefined ? 'No directory is stored.' : facts({ entries, stored: time(storedAt), version });

const put = (): Command =>
  new Command('put')
    .description('store the directory (platform, stewards); it replaces the one that is there')
    .argument('<file>', 'NDJSON, one array of names, handles and e-mails a line; "-" reads stdin')
    .addHelpText(
      'after',
      `
Example:
  sluice directory put programs/model-capability/directory.example.ndjson

Redaction takes it up within five minutes. It is stored sealed; 380,000 bytes once compressed, some 15,000 people.`,
    )
    .action(async (file: string, _: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const entries = readDirectory(file);
      checkSize(file, entries);
      const stored = await api.call(putDirectory, { body: { entries } });
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
