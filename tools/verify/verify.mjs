// Verifies what Sluice signed, with the public key alone: receipts, certificates, findings, checkpoints, ledger exports.
//
//     node verify.mjs --key public.pem [--program NAME] [--previous CHECKPOINT]... FILE...     (`-`: what comes in)
//     node verify.mjs --key public.pem --witness STATEMENT --witness-key witness.pem FILE...
//
// Copy this one file anywhere; it needs Node 18 or later and nothing else. It is written apart from Sluice's own code, so
// that the two check each other. Exit code: 0 all hold and are signed, 6 all hold and the newest entries of a ledger are not
// signed yet, 7 all hold and the witness does not confirm a checkpoint yet, 1 one does not hold, 2 the call was wrong.
// Files of one call are compared with each other.
//
// The key decides everything: have it from elsewhere than the API that serves the ledger.
//
// Formats: https://c2sp.org/signed-note (Ed25519), RFC 8785 (canonical JSON), RFC 6962 2.1 (tree hash).

import { createHash, createPublicKey, verify } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FIRST_PREVIOUS = '0'.repeat(64);
const SPKI_PREFIX_LENGTH = 12;
/** The chain whose entry n names checkpoint n. */
const CHECKPOINT_CHAIN = 'k0';
const STATEMENT = 'witness-statement';
const KINDS = {
  receipt: 'closure-receipt',
  certificate: 'quiescence-certificate',
  findings: 'findings',
  summary: 'findings-summary',
  termination: 'termination',
};

class Defect extends Error {}

/** What a file says on a terminal: controls and signs that reorder are escaped, so that no file writes a line of ours. */
const shown = (text) =>
  text.replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/gu, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const hex = (...parts) => sha256(...parts).toString('hex');
const isObject = (value) => typeof value === 'object' && value !== null;

/** RFC 8785. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (isObject(value)) {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(',')}}`;
  }
  if (typeof value === 'string' && /\p{Cs}/u.test(value)) throw new Defect('half a character');
  return JSON.stringify(value);
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s"[\]{},:]+/gsu;

/** JSON that every reader reads alike: no member twice, each number written as the one it is. */
function strictJson(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Defect('no JSON');
  }
  try {
    if (!text.includes('\\u') && !/\p{Cs}/u.test(text) && JSON.stringify(value) === text) return value;
  } catch {
    throw new Defect('nested too deeply');
  }
  const open = [];
  let name;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      if (open[open.length - 1].has(name)) throw new Defect('not canonical: a member twice');
      open[open.length - 1].add(name);
    } else if (token.startsWith('"')) {
      name = JSON.parse(token);
      if (/\p{Cs}/u.test(name)) throw new Defect('not canonical: half a character');
    } else if (/^[-\d]/.test(token) && JSON.stringify(Number(token)) !== token) {
      throw new Defect('not canonical: a number that is not written as the one it is');
    }
  }
  return value;
}

/** Text of a note, once a signature of the key has been verified. */
function openNote(note, key) {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw new Defect('no signatures');
  const text = note.slice(0, split + 1);
  const raw = key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX_LENGTH);
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [, name, base64] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    if (!name) throw new Defect('a line after the text is no signature');
    const bytes = Buffer.from(base64, 'base64');
    const keyId = sha256(name, Buffer.from([0x0a, 0x01]), raw).subarray(0, 4);
    if (!bytes.subarray(0, 4).equals(keyId)) continue;
    if (!verify(null, Buffer.from(text), key, bytes.subarray(4)))
      throw new Defect(`the signature of ${name} does not fit the text`);
    return { text, name };
  }
  throw new Defect('no signature of this key');
}

// Checkpoints

function treeHash(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Buffer.from([0]), leaves[0]);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.from([1]), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

const DISAGREE = 'its lines do not agree with each other';

/** Program, number, hash of the text, and length and hash per chain. */
function openCheckpoint(note, key) {
  const { text, name } = openNote(note, key);
  const [origin, size, root, time, ...rest] = text.split('\n').slice(0, -1);
  const [, digits, previous] =
    /^number ([1-9]\d{0,11})\nprevious ([0-9a-f]{64})$/.exec(rest.slice(0, 2).join('\n')) ?? [];
  const lines = digits === undefined ? rest : rest.slice(2);
  const tips = new Map();
  let total = 0;
  let doubled = false;
  for (const line of lines) {
    const [, chain, length, hash] = /^chain (\S+) (0|[1-9]\d{0,15}) ([0-9a-f]{64})$/.exec(line) ?? [];
    if (!chain) throw new Defect('a line is not about a chain');
    if (length === '0' && hash !== FIRST_PREVIOUS) throw new Defect('an empty chain has no hash');
    doubled ||= tips.has(chain);
    tips.set(chain, { length: Number(length), hash });
    total += Number(length);
  }
  const at = Date.parse(String(time).slice(5));
  const number = digits === undefined ? 0 : Number(digits);
  const log = tips.get(CHECKPOINT_CHAIN)?.length ?? number - 1;
  const agree =
    !doubled &&
    origin === `${name}/ledger` &&
    size === String(total) &&
    !Number.isNaN(at) &&
    time === `time ${new Date(at).toISOString()}` &&
    lines.join('\n') === [...lines].sort().join('\n') &&
    root === treeHash(lines).toString('base64') &&
    (number === 0 || log === number - 1);
  if (!agree) throw new Defect(DISAGREE);
  return { program: origin.split('/')[1], at, number, previous, tips, total, hash: hex(text) };
}

const earlierName = ({ number, at }) =>
  number > 0 ? `the earlier checkpoint ${number}` : `the earlier checkpoint of ${timeOf(at)}`;

/** What is wrong with the second as a later one than the first. */
function order(earlier, later) {
  if (earlier.number > later.number || (earlier.number === later.number && earlier.at > later.at)) {
    return [`behind ${earlierName(earlier)}`];
  }
  if (earlier.number === 0) return [];
  if (earlier.number === later.number && earlier.hash !== later.hash) {
    return [`there are two checkpoints ${earlier.number}`];
  }
  if (earlier.number + 1 === later.number && later.previous !== earlier.hash) {
    return [`checkpoint ${later.number} does not follow ${earlierName(earlier)}`];
  }
  return [];
}

const attempt = (action) => {
  try {
    return { value: action() };
  } catch (error) {
    if (!(error instanceof Defect)) throw error;
    return { problem: error.message };
  }
};

// Witnesses

/** What a witness says that it has, once its signature has been verified. */
function openStatement(text, witnessKey, key) {
  const value = strictJson(text);
  if (typeof value?.note !== 'string' || !isStatement(value.document))
    throw new Defect('not the statement of a witness');
  const { document } = value;
  const opened = openNote(value.note, witnessKey);
  const [origin, kind, digest, ...rest] = opened.text.split('\n');
  if (!kind || origin !== opened.name || rest.length !== 1) throw new Defect('the note is not one about a document');
  if (digest !== `sha256:${hex(canonical(document))}`) throw new Defect('the note is about another document');
  if (kind !== STATEMENT) throw new Defect(`a ${kind}, and not a ${STATEMENT}`);
  if (origin !== `sluice-witness/${document.program}`) {
    throw new Defect(`of program ${document.program}, and signed as ${origin}`);
  }
  const own = hex(key.export({ format: 'der', type: 'spki' }));
  if (document.key !== own) throw new Defect('the witness judges by another key');
  if (!document.newest) return { statement: document };
  const newest = openCheckpoint(document.checkpoint, key);
  if (newest.number !== document.newest.number || newest.hash !== document.newest.hash) {
    throw new Defect('its checkpoint is not the one that it names');
  }
  return { statement: document, newest };
}

function isStatement(document) {
  const { program, issuedAt, key, newest, checkpoint, recent, missing, contradictions, wrong } = Object(document);
  const isNumber = Number.isSafeInteger;
  const isNamed = ({ number, hash }) => isNumber(number) && typeof hash === 'string';
  const isList = (value, of) => Array.isArray(value) && value.every((one) => isObject(one) && of(one));
  const hasNewest =
    newest === undefined ? checkpoint === undefined : isList([newest], isNamed) && typeof checkpoint === 'string';
  return (
    typeof program === 'string' &&
    typeof key === 'string' &&
    isNumber(issuedAt) &&
    hasNewest &&
    isList(recent, isNamed) &&
    isList(missing, ({ from, to }) => isNumber(from) && isNumber(to)) &&
    isList(contradictions, isNamed) &&
    Array.isArray(wrong) &&
    wrong.every((one) => typeof one === 'string')
  );
}

/** What the witness says of a checkpoint. */
function witnessed({ name, statement }, { program, number, hash }) {
  if (!statement) return { problems: [], says: [], unwitnessed: false };
  const bad = (problem) => ({ problems: [`${name}: ${problem}`], says: [], unwitnessed: false });
  if (program !== statement.program) return bad(`of program ${statement.program}, not of ${program}`);
  const known = statement.recent.find((one) => one.number === number);
  if (known && known.hash !== hash) return bad(`the witness has another checkpoint ${number}`);
  const words = known ? 'the witness has the same' : unknownTo(statement, number);
  return { problems: [], says: [`checkpoint ${number}: ${words}`], unwitnessed: !known };
}

function unknownTo({ newest, missing }, number) {
  if (!newest) return 'the witness has none yet';
  if (number > newest.number) return `the witness has none after ${newest.number} yet`;
  if (missing.some(({ from, to }) => from <= number && number <= to)) return 'the witness misses it';
  return 'this statement tells of newer ones alone';
}

function checkStatement({ name, statement, problem }, { program, now }) {
  if (!statement) return { name, problems: [problem], says: [] };
  const { program: of, issuedAt, newest, missing, contradictions, wrong } = statement;
  const problems = [];
  if (program !== undefined && program !== of) problems.push(`of program ${of}, not of ${program}`);
  if (contradictions.length > 0) {
    const { number } = contradictions[0];
    problems.push(
      `the witness has ${contradictions.length} checkpoints that contradict, the first of number ${number}`,
    );
  }
  const age = `of ${timeOf(issuedAt)}, ${ageOf(now - issuedAt)} old`;
  const says = [`statement of the witness of ${of}, ${age}, up to checkpoint ${newest?.number ?? 0}`];
  let lacks = 0;
  for (const { from, to } of missing) lacks += to - from + 1;
  if (lacks > 0) says.push(`misses ${lacks}`);
  if (wrong.length > 0) says.push(`says: ${wrong.join(', ')}`);
  return { name, problems, says: [says.join('; ')] };
}

// Ledgers

/** Those that what is verified has to go on from: what a witness has counts for what is newer alone. */
const goingOnFrom = (earlier, checkpoint) =>
  earlier.filter(({ opened, onlyBefore }) => !onlyBefore || (opened?.number ?? 0) < (checkpoint?.number ?? 0));

/** What is wrong with an entry as the next one of a chain, or the entry. */
function follow(chain, { length, hash: before }, { body, hash }) {
  if (hex(body) !== hash) return { broken: 'hash' };
  let entry;
  try {
    entry = JSON.parse(body);
    if (canonical(entry) !== body) return { broken: 'form' };
    entry = Object(entry);
  } catch {
    return { broken: 'form' };
  }
  if (entry.seq !== length + 1) return { broken: 'sequence' };
  if (entry.chain !== chain) return { broken: 'chain' };
  if (entry.previous !== before) return { broken: 'previous' };
  const { kind, detail } = entry;
  const names = kind === 'checkpoint' && detail?.number === length + 1 && /^[0-9a-f]{64}$/.test(String(detail?.sha256));
  return chain === CHECKPOINT_CHAIN && !names ? { broken: 'number' } : { entry };
}

/** What there is to say of the words beside an entry that holds; nothing, where it was written without any. */
function wordsBeside({ commitment }, opening) {
  if (!opening) return commitment === undefined ? undefined : 'gone';
  const { salt, text } = opening;
  const { value } = attempt(() => hex(canonical({ salt, text })));
  return value !== undefined && value === commitment ? 'there' : 'altered';
}

/** Follows all chains at once, and holds of each its last hash alone. @param seen sees each hash */
function ledgerVerifier(note, { key, program, earlier: kept = [] }, seen) {
  const { value: checkpoint, problem } =
    note === undefined
      ? { problem: 'not signed: there is no checkpoint in it' }
      : attempt(() => openCheckpoint(note, key));
  const earlier = goingOnFrom(kept, checkpoint);
  const signed = checkpoint?.tips ?? new Map();
  const marks = [];
  for (const [chain, tip] of signed) marks.push({ chain, ...tip, by: 'the checkpoint' });
  for (const { opened } of earlier) {
    for (const [chain, tip] of opened?.tips ?? []) marks.push({ chain, ...tip, by: earlierName(opened) });
  }
  const chains = new Map();
  const named = new Map();
  const firsts = [];
  const words = { there: 0, gone: 0 };
  const altered = [];
  let naming;
  return {
    add(chain, stored) {
      if (!chains.has(chain)) chains.set(chain, { length: 0, hash: FIRST_PREVIOUS });
      const state = chains.get(chain);
      if (state.broken) return;
      const { broken, entry } = follow(chain, state, stored);
      state.broken = broken;
      if (broken) return;
      state.length += 1;
      state.hash = stored.hash;
      seen?.(chain, state.length, state.hash);
      const beside = wordsBeside(entry, stored.opening);
      if (beside === 'altered') altered.push(`the text of entry ${state.length} of chain ${chain} is altered`);
      else if (beside) words[beside] += 1;
      for (const mark of marks) {
        if (mark.chain === chain && mark.length === state.length && mark.hash !== state.hash) mark.missed = true;
      }
      const timed = typeof entry.at === 'number';
      if (chain === CHECKPOINT_CHAIN) {
        named.set(state.length, timed ? entry.detail.sha256 : undefined);
        if (state.length === checkpoint?.number) naming = state.hash;
      }
      const at = timed ? entry.at : undefined;
      if (state.length === (signed.get(chain)?.length ?? 0) + 1) firsts.push({ chain, seq: state.length, at });
    },
    verdict() {
      const reached = (chain) => chains.get(chain)?.length ?? 0;
      const problems = [];
      for (const [chain, { length, broken }] of chains) {
        if (broken) problems.push(`chain ${chain} is broken at entry ${length + 1}: ${broken}`);
      }
      if (problem) problems.push(`${checkpoint === undefined && note !== undefined ? 'checkpoint: ' : ''}${problem}`);
      if (checkpoint && program !== undefined && checkpoint.program !== program) {
        problems.push(`checkpoint: of program ${checkpoint.program}, not of ${program}`);
      }
      for (const { chain, length, by, missed } of marks) {
        if (reached(chain) < length) problems.push(`chain ${chain} ends before entry ${length} of ${by}`);
        else if (missed) problems.push(`chain ${chain} is not the one of ${by} at entry ${length}`);
      }
      if (checkpoint) problems.push(...numberProblems(checkpoint, named, naming, reached(CHECKPOINT_CHAIN)));
      problems.push(...altered);
      for (const one of earlier) problems.push(...earlierProblems(one, checkpoint, named, program));
      let entries = 0;
      let late = 0;
      for (const [chain, { length }] of chains) {
        entries += length;
        late += Math.max(0, length - (signed.get(chain)?.length ?? 0));
      }
      const others = firsts.filter(({ chain, seq }) => {
        return !(chain === CHECKPOINT_CHAIN && seq === checkpoint?.number && isNaming(naming, checkpoint));
      });
      return { checkpoint, problems, entries, words, late: late - (firsts.length - others.length), firsts: others };
    },
  };
}

/** Is it the hash of the entry that names a checkpoint? All of that is known; the program was named without its role at first. */
function isNaming(naming, { at, number, tips, hash }) {
  const previous = tips.get(CHECKPOINT_CHAIN)?.hash ?? FIRST_PREVIOUS;
  const detail = { number, sha256: hash };
  const entry = { at, chain: CHECKPOINT_CHAIN, detail, kind: 'checkpoint', previous, seq: number };
  return ['system:sluice', 'sluice'].some((actor) => hex(canonical({ ...entry, actor })) === naming);
}

function numberProblems(checkpoint, named, naming, newest) {
  const { number, previous } = checkpoint;
  const problems = [];
  const other = (of, than) => named.has(of) && named.get(of) !== than;
  if (newest < number) problems.push(`chain ${CHECKPOINT_CHAIN} does not name checkpoint ${number}`);
  if (newest > number) problems.push(`chain ${CHECKPOINT_CHAIN} names checkpoint ${newest}, and this is an older one`);
  if (naming !== undefined && !isNaming(naming, checkpoint))
    problems.push(`chain ${CHECKPOINT_CHAIN} names another checkpoint ${number}`);
  if (other(number - 1, previous)) problems.push(`chain ${CHECKPOINT_CHAIN} names another checkpoint ${number - 1}`);
  return problems;
}

function earlierProblems({ name, opened, problem }, checkpoint, named, program) {
  if (!opened) return [`${name}: ${problem}`];
  if (!checkpoint) return [];
  const expected = program ?? checkpoint.program;
  if (opened.program !== expected) return [`${name}: of program ${opened.program}, not of ${expected}`];
  const wrong = order(opened, checkpoint);
  if (wrong.length > 0) return wrong;
  const { number, hash } = opened;
  if (number === 0 || !named.has(number) || named.get(number) === hash) return [];
  return [`chain ${CHECKPOINT_CHAIN} names another checkpoint ${number}`];
}

// Two views of one ledger

function viewOf(checkpoint) {
  const hashes = new Map();
  const seen = (chain, seq, hash) => {
    if (!hashes.has(chain)) hashes.set(chain, []);
    hashes.get(chain)[seq - 1] = hash;
  };
  for (const [chain, { length, hash }] of checkpoint?.tips ?? []) if (length > 0) seen(chain, length, hash);
  return { checkpoint, hashes, seen };
}

/** Where two views part that cannot be of one history. */
function compareViews(one, other) {
  const problems = [];
  if (one.checkpoint?.number && other.checkpoint?.number) {
    const turned = one.checkpoint.number > other.checkpoint.number;
    const [earlier, later] = turned ? [other.checkpoint, one.checkpoint] : [one.checkpoint, other.checkpoint];
    problems.push(...order(earlier, later));
    if (problems.length === 0) {
      for (const [chain, { length }] of earlier.tips) {
        if ((later.tips.get(chain)?.length ?? 0) < length) {
          problems.push(`chain ${chain} is shorter in the later checkpoint`);
        }
      }
    }
  }
  for (const [chain, hashes] of one.hashes) {
    const others = other.hashes.get(chain) ?? [];
    const at = hashes.findIndex((hash, index) => hash && others[index] && hash !== others[index]);
    if (at >= 0) problems.push(`two histories: chain ${chain} differs at entry ${at + 1}`);
  }
  return problems;
}

// Documents

/** A signed document, or an answer about an incident that holds several: each signed, of its kind, about one incident. */
function checkDocuments(value, options) {
  if (!isObject(value)) return { documents: [], problems: ['nothing signed in it'] };
  if ('document' in value || 'note' in value) return checkDocument('', value, options);
  const parts = Object.entries(value).filter(([, part]) => isObject(part) && ('document' in part || 'note' in part));
  const incident = isObject(value.incident) ? value.incident : {};
  const links = Object.keys(KINDS).filter((field) => isObject(incident[field]));
  const missing = links.filter((link) => !parts.some(([field]) => field === link));
  if (parts.length + missing.length === 0) return { documents: [], problems: ['nothing signed in it'] };
  const found = parts.map(([field, part]) => ({ field, ...checkDocument(field, part, options) }));
  const documents = found.flatMap((one) => one.documents);
  const problems = found.flatMap((one) => one.problems);
  for (const field of missing) problems.push(`${field}: the incident names one, and it is not there`);
  for (const { field, documents: own } of found) {
    for (const { incident: id, hash } of own) {
      if (incident.incident !== undefined && incident.incident !== id) {
        problems.push(`${field}: of incident ${id}, and not of ${String(incident.incident)}`);
      } else if (links.includes(field) && incident[field].document !== hash) {
        problems.push(`${field}: not the one that the incident names`);
      }
    }
  }
  return { documents, problems: [...problems, ...together(documents)] };
}

function checkDocument(field, { document, note }, { key, program }) {
  const bad = (why) => ({ documents: [], problems: [field ? `${field}: ${why}` : why] });
  if (typeof note !== 'string' || !isObject(document)) return bad('not signed');
  if (field && !KINDS[field]) return bad('no signed document is expected here');
  const { value: opened, problem } = attempt(() => openNote(note, key));
  if (problem) return bad(problem);
  const [origin, kind, digest, ...rest] = opened.text.split('\n');
  let hash;
  try {
    hash = hex(canonical(document));
  } catch {
    return bad('nested too deeply');
  }
  if (!kind || origin !== opened.name || rest.length !== 1) return bad('the note is not one about a document');
  if (digest !== `sha256:${hash}`) return bad('the note is about another document');
  if (field && kind !== KINDS[field]) return bad(`a ${kind}, and not a ${KINDS[field]}`);
  if (!Object.values(KINDS).includes(kind)) return bad(`a ${kind}: no such kind is known`);
  const of = origin.split('/')[1];
  if (program !== undefined && of !== program) return bad(`of program ${of}, not of ${program}`);
  if (document.program !== of) return bad(`of program ${String(document.program)}, and signed as ${of}`);
  if (typeof document.incident !== 'string') return bad('names no incident');
  const { receipt, certificate } = isObject(document.closure) ? document.closure : document;
  const findings = kind === KINDS.summary ? document.findings : undefined;
  const rests = { receipt, certificate, findings };
  return { documents: [{ kind, hash, program: of, incident: document.incident, ...rests }], problems: [] };
}

/** What documents that belong together say of each other. */
function together(documents) {
  const first = documents[0]?.incident;
  const strangers = documents.filter(({ incident }) => incident !== first);
  if (strangers.length > 0) {
    return strangers.map(({ kind, incident }) => `${kind}: of incident ${incident}, and not of ${first}`);
  }
  const problems = [];
  for (const document of documents) {
    for (const name of ['receipt', 'certificate', 'findings']) {
      const there = documents.find(({ kind }) => kind === KINDS[name])?.hash;
      if (document[name] !== undefined && there && document[name] !== there) {
        problems.push(`${document.kind}: rests on another ${name}`);
      }
    }
  }
  return problems;
}

// Files

/** Lines of a file, one in memory at a time, without their ends. */
function* linesOf(file) {
  const handle = file === '-' ? 0 : openSync(file, 'r');
  let first = true;
  const textOf = (pieces) => {
    let line = Buffer.concat(pieces);
    if (line[line.length - 1] === 13) line = line.subarray(0, -1);
    if (first && line.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) line = line.subarray(3);
    first = false;
    return line.toString('utf8');
  };
  try {
    const chunk = Buffer.alloc(1 << 20);
    let rest = [];
    for (let size = readSync(handle, chunk); size > 0; size = readSync(handle, chunk)) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0 && end < size; end = chunk.indexOf(10, start)) {
        rest.push(Buffer.from(chunk.subarray(start, end)));
        yield textOf(rest);
        rest = [];
        start = end + 1;
      }
      rest.push(Buffer.from(chunk.subarray(start, size)));
    }
    if (rest.some(({ length }) => length > 0)) yield textOf(rest);
  } finally {
    closeSync(handle);
  }
}

const NO_ENTRY = 'an entry of the ledger is none';
const NO_EXPORT = 'not an export of the ledger';

function entryOf(value) {
  if (!isObject(value) || typeof value.body !== 'string' || typeof value.hash !== 'string') throw new Defect(NO_ENTRY);
  const { opening } = value;
  if (opening === undefined) return value;
  if (!isObject(opening) || typeof opening.salt !== 'string' || typeof opening.text !== 'string')
    throw new Defect(NO_ENTRY);
  return value;
}

function checkpointOf({ checkpoint }) {
  if (checkpoint !== undefined && typeof checkpoint !== 'string') throw new Defect(NO_EXPORT);
  return checkpoint;
}

/** A header, then a line an entry; or all of it in one object, as release 0.1.0 wrote it. */
function checkLedger(lines, options, view) {
  let verifier;
  let number = 0;
  for (const line of lines) {
    number += 1;
    if (verifier && line === '') continue;
    const { problem } = attempt(() => {
      const value = strictJson(line);
      if (!isObject(value)) throw new Defect(NO_ENTRY);
      if (verifier) {
        if (typeof value.chain !== 'string') throw new Defect(NO_ENTRY);
        verifier.add(value.chain, entryOf(value));
      } else if (value.format === 'sluice-ledger/2') {
        verifier = ledgerVerifier(checkpointOf(value), options, view?.seen);
      } else if (value.format === 'sluice-ledger/1') {
        const chains = checkChains(value);
        verifier = ledgerVerifier(checkpointOf(value), options, view?.seen);
        for (const [chain, entries] of chains) for (const entry of entries) verifier.add(chain, entry);
      }
    });
    if (problem) throw new Defect(`line ${number}: ${problem}`);
    if (!verifier) throw new Defect(NO_EXPORT);
  }
  return verifier.verdict();
}

function checkChains({ chains }) {
  if (!isObject(chains)) throw new Defect(NO_ENTRY);
  return Object.entries(chains).map(([chain, entries]) => {
    if (!Array.isArray(entries)) throw new Defect(NO_EXPORT);
    return [chain, entries.map(entryOf)];
  });
}

/** The note in a checkpoint as people keep it: by itself, or in the export that it came with. */
function noteIn(text) {
  if (!text.startsWith('{')) return text;
  const [first] = text.split('\n', 1);
  const header = isHeader(first);
  const value = strictJson(header ? first : text);
  if (!header && value.format !== 'sluice-ledger/1') throw new Defect(NO_EXPORT);
  const note = checkpointOf(value);
  if (note === undefined) throw new Defect('not signed: there is no checkpoint in it');
  return note;
}

const isHeader = (line) => attempt(() => strictJson(line)).value?.format === 'sluice-ledger/2';

/** Of an export in lines its first one alone: the rest may be long. */
function keptText(name) {
  const lines = [];
  for (const line of linesOf(name)) {
    lines.push(line);
    if (lines.length === 1 && isHeader(line)) break;
  }
  return [...lines, ''].join('\n');
}

function checkLedgerFile(name, lines, options, several) {
  const view = several ? viewOf() : undefined;
  const { checkpoint, problems, entries, words, late, firsts } = checkLedger(lines, options, view);
  if (!checkpoint) return { name, problems, says: [] };
  if (view) view.checkpoint = checkpoint;
  const { now } = options;
  const { program } = checkpoint;
  let line = `ledger of ${program}, ${entries} entries, ${checkpointWords(checkpoint, now)}`;
  const { there, gone } = words;
  if (there + gone > 0) line += `; the words of ${there} entries are beside them, of ${gone} erased or left out`;
  if (late > 0) {
    const times = firsts.flatMap(({ at }) => at ?? []);
    const oldest = Math.min(...times);
    const from = firsts.map(({ chain, seq }) => `${chain} from ${seq}`).join(', ');
    const since = times.length === 0 ? 'of no time' : `${timeOf(oldest)}, ${ageOf(now - oldest)} old`;
    line += `; not signed yet: ${late} entries (${from}), the oldest of ${since}`;
  }
  return { name, problems, says: [line], checkpoint, unsigned: late > 0, program, view };
}

function checkNote(name, note, { key, program, earlier: kept = [], now }) {
  const checkpoint = openCheckpoint(note, key);
  const earlier = goingOnFrom(kept, checkpoint);
  const view = viewOf(checkpoint);
  const problems = [];
  const of = checkpoint.program;
  if (program !== undefined && program !== of) problems.push(`of program ${of}, not of ${program}`);
  for (const one of earlier) {
    problems.push(...(one.opened ? compareViews(viewOf(one.opened), view) : [`${one.name}: ${one.problem}`]));
  }
  for (const { opened } of earlier) {
    if (opened && (opened.number > checkpoint.number || opened.at > checkpoint.at)) {
      problems.push('behind an earlier checkpoint');
    }
  }
  const says = [`${checkpointWords(checkpoint, now)}, of ${of}, over ${checkpoint.total} entries`];
  return { name, problems, says, checkpoint, program: of, view };
}

const checkpointWords = ({ number, at }, now) =>
  `checkpoint${number > 0 ? ` ${number}` : ''} of ${timeOf(at)}, ${ageOf(now - at)} old`;

const timeOf = (ms) => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : 'no time');

function ageOf(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

/** A ledger is read line by line, so that `-`, what comes in, will do; everything else as a whole. */
function checkFile({ name, lines }, options, several) {
  const source = lines[Symbol.iterator]();
  const first = source.next();
  function* all() {
    for (let next = first; !next.done; next = source.next()) yield next.value;
  }
  if (!first.done && /^\s*\{.*"format"\s*:\s*"sluice-ledger\/2"/.test(first.value)) {
    return checkLedgerFile(name, all(), options, several);
  }
  const content = `${[...all()].join('\n')}\n`;
  if (!content.trimStart().startsWith('{')) return checkNote(name, content, options);
  const value = strictJson(content);
  if (value.format === 'sluice-ledger/1') return checkLedgerFile(name, [content], options, several);
  const { documents, problems } = checkDocuments(value, options);
  const says = documents.map(({ kind, program, incident, hash }) => {
    return `${kind} of ${program}, incident ${incident} (sha256:${hash})`;
  });
  return { name, problems, says, documents, program: documents[0]?.program };
}

/** Each for itself may hold, and two tell of two histories. */
function compared(verdicts) {
  const problems = [];
  for (const [at, one] of verdicts.entries()) {
    for (const other of verdicts.slice(at + 1)) {
      const pair = `${one.name} and ${other.name}`;
      if (one.program && other.program && one.program !== other.program) problems.push(`${pair}: of two programs`);
      else if (one.view && other.view) {
        for (const problem of compareViews(one.view, other.view)) problems.push(`${pair}: ${problem}`);
      }
    }
  }
  const papers = verdicts.filter(({ documents = [] }) => documents.length > 0);
  if (papers.length < 2) return problems;
  const names = papers.map(({ name }) => name).join(', ');
  return [...problems, ...together(papers.flatMap(({ documents }) => documents)).map((one) => `${names}: ${one}`)];
}

/**
 * @param files `{ name, lines }`, lines without their ends
 * @param options `{ key, program?, earlier?: [{ name, note }], witness?: { name, text, key }, now }`
 * @returns `holds`, `unsigned`, `unwitnessed` or `broken`, and a line a statement
 */
export function verifyFiles(files, { key, program, earlier = [], witness, now }) {
  const kept = earlier.map(({ name, note }) => {
    const { value: opened, problem } = attempt(() => openCheckpoint(noteIn(note), key));
    return { name, opened, problem };
  });
  let word;
  if (witness) {
    const { value, problem } = attempt(() => openStatement(witness.text, witness.key, key));
    word = { name: witness.name, ...value, problem };
    if (word.newest) kept.push({ name: word.name, opened: word.newest, onlyBefore: true });
  }
  const options = { key, program, earlier: kept, now };
  const verdicts = files.map((file) => {
    const { value, problem } = attempt(() => checkFile(file, options, files.length > 1));
    return value ?? { name: file.name, problems: [problem], says: [] };
  });
  if (word) {
    for (const verdict of verdicts) {
      if (!verdict.checkpoint) continue;
      const { problems, says, unwitnessed } = witnessed(word, verdict.checkpoint);
      verdict.problems.push(...problems);
      verdict.says.push(...says);
      verdict.unwitnessed = unwitnessed;
    }
  }
  const among = compared(verdicts);
  if (word) {
    const stated = checkStatement(word, options);
    if (!verdicts.some(({ checkpoint }) => checkpoint)) {
      stated.says = [...stated.says, 'no file holds a checkpoint that the witness could confirm'];
      stated.unwitnessed = true;
    }
    verdicts.push(stated);
  }
  const lines = verdicts.flatMap(({ name, problems, says, unsigned, unwitnessed }) =>
    problems.length > 0
      ? problems.map((problem) => `FAIL   ${name}: ${problem}`)
      : says.map((line) => `${unsigned || unwitnessed ? 'NOTYET' : 'ok    '} ${name}: ${line}`),
  );
  for (const problem of among) lines.push(`FAIL   ${problem}`);
  const broken = among.length > 0 || verdicts.some(({ problems }) => problems.length > 0);
  const unsigned = verdicts.some((one) => one.unsigned);
  const unwitnessed = verdicts.some((one) => one.unwitnessed);
  return { holds: broken ? 'broken' : unwitnessed ? 'unwitnessed' : unsigned ? 'unsigned' : 'holds', lines };
}

// The call

const EXIT = { holds: 0, broken: 1, unsigned: 6, unwitnessed: 7 };
const USAGE =
  'usage: node verify.mjs --key public.pem [--program NAME] [--previous CHECKPOINT]... [--witness STATEMENT --witness-key PEM] FILE...';

function argumentsOf(args) {
  const given = { files: [], previous: [] };
  for (let at = 0; at < args.length; at++) {
    const [option, value] = [args[at], args[at + 1]];
    if (!option.startsWith('--')) given.files.push(option);
    else if (value === undefined) return undefined;
    else if (option === '--key') given.key = value;
    else if (option === '--program') given.program = value;
    else if (option === '--witness') given.witness = value;
    else if (option === '--witness-key') given.witnessKey = value;
    else if (option === '--previous' || option === '--since') given.previous.push(value);
    else return undefined;
    if (option.startsWith('--')) at += 1;
  }
  const paired = (given.witness === undefined) === (given.witnessKey === undefined);
  return given.key && given.files.length > 0 && paired ? given : undefined;
}

function main(args) {
  const given = argumentsOf(args);
  if (!given) {
    console.error(USAGE);
    return 2;
  }
  let key;
  let earlier;
  let witness;
  let pem;
  try {
    pem = readFileSync(given.key, 'utf8');
    key = createPublicKey(pem);
    earlier = given.previous.map((name) => ({ name, note: keptText(name) }));
    witness = given.witness && {
      name: given.witness,
      text: readFileSync(given.witness, 'utf8'),
      key: createPublicKey(readFileSync(given.witnessKey, 'utf8')),
    };
  } catch (error) {
    console.error(shown(`${given.key}: ${error.message}`));
    return 2;
  }
  for (const [name, one] of [
    [given.key, key],
    [given.witnessKey, witness?.key ?? key],
  ]) {
    if (one.asymmetricKeyType === 'ed25519') continue;
    console.error(shown(`${name}: not an Ed25519 public key`));
    return 2;
  }
  console.log(shown(keyLine(given.key, pem, key)));
  const files = given.files.map((name) => ({ name, lines: linesOf(name) }));
  try {
    const { holds, lines } = verifyFiles(files, { key, program: given.program, earlier, witness, now: Date.now() });
    for (const line of lines) console.log(shown(line));
    return EXIT[holds];
  } catch (error) {
    if (!error.syscall) throw error;
    console.error(shown(error.message));
    return 2;
  }
}

/** The same hash for everybody who has the same key, so that it can be read out over another channel. */
function keyLine(name, pem, key) {
  const own = `key    ${name}: sha256:${hex(key.export({ format: 'der', type: 'spki' }))}`;
  const served = pem.startsWith('# from the API');
  return served ? `${own}, from the API that serves the ledger: compare it with one from elsewhere` : own;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.slice(2));
}
