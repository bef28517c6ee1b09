// Verifies what Sluice signed, with the public key alone: receipts, certificates, findings, checkpoints, ledger exports.
//
//     node verify.mjs --key public.pem FILE...     (`-`: what comes in)
//
// Copy this one file anywhere; it needs Node 18 or later and nothing else. It is written apart from Sluice's own code, so
// that the two check each other. Exit code: 0 all hold, 1 one does not, 2 the call was wrong.
//
// Formats: https://c2sp.org/signed-note (Ed25519), RFC 8785 (canonical JSON), RFC 6962 2.1 (tree hash).

import { createHash, createPublicKey, verify } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const FIRST_PREVIOUS = '0'.repeat(64);
const SPKI_PREFIX_LENGTH = 12;

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

/** RFC 8785. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Text of a note, once a signature of the key has been verified. */
function openNote(note, key) {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw new Defect('not a signed note');
  const text = note.slice(0, split + 1);
  const raw = key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX_LENGTH);
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [, name, base64] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    if (!name) throw new Defect('a line after the text is no signature');
    const bytes = Buffer.from(base64, 'base64');
    const keyId = sha256(name, Buffer.from([0x0a, 0x01]), raw).subarray(0, 4);
    if (!bytes.subarray(0, 4).equals(keyId)) continue;
    if (!verify(null, Buffer.from(text), key, bytes.subarray(4)))
      throw new Defect('the signature does not fit the text');
    return { text, name };
  }
  throw new Defect('no signature of this key');
}

function checkDocument({ document, note }, key) {
  const { text, name } = openNote(note, key);
  const [origin, kind, digest, ...rest] = text.split('\n');
  if (origin !== name || rest.length !== 1 || rest[0] !== '') throw new Defect('the note is not one about a document');
  if (digest !== `sha256:${sha256(canonical(document)).toString('hex')}`) {
    throw new Defect('the note is about another document');
  }
  return `${kind} of ${origin}, signed (${digest})`;
}

function treeHash(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Buffer.from([0]), leaves[0]);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.from([1]), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

/** Length and hash per chain. */
function openCheckpoint(note, key) {
  const { text, name } = openNote(note, key);
  const [origin, size, root, time, ...rest] = text.split('\n').slice(0, -1);
  const numbered = /^number [1-9]\d{0,11}\nprevious [0-9a-f]{64}$/.test(rest.slice(0, 2).join('\n'));
  const lines = numbered ? rest.slice(2) : rest;
  const chains = new Map();
  let total = 0;
  for (const line of lines) {
    const [, chain, length, hash] = /^chain (\S+) (0|[1-9]\d{0,15}) ([0-9a-f]{64})$/.exec(line) ?? [];
    if (!chain || chains.has(chain)) throw new Defect('a line of the checkpoint is not about a chain');
    chains.set(chain, { length: Number(length), hash });
    total += Number(length);
  }
  if (origin !== `${name}/ledger` || size !== String(total) || !/^time \d{4}-/.test(time ?? '')) {
    throw new Defect('the lines of the checkpoint do not agree');
  }
  if (root !== treeHash(lines).toString('base64')) throw new Defect('the root of the checkpoint is another one');
  return { chains, time: time.slice(5), total };
}

/** Follows a chain; holds its last hash alone. */
function followChain(chain) {
  let [previous, length] = [FIRST_PREVIOUS, 0];
  return {
    add({ body, hash }) {
      const seq = length + 1;
      const broken = (why) => new Defect(`chain ${chain} is broken at entry ${seq}: ${why}`);
      if (typeof body !== 'string' || sha256(body).toString('hex') !== hash) throw broken('hash');
      let entry;
      try {
        entry = JSON.parse(body);
      } catch {
        throw broken('form');
      }
      if (canonical(entry) !== body) throw broken('form');
      if (entry.seq !== seq) throw broken('sequence');
      if (entry.chain !== chain) throw broken('chain');
      if (entry.previous !== previous) throw broken('previous');
      [previous, length] = [hash, seq];
    },
    tip: () => ({ length, hash: previous }),
  };
}

/** Entries as `[chain, entry]`, in order within each chain. Without a checkpoint that the key signed nothing holds. */
function checkLedger(note, entries, key) {
  if (typeof note !== 'string') throw new Defect('not signed: there is no checkpoint in it');
  const checkpoint = openCheckpoint(note, key);
  const chains = new Map();
  for (const [chain, entry] of entries) {
    if (!chains.has(chain)) chains.set(chain, followChain(chain));
    const follow = chains.get(chain);
    follow.add(entry);
    const { length, hash } = follow.tip();
    const signed = checkpoint.chains.get(chain);
    if (signed?.length === length && signed.hash !== hash) {
      throw new Defect(`chain ${chain} does not pass through the checkpoint at entry ${length}`);
    }
  }
  let total = 0;
  for (const follow of chains.values()) total += follow.tip().length;
  for (const [chain, { length }] of checkpoint.chains) {
    if ((chains.get(chain)?.tip().length ?? 0) < length) {
      throw new Defect(`chain ${chain} ends before entry ${length} of the checkpoint`);
    }
  }
  const unsigned = total - checkpoint.total;
  return `ledger, ${total} entries, chains hold and pass through the checkpoint of ${checkpoint.time}${unsigned > 0 ? `; the last ${unsigned} are not signed yet` : ''}`;
}

/** Lines of a file, one in memory at a time; they end with LF alone. */
function* linesOf(file) {
  const handle = file === '-' ? 0 : openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(1 << 20);
    let rest = [];
    for (let size = readSync(handle, chunk); size > 0; size = readSync(handle, chunk)) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0 && end < size; end = chunk.indexOf(10, start)) {
        rest.push(Buffer.from(chunk.subarray(start, end)));
        yield Buffer.concat(rest).toString('utf8');
        rest = [];
        start = end + 1;
      }
      rest.push(Buffer.from(chunk.subarray(start, size)));
    }
    const last = Buffer.concat(rest);
    if (last.length > 0) yield last.toString('utf8');
  } finally {
    closeSync(handle);
  }
}

/** The first line of a ledger that is lines, or nothing. */
function headerOf(line) {
  try {
    const value = JSON.parse(line);
    return value?.format === 'sluice-ledger/2' ? value : undefined;
  } catch {
    return undefined;
  }
}

function* entriesOf(lines) {
  for (let next = lines.next(); !next.done; next = lines.next()) {
    if (next.value === '') continue;
    let entry;
    try {
      entry = JSON.parse(next.value);
    } catch {
      throw new Defect('a line is no entry');
    }
    if (typeof entry?.chain !== 'string') throw new Defect('a line is no entry');
    yield [entry.chain, entry];
  }
}

/** A ledger is read line by line, so that `-`, what comes in, will do; everything else as a whole. */
function checkFile(file, key) {
  const lines = linesOf(file);
  const first = lines.next().value ?? '';
  const header = headerOf(first);
  if (header) return [checkLedger(header.checkpoint, entriesOf(lines), key)];
  return check(`${[first, ...lines].join('\n')}\n`, key);
}

/** A JSON file (signed document, ledger export of 0.1.0, or an answer that holds signed documents), or a signed note. */
function check(content, key) {
  if (!content.trimStart().startsWith('{')) {
    const { total, time } = openCheckpoint(content, key);
    return [`checkpoint of ${time} over ${total} entries, signed`];
  }
  const value = JSON.parse(content);
  if (value.format === 'sluice-ledger/1') {
    const entries = Object.entries(value.chains).flatMap(([chain, list]) => list.map((entry) => [chain, entry]));
    return [checkLedger(value.checkpoint, entries, key)];
  }
  const isSigned = (part) => part && typeof part.note === 'string' && part.document !== undefined;
  if (isSigned(value)) return [checkDocument(value, key)];
  const parts = Object.values(value).filter(isSigned);
  if (parts.length === 0) throw new Defect('nothing signed in it');
  return parts.map((part) => checkDocument(part, key));
}

function main(args) {
  const at = args.indexOf('--key');
  const keyFile = at < 0 ? undefined : args[at + 1];
  const files = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  if (!keyFile || files.length === 0 || files.some((file) => file.startsWith('--'))) {
    console.error('usage: node verify.mjs --key public.pem FILE...');
    return 2;
  }
  let key;
  try {
    key = createPublicKey(readFileSync(keyFile, 'utf8'));
  } catch (error) {
    console.error(shown(`${keyFile}: ${error.message}`));
    return 2;
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    console.error(shown(`${keyFile}: not an Ed25519 public key`));
    return 2;
  }
  let exit = 0;
  for (const file of files) {
    try {
      for (const line of checkFile(file, key)) console.log(shown(`ok    ${file}: ${line}`));
    } catch (error) {
      console.log(shown(`FAIL  ${file}: ${error.message}`));
      exit = 1;
    }
  }
  return exit;
}

process.exitCode = main(process.argv.slice(2));
