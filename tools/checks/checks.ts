/** Tests, by their file and a part of their names, none for all of the file: all that it matches have to pass. */
export interface Shown {
  file: string;
  test: string;
  /** They need the programs of a desktop: where these are missing they show nothing, and fail nothing. */
  desktop?: true;
}

/**
 * What somebody who met the product through its doors looked at, and what shows it today. Each is run, by the product as it is deployed on
 * the local cloud or as it is packed, wherever it can be.
 */
export interface Check {
  number: number;
  what: string;
  shown?: readonly Shown[];
  /** What no test can judge, since it is of a machine: measured by the command alone. */
  measured?: 'agent-cost';
  /** Why it does not hold yet: it fails nothing, and is printed so. */
  notYet?: string;
}

const by = (file: string, ...tests: string[]): Shown[] => tests.map((test) => ({ file, test }));
const deployed = (...tests: string[]) => by('test/e2e/deployed.test.ts', ...tests);

export const CHECKS: readonly Check[] = [
  {
    number: 1,
    what: '`npm run local` runs, and says what to do next, with the folder that it was given',
    shown: [
      ...by('test/e2e/local-lifecycle.test.ts', 'a second run reuses what is there'),
      ...by('tools/local/next-steps.test.ts', ''),
    ],
  },
  {
    number: 2,
    what: 'a wrong configuration is named by its key, with what would be right',
    shown: by(
      'test/infra/app.test.ts',
      'is refused by name',
      'a program without a disclosure ends with one clear line',
    ),
  },
  {
    number: 3,
    what: '`cdk ls` and `cdk diff` work; what runs is compared with the release',
    shown: deployed('what runs the CDK', 'what runs is the release that was deployed'),
  },
  {
    number: 4,
    what: '`cdk destroy State` is refused before anything is taken down',
    shown: by('test/infra/state.test.ts', 'no stack can go by accident'),
  },
  {
    number: 5,
    what: 'Service goes and comes back: the same address, the same sessions',
    shown: deployed('closing with Service taken down', 'closing a deploy of new bundles'),
  },
  {
    number: 6,
    what: 'a second program’s stage, in a second Region',
    shown: by('test/infra/app.test.ts', 'the same sources give the same bytes', 'cdk-nag is clean'),
  },
  {
    number: 7,
    what: 'several accounts in one app',
    shown: by('test/infra/app.test.ts', 'a stage goes into its own account'),
  },
  {
    number: 8,
    what: 'a disclosure from scratch: by questions, and by a page of its keys',
    shown: [
      ...by('cli/disclosure-init.test.ts', 'from a file of answers', 'by questions'),
      ...by('tools/disclosure/page.test.ts', ''),
    ],
  },
  {
    number: 9,
    what: 'a directory of 200,000 people, or a limit that is said before anything is sent',
    shown: [
      ...by('cli/directory.test.ts', 'is refused before anything is sent', 'sends what is not there part by part'),
      ...by('core/directory/upload.test.ts', 'is in force once it names parts'),
    ],
  },
  {
    number: 10,
    what: 'a company with an OIDC provider deploys, and its people log in',
    shown: by('test/e2e/company.test.ts', 'somebody who works there installs'),
  },
  {
    number: 11,
    what: 'somebody whom an administrator made logs in for the first time, and sets a password',
    shown: deployed('the command line login'),
  },
  {
    number: 12,
    what: 'from an empty folder to the consent text, agreed, seen and erased, by the package alone',
    shown: deployed('from the package'),
  },
  {
    number: 13,
    what: 'a recorded desktop session: by the allow-list, redacted, what was dropped counted',
    shown: [
      ...by('tools/record/recording.test.ts', 'the recorded session'),
      ...by('test/e2e/demo.test.ts', 'every step holds'),
    ],
  },
  {
    number: 14,
    what: 'a mark on the screen while it records, with a pause, a stop, and what was just recorded',
    shown: [
      ...by('agent/sign/sign.test.ts', 'what the mark shows'),
      ...by('agent/sdk/agent.test.ts', 'a mark on the screen'),
      { file: 'agent/sign/panel.test.ts', test: 'the mark on the screen', desktop: true },
    ],
  },
  {
    number: 15,
    what: 'a pause of one’s own, for as long as one says',
    shown: deployed('an employee pauses the recording of themselves'),
  },
  {
    number: 16,
    what: 'what would be collected of this device, before it is',
    shown: [
      ...by('agent/bin/preview.test.ts', 'what would be sent'),
      ...by('cli/agent-preview.test.ts', 'what would be stored'),
    ],
  },
  {
    number: 17,
    what: 'an agent goes on beyond the hour of a token',
    shown: [
      ...by('agent/bin/parent-token.test.ts', ''),
      ...by('test/e2e/company.test.ts', 'a session of before the hour goes on after it'),
    ],
  },
  {
    number: 18,
    what: 'lines that a collector cannot use are told, by number and reason',
    shown: by('agent/bin/sluice-agent.test.ts', 'says each line that is left out, by number and reason'),
  },
  {
    number: 19,
    what: 'the SDK’s types need nothing beside it',
    shown: by('agent/package.test.ts', 'has types that need nothing beside it'),
  },
  { number: 20, what: 'what an idle agent takes of a machine', measured: 'agent-cost' },
  {
    number: 21,
    what: 'a report, both gates closed, findings that verify offline',
    shown: deployed('the command line pause, findings', 'the command line the ledger: exported'),
  },
  {
    number: 22,
    what: 'what the help lists at a door, whoever comes through it may do',
    shown: by('cli/program.test.ts', 'what stands at a door'),
  },
  {
    number: 23,
    what: 'every employee reads what was found, and what of it was theirs',
    shown: deployed('the incident goes the ordinary way to a resume'),
  },
  { number: 24, what: 'a report without a name, and its answer', shown: deployed('somebody without a login reports') },
  {
    number: 25,
    what: 'who read me, when, for what',
    shown: [
      ...by('cli/me/readers.test.ts', 'who read, when, for what'),
      ...deployed('an employee: what is stored of them, in words'),
    ],
  },
  {
    number: 26,
    what: 'what was erased is in no list',
    shown: deployed('an employee withdraws, and erases', 'a table that goes back'),
  },
  {
    number: 27,
    what: '`--json`, stderr and exit codes are stable',
    shown: [...deployed('the command line exit codes'), ...by('cli/settings.test.ts', 'is JSON for programs')],
  },
  { number: 28, what: 'a pipe that ends is quiet', shown: by('cli/standard-streams.test.ts', 'sluice') },
  {
    number: 29,
    what: 'completion, --output, --dry-run, a settings file, a pager, NO_COLOR',
    shown: [
      ...by('cli/completion.test.ts', 'of commands, of commands of commands', 'takes the script'),
      ...by('cli/dry-run.test.ts', 'every contract that changes something', 'with --dry-run nothing is asked'),
      ...by('cli/settings.test.ts', 'how a result is written'),
      ...by('cli/output.test.ts', 'colour:', 'a result for people is text'),
    ],
  },
  {
    number: 30,
    what: 'terminals of 60 columns, and of 40',
    shown: by('cli/hostile-answers.test.ts', 'fits terminals of 60 and of 40 columns'),
  },
];
