import { Document, isScalar } from 'yaml';
import { LANGUAGES, type Language } from '../../api/languages.ts';
import { PEOPLE_ROLES } from '../../api/people.ts';
import { EVENT_KINDS, EVENTS, type EventKind, fieldsOf } from '../../wire/event.ts';
import { KEY_DETAILS } from '../../wire/field.ts';
import { type Disclosure, disclosureSchema } from './disclosure.ts';
import { parseDisclosure } from './parse.ts';
import { TEXT_LANGUAGES } from './text-languages.ts';

/** A first disclosure from answers to questions: the least of each kind, and nothing unsaid that people ask. */

const [investigators, representatives, stewards] = PEOPLE_ROLES;

export interface Question {
  /** Name of the answer in a file of answers. */
  key: string;
  ask: string;
  /** Taken when nothing is answered. Without one an answer is needed. */
  usual?: string;
  /** Left out is an answer, too. */
  optional?: true;
  /** What is wrong with an answer. */
  wrong?(answer: string): string | undefined;
}

export type Answers = ReadonlyMap<string, string>;

const between = (least: number, most: number) => (answer: string) =>
  answer.length < least || answer.length > most ? `${least} to ${most} signs, these are ${answer.length}` : undefined;
const matching = (pattern: RegExp, rule: string) => (answer: string) => (pattern.test(answer) ? undefined : rule);
const oneOf = (known: readonly string[]) => (answer: string) =>
  known.includes(answer) ? undefined : `one of ${known.join(', ')}`;
const someOf = (known: readonly string[]) => (answer: string) => {
  const unknown = listed(answer).filter((one) => !known.includes(one));
  return unknown.length > 0 ? `${unknown.join(', ')}: not among ${known.join(', ')}` : undefined;
};
const days = matching(/^([1-9]\d{0,2}|[12]\d{3}|3[0-5]\d\d|36[0-4]\d|3650)$/, 'a whole number of days, 1 to 3650');

/** `a, b c` */
const listed = (answer: string): string[] => answer.split(/[\s,]+/).filter(Boolean);

const QUESTIONS: readonly Question[] = [
  {
    key: 'program',
    ask: 'Name of the program (that of its folder)',
    wrong: matching(/^[a-z][a-z0-9-]{1,40}$/, 'lower case letters, digits and dashes, 2 to 41 of them'),
  },
  { key: 'language', ask: `Language of your texts (${LANGUAGES.join(', ')})`, usual: 'en', wrong: oneOf(LANGUAGES) },
  { key: 'title', ask: 'What the program is, in a line', wrong: between(5, 120) },
  { key: 'summary', ask: 'What it is for, in some sentences, to the people who are asked', wrong: between(20, 2000) },
  { key: 'contact', ask: 'Who answers questions, and how they are reached', wrong: between(3, 200) },
  {
    key: 'answerDays',
    ask: 'Within how many days they are answered who ask for access or a correction',
    usual: '30',
    wrong: matching(/^([1-9]|[1-8]\d|9[0-2])$/, 'a number of days, 1 to 92'),
  },
  { key: 'controller', ask: 'Who is responsible: the company, by its full name', wrong: between(2, 200) },
  { key: 'address', ask: 'Its address', wrong: between(3, 300) },
  { key: 'officer', ask: 'How its data protection officer is reached', optional: true, wrong: between(3, 200) },
  {
    key: 'legalBasis',
    ask: 'By what right data is processed, as a sentence (your consent by Article 6, 1a of the GDPR, say)',
    wrong: between(10, 500),
  },
  { key: 'country', ask: 'In which country the data is', wrong: between(2, 100) },
  {
    key: 'region',
    ask: 'In which Region of AWS',
    optional: true,
    wrong: matching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region of AWS, e.g. eu-central-1'),
  },
  { key: 'authority', ask: 'To which authority people may complain', wrong: between(3, 200) },
  { key: 'authorityContact', ask: 'How it is reached', wrong: between(3, 200) },
  { key: 'groups', ask: 'Groups of the identity provider who may be asked', usual: 'employees' },
  { key: 'excluded', ask: 'Groups that are never asked', optional: true },
  {
    key: 'applications',
    ask: `Programs in which it records, as id=${KEY_DETAILS.join('|')} (mousepad=content, xterm=class)`,
    wrong: applicationsWrong,
  },
  {
    key: 'kinds',
    ask: `Kinds of events (${EVENT_KINDS.join(', ')})`,
    usual: 'click, key, window',
    wrong: someOf(EVENT_KINDS),
  },
  {
    key: 'textLanguages',
    ask: 'Languages in which people write (ISO 639-1: en, de ...); text of others is replaced whole',
    usual: 'en',
    wrong: someOf(TEXT_LANGUAGES),
  },
  { key: 'purpose', ask: 'What records may be read for, in a sentence', wrong: between(10, 500) },
  { key: 'readers', ask: 'Groups that may read for it', usual: investigators },
  { key: 'routineDays', ask: 'Days until records without personal details are deleted', usual: '90', wrong: days },
  { key: 'personalDays', ask: 'Days until those with personal details are', usual: '60', wrong: days },
  { key: 'sensitiveDays', ask: 'Days until those with sensitive details are', usual: '30', wrong: days },
  {
    key: 'coolOffHours',
    ask: 'Hours in which only the person themselves can read',
    usual: '24',
    wrong: matching(/^\d{1,3}$/, 'a whole number of hours, 0 to 720'),
  },
  {
    key: 'approvers',
    ask: 'Two groups that have to agree before it starts again',
    usual: `${representatives}, ${stewards}`,
  },
  { key: 'reviewer', ask: 'Who reviewed this', wrong: between(3, 200) },
  { key: 'reviewDate', ask: 'On which day (2026-11-20)', wrong: matching(/^\d{4}-\d\d-\d\d$/, 'a day, as 2026-11-20') },
];

/** What the one recipient does that every program has. */
const OF_THE_CLOUD: Readonly<Record<Language, string>> = {
  en: 'it runs the computers on which this is stored.',
  de: 'dort stehen die Rechner, auf denen es liegt.',
  fr: 'ses ordinateurs gardent tout cela.',
  es: 'sus equipos guardan todo esto.',
};

function applicationsWrong(answer: string): string | undefined {
  const wrong = listed(answer).filter((one) => !/^[a-z0-9][a-z0-9._-]{0,127}(=(none|class|content))?$/.test(one));
  return wrong.length > 0 ? `${wrong.join(', ')}: ids are lower case, with =${KEY_DETAILS.join(' or =')}` : undefined;
}

/** All questions that there are after some answers: of each kind of event that was chosen its reason, of each exempt group its own. */
export function questionsAfter(answers: Answers): Question[] {
  const reasons = kindsOf(answers).map((kind) => ({
    key: `why.${kind}`,
    ask: `Why it needs: ${EVENTS[kind].words}`,
    wrong: between(10, 500),
  }));
  const exempt = listed(answers.get('excluded') ?? '').flatMap((group): Question[] => [
    { key: `exempt.${group}`, ask: `Why ${group} is exempt`, wrong: between(3, 300) },
    {
      key: `people.${group}`,
      ask: `How many people ${group} is`,
      optional: true,
      wrong: matching(/^\d{1,7}$/, 'a whole number'),
    },
  ]);
  return [...QUESTIONS, ...exempt, ...reasons];
}

const kindsOf = (answers: Answers): EventKind[] => {
  const chosen = listed(answers.get('kinds') ?? '');
  return EVENT_KINDS.filter((kind) => chosen.includes(kind));
};

/** An answer as it counts: the usual one where there is none. `undefined`: it is needed, or may be left out. */
export const answerTo = (question: Question, answers: Answers): string | undefined =>
  answers.get(question.key)?.trim() || question.usual;

/** What is wrong with the answers, by their keys; answers to no question among them. */
export function wrongAnswers(answers: Answers): { key: string; message: string }[] {
  const full = new Map(answers);
  for (const question of QUESTIONS) {
    const answer = answerTo(question, answers);
    if (answer !== undefined) full.set(question.key, answer);
  }
  const questions = questionsAfter(full);
  const known = new Set(questions.map(({ key }) => key));
  return [
    ...questions.flatMap((question) => {
      const answer = answerTo(question, full);
      if (answer === undefined)
        return question.optional ? [] : [{ key: question.key, message: `missing: ${question.ask}` }];
      const message = question.wrong?.(answer);
      return message === undefined ? [] : [{ key: question.key, message }];
    }),
    ...[...answers.keys()]
      .filter((key) => !known.has(key))
      .map((key) => ({ key, message: 'an answer to no question' })),
  ];
}

/** The fields without which an event of the kind is none, and of keys their class. */
const leastFields = (kind: EventKind): string[] => [
  ...fieldsOf(kind)
    .filter(([field, spec]) => spec.required && field !== 'time' && field !== 'app')
    .map(([field]) => field),
  ...(kind === 'key' ? ['class'] : []),
];

/**
 * The file, with a comment over each part.
 * @param schema where its schema is, for editors
 * @throws DisclosureInvalid when the answers make none together
 */
export function draftOf(given: Answers, schema: string): { text: string; disclosure: Disclosure } {
  const answers = new Map(given);
  for (const question of QUESTIONS) {
    const answer = answerTo(question, given);
    if (answer !== undefined) answers.set(question.key, answer);
  }
  const of = (key: string): string => answers.get(key)?.trim() ?? '';
  const optional = (key: string, name = key) => (of(key) === '' ? {} : { [name]: of(key) });
  const groups = listed(of('groups'));
  const excluded = listed(of('excluded'));
  const value = {
    ...{ program: of('program'), version: '1.0', language: of('language'), title: of('title'), summary: of('summary') },
    contact: of('contact'),
    controller: { name: of('controller'), address: of('address'), ...optional('officer') },
    legalBasis: of('legalBasis'),
    place: { country: of('country'), ...optional('region') },
    recipients: [{ name: 'Amazon Web Services', role: 'processor', why: OF_THE_CLOUD[of('language') as Language] }],
    complaints: { authority: of('authority'), contact: of('authorityContact') },
    answerDays: Number(of('answerDays')),
    review: { reviewer: of('reviewer'), date: of('reviewDate') },
    population: {
      groups,
      excluded,
      ...(excluded.length > 0 && {
        exemptions: Object.fromEntries(
          excluded.map((group) => [
            group,
            { ...(of(`people.${group}`) && { people: Number(of(`people.${group}`)) }), why: of(`exempt.${group}`) },
          ]),
        ),
      }),
    },
    purposes: { research: { description: of('purpose'), readers: listed(of('readers')), longestGrantHours: 8 } },
    events: Object.fromEntries(
      kindsOf(answers).map((kind) => [kind, { fields: leastFields(kind), why: of(`why.${kind}`) }]),
    ),
    applications: Object.fromEntries(
      listed(of('applications')).map((one) => {
        const [id = '', keys = 'class'] = one.split('=');
        return [id, { keys }];
      }),
    ),
    redaction: { actions: {}, tiers: {}, languages: { spoken: listed(of('textLanguages')), others: 'mask' } },
    retention: {
      routine: Number(of('routineDays')),
      personal: Number(of('personalDays')),
      sensitive: Number(of('sensitiveDays')),
    },
    coolOffHours: Number(of('coolOffHours')),
    gate: {
      closers: [...new Set([...groups, ...PEOPLE_ROLES])],
      approvers: listed(of('approvers')),
    },
  };
  const text = written(value, schema);
  return { text, disclosure: parseDisclosure(text, `${of('program')}/disclosure.yaml`) };
}

/** Each part says what it is, and where the rest of it is said. */
function written(value: Record<string, unknown>, schema: string): string {
  const document = new Document(value);
  document.commentBefore = ` yaml-language-server: $schema=${schema}\n The privacy review of the program. What is not listed here cannot be stored.\n Every key: docs/disclosure.md. Check it with \`sluice disclosure check\`.`;
  const contents = document.contents as unknown as { items: { key: unknown; value: unknown }[] };
  const { shape } = disclosureSchema;
  for (const { key } of contents.items) {
    if (!isScalar(key)) continue;
    const description = shape[key.value as keyof typeof shape]?.meta()?.description;
    if (COMMENTED.has(String(key.value))) {
      key.spaceBefore = true;
      key.commentBefore = ` ${description}`;
    }
  }
  return document.toString({ lineWidth: 110 });
}

const COMMENTED = new Set([
  ...[
    'controller',
    'place',
    'recipients',
    'complaints',
    'answerDays',
    'review',
    'population',
    'purposes',
    'events',
    'applications',
  ],
  ...['redaction', 'retention', 'gate'],
]);
