import { createReadStream } from 'node:fs';
import { Command } from 'commander';
import { blastRadius, CAUSES, type Cause } from '../core/blast-radius/blast-radius.ts';
import { couldOf } from '../core/blast-radius/could-of.ts';
import { blastRadiusPage } from '../core/blast-radius/page.ts';
import { exposure as exposureOfAccount } from '../core/exposure/exposure.ts';
import { loadInventory } from '../core/exposure/load.ts';
import { toldText } from '../core/exposure/told-text.ts';
import { DID, type DidFinding } from '../core/who-did/finding.ts';
import type { Scope } from '../core/who-did/scope.ts';
import { scopeOf } from '../core/who-did/scope-of.ts';
import { didAs, type WhoDid, whoDid } from '../core/who-did/who-did.ts';
import { endpointOf, type GlobalOptions, outputOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { PRIVATE, writeNew } from './files.ts';
import {
  ledgerEntries,
  logOf,
  NO_INDEX,
  placeIn,
  readExposure,
  readIndex,
  readScope,
  storedOf,
  windowOf,
} from './investigate-input.ts';
import { type Output, table, time } from './output.ts';
import { radiusText } from './radius-words.ts';
import { repeated } from './repeated.ts';
import { momentOf } from './when.ts';

interface DidOptions extends GlobalOptions {
  outputs?: string;
  scope: string;
  from: string;
  to?: string;
  ledger?: string;
  index?: string;
  logs?: string[];
  save?: string;
}

/** Both commands look at the same files. */
const looking = (command: Command): Command =>
  command
    .argument('[log...]', 'files of CloudTrail (json, json.gz, a record a line), its digests, or folders of them')
    .option(
      '--outputs <file>',
      'in place of files: what cdk deploy --outputs-file wrote; the stage’s trail is asked by Athena',
    )
    .requiredOption('--scope <file>', 'what is watched: see "sluice investigate scope"')
    .requiredOption('--from <time>', 'from when: ISO 8601, a date, or how long ago (8h, 2d)')
    .option('--to <time>', 'to when (default: now)')
    .option('--ledger <file>', 'what "sluice ledger export" wrote: each read has to have both')
    .option('--index <file>', 'rows of the index, one a line, or what "sluice records list --json" wrote: whose it was')
    .option(
      '--logs <source>',
      'what the trail logs, as who runs it says: management, kms, s3, dynamodb, lambda or kinesis, or SOURCE=ARN,ARN (again for more)',
      repeated,
    )
    .option('--save <file>', 'write it as JSON; writes over nothing');

async function look(names: string[], options: DidOptions, command: Command, now: number) {
  const output = outputOf(command);
  const window = windowOf(options, now);
  const scope = readScope(options.scope);
  const { known, segments } = options.index === undefined ? NO_INDEX : readIndex(options.index);
  const global = { ...options, ...command.optsWithGlobals<GlobalOptions>() };
  const log =
    options.outputs === undefined
      ? logOf(names, options.logs, scope, (records) => output.progress(`${records} records read`))
      : await stageLog(names, options.outputs, scope, global);
  const parts = { log, scope, known };
  const did = await whoDid(
    { ...parts, ...(options.ledger !== undefined && { entries: ledgerEntries(options.ledger) }) },
    window,
  );
  return { output, window, parts, did, segments };
}

/** By Athena, of the stage that a scope is of. */
async function stageLog(names: readonly string[], outputs: string, scope: Scope, global: GlobalOptions) {
  if (names.length > 0) {
    throw new CommandError(EXIT.usage, 'usage', 'Files and --outputs are two logs: name one of them.');
  }
  const { deployedLog } = await import('./investigate.aws.ts');
  const { region, profile } = global;
  return deployedLog(placeIn(outputs, scope), { region, profile, endpoint: endpointOf(global) });
}

const didCommand = (): Command =>
  looking(new Command('did'))
    .description(
      'who read: each read of the ledger beside the calls for it, and who went past the reader; from files, offline, or of a stage’s trail',
    )
    .addHelpText(
      'after',
      `
Example:
  sluice investigate did AWSLogs/ --scope scope.json --ledger ledger.ndjson --from 2d
  sluice investigate did --outputs outputs.json --scope scope.json --ledger ledger.ndjson --from 2d

Exit codes: 0 nothing was found, in logs that cover all of it; 1 something was found; 8 nothing was found, and not all is covered.`,
    )
    .action(async (names: string[], options: DidOptions, command: Command) => {
      const { output, did } = await look(names, options, command, Date.now());
      if (options.save !== undefined) writeNew(options.save, `${JSON.stringify(did)}\n`, PRIVATE);
      output.result(did, () => didText(did));
      process.exitCode = did.findings.length > 0 ? EXIT.failed : did.unknown.length > 0 ? EXIT.unknown : EXIT.ok;
    });

const who = ({ principal, entry }: DidFinding): string => principal?.name ?? entry?.actor ?? '';
const whose = ({ subjects, objects, resources }: DidFinding): string =>
  [...subjects, ...objects][0] ?? resources[0] ?? '';

function didText(did: WhoDid): string {
  const { ledger, log, findings, unknown, problems } = did;
  return [
    ledger
      ? `${ledger.seen} of ${ledger.reads} reads in the ledger are seen in the log.`
      : 'No ledger was given: whether each read has an entry was not looked at.',
    `${log.records} records; ${Object.values(log.own).reduce((a, b) => a + b, 0)} are the program’s own work, ${log.deploys} of the deploy path.`,
    '',
    ...(findings.length === 0
      ? ['Nothing was found.']
      : [
          table(
            ['SURE', 'WHAT', 'CAME OF IT', 'FIRST', 'TIMES', 'WHO', 'WHOSE OR WHAT'],
            findings.map((one) => [
              one.certainty,
              DID[one.finding],
              one.outcome ?? '',
              time(one.first),
              String(one.count),
              who(one),
              whose(one),
            ]),
          ),
        ]),
    ...(unknown.length === 0
      ? []
      : [
          '',
          'Not known:',
          table(
            ['FROM', 'TO', 'OF', 'WOULD HAVE TOLD'],
            unknown.map(({ from, to, source, resource, wouldHave }) => [
              time(from),
              time(to),
              resource ?? source,
              wouldHave,
            ]),
          ),
        ]),
    ...(problems.length === 0
      ? []
      : [
          '',
          ...problems.map(
            ({ problem, of, at, detail }) =>
              `${of}: ${problem}${at === undefined ? '' : ` at ${at}`}${detail === undefined ? '' : ` (${detail})`}`,
          ),
        ]),
  ].join('\n');
}

interface RadiusOptions extends DidOptions {
  cause: string;
  causeAt?: string;
  could?: string;
  before?: string;
  inventory?: string;
  dataSet?: string[];
  disclosure?: string[];
  html?: string;
}

function causeOf({ cause, causeAt }: RadiusOptions, now: number): Cause {
  const [kind = '', name = ''] = [cause.slice(0, Math.max(0, cause.indexOf('='))), cause.slice(cause.indexOf('=') + 1)];
  const known = CAUSES.find((one) => one === kind);
  if (!known || name === '') {
    throw new CommandError(EXIT.usage, 'bad-cause', `--cause: write ${CAUSES.map((one) => `${one}=NAME`).join(', ')}.`);
  }
  return { cause: known, name, ...(causeAt !== undefined && { at: momentOf('--cause-at', causeAt, now) }) };
}

/** Who could: as it was answered elsewhere, or of an inventory. */
async function exposureOf({ could, inventory, dataSet, scope }: RadiusOptions, { cause, name }: Cause, output: Output) {
  if (could !== undefined && inventory !== undefined) {
    throw new CommandError(EXIT.usage, 'usage', '--could and --inventory answer the same: give one of them.');
  }
  if (could !== undefined) return readExposure(could);
  if (inventory === undefined) return undefined;
  const loaded = await loadInventory(createReadStream(inventory));
  const dataSets = dataSet ?? (cause === 'data-set' ? [name] : undefined);
  return couldOf(exposureOfAccount(loaded), loaded, {
    ...(dataSets && { dataSets }),
    storage: storageOf(readScope(scope)),
    words: toldText,
    onDataSet: (done, of) => done % 100 === 0 && done > 0 && output.progress(`${done} of ${of} data sets asked`),
  });
}

/** Where content lies. */
const storageOf = ({ tables, buckets, stream, others }: Scope): string[] =>
  [tables.Index, tables.Keys, buckets.vault, stream, ...others].filter((one) => one !== undefined);

const radiusCommand = (): Command =>
  looking(new Command('blast-radius'))
    .description('who could, who did, whose, what of it, and how sure each is; from files, offline')
    .requiredOption('--cause <kind=name>', 'why: policy=NAME, role=ARN, data-set=NAME, incident=ID')
    .option('--cause-at <time>', 'when that was')
    .option('--could <file>', 'who could, of the time of the window (docs/investigation.md)')
    .option('--inventory <file>', 'in place of it: an inventory of that time, of which it is answered')
    .option(
      '--data-set <name>',
      'of these data sets alone (again for more; default: those that lie in the scope)',
      repeated,
    )
    .option('--before <file>', 'who could before the cause, as --could: who is new')
    .option('--disclosure <file>', 'a version of the disclosure: which fields there can be (again for more)', repeated)
    .option('--html <file>', 'also as a page that opens without a network; writes over nothing')
    .addHelpText(
      'after',
      `
Example:
  sluice investigate blast-radius AWSLogs/ --scope scope.json --from 7d --cause policy=analysts --html radius.html`,
    )
    .action(async (names: string[], options: RadiusOptions, command: Command) => {
      const now = Date.now();
      const cause = causeOf(options, now);
      const exposure = await exposureOf(options, cause, outputOf(command));
      const before = options.before === undefined ? undefined : readExposure(options.before);
      const { output, window, parts, did, segments } = await look(names, options, command, now);
      const used = cause.cause === 'role' ? await didAs(parts, cause.name, window) : [];
      const stored = storedOf(segments, options.disclosure);
      const radius = blastRadius({
        ...{ cause, window, now, did: { ...did, findings: [...did.findings, ...used] } },
        ...(exposure && { exposure }),
        ...(before && { before }),
        ...(stored && { stored }),
        clear: parts.scope.others,
      });
      if (options.html !== undefined) writeNew(options.html, blastRadiusPage(radius), PRIVATE);
      if (options.save !== undefined) writeNew(options.save, `${JSON.stringify(radius)}\n`, PRIVATE);
      output.result(radius, () => radiusText(radius, options.html));
    });

interface ScopeOptions {
  save?: string;
  inventory: string;
  prefix: string;
  program?: string;
}

const scopeCommand = (): Command =>
  new Command('scope')
    .description('what is watched of a deployed program, found in an inventory by its names; offline')
    .requiredOption('--inventory <file>', 'what "sluice exposure collect" wrote')
    .requiredOption('--prefix <prefix>', 'with which its names begin: sluice-PROGRAM-STAGE')
    .option('--program <name>', 'what to call it')
    .option('--save <file>', 'write it there; writes over nothing')
    .addHelpText(
      'after',
      '\nExample:\n  sluice investigate scope --inventory inventory.ndjson --prefix sluice-model-capability-prod --save scope.json',
    )
    .action(async ({ inventory, prefix, program, save }: ScopeOptions, command: Command) => {
      const { things } = await loadInventory(createReadStream(inventory));
      const scope = scopeOf(
        [...things.role, ...things.function, ...things.table, ...things.bucket, ...things.key, ...things.stream],
        prefix,
        program,
      );
      if (!scope) {
        throw new CommandError(
          EXIT.usage,
          'no-program',
          `${inventory} has no role ${prefix}-reader: is the prefix that of a program and stage?`,
        );
      }
      if (save !== undefined) writeNew(save, `${JSON.stringify(scope, undefined, 2)}\n`);
      outputOf(command).result(scope, () => JSON.stringify(scope, undefined, 2));
    });

export const investigateCommand = (): Command =>
  new Command('investigate')
    .description('who did read, and how far an incident reaches, from logs, ledger and inventory')
    .addCommand(didCommand())
    .addCommand(radiusCommand())
    .addCommand(scopeCommand());
