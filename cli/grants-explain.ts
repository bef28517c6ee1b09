import { Command, Option } from 'commander';
import { explainGrant } from '../api/reading.ts';
import type { Answer } from '../api/route.ts';
import { hasEngine, policyOf } from '../core/policy/cedar.ts';
import { explain } from '../core/policy/explain.ts';
import { POLICY_ACTIONS, type PolicyAction, policiesOf } from '../core/policy/policies.ts';
import { supposedGrant } from '../core/reading/explain-grant.ts';
import { TIERS } from '../redaction/redactor.ts';
import { contextOf, outputOf } from './context.ts';
import { loadDisclosure, terminal } from './disclosure-file.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { facts, table } from './output.ts';
import { momentOf } from './when.ts';

interface Options {
  purpose: string;
  action: PolicyAction;
  tier?: (typeof TIERS)[number];
  kinds?: string[];
  applications?: string[];
  people?: number;
  file?: string;
  groups?: string[];
  at?: string;
  text?: boolean;
}

const listed = (value: string): string[] => value.split(',').filter(Boolean);

/** `sluice grants explain`: of a deployed program for who asks, or of a disclosure as a file, for any groups. */
export const explainCommand = (): Command =>
  new Command('explain')
    .description('why a request is allowed or not: the policies that decided, made from the purposes of the disclosure')
    .requiredOption('--purpose <purpose>', 'a purpose of the disclosure')
    .addOption(new Option('--action <action>', 'what is asked for').choices(POLICY_ACTIONS).default('read'))
    .addOption(new Option('--tier <tier>', 'of the segment').choices(TIERS))
    .option('--kinds <kinds>', 'that a data set is asked to be of, apart by commas', listed)
    .option('--applications <ids>', 'programs that a data set is asked to be of, apart by commas', listed)
    .option('--people <n>', 'people that a data set is asked to be of', Number)
    .option('--file <disclosure>', 'ask a file, offline, in place of the deployed program')
    .option('--groups <groups>', 'with --file: of who asks, apart by commas', listed)
    .option('--at <time>', 'with --file: when (default: now)')
    .option('--text', 'with --file: all policies as text of Cedar, and nothing else')
    .addHelpText(
      'after',
      '\nExamples:\n  sluice grants explain --purpose quality-review --tier sensitive\n  sluice grants explain --file programs/model-capability/disclosure.yaml --groups platform --purpose interface-research --action export --people 3',
    )
    .addHelpText('after', '\nExit codes: 0 it would begin, 1 it would not.')
    .action(async ({ file, groups, at, text, ...asked }: Options, command: Command) => {
      if (file !== undefined) {
        const output = outputOf(command);
        const disclosure = loadDisclosure(file, output.json, terminal);
        if (!disclosure) return;
        const policies = policiesOf(disclosure);
        if (text) return output.result({ text: policies.text, hash: policies.hash }, () => policies.text.trimEnd());
        if (!hasEngine())
          throw new CommandError(
            EXIT.usage,
            'no-engine',
            'This package has no engine for policies: ask the deployed program (without --file), or run it in a checkout.',
          );
        const now = at === undefined ? Date.now() : momentOf('--at', at, Date.now());
        const grant = supposedGrant(disclosure, asked.purpose, now);
        const request = { ...asked, reader: 'you', groups: groups ?? [], now, grant };
        const explained = explain(policies, policyOf(disclosure), request);
        output.result(explained, () => explainedText(explained, 'supposed'));
        if (!explained.allowed) process.exitCode = EXIT.failed;
        return;
      }
      if (groups !== undefined || at !== undefined || text)
        throw new CommandError(EXIT.usage, 'no-file', '--groups, --at and --text go with --file.');
      const { api, output } = contextOf(command);
      const explained = await api.call(explainGrant, { body: asked });
      output.result(explained, () => explainedText(explained, explained.grant, explained.gate));
      if (!explained.begins) process.exitCode = EXIT.failed;
    });

type Explained = Pick<Answer<typeof explainGrant>, 'allowed' | 'why' | 'by' | 'others' | 'policies'>;

const explainedText = ({ allowed, why, by, others, policies }: Explained, grant: string, gate?: string): string =>
  [
    facts({
      'the policies': allowed ? 'allow it' : 'refuse it',
      why,
      grant,
      ...(gate !== undefined && { 'reading gate': gate }),
      'hash of the policies': policies,
    }),
    ...(by.length === 0 ? [] : ['', 'Decided by:', rows(by)]),
    ...(others.length === 0 ? [] : ['', 'Of the same purpose, and not decisive:', rows(others)]),
  ].join('\n');

const rows = (policies: Explained['by']): string =>
  table(
    ['POLICY', 'EFFECT', 'SAYS'],
    policies.map(({ id, effect, says }) => [id, effect, says]),
  );
