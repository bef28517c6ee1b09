import { Command } from 'commander';
import * as z from 'zod';
import { checkFrame } from '../wire/check-frame.ts';
import { EVENT_KINDS } from '../wire/event.ts';
import { KEY_DETAILS } from '../wire/field.ts';
import { outputOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { readText } from './files.ts';
import { table } from './output.ts';

const hex = z.string().regex(/^([0-9a-f]{2})*$/i, 'hex');
const framesSchema = z.array(z.object({ name: z.string().max(200).optional(), frame: hex, frameKey: hex })).min(1);
const filterSchema = z.object({
  program: z.string(),
  disclosure: z.string(),
  kinds: z.partialRecord(z.enum(EVENT_KINDS), z.array(z.string())),
  applications: z.record(z.string(), z.object({ keys: z.enum(KEY_DETAILS) })),
});

/** @throws CommandError saying by place and rule what is wrong, and nothing of what is there */
function read<T>(file: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(readText(file));
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(EXIT.usage, 'malformed', `${file} is not JSON.`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.slice(0, 5).map(({ path }) => path.join('.') || 'the file');
  throw new CommandError(EXIT.usage, 'malformed', `${file} is not in the form that --help shows: ${wrong.join(', ')}.`);
}

const checkCommand = (): Command =>
  new Command('check')
    .description(
      'open frames that an agent of yours made with keys of a test, and say what the service would refuse; offline',
    )
    .argument(
      '<file>',
      'JSON: a list of {"frame", "frameKey"} in hex, with a "name" or without, as wire/vectors/frames.json',
    )
    .option('--filter <file>', 'the filter of a lease, JSON: says what becomes of the events, too')
    .addHelpText('after', '\nExample:\n  sluice wire check my-frames.json')
    .action((file: string, { filter }: { filter?: string }, command: Command) => {
      const admits = filter === undefined ? undefined : read(filter, filterSchema);
      const verdicts = read(file, framesSchema).map(({ name, frame, frameKey }, at) => ({
        name: name ?? `frame ${at + 1}`,
        ...checkFrame(Buffer.from(frame, 'hex'), Buffer.from(frameKey, 'hex'), admits),
      }));
      const faulty = verdicts.filter(({ fault, bad }) => fault !== undefined || bad.length > 0);
      if (faulty.length > 0) process.exitCode = 1;
      outputOf(command).result({ frames: verdicts.length, faulty: faulty.length, verdicts }, () =>
        faulty.length === 0
          ? `${verdicts.length} frames: nothing to refuse`
          : table(
              ['FRAME', 'LINE', 'WHAT'],
              faulty.flatMap(({ name, fault, bad }) => [
                ...(fault === undefined ? [] : [[name, '', fault]]),
                ...bad.map(({ line, fault: of, reason }) => [name, String(line), reason ? `${of}: ${reason}` : of]),
              ]),
            ),
      );
    });

/** For authors of agents: docs/wire-format.md. */
export const wireCommand = (): Command =>
  new Command('wire').description('what crosses the network, for authors of agents').addCommand(checkCommand());
