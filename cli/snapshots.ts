import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Command } from 'commander';
import type * as z from 'zod';
import type { ApiClient } from '../api/client.ts';
import { listSnapshots, type snapshot, snapshotPart } from '../api/exposure.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { table, time } from './output.ts';
import { momentOf } from './when.ts';

type Snapshot = z.output<typeof snapshot>;

interface SnapshotOptions {
  at?: string;
  out?: string;
  all?: boolean;
}

export const snapshotsCommand = (): Command =>
  new Command('snapshots')
    .description(
      'inventories of the account that the program keeps, one a day; with --at the one that was in force then',
    )
    .option('--at <time>', 'ISO 8601, a date, or how long ago (8h, 2d): the last one that was whole by then')
    .option('--out <file>', 'write it down, for the other commands; - for stdout')
    .option('--all', 'all of them, not only of the last month')
    .addHelpText(
      'after',
      `
Examples:
  sluice exposure snapshots
  sluice exposure snapshots --at 2026-11-25T09:00:00Z --out then.ndjson
  sluice exposure snapshots --at 2d --out - | sluice exposure scan -`,
    )
    .action(async ({ at, out, all }: SnapshotOptions, self: Command) => {
      const { api, output } = contextOf(self);
      if (at === undefined && out === undefined) {
        const found = await some(api, all === true);
        return output.result({ snapshots: found }, () => listed(found));
      }
      const moment = at === undefined ? Date.now() : momentOf('--at', at, Date.now());
      const chosen = await inForceAt(api, moment);
      if (out === undefined) return output.result(chosen, () => listed([chosen]));
      if (out === '-' && process.stdout.isTTY) {
        throw new CommandError(
          EXIT.usage,
          'terminal',
          'An inventory is for a file or another command: pipe it, or say --out FILE.',
        );
      }
      if (out !== '-' && existsSync(out)) {
        throw new CommandError(
          EXIT.usage,
          'there',
          `${out} is there already, and is not written over. Name another file.`,
        );
      }
      const text = await linesOf(api, chosen, (part) => output.progress(`part ${part} of ${chosen.parts} ...`));
      if (out === '-') return void process.stdout.write(text);
      writeFileSync(out, text, { flag: 'wx', mode: 0o600 });
      output.result({ file: out, ...chosen }, () => `${out}: the inventory that was begun at ${time(chosen.begun)}.`);
    });

const listed = (snapshots: readonly Snapshot[]): string =>
  snapshots.length === 0
    ? 'There is none yet: the first one is written within an hour of the deploy.'
    : table(
        ['BEGUN', 'ENDED', 'ROWS', 'GAPS'],
        snapshots.map(({ begun, whole }) => [
          time(begun),
          whole ? time(whole.ended) : 'not finished',
          whole ? String(whole.rows) : '-',
          whole ? String(whole.gaps) : '-',
        ]),
      );

/** Newest first, page by page. */
async function* snapshotsOf(api: ApiClient, before?: number): AsyncGenerator<Snapshot[]> {
  let next = before;
  do {
    const page = await api.call(listSnapshots, next === undefined ? {} : { query: { before: next } });
    yield page.snapshots;
    next = page.next;
  } while (next !== undefined);
}

async function some(api: ApiClient, all: boolean): Promise<Snapshot[]> {
  const found: Snapshot[] = [];
  for await (const page of snapshotsOf(api)) {
    found.push(...page);
    if (!all) break;
  }
  return found;
}

/** The last one that had ended by then: what was known at that moment. @throws CommandError `no-snapshot` */
export async function inForceAt(api: ApiClient, moment: number): Promise<Snapshot> {
  for await (const page of snapshotsOf(api, moment + 1)) {
    const found = page.find(({ whole }) => whole !== undefined && whole.ended <= moment);
    if (found) return found;
  }
  throw new CommandError(
    EXIT.failed,
    'no-snapshot',
    `No inventory was whole by ${time(moment)}: who could read then is not known. sluice exposure snapshots --all lists those that are kept.`,
  );
}

/** The file as it was written. @throws CommandError `changed` when a part, or all of it, is not what was kept */
export async function linesOf(
  api: ApiClient,
  { begun, parts, whole }: Snapshot,
  onPart: (part: number) => void,
): Promise<string> {
  const pieces: Buffer[] = [];
  for (let number = 1; number <= parts; number++) {
    if (number > 1) onPart(number);
    const { lines, sha256 } = await api.call(snapshotPart, {
      params: { begun: String(begun), number: String(number) },
    });
    const gzipped = Buffer.from(lines, 'base64');
    if (createHash('sha256').update(gzipped).digest('hex') !== sha256) throw changed();
    pieces.push(gunzipSync(gzipped));
  }
  const text = Buffer.concat(pieces).toString('utf8');
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  if (createHash('sha256').update(text.slice(0, end)).digest('hex') !== whole?.sha256) throw changed();
  return text;
}

const changed = () =>
  new CommandError(
    EXIT.failed,
    'changed',
    'What came is not the inventory that was kept. File a report of high severity.',
  );
