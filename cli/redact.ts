import type { Readable, Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { Command } from 'commander';
import { type Evaluation, evaluate, type GoldText } from '../redaction/evaluate.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { InputMalformed } from '../redaction/stream/redact-stream.ts';
import { inLines } from '../wire/printable.ts';
import { programFile } from './built.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { InputNotUtf8, OutputFailed, parseLines, readDirectory, redact, redactorFor } from './redact-pipe.ts';
import type { RedactAnswer, RedactWork } from './redact-worker.ts';

export { type RedactOptions, redact } from './redact-pipe.ts';

export interface RedactIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  err(text: string): void;
  /** 0 done, 1 input is no NDJSON records or no UTF-8, or the output cannot be written, 2 usage (a file that cannot be read). */
  exit(code: 0 | 1 | 2): void;
}

const terminal: RedactIo = {
  stdin: process.stdin,
  stdout: process.stdout,
  err: (text) => void process.stderr.write(inLines(text)),
  exit: (code) => {
    process.exitCode = code;
  },
};

/** The heap of the thread that redacts, in MB: see redact-worker.ts. */
const HEAP = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 160 };

/** Runs the stream in a thread, from stdin to stdout. @throws InputMalformed, or an error with the code of what failed */
async function redactInThread(work: RedactWork): Promise<void> {
  const worker = new Worker(programFile('./redact-worker.ts'), { workerData: work, resourceLimits: HEAP });
  const answer = await new Promise<RedactAnswer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the redacting thread ended')));
  });
  if ('line' in answer) throw new InputMalformed(answer.line, undefined);
  if ('foreign' in answer) throw new InputNotUtf8();
  if ('usage' in answer) throw new CommandError(EXIT.usage, 'unreadable', answer.usage);
  if ('unwritten' in answer) throw new OutputFailed(Object.assign(new Error(), { code: answer.unwritten }));
  if ('failed' in answer) throw Object.assign(new Error('redaction failed'), { code: answer.failed });
}

interface Flags {
  spans?: boolean;
  format?: 'auto' | 'text' | 'ndjson';
  directory?: string;
  sentences?: boolean;
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
    .option('--sentences', 'judge whole sentences too: health, religion, union, pay, dismissal and the like')
    .option('--evaluate <gold>', 'NDJSON {"id","text","spans"}: print how much of its spans is found')
    .option('--json', 'for programs (with --evaluate)')
    .addHelpText(
      'after',
      `
Examples:
  $ echo 'mail jane@example.com' | sluice redact
  $ sluice redact --spans < records.ndjson > spans.ndjson
  $ sluice redact --evaluate gold.ndjson

Exit codes: 0 done, 1 a line is no record, the input is not UTF-8, or the output cannot be written, 2 usage.`,
    )
    .action(async (flags: Flags) => {
      try {
        if (flags.evaluate !== undefined) {
          const result = evaluate(readGold(flags.evaluate), redactorOf(flags).find);
          io.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : evaluationTable(result));
          return io.exit(0);
        }
        const { spans = false, format = 'auto', sentences = false } = flags;
        const options = { spans, format };
        if (io === terminal) {
          await redactInThread({
            ...options,
            sentences,
            ...(flags.directory === undefined ? {} : { directory: flags.directory }),
          });
        } else await redact(io.stdin, io.stdout, { ...options, redactor: redactorOf(flags) });
        io.exit(0);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EPIPE') return io.exit(0);
        if (error instanceof InputMalformed || error instanceof InputNotUtf8 || error instanceof OutputFailed) {
          io.err(`sluice redact: ${error.message}\n`);
          return io.exit(1);
        }
        const { code, name, message } = error as NodeJS.ErrnoException;
        io.err(`sluice redact: ${error instanceof CommandError ? message : (code ?? name)}\n`);
        io.exit(2);
      }
    });
}

const redactorOf = ({ directory, sentences = false }: Flags): Redactor =>
  redactorFor({ sentences, ...(directory === undefined ? {} : { directory: readDirectory(directory) }) });

const readGold = (file: string): GoldText[] => parseLines<GoldText>(file);

/** The figures as a table for people: the whole first, then type by type. */
function evaluationTable({ perType, ...whole }: Evaluation): string {
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
