import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse } from 'yaml';
import { answerTo, draftOf, type Question, questionsAfter, wrongAnswers } from '../core/disclosure/draft.ts';
import { DisclosureInvalid } from '../core/disclosure/parse.ts';
import { consentHash } from '../core/disclosure/show.ts';
import { CommandError, EXIT } from './exit-codes.ts';

export interface InitOptions {
  /** File of answers: nothing is asked then. */
  answers?: string;
  /** Print the questions as a file of answers, and do nothing else. */
  questions?: boolean;
}

/** Asks one question at the terminal. @throws CommandError where there is none */
export type Ask = (question: string) => Promise<string>;

export interface Initialised {
  file: string;
  program: string;
  consentHash: string;
}

/**
 * A first disclosure from answers, which `check` finds nothing in. Nothing is written over a file that is there.
 * @param file where it goes @default programs/<program>/disclosure.yaml
 */
export async function initDisclosure(file: string | undefined, options: InitOptions, ask: Ask): Promise<Initialised> {
  if (file !== undefined) mustNotBe(file);
  const answers = options.answers === undefined ? await asked(ask) : answersIn(options.answers);
  const wrong = wrongAnswers(answers);
  if (wrong.length > 0) {
    const lines = wrong.map(({ key, message }) => `  ${key}: ${message}`);
    throw new CommandError(EXIT.failed, 'answers', `These answers make no disclosure:\n${lines.join('\n')}`);
  }
  const target = file ?? join('programs', answers.get('program')!.trim(), 'disclosure.yaml');
  mustNotBe(target);
  const { text, disclosure } = drafted(answers, relative(dirname(target), 'docs/disclosure.schema.json'));
  mkdirSync(dirname(target), { recursive: true });
  // Also when it came to be while questions were answered.
  writeFileSync(target, text, { flag: 'wx' });
  return { file: target, program: disclosure.program, consentHash: consentHash(disclosure) };
}

/** The questions as a file of answers: with what is usual, and what may be left out commented. */
export function questionsAsYaml(): string {
  const lines = questionsAfter(new Map()).flatMap(({ key, ask, usual, optional }) => [
    `# ${ask}${optional ? ' (may be left out)' : ''}`,
    `${optional ? '# ' : ''}${key}: ${JSON.stringify(usual ?? '')}`,
  ]);
  return [
    '# Answers for: sluice disclosure init --answers FILE',
    ...lines,
    '# Of each kind of event in `kinds` why it is needed, and of each group in `excluded` why, and how many people it is:',
    '# why.click: "Clicks show what people choose."',
    '# exempt.legal: "What they hear is secret by law."',
    '# people.legal: 12',
    '',
  ].join('\n');
}

function mustNotBe(file: string): void {
  if (!existsSync(file)) return;
  throw new CommandError(
    EXIT.refused,
    'exists',
    `${file} is there already, and is not written over. Name another file, or change that one: sluice disclosure check ${file}`,
  );
}

function answersIn(file: string): Map<string, string> {
  let value: unknown;
  try {
    value = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(EXIT.usage, 'usage', `${file} cannot be read: ${(error as Error).message}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new CommandError(
      EXIT.usage,
      'usage',
      `${file} holds no answers (key: value). See: sluice disclosure init --questions`,
    );
  }
  const text = (one: unknown): string => (Array.isArray(one) ? one.join(', ') : String(one ?? ''));
  return new Map(
    Object.entries(value)
      .map(([key, one]) => [key, text(one)] as const)
      .filter(([, one]) => one !== ''),
  );
}

/** Asks until each answer is one; later questions depend on earlier answers. */
async function asked(ask: Ask): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const done = new Set<string>();
  for (;;) {
    const question = questionsAfter(answers).find(({ key }) => !done.has(key));
    if (!question) return answers;
    const answer = await answered(question, ask);
    if (answer !== undefined) answers.set(question.key, answer);
    done.add(question.key);
  }
}

async function answered(question: Question, ask: Ask): Promise<string | undefined> {
  const hint = question.usual === undefined ? (question.optional ? ' [none]' : '') : ` [${question.usual}]`;
  let wrong: string | undefined;
  for (;;) {
    const given = (await ask(`${wrong ? `  ${wrong}\n` : ''}${question.ask}${hint}: `)).trim();
    const answer = answerTo(question, new Map([[question.key, given]]));
    if (answer === undefined && question.optional) return undefined;
    wrong = answer === undefined ? 'an answer is needed' : question.wrong?.(answer);
    if (wrong === undefined) return answer;
  }
}

function drafted(answers: ReadonlyMap<string, string>, schema: string): ReturnType<typeof draftOf> {
  try {
    return draftOf(answers, schema);
  } catch (error) {
    if (!(error instanceof DisclosureInvalid)) throw error;
    const lines = error.findings.map(({ key, message }) => `  ${key}: ${message}`);
    throw new CommandError(EXIT.failed, 'answers', `These answers make no disclosure:\n${lines.join('\n')}`);
  }
}
