import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Command } from 'commander';
import { parseDisclosure } from '../core/disclosure/parse.ts';
import { diff } from '../core/exposure/diff.ts';
import { type Exposed, exposure, NotInInventory } from '../core/exposure/exposure.ts';
import { type Inventory, loadInventory } from '../core/exposure/load.ts';
import { Refused } from '../core/shared/errors.ts';
import { collectCommand } from './collect.ts';
import { contextOf, outputOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { explanationText, faultsText, findingsOf, readableText, readersText, scanText } from './exposure-words.ts';
import { readText } from './files.ts';
import { type Output, table, time } from './output.ts';
import { repeated } from './repeated.ts';
import { inForceAt, linesOf, snapshotsCommand } from './snapshots.ts';
import { momentOf } from './when.ts';

interface AtOption {
  at?: string;
}
interface ScanOptions extends AtOption {
  limit: number;
  disclosure?: string[];
}

export function exposureCommand(): Command {
  const command = new Command('exposure').description('who can reach data in the clear, from an inventory of accounts');
  command.addCommand(collectCommand());
  command.addCommand(snapshotsCommand());
  command.addCommand(scanCommand());
  command.addCommand(whoCommand());
  command.addCommand(whatCommand());
  command.addCommand(explainCommand());
  command.addCommand(diffCommand());
  return command;
}

const FILE = 'the inventory, NDJSON (docs/inventory.md); - for stdin; none with --at';
const AT = 'in place of a file: the inventory that the program kept, as it was in force then (8h, 2d, ISO 8601)';

/** What a command was named: a file first, unless it asks for a moment. */
function named(names: readonly string[], wanted: readonly string[], at: string | undefined): string[] {
  const all = at === undefined ? ['FILE', ...wanted] : wanted;
  if (names.length === all.length) return at === undefined ? [...names] : ['', ...names];
  const why = at === undefined ? '' : ' --at takes the place of the file.';
  throw new CommandError(EXIT.usage, 'usage', `Name ${all.join(', ') || 'nothing'}.${why}`);
}

function scanCommand(): Command {
  return new Command('scan')
    .description('data sets by how many principals can read them in the clear, worst first; works on the file, offline')
    .argument('[file]', FILE)
    .option('--at <time>', AT)
    .option(
      '--disclosure <file>',
      'of a program: its `exposure.readers` is how many may (again for another one)',
      repeated,
    )
    .option('--limit <rows>', 'how many to print', number, 50)
    .addHelpText(
      'after',
      '\nExits with 1 when something is open to everybody, over its readers, or a copy that lacks something.\n\nExamples:\n  sluice exposure scan inventory.ndjson --limit 20\n  sluice exposure scan --at 2d --disclosure programs/model-capability/disclosure.yaml',
    )
    .action(async (name: string | undefined, { limit, at, disclosure }: ScanOptions, command: Command) => {
      const output = outputOf(command);
      const [file = ''] = named(name === undefined ? [] : [name], [], at);
      const { exposed, inventory } = await load(file, output, { at, command, budgets: budgetsOf(disclosure) });
      const every = Math.max(1, Math.floor(exposed.principals.length / 20));
      const scan = exposed.scan((done, of) => {
        if (done % every === 0 && of > 500) output.progress(`asked of ${done} of ${of} kinds of principals`);
      });
      if (scan.rows.some((row) => row.open === 'yes' || row.over || (row.copy?.lacks.length ?? 0) > 0))
        process.exitCode = EXIT.failed;
      output.result({ ...scan, rows: scan.rows.map((row) => ({ ...row, findings: findingsOf(row) })) }, () =>
        scanText(scan, inventory, limit),
      );
    });
}

function whoCommand(): Command {
  return new Command('who')
    .description(
      'who can read a data set in the clear, becomes one who can, or could make it so; works on the file, offline',
    )
    .argument('<names...>', `FILE DATASET: ${FILE}; the data set by id or ARN, as \`scan\` prints it`)
    .option('--at <time>', AT)
    .addHelpText('after', '\nExample:\n  sluice exposure who inventory.ndjson arn:aws:s3:::exports')
    .action(async (names: string[], { at }: AtOption, command: Command) => {
      const output = outputOf(command);
      const [file = '', dataSet = ''] = named(names, ['DATASET'], at);
      const { exposed } = await load(file, output, { at, command });
      const readers = found(file, () => exposed.whoCanRead(dataSet));
      output.result({ dataSet, readers }, () => readersText(readers));
    });
}

function whatCommand(): Command {
  return new Command('what')
    .description('what a principal can read in the clear, by itself or as another; works on the file, offline')
    .argument('<names...>', `FILE PRINCIPAL: ${FILE}; the principal by its ARN`)
    .option('--at <time>', AT)
    .addHelpText('after', '\nExample:\n  sluice exposure what inventory.ndjson arn:aws:iam::111122223333:role/analyst')
    .action(async (names: string[], { at }: AtOption, command: Command) => {
      const output = outputOf(command);
      const [file = '', principal = ''] = named(names, ['PRINCIPAL'], at);
      const { exposed } = await load(file, output, { at, command });
      const dataSets = found(file, () => exposed.whatCanRead(principal));
      output.result({ principal, dataSets }, () => readableText(dataSets));
    });
}

function explainCommand(): Command {
  return new Command('explain')
    .description(
      'the statements that allow or deny a principal a data set, in the order in which AWS decides; works on the file, offline',
    )
    .argument('<names...>', `FILE PRINCIPAL DATASET: ${FILE}; by ARN, and by id or ARN`)
    .option('--at <time>', AT)
    .addHelpText(
      'after',
      '\nExample:\n  sluice exposure explain inventory.ndjson arn:aws:iam::111122223333:role/analyst arn:aws:s3:::exports',
    )
    .action(async (names: string[], { at }: AtOption, command: Command) => {
      const output = outputOf(command);
      const [file = '', principal = '', dataSet = ''] = named(names, ['PRINCIPAL', 'DATASET'], at);
      const { exposed } = await load(file, output, { at, command });
      const explanation = found(file, () => exposed.explain(principal, dataSet));
      output.result(explanation, () => explanationText(explanation));
    });
}

function diffCommand(): Command {
  return new Command('diff')
    .description('who can read what now and could not before, and the other way round; works on the files, offline')
    .argument('<old>', 'the inventory of before')
    .argument('<new>', 'the one of now')
    .addHelpText(
      'after',
      '\nExits with 1 when anybody can read more than before.\n\nExample:\n  sluice exposure diff monday.ndjson tuesday.ndjson',
    )
    .action(async (old: string, now: string, _: unknown, command: Command) => {
      const output = outputOf(command);
      const [before, after] = [await load(old, output), await load(now, output)];
      output.progress('comparing');
      const result = diff(before.exposed, after.exposed);
      if (result.changes.some(({ after: is }) => is !== 'no')) process.exitCode = EXIT.failed;
      output.result(result, () => {
        const lists = [...result.added.map((id) => `new: ${id}`), ...result.removed.map((id) => `gone: ${id}`)];
        if (result.changes.length === 0 && lists.length === 0) return 'Nobody can read more or less than before.';
        const changes = table(
          ['DATA SET', 'PRINCIPAL', 'BEFORE', 'NOW', 'HOW'],
          result.changes.map((one) => [one.dataSet, one.principal, one.before, one.after, one.how]),
        );
        return [...(lists.length > 0 ? [lists.join('\n')] : []), ...(result.changes.length > 0 ? [changes] : [])].join(
          '\n\n',
        );
      });
    });
}

interface Loading {
  at?: string | undefined;
  command?: Command;
  budgets?: ReadonlyMap<string, number>;
}

/** Of disclosures that are given: how many may reach what is stored. */
const budgetsOf = (files: readonly string[] = []): ReadonlyMap<string, number> =>
  new Map(
    files
      .map((file) => parseDisclosure(readText(file), file))
      .flatMap(({ program, exposure: said }) => (said ? [[program, said.readers] as const] : [])),
  );

/** The inventory of a moment, from the program. */
async function kept(at: string, command: Command): Promise<string> {
  const { api, output } = contextOf(command);
  const chosen = await inForceAt(api, momentOf('--at', at, Date.now()));
  output.progress(`the inventory that was begun at ${time(chosen.begun)}`);
  return linesOf(api, chosen, (part) => output.progress(`part ${part} of ${chosen.parts} ...`));
}

async function load(
  file: string,
  output: Output,
  { at, command, budgets }: Loading = {},
): Promise<{ inventory: Inventory; exposed: Exposed }> {
  let inventory: Inventory;
  const input =
    at !== undefined && command
      ? Readable.from([await kept(at, command)])
      : file === '-'
        ? process.stdin
        : createReadStream(file);
  try {
    inventory = await loadInventory(input, (rows) => {
      if (rows % 50_000 === 0) output.progress(`${rows} rows of ${file}`);
    });
  } catch (cause) {
    if (cause instanceof Refused)
      throw new CommandError(EXIT.usage, cause.reason, `${file}: ${cause.message}`, { cause });
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new CommandError(EXIT.usage, 'unreadable', `${file} cannot be read (${code}).`, { cause });
  }
  const faults = faultsText(inventory);
  if (faults)
    output.note({ problems: inventory.problems, gaps: inventory.gaps, omitted: inventory.head.omitted ?? [] }, faults);
  return { inventory, exposed: exposure(inventory, budgets ? { budgets } : {}) };
}

function found<T>(file: string, ask: () => T): T {
  try {
    return ask();
  } catch (cause) {
    if (!(cause instanceof NotInInventory)) throw cause;
    const where =
      cause.what === 'principal'
        ? 'ARNs of principals stand in its rows user, role and session'
        : `sluice exposure scan ${file} lists its data sets`;
    throw new CommandError(EXIT.usage, 'not-in-inventory', `${cause.message} That is not a no: ${where}.`, { cause });
  }
}

function number(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new CommandError(EXIT.usage, 'usage', `${text} is no number of rows.`);
  return Number(text);
}
