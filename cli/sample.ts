import { randomInt } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import { ApiError } from '../api/client.ts';
import { showIncident } from '../api/incident.ts';
import { examineRecord, listForPurpose } from '../api/reading.ts';
import type { Answer } from '../api/route.ts';
import { type Context, contextOf } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { checkedId } from './incident-opened.ts';
import { table } from './output.ts';

interface SampleOptions {
  purpose: string;
  reason: string;
  count: number;
}

const MOST = 200;
const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > MOST) throw new InvalidArgumentError(`1 to ${MOST}.`);
  return value;
};

export const sampleCommand = (): Command =>
  new Command('sample')
    .description(
      'what today’s detectors would find in a sample of what was stored then: numbers by type, never content',
    )
    .argument('<incident>', 'id of the incident')
    .requiredOption('--purpose <purpose>', 'of the disclosure, for which you hold a grant')
    .requiredOption('--reason <text>', 'why, in a sentence: it stands beside the ledger')
    .option(
      '--count <number>',
      `segments, drawn at random: each is a read with an entry of its own (1 to ${MOST})`,
      count,
      20,
    )
    .addHelpText(
      'after',
      `
Example:
  sluice incidents sample 01KAV... --purpose incident-investigation --reason "was anything left unredacted?"

While a gate before reading is closed nobody reads, and this neither: it is for after the resume.`,
    )
    .action(async (given: string, options: SampleOptions, command: Command) => {
      const context = contextOf(command);
      const incident = checkedId(given);
      const { incident: row } = await context.api.call(showIncident, { params: { incident } });
      const span = { from: row.from, to: row.closedAt ?? row.reportedAt };
      const all = await listed(context, span, options);
      const drawn = draw(all, options.count);
      const found: Record<string, number> = {};
      const refused: Record<string, number> = {};
      let [looked, events] = [0, 0];
      for (const { subject, segment } of drawn) {
        const examined = await examine(context, { subject, segment }, options);
        if (typeof examined === 'string') {
          refused[examined] = (refused[examined] ?? 0) + 1;
          continue;
        }
        looked++;
        events += examined.events;
        for (const [type, times] of Object.entries(examined.found)) found[type] = (found[type] ?? 0) + times;
        if (looked % 10 === 0) context.output.progress(`${looked} of ${drawn.length} ...`);
      }
      const sample = { incident, ...span, segments: all.length, looked, events, found, refused };
      context.output.result(sample, () => sampleText(sample));
      if (Object.keys(found).length > 0) process.exitCode = EXIT.failed;
    });

type Row = Pick<Answer<typeof listForPurpose>['records'][number], 'subject' | 'segment'>;

async function listed(
  { api, output }: Context,
  span: { from: number; to: number },
  { purpose, reason }: SampleOptions,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after: string | undefined; ; ) {
    const body = { ...span, purpose, reason, limit: 1_000, ...(after !== undefined && { after }) };
    const page = await api.call(listForPurpose, { body });
    rows.push(...page.records);
    if (page.next === undefined) return rows;
    after = page.next;
    output.progress(`${rows.length} segments ...`);
  }
}

/** Each as likely as any other, none twice. */
function draw(rows: readonly Row[], most: number): Row[] {
  const left = [...rows];
  return Array.from({ length: Math.min(most, left.length) }, () => left.splice(randomInt(left.length), 1)[0]!);
}

/** What says that nobody reads at all, rather than not this one. */
const ENDS: ReadonlySet<string> = new Set(['gate-closed', 'no-grant', 'purpose', 'limit']);

/** @returns why one was refused, which is told by its number */
async function examine(
  { api }: Context,
  params: Row,
  { purpose, reason }: SampleOptions,
): Promise<Answer<typeof examineRecord> | string> {
  try {
    return await api.call(examineRecord, { params, body: { purpose, reason } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason === undefined || ENDS.has(error.reason)) throw error;
    return error.reason;
  }
}

function sampleText({
  segments,
  looked,
  events,
  found,
  refused,
}: {
  segments: number;
  looked: number;
  events: number;
  found: Record<string, number>;
  refused: Record<string, number>;
}): string {
  const rows = Object.entries(found).sort(([, a], [, b]) => b - a);
  return [
    `Of ${segments} segments ${looked} were read again, ${events} events: ${rows.length === 0 ? 'nothing would be found in them now.' : 'this would be found now.'}`,
    ...(rows.length === 0
      ? []
      : [
          '',
          table(
            ['TYPE', 'VALUES'],
            rows.map(([type, times]) => [type, String(times)]),
          ),
        ]),
    ...Object.entries(refused).map(([why, times]) => `Not read: ${times} (${why}).`),
    ...(rows.length === 0
      ? []
      : ['', 'Say so on the incident: sluice incidents finding, or a report of its own where it is over.']),
  ].join('\n');
}
