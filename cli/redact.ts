import type { Readable, Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { Command } from 'commander';
import { findDeeply } from '../redaction/deep/deep-pass.ts';
import { type EvaluationByPart, evaluateByPart, type GoldText, type Part } from '../redaction/evaluate.ts';
import { LanguageDetector } from '../redaction/language/detector.ts';
import { LANGUAGES } from '../redaction/language/languages.ts';
import type { Redactor, Span } from '../redaction/redactor.ts';
import { InputMalformed } from '../redaction/stream/redact-stream.ts';
import { inLines } from '../wire/printable.ts';
import { programFile } from './built.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { openModel } from './open-model.ts';
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
  deep?: string;
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
    .option(
      '--evaluate <gold>',
      'NDJSON {"id","text","spans"}, and "language" and "kind" if known: print how much of its spans is found',
    )
    .option('--deep <folder>', 'with --evaluate: the same once more with the deep pass of the model in a folder')
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
          const result = await evaluated(readGold(flags.evaluate), redactorOf(flags), flags.deep);
          io.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : evaluationTable(result));
          return io.exit(0);
        }
        if (flags.deep !== undefined)
          throw new CommandError(
            EXIT.usage,
            'unreadable',
            '--deep needs --evaluate: texts are redacted without a model here',
          );
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

/** With a model, `deepPass` are the figures of redactor and model together. */
type Evaluated = EvaluationByPart & { deepPass?: EvaluationByPart };

async function evaluated(gold: GoldText[], redactor: Redactor, deep: string | undefined): Promise<Evaluated> {
  const detector = new LanguageDetector();
  const languageOf = (text: string): string => LANGUAGES[detector.of(text)]!.code;
  const result = evaluateByPart(gold, redactor.find, languageOf);
  if (deep === undefined) return result;
  const { pass } = await openModel(deep);
  const texts = [...new Set(gold.map(({ text }) => text))];
  const found = new Map<string, Span[]>();
  for (const text of texts) found.set(text, (await findDeeply(redactor, pass, [text]))[0]!);
  return { ...result, deepPass: evaluateByPart(gold, (text) => found.get(text)!, languageOf) };
}

/** The figures as a table for people: the whole first, then type by type, language by language, kind by kind. */
function evaluationTable({ deepPass, ...result }: Evaluated): string {
  const { perType, perLanguage, perKind, ...whole } = result;
  const lines = Object.entries(whole).map(
    ([name, value]) =>
      `${name.padEnd(16)}${value}${deepPass === undefined ? '' : `, with the deep pass ${deepPass[name as keyof typeof whole]}`}`,
  );
  const types = Object.entries(perType).map(([type, { spans, recall, leak }]): Row => [type, { spans, recall, leak }]);
  const deeper = deepPass && Object.entries(deepPass.perType);
  lines.push(...table('type', ['spans', 'recall', 'leak'], types, deeper));
  const columns = ['samples', 'spans', 'recall', 'precision', 'F2', 'leak', 'clean'];
  lines.push(...table('language', columns, rowsOf(perLanguage), deepPass && rowsOf(deepPass.perLanguage)));
  if (Object.keys(perKind).length > 0)
    lines.push(...table('kind', columns, rowsOf(perKind), deepPass && rowsOf(deepPass.perKind)));
  return `${lines.join('\n')}\n`;
}

type Row = [name: string, figures: Readonly<Record<string, number>>];
const rowsOf = (parts: Record<string, Part>): Row[] => Object.entries(parts).map(([name, part]) => [name, { ...part }]);
const COUNTS: ReadonlySet<string> = new Set(['samples', 'spans']);

/** @param deeper rows of the same names, written below each as `+ deep` */
function table(of: string, columns: readonly string[], rows: readonly Row[], deeper?: readonly Row[]): string[] {
  const width = Math.max(of.length, 6, ...rows.map(([name]) => name.length)) + 2;
  const line = (name: string, figures: Readonly<Record<string, number>>): string =>
    name.padEnd(width) +
    columns.map((column) => figures[column]!.toFixed(COUNTS.has(column) ? 0 : 4).padStart(10)).join('');
  const with_ = new Map(deeper);
  return [
    '',
    of.padEnd(width) + columns.map((column) => column.padStart(10)).join(''),
    ...rows.flatMap(([name, figures]) => {
      const deep = with_.get(name);
      return deep === undefined ? [line(name, figures)] : [line(name, figures), line('+ deep', deep)];
    }),
  ];
}
