import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type FilesOptions, filesAccessLog } from '../core/access-log/access-log.files.ts';
import { type AccessLog, SOURCES, type Source, type Window } from '../core/access-log/access-log.ts';
import type { TrailFile } from '../core/access-log/trail-file.ts';
import { type TrailPlace, trailPlaceSchema } from '../core/access-log/trail-place.ts';
import { type Exposure, exposureSchema } from '../core/blast-radius/could.ts';
import type { StoredFacts, StoredSegment } from '../core/blast-radius/whose.ts';
import type { Disclosure } from '../core/disclosure/disclosure.ts';
import { parseDisclosure } from '../core/disclosure/parse.ts';
import { readableEntry } from '../core/ledger/entry.ts';
import type { Entry } from '../core/ledger/ledger.ts';
import { entriesIn } from '../core/ledger/ledger-file.ts';
import {
  type Known,
  knownFrom,
  NOTHING_KNOWN,
  regionsOf,
  type Scope,
  type StoredRow,
  scopeSchema,
} from '../core/who-did/scope.ts';
import { readLines } from '../wire/line-stream.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { readText } from './files.ts';
import { momentOf } from './when.ts';

/** What `sluice investigate` is given in files, read and checked. */

const usage = (reason: string, message: string, cause?: unknown) =>
  new CommandError(EXIT.usage, reason, message, { cause });

/** Files, and all in folders, in the order of their names: CloudTrail's have the time in theirs. */
function trailFiles(names: readonly string[]): TrailFile[] {
  const files = names.flatMap((name): string[] => {
    try {
      if (!statSync(name).isDirectory()) return [name];
      return readdirSync(name, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile() && /\.(json|ndjson|jsonl)(\.gz)?$/.test(one.name))
        .map((one) => join(one.parentPath, one.name));
    } catch (cause) {
      throw usage(
        'unreadable',
        `${name} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}).`,
        cause,
      );
    }
  });
  if (files.length === 0)
    throw usage(
      'no-log',
      'There is no file of records: name files of CloudTrail, folders of them, or --outputs of a stage.',
    );
  return files.sort().map((name) => ({ name, bytes: () => createReadStream(name) }));
}

export function logOf(
  names: readonly string[],
  logs: readonly string[] | undefined,
  scope: Scope,
  onRecords: FilesOptions['onRecords'],
): AccessLog {
  const said = logs?.map((one): { source: Source; resources?: string[] } => {
    const [source = '', resources] = one.split('=');
    if (!SOURCES.some((known) => known === source))
      throw usage('bad-source', `--logs: ${source} is none of ${SOURCES.join(', ')}.`);
    return { source: source as Source, ...(resources !== undefined && { resources: resources.split(',') }) };
  });
  return filesAccessLog(trailFiles(names), {
    regions: regionsOf(scope),
    ...(said && { logs: said }),
    ...(onRecords && { onRecords }),
  });
}

/** Where the trail of a stage is asked. @param scope of that stage: a file of outputs may hold several */
export function placeIn(file: string, scope: Scope): TrailPlace {
  const named = Object.values(scope.roles)[0]?.replace(/^.*\//, '') ?? '';
  const places = trailsIn(file).filter(({ workgroup }) => named === '' || named.startsWith(`${workgroup}-`));
  if (places.length === 1) return places[0]!;
  throw usage(
    'no-trail',
    places.length === 0
      ? `${file} has no trail of the stage of the scope: deploy it with the option "trail", or name files of CloudTrail.`
      : `${file} has several trails, and the scope does not say of which stage it is.`,
  );
}

function trailsIn(file: string): TrailPlace[] {
  const text = readText(file);
  try {
    const stacks = z.record(z.string(), z.looseObject({ Trail: z.string().optional() })).parse(JSON.parse(text));
    return Object.values(stacks).flatMap(({ Trail }) =>
      Trail === undefined ? [] : [trailPlaceSchema.parse(JSON.parse(Trail))],
    );
  } catch (cause) {
    throw usage('bad-outputs', `${file} is not a file that cdk deploy --outputs-file wrote.`, cause);
  }
}

function parsed<T>(file: string, schema: z.ZodType<T>, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(readText(file));
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw usage('malformed', `${file} is no JSON.`, cause);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw usage(
    'malformed',
    `${file} is no ${what}: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not as it should be'} (docs/investigation.md).`,
  );
}

export const readScope = (file: string): Scope => parsed(file, scopeSchema, 'scope');
export const readExposure = (file: string): Exposure => parsed(file, exposureSchema, 'list of who could');

/** As they stand: whether the ledger holds is for `sluice ledger verify`. */
export async function* ledgerEntries(file: string): AsyncGenerator<Entry> {
  for await (const stored of entriesIn(readLines(createReadStream(file)))) {
    const entry = readableEntry(stored);
    if (entry) yield entry;
  }
}

const row = z.looseObject({
  subject: z.string(),
  segment: z.string(),
  keyId: z.string().optional(),
  object: z.string().optional(),
  kinds: z.record(z.string(), z.number()).default({}),
  tier: z.string().default('unknown'),
  disclosure: z.string().default('unknown'),
  arrivedTo: z.number().default(0),
});

/** Rows of the index, one a line, or what `sluice records list --json` wrote. */
export function readIndex(file: string): { known: Known; segments: StoredSegment[] } {
  const text = readText(file).trim();
  const values = (() => {
    try {
      if (text.startsWith('{') && text.includes('"records"'))
        return (JSON.parse(text) as { records: unknown[] }).records;
      if (text.startsWith('[')) return JSON.parse(text) as unknown[];
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown);
    } catch (cause) {
      throw usage(
        'malformed',
        `${file} is no list of rows: one JSON object a line, or what "sluice records list --json" wrote.`,
        cause,
      );
    }
  })();
  const rows = z.array(row).safeParse(values);
  if (!rows.success) throw usage('malformed', `${file}: a row has no subject or segment.`);
  const withKeys = rows.data.filter((one): one is typeof one & StoredRow => one.keyId !== undefined);
  return { known: knownFrom(withKeys), segments: rows.data };
}
export const NO_INDEX = { known: NOTHING_KNOWN, segments: undefined };

export function storedOf(
  segments: StoredSegment[] | undefined,
  files: readonly string[] = [],
): StoredFacts | undefined {
  if (!segments) return undefined;
  const byVersion = new Map(
    files.map((file) => parseDisclosure(readText(file), file)).map((one): [string, Disclosure] => [one.version, one]),
  );
  return {
    segments,
    fieldsOf: (version, kind) =>
      (byVersion.get(version)?.events as Record<string, { fields: readonly string[] } | undefined> | undefined)?.[kind]
        ?.fields,
  };
}

export function windowOf({ from, to }: { from: string; to?: string }, now: number): Window {
  const window = { from: momentOf('--from', from, now), to: to === undefined ? now : momentOf('--to', to, now) };
  if (window.from > window.to) throw usage('bad-time', '--from is after --to.');
  return window;
}
