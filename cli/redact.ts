import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { Command } from 'commander';
import { createRedactor } from '../core/redaction/create.ts';
import { type Evaluation, evaluate, type GoldText } from '../core/redaction/evaluate.ts';
import type { DirectoryEntry, RedactionPolicy, Redactor } from '../core/redaction/redactor.ts';
import { InputMalformed, redactStream, type StreamOptions } from '../core/redaction/stream/redact-stream.ts';

/** Everything is masked: what a program's disclosure keeps is not known here. */
const MASK_ALL: RedactionPolicy = { actions: {}, tiers: {} };

export interface RedactOptions extends StreamOptions {
  /** @default a redactor that masks everything it finds */
  readonly redactor?: Pick<Redactor, 'find' | 'redactText'>;
}

/**
 * Text or NDJSON `{"id","text"}` in; redacted text, or with `spans` NDJSON `{"id","spans":[{"start","end","type"}]}` out
 * (UTF-16 offsets). Order is kept, memory does not grow with the input or with the length of a line.
 * @throws InputMalformed naming the line that is no record; nothing of it is written.
 */
export async function redact(input: Readable, output: Writable, options: RedactOptions = {}): Promise<void> {
  const redactor = options.redactor ?? createRedactor({ policy: MASK_ALL });
  input.setEncoding('utf8');
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const onDrain = () => wake?.();
  const onError = (error: Error) => {
    failure = error;
    wake?.();
  };
  output.on('drain', onDrain);
  output.on('error', onError);
  const write = async (text: string): Promise<void> => {
    if (failure) throw failure;
    if (output.write(text)) return;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    if (failure) throw failure;
  };
  try {
    await redactStream(input as AsyncIterable<string>, write, redactor, options);
  } finally {
    output.off('drain', onDrain);
    output.off('error', onError);
  }
}

export interface RedactIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  err(text: string): void;
  /** 0 done, 1 input is no NDJSON records, 2 usage (a file that cannot be read). */
  exit(code: 0 | 1 | 2): void;
}

const terminal: RedactIo = {
  stdin: process.stdin,
  stdout: process.stdout,
  err: (text) => void process.stderr.write(text),
  exit: (code) => {
    process.exitCode = code;
  },
};

interface Flags {
  spans?: boolean;
  format?: 'auto' | 'text' | 'ndjson';
  directory?: string;
  evaluate?: string;
  json?: boolean;
}

/** `sluice redact`: works on stdin, offline. */
export function redactCommand(io: RedactIo = terminal): Command {
  return new Command('redact')
    .description('redact text, or NDJSON {"id","text"}, from stdin to stdout')
    .option('--spans', 'write NDJSON {"id","spans"} with UTF-16 offsets instead of the text')
    .option('--format <format>', 'text, ndjson or auto', 'auto')
    .option('--directory <file>', 'NDJSON, an array of names, handles and e-mails of one person per line')
    .option('--evaluate <gold>', 'NDJSON {"id","text","spans"}: print how much of its spans is found')
    .option('--json', 'for programs (with --evaluate)')
    .addHelpText(
      'after',
      `
Examples:
  $ echo 'mail jane@example.com' | sluice redact
  $ sluice redact --spans < records.ndjson > spans.ndjson
  $ sluice redact --evaluate gold.ndjson

Exit codes: 0 done, 1 a line is no record, 2 usage.`,
    )
    .action(async (flags: Flags) => {
      try {
        const directory = flags.directory === undefined ? undefined : readDirectory(flags.directory);
        const redactor = createRedactor({ policy: MASK_ALL, ...(directory === undefined ? {} : { directory }) });
        if (flags.evaluate !== undefined) {
          const result = evaluate(readGold(flags.evaluate), redactor.find);
          io.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : evaluationTable(result));
          return io.exit(0);
        }
        await redact(io.stdin, io.stdout, {
          redactor,
          spans: flags.spans ?? false,
          format: flags.format ?? 'auto',
        });
        io.exit(0);
      } catch (error) {
        if (error instanceof InputMalformed) {
          io.err(`sluice redact: ${error.message}\n`);
          return io.exit(1);
        }
        if ((error as NodeJS.ErrnoException).code === 'EPIPE') return io.exit(0);
        io.err(`sluice redact: ${(error as NodeJS.ErrnoException).code ?? (error as Error).name}\n`);
        io.exit(2);
      }
    });
}

function parseLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line) as T];
      } catch {
        throw new InputMalformed(i + 1, undefined);
      }
    });
}

const readDirectory = (file: string): DirectoryEntry[] => parseLines<DirectoryEntry>(file);
const readGold = (file: string): GoldText[] => parseLines<GoldText>(file);

/** The figures as a table for people: the whole first, then type by type. */
export function evaluationTable({ perType, ...whole }: Evaluation): string {
  const lines = Object.entries(whole).map(([name, value]) => `${name.padEnd(16)}${value}`);
  const width = Math.max(4, ...Object.keys(perType).map((type) => type.length)) + 2;
  lines.push('', `${'type'.padEnd(width)}${'spans'.padStart(8)}${'recall'.padStart(10)}${'leak'.padStart(10)}`);
  for (const [type, t] of Object.entries(perType)) {
    lines.push(
      `${type.padEnd(width)}${String(t.spans).padStart(8)}${t.recall.toFixed(4).padStart(10)}${t.leak.toFixed(4).padStart(10)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
