import { readFileSync, writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { ulid } from 'ulid';
import type * as z from 'zod';
import {
  type CaseView,
  contribute,
  LARGEST_FILE,
  showCase,
  showFile,
  showTimeline,
  type Timeline,
} from '../api/case.ts';
import { ApiError } from '../api/client.ts';
import type { IncidentView } from '../api/incident.ts';
import { CLAIMS, type Claim, SEVERITIES, type Severity, VERDICTS, type VerdictWord } from '../api/words.ts';
import { inOneLine } from '../wire/printable.ts';
import { contextOf } from './context.ts';
import { dryRunOption, isDryRun } from './dry-run.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { checkedId } from './incident-opened.ts';
import { facts, quoted, table, time } from './output.ts';
import { timelineOf, tookFor } from './timeline.ts';

/** What people do on an incident: `sluice incidents note`, `task`, `lead`, `cause`, `evidence`, `timeline`. */

type Context = ReturnType<typeof contextOf>;
type Body = Omit<z.input<typeof contribute.body>, 'id'>;

/** One id for all tries of this command: a lost answer is no second contribution. */
async function send({ api, output }: Context, incident: string, body: Body): Promise<void> {
  const made = await api.call(contribute, { params: { incident }, body: { ...body, id: ulid() } });
  output.result(made, () =>
    facts({ number: made.number, 'ledger entry': `${made.receipt.chain} ${made.receipt.seq}`, hash: made.document }),
  );
}

const of = (name: string, description: string): Command =>
  new Command(name).description(description).argument('<incident>', 'id of the incident');

const TEXT = ['--text <text>', 'in your words; sealed, for those on the case alone'] as const;
const withText = (name: 'note' | 'cause', description: string): Command =>
  of(name, description)
    .requiredOption(...TEXT)
    .addOption(dryRunOption())
    .addHelpText('after', `\nExample:\n  sluice incidents ${name} 01KAV... --text "..."`)
    .action(async (given: string, { text }: { text: string }, command: Command) =>
      send(contextOf(command), checkedId(given), { what: name, text }),
    );

const lead = (): Command =>
  of('lead', 'take the lead of an incident; whoever took it last has it')
    .addOption(dryRunOption())
    .addHelpText('after', '\nExample:\n  sluice incidents lead 01KAV...')
    .action(async (given: string, _: unknown, command: Command) =>
      send(contextOf(command), checkedId(given), { what: 'lead' }),
    );

const task = (): Command =>
  of('task', 'give a task to a group, take one, or say that it is done')
    .addOption(dryRunOption())
    .option('--for <group>', 'whose it is: a group that sees incidents')
    .option('--take <number>', 'take that task', wholeNumber)
    .option('--done <number>', 'that task is done', wholeNumber)
    .option('--text <text>', 'what is to be done, or what was; sealed')
    .addHelpText(
      'after',
      `
Examples:
  sluice incidents task 01KAV... --for platform --text "Narrow the policy of the table"
  sluice incidents task 01KAV... --take 4
  sluice incidents task 01KAV... --done 4 --text "Narrowed, release 1.4.2"`,
    )
    .action(
      async (
        given: string,
        { for: owner, take, done, text }: { for?: string; take?: number; done?: number; text?: string },
        command: Command,
      ) => {
        const id = checkedId(given);
        const context = contextOf(command);
        if ([owner, take, done].filter((one) => one !== undefined).length !== 1) {
          throw new CommandError(EXIT.usage, 'usage', 'Say one of --for GROUP, --take NUMBER, --done NUMBER.');
        }
        if (owner !== undefined) return send(context, id, { what: 'task', owner, ...(text !== undefined && { text }) });
        if (take !== undefined) return send(context, id, { what: 'taken', task: take });
        return send(context, id, { what: 'done', task: done!, ...(text !== undefined && { text }) });
      },
    );

function wholeNumber(given: string): number {
  if (!/^[1-9]\d{0,5}$/.test(given)) {
    throw new CommandError(EXIT.usage, 'usage', 'A number of the case is needed, e.g. 4: sluice incidents show ID');
  }
  return Number(given);
}

const evidence = (): Command =>
  of('evidence', 'add a file to an incident, or get one; sealed, under Object Lock, named by its hash')
    .argument('[file]', 'what is added')
    .option(...TEXT)
    .addOption(dryRunOption())
    .option('--get <number>', 'get the file of that contribution', wholeNumber)
    .option('--to <file>', 'where it goes')
    .addHelpText(
      'after',
      `
Examples:
  sluice incidents evidence 01KAV... policy.json --text "The policy as it was on Monday"
  sluice incidents evidence 01KAV... --get 5 --to policy.json`,
    )
    .action(
      async (
        given: string,
        file: string | undefined,
        { text, get, to }: { text?: string; get?: number; to?: string },
        command: Command,
      ) => {
        const id = checkedId(given);
        const context = contextOf(command);
        if (get !== undefined && isDryRun(command)) {
          throw new CommandError(EXIT.usage, 'usage', '--get changes nothing in the incident: leave --dry-run out.');
        }
        if (get !== undefined && to !== undefined) return getFile(context, id, get, to);
        if (file === undefined || text === undefined) {
          throw new CommandError(EXIT.usage, 'usage', 'Give a FILE and --text, or --get NUMBER and --to FILE.');
        }
        const bytes = readFileSync(file);
        if (bytes.length > LARGEST_FILE) {
          throw new CommandError(EXIT.usage, 'too-large', `A file of at most ${LARGEST_FILE} bytes: give parts of it.`);
        }
        return send(context, id, { what: 'evidence', text, file: bytes.toString('base64') });
      },
    );

async function getFile({ api, output }: Context, incident: string, number: number, to: string): Promise<void> {
  const { file, sha256 } = await api.call(showFile, { params: { incident, number } });
  const bytes = Buffer.from(file, 'base64');
  // For its owner alone: it may hold what was collected.
  writeFileSync(to, bytes, { mode: 0o600 });
  output.result({ file: to, bytes: bytes.length, sha256 }, () => facts({ saved: to, bytes: bytes.length, sha256 }));
}

const timeline = (): Command =>
  of('timeline', 'all that happened in an incident: the workflow’s steps, decisions, what people did')
    .addHelpText('after', '\nExample:\n  sluice incidents timeline 01KAV...')
    .action(async (given: string, _: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const shown = await api.call(showTimeline, { params: { incident: checkedId(given) } });
      output.result(shown, () => timelineTable(shown));
    });

/** A line each for `incidents watch`: with what people do, for those who see incidents; else what everybody is told. */
export async function momentsOf(
  { api }: Context,
  view: IncidentView,
): Promise<{ at: number; what: string; by: string }[]> {
  const shown = await asSeen(api.call(showTimeline, { params: { incident: view.incident.incident } }));
  if (!shown) return timelineOf(view);
  return shown.moments.map(({ at, what, role, groups = [], number, decision }) => ({
    at,
    what: momentWords({ what, number, decision }),
    by: groups.length > 0 ? groups.join(', ') : role,
  }));
}

const momentWords = ({ what, number, decision }: Pick<Timeline['moments'][number], 'what' | 'number' | 'decision'>) =>
  [what, decision, number === undefined ? undefined : `(${number})`].filter((one) => one !== undefined).join(' ');

/** Nothing where it is not for the caller. */
const asSeen = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof ApiError && (error.class === 'denied' || error.class === 'gone')) return undefined;
    throw error;
  });

const timelineTable = ({ moments }: Timeline): string =>
  table(
    ['AT', 'AFTER', 'WHAT', 'ROLE', 'BY'],
    moments.map(({ at, what, role, by, groups, number, decision }, index) => [
      time(at),
      index === 0 ? '' : tookFor(at - moments[index - 1]!.at),
      momentWords({ what, number, decision }),
      groups && groups.length > 0 ? groups.join(', ') : role,
      by ?? '',
    ]),
  );

/** The case as those see it who see incidents; nothing for everybody else. */
export async function caseLines({ api }: Context, incident: string): Promise<{ view?: CaseView; lines: string[] }> {
  const view = await asSeen(api.call(showCase, { params: { incident } }));
  return view && view.contributions.length > 0 ? { view, lines: described(view) } : { lines: [] };
}

function described({ state: { lead: leader, cause, tasks }, contributions, next }: CaseView): string[] {
  const stands = (number: number) => {
    const { takenBy, doneAt } = tasks.find((one) => one.number === number) ?? {};
    return doneAt !== undefined ? 'done' : takenBy !== undefined ? `taken by ${takenBy}` : 'open';
  };
  return [
    facts({
      lead: leader && `${leader.by}, since ${time(leader.since)}`,
      cause: cause === undefined ? undefined : `said in ${cause}`,
      tasks: tasks.length === 0 ? undefined : tasks.map(({ number }) => `${number} ${stands(number)}`).join(', '),
    }),
    ...contributions.flatMap((one) => [
      inOneLine(
        [
          `${one.number}  ${time(one.at)}  ${one.what}`,
          one.owner && `for ${one.owner}`,
          one.severity && `severity ${one.severity}, claim ${one.claim}`,
          one.verdict && [one.verdict, one.of].filter((part) => part !== undefined).join(' of '),
          one.task && `of task ${one.task}`,
          one.file && `${one.file.sha256} (${one.file.bytes} bytes)`,
          `by ${one.by} (${one.groups.join(', ')})`,
          one.altered && 'ALTERED: not what the ledger says',
        ]
          .filter((part) => part !== undefined && part !== false)
          .join('  '),
      ),
      ...(one.statement === undefined ? [] : [quoted(one.statement)]),
      ...(one.words ? [quoted(one.words.text)] : []),
    ]),
    ...(next === undefined ? [] : [`more: from ${next + 1} on, by --json`]),
  ];
}

const finding = (): Command =>
  of(
    'finding',
    'add a finding of yours, which the next version of the published findings has beside those of the workflow',
  )
    .addOption(new Option('--severity <level>', 'how bad it is').choices(SEVERITIES).makeOptionMandatory())
    .addOption(
      new Option('--claim <word>', 'whether what was reported was tested, and what came of it')
        .choices(CLAIMS)
        .makeOptionMandatory(),
    )
    .requiredOption(
      '--statement <text>',
      'what is established; published as it is: no names, nothing that was collected',
    )
    .requiredOption('--for <group>', 'who sees to it')
    .option('--evidence <hash...>', 'SHA-256 of files that are in the case')
    .option('--text <text>', 'how it was found; sealed')
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      `
Example:
  sluice incidents finding 01KAV... --severity high --claim confirmed --for platform --statement "All roles could read the table"`,
    )
    .action(async (given: string, options: FindingOptions, command: Command) => {
      const { severity, claim, statement, for: owner, evidence: files, text } = options;
      const more = { ...(files && { files }), ...(text !== undefined && { text }) };
      await send(contextOf(command), checkedId(given), { what: 'finding', severity, claim, statement, owner, ...more });
    });

interface FindingOptions {
  severity: Severity;
  claim: Claim;
  statement: string;
  for: string;
  evidence?: string[];
  text?: string;
}

const publishAgain = (): Command =>
  of('publish', 'have an amended version of the findings published; approvals of the one before count no more')
    .addOption(dryRunOption())
    .addHelpText('after', '\nExample:\n  sluice incidents publish 01KAV...')
    .action(async (given: string, _: unknown, command: Command) =>
      send(contextOf(command), checkedId(given), { what: 'publish' }),
    );

const verdict = (): Command =>
  of('verdict', 'say what a report was; one that holds no gate ends by it, and by nothing else')
    .addOption(new Option('--verdict <word>', 'what it was').choices(VERDICTS).makeOptionMandatory())
    .option('--of <incident>', 'of a duplicate: the other incident')
    .requiredOption('--text <text>', 'why; sealed, for those on the case alone')
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      `
Examples:
  sluice incidents verdict 01KAV... --verdict not-confirmed --text "The role cannot read it: tested by hand"
  sluice incidents verdict 01KAV... --verdict duplicate --of 01KAW... --text "The same table"`,
    )
    .action(
      async (
        given: string,
        { verdict: word, of: other, text }: { verdict: VerdictWord; of?: string; text: string },
        command: Command,
      ) => {
        const more = other === undefined ? {} : { of: checkedId(other) };
        await send(contextOf(command), checkedId(given), { what: 'verdict', verdict: word, text, ...more });
      },
    );

export const caseCommands = (): Command[] => [
  timeline(),
  lead(),
  task(),
  withText('note', 'add a note'),
  withText('cause', 'say what the cause was; the last that was said counts'),
  evidence(),
  finding(),
  publishAgain(),
  verdict(),
];
