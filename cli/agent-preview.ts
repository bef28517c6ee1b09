import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { status } from '../api/consent.ts';
import { filterOf } from '../core/disclosure/filter.ts';
import { DisclosureInvalid, parseDisclosure } from '../core/disclosure/parse.ts';
import { redactionPolicyOf, spokenLanguagesOf } from '../core/disclosure/policy.ts';
import { createRedactor } from '../redaction/create.ts';
import type { RedactedFrame, RedactionPolicy, RedactorOptions } from '../redaction/redactor.ts';
import { type Passage, passagesOf } from '../redaction/typing/passages.ts';
import type { Event } from '../wire/event.ts';
import type { Filter } from '../wire/filter.ts';
import { readLines } from '../wire/line-stream.ts';
import { inOneLine } from '../wire/printable.ts';
import { programFile } from './built.ts';
import { type Context, contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { PRIVATE, readText } from './files.ts';
import { passagesText } from './me/passages.ts';

/**
 * `sluice agent preview`: what the agent would send of this device, and what redaction leaves of it before anything is stored. The agent shows what passes
 * its filter; redaction runs here, on the same machine, by the rules that the program says it has. Nothing is sent, and no event is written to a file.
 */

interface Rules {
  filter?: Filter;
  redaction: { policy: RedactionPolicy; languages?: RedactorOptions['languages'] };
}

/** A filter of one's own names no rules of redaction: all that is found is masked. */
const MASK_ALL: Rules = { redaction: { policy: { actions: {}, tiers: {} } } };

/** Takes an option with its value out of the arguments. */
function taken(passed: string[], name: string): string | undefined {
  const at = passed.findIndex((one) => one === name || one.startsWith(`${name}=`));
  if (at < 0) return undefined;
  const [given] = passed.splice(at, 1);
  if (given !== name) return given!.slice(name.length + 1);
  const [value] = passed.splice(at, 1);
  if (value === undefined) throw new CommandError(EXIT.usage, 'usage', `${name} needs a file.`);
  return value;
}

function flagged(passed: string[], name: string): boolean {
  const at = passed.indexOf(name);
  if (at >= 0) passed.splice(at, 1);
  return at >= 0;
}

export async function previewAgent(given: readonly string[], command: Command): Promise<void> {
  const context = contextOf(command);
  const passed = [...given];
  const file = taken(passed, '--disclosure');
  const showEvents = flagged(passed, '--events');
  const json = flagged(passed, '--json') || context.options.json === true;
  const hasFilter = passed.some((one) => one === '--filter' || one.startsWith('--filter='));
  if (file !== undefined && hasFilter)
    throw new CommandError(EXIT.usage, 'usage', '--disclosure has a filter already: leave out --filter.');
  const rules = hasFilter ? MASK_ALL : file === undefined ? await rulesInForce(context) : rulesOf(file);
  const seen = await seenByAgent(passed, rules.filter);
  if (!seen) return;
  const redacted = redactedOf(seen.events, rules.redaction);
  const passages = passagesOf(redacted.events);
  const { dropped, found, events } = redacted;
  const result = { preview: seen.summary, redaction: { dropped, found }, events, passages };
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else context.output.result(result, () => text(seen, redacted, passages, showEvents));
}

async function rulesInForce({ api }: Context): Promise<Rules> {
  const { rules } = (await api.call(status, { query: { rules: 'true' } })).disclosure;
  if (!rules)
    throw new CommandError(
      EXIT.failed,
      'old-service',
      'The program does not tell its rules yet: give --disclosure FILE, as it was reviewed.',
    );
  const { actions, tiers, languages } = rules.redaction;
  // What it says beyond the types that are known here is masked, as ever.
  const policy = { actions, tiers } as RedactionPolicy;
  // The stricter way where the word is not known.
  const others = languages?.others === 'structured' ? 'structured' : 'mask';
  return {
    filter: rules.filter as Filter,
    redaction: { policy, ...(languages && { languages: { spoken: languages.spoken, others } }) },
  };
}

function rulesOf(file: string): Rules {
  try {
    const disclosure = parseDisclosure(readText(file), file);
    const languages = spokenLanguagesOf(disclosure);
    return {
      filter: filterOf(disclosure),
      redaction: { policy: redactionPolicyOf(disclosure), ...(languages && { languages }) },
    };
  } catch (cause) {
    if (!(cause instanceof DisclosureInvalid)) throw cause;
    throw new CommandError(EXIT.usage, 'disclosure', `${file} is not valid: sluice disclosure check ${file}`, {
      cause,
    });
  }
}

interface Seen {
  events: Event[];
  summary: { kept: number; dropped: Record<string, number>; applications: Record<string, Record<string, number>> };
}

/** @returns nothing where the agent has said itself why it shows nothing */
async function seenByAgent(passed: readonly string[], filter: Filter | undefined): Promise<Seen | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-preview-'));
  try {
    const filterFile = join(folder, 'filter.json');
    if (filter) writeFileSync(filterFile, JSON.stringify(filter), { mode: PRIVATE });
    const { SLUICE_TOKEN: _, ...env } = process.env;
    const program = fileURLToPath(programFile('../agent/bin/sluice-agent.ts'));
    const args = [program, 'preview', '--json', ...passed, ...(filter ? ['--filter', filterFile] : [])];
    const child = spawn(process.execPath, args, { stdio: ['inherit', 'pipe', 'inherit'], env });
    // Ctrl-C ends the recording, not the showing: a terminal sends it to both.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
    const ended = new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
    const events: Event[] = [];
    let summary: Seen['summary'] | undefined;
    for await (const line of readLines(child.stdout)) {
      const said = JSON.parse(line.toString('utf8')) as { event?: Event; preview?: Seen['summary'] };
      if (said.event) events.push(said.event);
      summary ??= said.preview;
    }
    const code = await ended;
    if (code !== 0 || !summary) {
      process.exitCode = code || EXIT.failed;
      return undefined;
    }
    return { events, summary };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function redactedOf(events: Event[], { policy, languages }: Rules['redaction']): RedactedFrame {
  const redactor = createRedactor({ policy, tokenKey: randomBytes(32), ...(languages && { languages }) });
  // Nothing was typed around it: its edges are not open.
  const frame = { device: 'preview', number: 1, events, context: { before: [], after: [] } };
  return redactor.redactFrames([frame])[0]!;
}

function text(
  { summary }: Seen,
  { events, dropped, found }: RedactedFrame,
  passages: readonly Passage[],
  showEvents: boolean,
): string {
  const counts = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([name, count]) => `${count} ${inOneLine(name)}`)
      .join(', ');
  const takenOut = counts(found as Record<string, number>);
  const left = counts(summary.dropped);
  return [
    `${summary.kept} events would be sent; nothing was.`,
    ...Object.entries(summary.applications).map(([app, kinds]) => `  ${inOneLine(app)}: ${counts(kinds)}`),
    ...(left ? [`Left out on this device: ${left}.`] : []),
    `${events.length} of them would be stored: redaction drops ${dropped}${takenOut ? `, and takes out ${takenOut}` : ''}.`,
    ...(showEvents ? ['', ...events.map((event) => inOneLine(JSON.stringify(event)))] : []),
    '',
    passagesText(passages),
  ].join('\n');
}
