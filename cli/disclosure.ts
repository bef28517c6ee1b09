import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { LANGUAGES } from '../api/languages.ts';
import { rightsOf } from '../api/people.ts';
import { type DisclosureDiff, diffDisclosures } from '../core/disclosure/diff.ts';
import { type Disclosure, spokenTexts } from '../core/disclosure/disclosure.ts';
import { type DisclosureFinding, DisclosureInvalid } from '../core/disclosure/parse.ts';
import { reviewProblem, signReview, WrongKey } from '../core/disclosure/review.ts';
import { consentHash, consentText, TOLD } from '../core/disclosure/show.ts';
import { ownLanguage, textsOf } from '../core/disclosure/spoken.ts';
import { deployedProblems, readEarlier, successionProblems } from '../core/disclosure/succession.ts';
import { languageWarnings } from '../core/disclosure/text-languages.ts';
import { type DisclosureIo, line, loadDisclosure, terminal, wantsJson } from './disclosure-file.ts';
import { type InitOptions, initDisclosure, questionsAsYaml } from './disclosure-init.ts';
import { proveCommand } from './disclosure-prove.ts';
import { recordCommand } from './disclosure-record.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { readText } from './files.ts';
import { LANGUAGE_OPTION, languageFrom } from './language.ts';

/** `sluice disclosure init|check|sign|show|diff|prove|record`: works on files, offline; `check --in-force` asks the API. */
export function disclosureCommand(io: DisclosureIo = terminal): Command {
  const command = new Command('disclosure').description(
    'begin, check, show and compare disclosures (the privacy review as a file)',
  );
  const example = (text: string) =>
    `\nExample:\n  $ sluice disclosure ${text}\n\nExit codes: 0 fine, 1 findings, 2 usage.`;

  command
    .command('check')
    .description('is the file valid (every finding with its line and key), and may it follow the versions before')
    .argument('<file>', 'YAML or JSON')
    .option('--earlier <folder>', 'versions that were in force before (default: "earlier" beside the file)')
    .option('--key <file>', 'public key of who reviewed it (PEM): it must be signed by them')
    .option('--in-force', 'ask the deployed program, too, what is in force there; needs a login')
    .option('--json', 'for programs')
    .addHelpText('after', '\nExample:\n  sluice disclosure check programs/model-capability/disclosure.yaml')
    .addHelpText('after', example('check programs/model-capability/disclosure.yaml'))
    .action(
      async (
        file: string,
        { earlier, inForce, key }: { earlier?: string; inForce?: boolean; key?: string },
        self: Command,
      ) => {
        const json = wantsJson(self);
        const disclosure = loadDisclosure(file, json, io);
        if (!disclosure || !report(file, problemsWithEarlier(disclosure, file, earlier), json, io)) return;
        if (key !== undefined) {
          const by = readText(key);
          const problem = byKey(key, () => reviewProblem(readFileSync(file, 'utf8'), by));
          if (!report(file, problem === undefined ? [] : [problem], json, io, 'review.signature')) return;
        }
        if (inForce && !report(file, deployedProblems(disclosure, await io.deployed(self)), json, io)) return;
        const { program, version } = disclosure;
        const hash = consentHash(disclosure);
        const warnings = unsaid(disclosure);
        if (json)
          return io.out(line({ file, valid: true, program, version, consentHash: hash, findings: [], warnings }));
        io.out(`${file}: valid; program ${program}, version ${version}, consent text ${hash}\n`);
        io.err(warnings.map(({ key, message }) => `${file}: warning: ${key}: ${message}\n`).join(''));
      },
    );

  command
    .command('sign')
    .description('sign a disclosure as who reviewed it: prints the line that goes under `review`')
    .argument('<file>', 'YAML or JSON')
    .requiredOption('--key <file>', 'private Ed25519 key (PEM), of "openssl genpkey -algorithm ed25519"')
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      '\nExample:\n  sluice disclosure sign programs/model-capability/disclosure.yaml --key reviewer.pem',
    )
    .addHelpText('after', example('sign disclosure.yaml --key reviewer.pem'))
    .action((file: string, { key }: { key: string }, self: Command) => {
      const json = wantsJson(self);
      const disclosure = loadDisclosure(file, json, io);
      const pem = disclosure && readText(key);
      if (pem === undefined) return;
      if (!disclosure?.review) {
        report(file, ['not said who signs: add reviewer and date first'], json, io, 'review');
        return;
      }
      const signature = byKey(key, () => signReview(readFileSync(file, 'utf8'), pem));
      if (json) return io.out(line({ file, signature }));
      io.out(`  signature: ${signature}\n`);
    });

  command
    .command('show')
    .description('the plain-language text that a subject consents to, and its hash')
    .argument('<file>', 'YAML or JSON')
    .option(...LANGUAGE_OPTION)
    .option('--json', 'for programs')
    .addHelpText('after', '\nExample:\n  sluice disclosure show programs/model-capability/disclosure.yaml')
    .addHelpText('after', example('show programs/model-capability/disclosure.yaml'))
    .action((file: string, options: { language?: string }, self: Command) => {
      const json = wantsJson(self);
      const asked = languageFrom(options.language);
      const disclosure = loadDisclosure(file, json, io);
      if (!disclosure) return;
      const { program, version } = disclosure;
      const language = asked ?? ownLanguage(disclosure);
      const [text, hash] = [consentText(disclosure, language), consentHash(disclosure, language)];
      if (json) {
        const rights = rightsOf(disclosure);
        return io.out(line({ file, program, version, language, consentHash: hash, text, rights }));
      }
      io.out(`${text}\nSHA-256 of this text: ${hash}\nWho has which right: sluice rights ${file}\n`);
    });

  command
    .command('diff')
    .description('what widens, what narrows, and whether consent must be asked again')
    .argument('<old>', 'YAML or JSON')
    .argument('<new>', 'YAML or JSON')
    .option('--json', 'for programs')
    .addHelpText('after', '\nExample:\n  sluice disclosure diff disclosure-1.0.yaml disclosure-1.1.yaml')
    .addHelpText('after', example('diff old.yaml new.yaml'))
    .action((oldFile: string, newFile: string, _options: unknown, self: Command) => {
      const json = wantsJson(self);
      const before = loadDisclosure(oldFile, json, io);
      const after = before && loadDisclosure(newFile, json, io);
      if (!after) return;
      const diff = diffDisclosures(before, after);
      if (json) io.out(line(diff));
      else io.out(diffText(diff));
      if (diff.problems.length > 0) io.exit(1);
    });

  command.addCommand(proveCommand(io));
  command.addCommand(recordCommand(io));

  command
    .command('init')
    .description('write a first disclosure from answers to questions; writes over nothing')
    .argument('[file]', 'where it goes (default: programs/<program>/disclosure.yaml)')
    .option('--answers <file>', 'answers as YAML or JSON: nothing is asked')
    .option('--questions', 'print the questions as a file of answers')
    .option('--json', 'for programs')
    .addHelpText('after', '\nExample:\n  sluice disclosure init --answers answers.yaml')
    .addHelpText('after', example('init --questions > answers.yaml\n  $ sluice disclosure init --answers answers.yaml'))
    .action(async (file: string | undefined, options: InitOptions, self: Command) => {
      if (options.questions) return io.out(questionsAsYaml());
      const made = await initDisclosure(file, options, io.ask);
      if (wantsJson(self)) return io.out(line(made));
      io.out(`${made.file} is written, and holds. Read it as people do: sluice disclosure show ${made.file}\n`);
    });

  return command;
}

/** What people ask, and the file does not answer; it stays valid. */
function unsaid(disclosure: Disclosure): Omit<DisclosureFinding, 'line'>[] {
  const { population } = disclosure;
  const exempt = population.excluded.filter((group) => !Object.hasOwn(population.exemptions ?? {}, group));
  const spoken = spokenTexts(disclosure).map(({ text }) => textsOf(text, ownLanguage(disclosure)));
  // An author who has begun with a language wants all of it.
  const half = LANGUAGES.filter(
    (one) => spoken.some((texts) => texts[one] !== undefined) && spoken.some((texts) => texts[one] === undefined),
  );
  return [
    ...TOLD.filter((key) => disclosure[key] === undefined).map((key) => ({ key, message: UNSAID[key] })),
    ...languageWarnings(disclosure.redaction.languages),
    ...exempt.map((group) => ({
      key: `population.exemptions.${group}`,
      message: 'not said why this group is exempt, and how many people it is: add { people: 12, why: ... }',
    })),
    ...half.map((one) => ({
      key: one,
      message: `${spoken.filter((texts) => texts[one] === undefined).length} of ${spoken.length} texts are not said in ${one}`,
    })),
  ];
}

const UNSAID: Readonly<Record<(typeof TOLD)[number], string>> = {
  controller: 'not said who is responsible: add { name: ..., address: ... }',
  legalBasis: 'not said by what right data is processed: add a sentence',
  place: 'not said where the data is: add { country: ..., region: ... }',
  recipients: 'not said who gets the data beside those who read it: add a list; [] says that nobody does',
  complaints: 'not said where people may complain: add { authority: ..., contact: ... }',
  review: 'not said who reviewed this: add { reviewer: ..., date: "2026-11-20" }',
};

function problemsWithEarlier(disclosure: Disclosure, file: string, folder: string | undefined): string[] {
  try {
    return successionProblems(disclosure, readEarlier(file, folder));
  } catch (cause) {
    if (!(cause instanceof DisclosureInvalid)) throw cause;
    return [cause.message];
  }
}

/** Says what is wrong with the version, and exits 1. @returns whether nothing is */
function report(file: string, messages: readonly string[], json: boolean, io: DisclosureIo, key = 'version'): boolean {
  if (messages.length === 0) return true;
  const findings = messages.map((message): DisclosureFinding => ({ line: 1, key, message }));
  if (json) io.out(line({ file, valid: false, findings }));
  else io.err(messages.map((message) => `${file}: ${key}: ${message}\n`).join(''));
  io.exit(1);
  return false;
}

/** @throws CommandError when the file holds no key of that kind */
function byKey<T>(file: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (error instanceof WrongKey)
      throw new CommandError(EXIT.usage, 'key', `${file}: ${error.message}.`, { cause: error });
    throw error;
  }
}

const TITLES = { widens: 'Widens', narrows: 'Narrows', rewords: 'Changes neither way' } as const;

function diffText(diff: DisclosureDiff): string {
  const parts = [`${diff.program}: ${diff.from} -> ${diff.to}`];
  for (const effect of ['widens', 'narrows', 'rewords'] as const) {
    const changes = diff.changes.filter((change) => change.effect === effect);
    if (changes.length === 0) continue;
    parts.push([`${TITLES[effect]}:`, ...changes.map(({ key, words }) => `  ${key}: ${words}`)].join('\n'));
  }
  if (diff.changes.length === 0) parts.push('Nothing changed.');
  parts.push(diff.askAgain ? 'Consent must be asked again.' : 'Consents that were given stay valid.');
  if (diff.problems.length > 0) parts.push(['Problems:', ...diff.problems.map((problem) => `  ${problem}`)].join('\n'));
  return `${parts.join('\n\n')}\n`;
}
