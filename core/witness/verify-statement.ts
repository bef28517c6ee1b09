import { type OpenedCheckpoint, openCheckpoint } from '../ledger/checkpoint.ts';
import { type EarlierCheckpoint, programOf } from '../ledger/earlier-checkpoint.ts';
import { verifyDocument } from '../ledger/note.ts';
import { sha256 } from '../shared/canonical-json.ts';
import { Refused, SluiceError } from '../shared/errors.ts';
import { NotStrict, strictJson } from '../shared/strict-json.ts';
import { WITNESS_STATEMENT, type WitnessStatement } from './statement.ts';

/** A statement of a witness, as who verifies got it. */
export interface WitnessWord {
  /** As who verifies names it: a file. */
  name: string;
  statement?: WitnessStatement;
  /** The newest checkpoint that the witness has, signed by the program. */
  newest?: OpenedCheckpoint;
  /** Why it is none. */
  problem?: string;
}

/** @param witness the witness's public key @param spki the program's */
export function witnessWord(name: string, text: string, witness: Uint8Array, spki: Uint8Array): WitnessWord {
  try {
    return { name, ...open(text, witness, spki) };
  } catch (error) {
    if (!(error instanceof SluiceError || error instanceof NotStrict)) throw error;
    return { name, problem: error.message };
  }
}

const none = (why: string) => new Refused('malformed', why);

function open(text: string, witness: Uint8Array, spki: Uint8Array): Pick<WitnessWord, 'statement' | 'newest'> {
  const value = strictJson(text) as { document: WitnessStatement; note: string } | null;
  if (typeof value?.note !== 'string' || !isStatement(value.document)) throw none('not the statement of a witness');
  const { origin, kind } = verifyDocument(value, witness);
  const { document } = value;
  if (kind !== WITNESS_STATEMENT) throw none(`a ${kind}, and not a ${WITNESS_STATEMENT}`);
  if (origin !== `sluice-witness/${document.program}`)
    throw none(`of program ${document.program}, and signed as ${origin}`);
  if (document.key !== sha256(spki)) throw none('the witness judges by another key');
  if (!document.newest) return { statement: document };
  const newest = openCheckpoint(document.checkpoint ?? '', spki);
  const { number, hash } = document.newest;
  if (newest.numbered?.number !== number || newest.hash !== hash)
    throw none('its checkpoint is not the one that it names');
  return { statement: document, newest };
}

/** What is asked of it is there; the rest is for people. */
function isStatement(document: unknown): document is WitnessStatement {
  const { program, issuedAt, key, newest, checkpoint, recent, missing, contradictions, wrong } = Object(document);
  const isNumber = (value: unknown) => Number.isSafeInteger(value);
  const isList = (value: unknown, of: (one: object) => boolean) =>
    Array.isArray(value) && value.every((one) => one !== null && typeof one === 'object' && of(one));
  return (
    [program, key].every((one) => typeof one === 'string') &&
    isNumber(issuedAt) &&
    (newest === undefined ? checkpoint === undefined : isList([newest], isNamed) && typeof checkpoint === 'string') &&
    isList(recent, isNamed) &&
    isList(missing, (one) => 'from' in one && 'to' in one && isNumber(one.from) && isNumber(one.to)) &&
    isList(contradictions, isNamed) &&
    Array.isArray(wrong) &&
    wrong.every((one) => typeof one === 'string')
  );
}

const isNamed = (one: object): boolean =>
  'number' in one && Number.isSafeInteger(one.number) && 'hash' in one && typeof one.hash === 'string';

/** As a checkpoint that what is newer has to go on from. */
export const keptBefore = ({ name, newest }: WitnessWord): EarlierCheckpoint[] =>
  newest ? [{ name, opened: newest, onlyBefore: true }] : [];

export interface WitnessVerdict {
  problems: string[];
  says: string[];
  /** The witness does not confirm it: it may be newer than the statement, or was never handed over. */
  unwitnessed: boolean;
}

const SILENT: WitnessVerdict = { problems: [], says: [], unwitnessed: false };

/** What the witness says of the checkpoint of a file. Nothing where the statement is none: that is said of the statement itself. */
export function witnessed({ name, statement }: WitnessWord, checkpoint: OpenedCheckpoint): WitnessVerdict {
  if (!statement) return SILENT;
  const of = programOf(checkpoint);
  const bad = (problem: string) => ({ ...SILENT, problems: [`${name}: ${problem}`] });
  if (of !== statement.program) return bad(`of program ${statement.program}, not of ${of}`);
  const number = checkpoint.numbered?.number ?? 0;
  const known = statement.recent.find((one) => one.number === number);
  if (known && known.hash !== checkpoint.hash) return bad(`the witness has another checkpoint ${number}`);
  if (known) return { ...SILENT, says: [`checkpoint ${number}: the witness has the same`] };
  return { ...SILENT, says: [`checkpoint ${number}: ${unknown(statement, number)}`], unwitnessed: true };
}

function unknown({ newest, missing }: WitnessStatement, number: number): string {
  if (!newest) return 'the witness has none yet';
  if (number > newest.number) return `the witness has none after ${newest.number} yet`;
  if (missing.some(({ from, to }) => from <= number && number <= to)) return 'the witness misses it';
  return 'this statement tells of newer ones alone';
}

/** What the statement says for itself. @param when words for a time in ms */
export function wordVerdict(
  { statement, problem }: WitnessWord,
  program: string | undefined,
  when: (at: number) => string,
): Pick<WitnessVerdict, 'problems' | 'says'> {
  if (!statement) return { problems: [problem!], says: [] };
  const { contradictions, newest, missing, wrong, issuedAt } = statement;
  const lacks = missing.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const first = contradictions[0];
  const says = `statement of the witness of ${statement.program}, ${when(issuedAt)}, up to checkpoint ${newest?.number ?? 0}`;
  return {
    problems: [
      ...(program === undefined || program === statement.program
        ? []
        : [`of program ${statement.program}, not of ${program}`]),
      ...(first
        ? [`the witness has ${contradictions.length} checkpoints that contradict, the first of number ${first.number}`]
        : []),
    ],
    says: [
      [
        says,
        ...(lacks > 0 ? [`misses ${lacks}`] : []),
        ...(wrong.length > 0 ? [`says: ${wrong.join(', ')}`] : []),
      ].join('; '),
    ],
  };
}
