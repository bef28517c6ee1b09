import type { OpenedCheckpoint } from '../ledger/checkpoint.ts';
import { openCheckpoint } from '../ledger/checkpoint.ts';
import { compareViews, type LedgerView, ledgerView, noteView } from '../ledger/compare-views.ts';
import { type EarlierCheckpoint, goingOnFrom, programOf } from '../ledger/earlier-checkpoint.ts';
import { verifyLedgerFile } from '../ledger/ledger-file.ts';
import type { LedgerVerdict } from '../ledger/verify-ledger.ts';
import { Refused } from '../shared/errors.ts';
import { NotStrict, strictJson } from '../shared/strict-json.ts';
import { keptBefore, type WitnessWord, witnessed, wordVerdict } from '../witness/verify-statement.ts';
import { type FoundDocument, together, verifyDocuments } from './verify-documents.ts';

/**
 * What `sluice ledger verify` and tools/verify/verify.mjs say, word by word the same, of whatever Sluice signed: ledgers, checkpoints,
 * signed documents and answers that hold them. The two share no code, so that they check each other.
 */

/**
 * `holds`: and all of it is signed; `unsigned`: it holds, and its newest entries are not signed yet; `unwitnessed`: it holds, and the witness
 * that was asked does not confirm its checkpoint.
 */
export type Holds = 'holds' | 'unsigned' | 'unwitnessed' | 'broken';

export interface FileToVerify {
  name: string;
  /** Without their ends. */
  lines: AsyncIterable<string | Uint8Array> | Iterable<string>;
}

export interface VerifyFilesOptions {
  spki: Uint8Array;
  /** @default any, and all files of one */
  program?: string | undefined;
  /** Checkpoints that were kept: each ledger and checkpoint has to go on from them. @default none */
  earlier?: readonly EarlierCheckpoint[];
  /** What a witness says that it has. @default nobody is asked */
  witness?: WitnessWord | undefined;
  /** ms; ages are told as of then. */
  now: number;
}

export interface FilesVerdict {
  holds: Holds;
  /** A line a statement, each with what it is about. */
  lines: string[];
}

interface FileVerdict {
  name: string;
  problems: string[];
  says: string[];
  unsigned?: boolean;
  unwitnessed?: boolean;
  checkpoint?: OpenedCheckpoint;
  documents?: FoundDocument[];
  view?: LedgerView;
  program?: string;
}

export async function verifyFiles(files: readonly FileToVerify[], options: VerifyFilesOptions): Promise<FilesVerdict> {
  const verdicts: FileVerdict[] = [];
  const { witness, earlier = [] } = options;
  const asked = { ...options, earlier: [...earlier, ...(witness ? keptBefore(witness) : [])] };
  for (const file of files) verdicts.push(byWitness(await verifyFile(file, asked, files.length > 1), witness));
  const among = compared(verdicts);
  if (witness) {
    const { problems, says } = wordVerdict(witness, options.program, whenOf(options.now));
    const isAsked = verdicts.some(({ checkpoint }) => checkpoint);
    const nothing = isAsked ? [] : ['no file holds a checkpoint that the witness could confirm'];
    verdicts.push({ name: witness.name, problems, says: [...says, ...nothing], unwitnessed: !isAsked });
  }
  const broken = among.length > 0 || verdicts.some(({ problems }) => problems.length > 0);
  const unwitnessed = verdicts.some((verdict) => verdict.unwitnessed);
  const unsigned = verdicts.some((verdict) => verdict.unsigned);
  return {
    holds: broken ? 'broken' : unwitnessed ? 'unwitnessed' : unsigned ? 'unsigned' : 'holds',
    lines: [
      ...verdicts.flatMap(({ name, problems, says, unsigned: late, unwitnessed: alone }) =>
        problems.length > 0
          ? problems.map((problem) => `FAIL   ${name}: ${problem}`)
          : says.map((line) => `${late || alone ? 'NOTYET' : 'ok    '} ${name}: ${line}`),
      ),
      ...among.map((problem) => `FAIL   ${problem}`),
    ],
  };
}

function byWitness(verdict: FileVerdict, witness: WitnessWord | undefined): FileVerdict {
  if (!witness || !verdict.checkpoint) return verdict;
  const { problems, says, unwitnessed } = witnessed(witness, verdict.checkpoint);
  return { ...verdict, problems: [...verdict.problems, ...problems], says: [...verdict.says, ...says], unwitnessed };
}

/** Each for itself may hold, and two tell of two histories. */
function compared(verdicts: readonly FileVerdict[]): string[] {
  const problems: string[] = [];
  for (const [at, one] of verdicts.entries()) {
    for (const other of verdicts.slice(at + 1)) {
      const pair = `${one.name} and ${other.name}`;
      if (one.program && other.program && one.program !== other.program) problems.push(`${pair}: of two programs`);
      else if (one.view && other.view) {
        problems.push(...compareViews(one.view, other.view).map((problem) => `${pair}: ${problem}`));
      }
    }
  }
  const papers = verdicts.filter(({ documents = [] }) => documents.length > 0);
  if (papers.length < 2) return problems;
  const names = papers.map(({ name }) => name).join(', ');
  return [...problems, ...together(papers.flatMap(({ documents }) => documents!)).map((one) => `${names}: ${one}`)];
}

async function verifyFile(file: FileToVerify, options: VerifyFilesOptions, several: boolean): Promise<FileVerdict> {
  const { name } = file;
  const lines = await opened(file.lines);
  try {
    if (lines.ledger) {
      return await verifyAsLedger(name, lines.all(), options, several);
    }
    const content = await lines.text();
    if (!content.trimStart().startsWith('{')) return noteVerdict(name, content, options);
    const value = strictJson(content);
    if ((value as { format?: unknown } | null)?.format === 'sluice-ledger/1')
      return await verifyAsLedger(name, [content], options, several);
    const { documents, problems } = verifyDocuments(value, options.spki, options.program);
    const says = documents.map(
      ({ kind, program, incident, hash }) => `${kind} of ${program}, incident ${incident} (sha256:${hash})`,
    );
    return { name, problems, says, documents, ...(documents[0] && { program: documents[0].program }) };
  } catch (error) {
    if (!(error instanceof NotStrict) && !(error instanceof Refused)) throw error;
    return { name, problems: [error.message], says: [] };
  }
}

async function verifyAsLedger(
  name: string,
  lines: FileToVerify['lines'],
  { spki, program, earlier = [], now }: VerifyFilesOptions,
  several: boolean,
): Promise<FileVerdict> {
  const view = several ? ledgerView() : undefined;
  const verdict = await verifyLedgerFile(lines, spki, { program, earlier, seen: view?.seen });
  return ledgerVerdict(name, verdict, view, now);
}

function ledgerVerdict(name: string, verdict: LedgerVerdict, view: LedgerView | undefined, now: number): FileVerdict {
  const { checkpoint, problems, chains, unsigned } = verdict;
  if (!checkpoint) return { name, problems, says: [] };
  const entries = chains.reduce((sum, { length }) => sum + length, 0);
  const late = unsigned > 0 ? `; not signed yet: ${lateWords(verdict, now)}` : '';
  const program = programOf(checkpoint);
  const words = textWords(verdict.texts);
  const says = [`ledger of ${program}, ${entries} entries, ${checkpointWords(checkpoint, now)}${words}${late}`];
  if (view) view.checkpoint = checkpoint;
  return { name, problems, says, checkpoint, unsigned: unsigned > 0, program, ...(view && { view }) };
}

const textWords = ({ there, gone }: LedgerVerdict['texts']): string =>
  there + gone === 0 ? '' : `; the words of ${there} entries are beside them, of ${gone} erased or left out`;

function lateWords({ unsigned, unsignedFrom, unsignedSince }: LedgerVerdict, now: number): string {
  const from = unsignedFrom.map(({ chain, seq }) => `${chain} from ${seq}`).join(', ');
  const since =
    unsignedSince === undefined ? 'of no time' : `${timeOf(unsignedSince)}, ${ageOf(now - unsignedSince)} old`;
  return `${unsigned} entries (${from}), the oldest of ${since}`;
}

function noteVerdict(
  name: string,
  note: string,
  { spki, program, earlier: kept = [], now }: VerifyFilesOptions,
): FileVerdict {
  const checkpoint = openCheckpoint(note, spki);
  const earlier = goingOnFrom(kept, checkpoint);
  const of = programOf(checkpoint);
  const view = noteView(checkpoint);
  const problems = [
    ...(program === undefined || program === of ? [] : [`of program ${of}, not of ${program}`]),
    ...earlier.flatMap((one) =>
      one.opened ? compareViews(noteView(one.opened), view) : [`${one.name}: ${one.problem}`],
    ),
    ...earlier.flatMap(({ opened }) => (opened && behind(opened, checkpoint) ? ['behind an earlier checkpoint'] : [])),
  ];
  const entries = checkpoint.chains.reduce((sum, { length }) => sum + length, 0);
  return {
    name,
    problems,
    says: [`${checkpointWords(checkpoint, now)}, of ${of}, over ${entries} entries`],
    program: of,
    checkpoint,
    view,
  };
}

const behind = (earlier: OpenedCheckpoint, later: OpenedCheckpoint): boolean =>
  (earlier.numbered?.number ?? 0) > (later.numbered?.number ?? 0) || earlier.at > later.at;

const checkpointWords = ({ numbered, at }: OpenedCheckpoint, now: number): string =>
  `checkpoint${numbered ? ` ${numbered.number}` : ''} of ${timeOf(at)}, ${ageOf(now - at)} old`;

const whenOf = (now: number) => (at: number) => `of ${timeOf(at)}, ${ageOf(now - at)} old`;

/** A time that somebody made up may be none. */
const timeOf = (ms: number): string => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : 'no time');

export function ageOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** Looks at the first line, and hands on all of them. */
async function opened(lines: FileToVerify['lines']) {
  const source = Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
  const first = await source.next();
  async function* all(): AsyncGenerator<string> {
    for (let next = first; !next.done; next = await source.next()) yield Buffer.from(next.value).toString('utf8');
  }
  return {
    ledger: !first.done && /^\s*\{.*"format"\s*:\s*"sluice-ledger\/2"/.test(Buffer.from(first.value).toString('utf8')),
    all,
    async text() {
      const parts: string[] = [];
      for await (const line of all()) parts.push(line);
      return `${parts.join('\n')}\n`;
    },
  };
}
