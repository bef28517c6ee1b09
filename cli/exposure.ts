import { createReadStream } from 'node:fs';
import { Command } from 'commander';
import { diff } from '../core/exposure/diff.ts';
import { type Exposed, exposure, NotInInventory } from '../core/exposure/exposure.ts';
import { type Inventory, loadInventory } from '../core/exposure/load.ts';
import { Refused } from '../core/shared/errors.ts';
import { collectCommand } from './collect.ts';
import { outputOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { explanationText, faultsText, findingsOf, readableText, readersText, scanText } from './exposure-words.ts';
import { type Output, table } from './output.ts';
import { snapshotsCommand } from './snapshots.ts';

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

const FILE = 'the inventory, NDJSON (docs/inventory.md); - for stdin';

function scanCommand(): Command {
  return new Command('scan')
    .description('data sets by how many principals can read them in the clear, worst first; works on the file, offline')
    .argument('<file>', FILE)
    .option('--limit <rows>', 'how many to print', number, 50)
    .addHelpText(
      'after',
      '\nExits with 1 when something is open to everybody, over its readers, or a copy that lacks something.\n\nExample:\n  sluice exposure scan inventory.ndjson --limit 20',
    )
    .action(async (file: string, { limit }: { limit: number }, command: Command) => {
      const output = outputOf(command);
      const { exposed, inventory } = await load(file, output);
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
    .argument('<file>', FILE)
    .argument('<dataset>', 'its id or ARN, as `scan` prints it')
    .addHelpText('after', '\nExample:\n  sluice exposure who inventory.ndjson arn:aws:s3:::exports')
    .action(async (file: string, dataSet: string, _: unknown, command: Command) => {
      const output = outputOf(command);
      const { exposed } = await load(file, output);
      const readers = found(file, () => exposed.whoCanRead(dataSet));
      output.result({ dataSet, readers }, () => readersText(readers));
    });
}

function whatCommand(): Command {
  return new Command('what')
    .description('what a principal can read in the clear, by itself or as another; works on the file, offline')
    .argument('<file>', FILE)
    .argument('<principal>', 'its ARN')
    .addHelpText('after', '\nExample:\n  sluice exposure what inventory.ndjson arn:aws:iam::111122223333:role/analyst')
    .action(async (file: string, principal: string, _: unknown, command: Command) => {
      const output = outputOf(command);
      const { exposed } = await load(file, output);
      const dataSets = found(file, () => exposed.whatCanRead(principal));
      output.result({ principal, dataSets }, () => readableText(dataSets));
    });
}

function explainCommand(): Command {
  return new Command('explain')
    .description(
      'the statements that allow or deny a principal a data set, in the order in which AWS decides; works on the file, offline',
    )
    .argument('<file>', FILE)
    .argument('<principal>', 'its ARN')
    .argument('<dataset>', 'its id or ARN')
    .addHelpText(
      'after',
      '\nExample:\n  sluice exposure explain inventory.ndjson arn:aws:iam::111122223333:role/analyst arn:aws:s3:::exports',
    )
    .action(async (file: string, principal: string, dataSet: string, _: unknown, command: Command) => {
      const output = outputOf(command);
      const { exposed } = await load(file, output);
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

async function load(file: string, output: Output): Promise<{ inventory: Inventory; exposed: Exposed }> {
  let inventory: Inventory;
  try {
    inventory = await loadInventory(file === '-' ? process.stdin : createReadStream(file), (rows) => {
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
  return { inventory, exposed: exposure(inventory) };
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
