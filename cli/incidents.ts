import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { answerReport, type IncidentView, listIncidents, showIncident } from '../api/incident.ts';
import type { Answer } from '../api/route.ts';
import { inOneLine } from '../wire/printable.ts';
import { answersIn } from './anonymous.ts';
import { caseCommands, caseLines, momentsOf } from './case.ts';
import { contextOf } from './context.ts';
import { dryRunOption } from './dry-run.ts';
import { checkedId } from './incident-opened.ts';
import { facts, quoted, table, time } from './output.ts';
import { progressFacts } from './progress.ts';
import { radiusCommand } from './radius.ts';
import { sampleCommand } from './sample.ts';
import { terminationCommand } from './termination.ts';
import { timelineOf, timelineText } from './timeline.ts';

const list = (): Command =>
  new Command('list')
    .description(
      'list incidents: all for investigators, representatives, stewards and platform; for others their own, and what is told',
    )
    .option('--after <incident>', 'the page behind that incident')
    .addHelpText('after', '\nExample:\n  sluice incidents list')
    .action(async ({ after }: { after?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const page = await api.call(listIncidents, { query: after === undefined ? {} : { after: checkedId(after) } });
      output.result(page, () => (page.incidents.length === 0 ? 'No incidents.' : rows(page)));
    });

function rows({ incidents, next }: Answer<typeof listIncidents>): string {
  const shown = table(
    ['INCIDENT', 'KIND', 'SEVERITY', 'STATUS', 'REPORTED', 'CLOSED'],
    incidents.map((row) => [
      row.incident,
      row.kind,
      row.severity,
      row.status,
      time(row.reportedAt),
      time(row.closedAt),
    ]),
  );
  return next === undefined ? shown : `${shown}\n\n${facts({ more: `--after ${next}` })}`;
}

const show = (): Command =>
  new Command('show')
    .description('show an incident: receipt, certificate, findings, approvals')
    .argument('<incident>', 'id of the incident')
    .option(
      '--save <folder>',
      'write receipt, certificate, findings and their summary there, those of them that you are shown, to be verified offline',
    )
    .addHelpText(
      'after',
      '\nExample:\n  sluice incidents show 01KAV... --save evidence\n  node verify.mjs --key public.pem evidence/*.json',
    )
    .action(async (id: string, options: { save?: string }, command: Command) => {
      const context = contextOf(command);
      const { api, output } = context;
      const incident = checkedId(id);
      const view = await api.call(showIncident, { params: { incident } });
      const saved = options.save === undefined ? [] : save(options.save, view);
      const { view: work, lines } = await caseLines(context, incident);
      output.result({ ...view, ...(work && { case: work }) }, () =>
        [describe(view), ...(work ? ['', ...lines] : []), ...saved.map((file) => `Saved ${file}`)].join('\n'),
      );
    });

function save(folder: string, view: IncidentView): string[] {
  mkdirSync(folder, { recursive: true });
  const saved: string[] = [];
  for (const name of ['receipt', 'certificate', 'findings', 'summary', 'termination'] as const) {
    const signed = view[name];
    if (!signed) continue;
    const file = join(folder, `${name}.json`);
    writeFileSync(file, `${JSON.stringify(signed, null, 2)}\n`);
    saved.push(file);
  }
  return saved;
}

function describe(view: IncidentView): string {
  const { incident, approvals, findings, summary, text, answers, progress } = view;
  const lines = [
    facts({
      incident: incident.incident,
      severity: incident.severity,
      status: incident.status,
      reported: time(incident.reportedAt),
      closed: incident.closedAt === undefined ? undefined : time(incident.closedAt),
      epoch: incident.epochs?.collection,
      certificate: incident.certificate && 'capture has stopped',
      findings: incident.findings?.document ?? summary?.document.findings,
      version: incident.version,
      verdict: incident.verdict && [incident.verdict.verdict, incident.verdict.of].filter(Boolean).join(' of '),
      ...(progress && progressFacts(incident.incident, progress)),
    }),
  ];
  if (text !== undefined) lines.push('', quoted(text));
  if (answers) lines.push(...answersIn(answers));
  const found = findings?.document.findings ?? summary?.document.established ?? [];
  if (found.length > 0) {
    lines.push('', ...found.map((one) => inOneLine(`${one.finding}${judged(one)}: ${one.statement}`)));
  }
  if (incident.status === 'terminated') {
    lines.push('', `What was erased, and what remains: sluice incidents termination ${incident.incident}`);
  }
  if (view.probes && view.probes.length > 0) lines.push('', probesText(view.probes));
  lines.push('', timelineText(timelineOf(view)));
  if (approvals.length > 0) {
    lines.push(
      '',
      table(
        ['APPROVER', 'GROUPS', 'DECISION', 'AT'],
        approvals.map((row) => [
          row.approver,
          row.groups.join(', '),
          isVoid(view, row) ? `${row.decision} (void: the findings were amended)` : row.decision,
          time(row.at),
        ]),
      ),
    );
  }
  return lines.join('\n');
}

/** What goes on asking. */
const probesText = (probes: NonNullable<IncidentView['probes']>): string =>
  table(
    ['PROBE', 'STANDS', 'SINCE', 'ASKED', 'REPORT'],
    probes.map(({ probe, outcome, since, asked, report }) => [
      probe,
      outcome ?? 'not asked yet',
      time(since),
      time(asked),
      report ?? '',
    ]),
  );

/** Of another version of the findings than the one that is decided upon. */
const isVoid = ({ incident, summary }: IncidentView, { findings }: IncidentView['approvals'][number]): boolean => {
  const now = incident.findings?.document ?? summary?.document.findings;
  return now !== undefined && findings !== now;
};

/** What a branch came to, where it is not clean, and who has to act on it. Words come from the service, which may be a newer one. */
function judged(finding: { branch?: string; outcome?: string; severity?: string; owner?: string } | object): string {
  if (!('outcome' in finding) || finding.outcome === 'clean') return '';
  const { branch, outcome, severity, owner } = finding as Record<string, string | undefined>;
  const what = 'finding' in finding && finding.finding === 'not-known' ? branch : undefined;
  const words = [what, outcome, severity, owner && `for who may ${owner}`].filter((word) => word !== undefined);
  return ` (${words.join(', ')})`;
}

/** Between two looks, ms. */
const EVERY = 5_000;

const watch = (): Command =>
  new Command('watch')
    .description('follow an incident: a line for each thing that happens, until it is over')
    .argument('<incident>', 'id of the incident')
    .addHelpText('after', '\nExample:\n  sluice incidents watch 01KAV...')
    .action(async (given: string, _: unknown, command: Command) => {
      const context = contextOf(command);
      const { api, output } = context;
      const params = { incident: checkedId(given) };
      let told = 0;
      let waits: string | undefined;
      for (;;) {
        const view = await api.call(showIncident, { params });
        const moments = await momentsOf(context, view);
        for (const { at, what, by } of moments.slice(told)) {
          output.result({ at, what, by }, () => inOneLine(`${time(at)}  ${what} (${by})`));
        }
        told = moments.length;
        const { 'waits for': now } = view.progress ? progressFacts(params.incident, view.progress) : {};
        if (now !== undefined && now !== waits) output.progress(`waits for ${now}`);
        waits = now;
        if (view.incident.concludedAt !== undefined) return;
        await new Promise((resolve) => setTimeout(resolve, EVERY));
      }
    });

const answer = (): Command =>
  new Command('answer')
    .description('answer who reported, whoever that was; they read it in their incident, or by their receipt')
    .argument('<incident>', 'id of the incident')
    .requiredOption('--text <text>', 'what they are told')
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      '\nExample:\n  sluice incidents answer 01KAV... --text "We look into it: where did you see it?"',
    )
    .action(async (given: string, { text }: { text: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const answered = await api.call(answerReport, { params: { incident: checkedId(given) }, body: { text } });
      output.result(answered, () => answersIn(answered.answers).slice(1).join('\n'));
    });

export function incidentsCommand(): Command {
  const incidents = new Command('incidents').description(
    'what was reported, what is done about it, and what was found',
  );
  for (const one of [
    list(),
    show(),
    watch(),
    answer(),
    radiusCommand(),
    sampleCommand(),
    terminationCommand(),
    ...caseCommands(),
  ])
    incidents.addCommand(one);
  return incidents;
}
