import { createHash } from 'node:crypto';
import { LANGUAGES, type Language } from '../../api/languages.ts';
import { CAPABILITY_NAMES, holdersOf, PEOPLE_ROLES, peopleSchema } from '../../api/people.ts';
import { REDACTION_ACTIONS, SENSITIVE_TYPES } from '../../redaction/redactor.ts';
import { SENTENCE_TYPES } from '../../redaction/topics/topics.ts';
import { EVENT_KINDS } from '../../wire/event.ts';
import { KEY_DETAILS } from '../../wire/field.ts';
import { erasureBound, KEY_RECOVERY_DAYS, STREAM_RETENTION_DAYS } from './bounds.ts';
import { COMMANDS } from './commands.ts';
import type { Disclosure } from './disclosure.ts';
import { ownLanguage } from './spoken.ts';
import { type Telling, tellingIn } from './telling.ts';
import { equalTerms } from './terms.ts';
import type { Catalogue } from './words/en.ts';
import type { FieldName } from './words/fields.ts';
import { wrapped } from './wrap.ts';

const DAY = 86_400_000;

type Section = keyof Catalogue['sections'];

/**
 * The plain-language text that a subject consents to: everything that may be stored, who may read it and why, for how
 * long, and how to stop. Made from the disclosure alone, so that text and enforcement cannot differ. Plain text with one
 * newline at its end; the same disclosure gives the same bytes.
 * @param language in which it is told @default that of the file
 */
export function consentText(disclosure: Disclosure, language = ownLanguage(disclosure)): string {
  const telling = tellingIn(disclosure, language);
  const { words, say } = telling;
  const section = (name: Section, lines: string[], mark = (_: number) => '- '): string[] =>
    lines.length === 0
      ? []
      : [[words.title(words.sections[name]), ...lines.map((line, index) => wrapped(line, mark(index)))].join('\n')];
  const paragraphs = [
    `${wrapped(say(disclosure.title))}\n${words.heading(disclosure.program, disclosure.version)}`,
    ...section('short', inShort(telling), (index) => `${String(index + 1).padStart(2)}. `),
    wrapped(say(disclosure.summary)),
    ...section('who', responsible(telling)),
    ...section('recorded', recorded(telling)),
    ...section('programs', programs(telling)),
    ...section('never', neverRecorded(telling)),
    ...section('redacted', redacted(telling)),
    ...section('where', whereabouts(telling)),
    ...section('readers', readers(telling)),
    ...section('kept', kept(telling)),
    ...section('models', [words.models.trains(), words.models.keeps(), words.models.later()]),
    ...section('rights', rights(telling)),
    ...section('stop', stopping(telling)),
    ...section('wrong', incidents(telling)),
    ...section('equal', equalTerms(telling)),
    ...section('holders', otherRights(telling)),
    ...section('terms', terms(telling)),
    ...section('review', reviewed(telling)),
    ...notSaid(telling).map((line) => wrapped(line)),
    wrapped(words.who.questions(disclosure.contact)),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

/** Hex SHA-256 of the text, UTF-8: what a consent is recorded against. */
export function consentHash(disclosure: Disclosure, language = ownLanguage(disclosure)): string {
  return createHash('sha256').update(consentText(disclosure, language), 'utf8').digest('hex');
}

/** In which language a text was shown, by its hash: all say the same. `undefined`: another text. */
export const languageOfHash = (disclosure: Disclosure, hash: string): Language | undefined =>
  LANGUAGES.find((language) => consentHash(disclosure, language) === hash);

const capital = (line: string): string => line.slice(0, 1).toUpperCase() + line.slice(1);
const programsOf = ({ applications }: Disclosure): string[] => Object.keys(applications).sort();
const kindsOf = ({ events }: Disclosure) => EVENT_KINDS.filter((kind) => events[kind]);
const readersOf = ({ purposes }: Disclosure): string[] => [
  ...new Set(Object.values(purposes).flatMap(({ readers }) => readers)),
];

/** Ten lines, which whoever reads no further has read. */
function inShort({ disclosure, words: { short } }: Telling): string[] {
  const { purposes, coolOffHours, retention } = disclosure;
  return [
    short.choice(),
    short.recorded(kindsOf(disclosure).length, programsOf(disclosure).length),
    short.models(),
    short.never(),
    short.redacted(),
    short.coolOff(coolOffHours),
    short.readers(readersOf(disclosure).length, Object.keys(purposes).length),
    short.kept(retention.routine),
    short.stop(),
    short.keeps(),
  ];
}

function responsible({ disclosure: { controller, legalBasis }, words: { who }, say }: Telling): string[] {
  return [
    ...(controller ? [who.controller(controller.name, controller.address)] : []),
    ...(controller?.officer ? [who.officer(controller.officer)] : []),
    ...(legalBasis ? [who.basis(say(legalBasis))] : []),
  ];
}

function recorded({ disclosure, words, say }: Telling): string[] {
  const lines = kindsOf(disclosure).map((kind) => {
    const rule = disclosure.events[kind]!;
    const fields = ['time', 'app', ...rule.fields.filter((field) => field !== 'time' && field !== 'app')];
    const named = fields.map((field) => words.fields[field as FieldName]);
    return words.recorded.kind(words.kinds[kind], named, say(rule.why));
  });
  const { eventsPerMinute, mark } = disclosure.collector;
  return [...lines, words.recorded.atMost(eventsPerMinute), ...(mark ? [words.recorded.mark()] : [])];
}

/** Addresses are the same in every language. */
const withPages = (app: string, pages: readonly string[] | undefined): string =>
  pages ? `${app} (${pages.map((path) => `${app}${path}`).join(', ')})` : app;

function programs({ disclosure, words }: Telling): string[] {
  const lines = [...KEY_DETAILS].reverse().flatMap((detail) => {
    const names = programsOf(disclosure)
      .filter((app) => disclosure.applications[app]?.keys === detail)
      .map((app) => withPages(app, disclosure.applications[app]?.pages));
    return names.length > 0 ? [words.programs.detail(names, words.keys[detail])] : [];
  });
  return [...lines, words.programs.noOther()];
}

function neverRecorded({ disclosure: { events }, words: { never, kinds } }: Telling): string[] {
  const absent = EVENT_KINDS.filter((kind) => !events[kind]).map((kind) => never.kind(kinds[kind]));
  return [never.screen(), never.passwords(), ...absent];
}

function redacted({ disclosure: { redaction }, words }: Telling): string[] {
  const { redacted: says, actions, types } = words;
  const lines = REDACTION_ACTIONS.filter((action) => action !== 'mask').flatMap((action) => {
    const those = SENSITIVE_TYPES.filter((type) => redaction.actions[type] === action);
    return those.length > 0
      ? [
          capital(
            says.types(
              those.map((type) => types[type]),
              actions[action],
            ),
          ),
        ]
      : [];
  });
  const { deepPass, languages } = redaction;
  const by = deepPass && (deepPass.by === 'model' ? says.byModel(deepPass.name) : says.byService(deepPass.language));
  return [
    says.usual(actions.mask),
    ...lines,
    ...(SENTENCE_TYPES.some((type) => redaction.actions[type] !== undefined) ? [says.sentences()] : []),
    says.others(),
    ...(languages
      ? [
          says.languages(languages.spoken.map((code) => words.textLanguages[code]!)),
          languages.others === 'mask' ? says.otherLanguagesMasked() : says.otherLanguagesRead(),
        ]
      : []),
    ...(by ? [says.again(by)] : []),
    says.tested(Math.round(100 * (1 - redaction.recallBar))),
    says.imperfect(),
  ];
}

function whereabouts({ disclosure: { place, recipients }, words: { where }, say }: Telling): string[] {
  return [
    ...(place ? [where.place(say(place.country), place.region)] : []),
    ...(recipients ?? []).map(({ name, role, why }) => where[role](name, say(why))),
    ...(recipients ? [where.nobodyElse()] : []),
  ];
}

function readers({ disclosure: { purposes, coolOffHours }, words, say }: Telling): string[] {
  const { readers: says } = words;
  const lines = Object.entries(purposes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([purpose, { description, readers: groups, longestGrantHours, export: dataSets, ...limits }]) =>
      [
        says.purpose(purpose, say(description), groups, longestGrantHours),
        ...(limits.givers ? [says.limits.givers(limits.givers)] : []),
        ...(limits.tiers ? [says.limits.tiers(limits.tiers)] : []),
        ...(limits.kinds ? [says.limits.kinds(limits.kinds.map((kind) => words.kinds[kind]))] : []),
        ...(limits.applications ? [says.limits.applications(limits.applications)] : []),
        ...(limits.until ? [says.limits.until(limits.until)] : []),
        ...(limits.segmentsPerDay ? [says.limits.perDay(limits.segmentsPerDay)] : []),
        ...(dataSets ? [says.dataSets(dataSets.people, dataSets.days)] : []),
      ].join(' '),
    );
  return [...lines, says.code(), says.noted(), says.coolOff(coolOffHours)];
}

const kept = ({ disclosure: { retention }, words }: Telling): string[] => [
  words.kept.days(retention.routine, retention.personal, retention.sensitive),
  words.kept.key(),
];

function rights({ disclosure, words: { yours: says } }: Telling): string[] {
  const { contact, complaints, answerDays } = disclosure;
  return [
    says.see(COMMANDS.see),
    says.readers(COMMANDS.readers),
    says.copy(COMMANDS.copy),
    says.leaveOut(COMMANDS.leaveOut, kindsOf(disclosure)),
    says.pause(COMMANDS.pause),
    says.withdraw(COMMANDS.withdraw),
    says.trim(COMMANDS.trim),
    says.erase(COMMANDS.erase),
    says.report(COMMANDS.report),
    says.unnamed(COMMANDS.unnamed),
    says.ask(contact),
    ...(answerDays === undefined ? [] : [says.answered(answerDays)]),
    says.free(),
    ...(complaints ? [says.complain(complaints.authority, complaints.contact)] : []),
  ];
}

function stopping({ disclosure, words: { stop } }: Telling): string[] {
  const { lease, gate } = disclosure;
  return [
    stop.device(),
    stop.withdraw(),
    stop.erase(),
    stop.copies(KEY_RECOVERY_DAYS, lease.deliveryHours, STREAM_RETENTION_DAYS),
    stop.final(Math.ceil(erasureBound(disclosure) / DAY)),
    stop.hold(gate.longestHoldDays),
    stop.late(lease.deliveryHours),
  ];
}

const incidents = ({ disclosure: { gate, lease }, words: { wrong } }: Telling): string[] => [
  wrong.closers(gate.closers, gate.closuresPerDay),
  wrong.stops(lease.seconds),
  wrong.again(gate.approvers),
];

/** Who has a right that other groups have in a program that says nothing of people. */
function otherRights({ disclosure, words }: Telling): string[] {
  const usual = { ...disclosure, people: peopleSchema.parse(undefined) };
  return CAPABILITY_NAMES.flatMap((capability) => {
    const holders = holdersOf(disclosure, capability);
    const same = holders.join() === holdersOf(usual, capability).join();
    return same ? [] : [words.holders(holders, words.rights[capability])];
  });
}

/** Every group that the text names and that somebody has words for, and what else is no word of every day. */
function terms({ disclosure, words, say }: Telling): string[] {
  const { population, gate, people, redaction, groups = {} } = disclosure;
  const named = [
    ...population.groups,
    ...population.excluded,
    ...readersOf(disclosure),
    ...gate.closers,
    ...gate.approvers,
    ...CAPABILITY_NAMES.flatMap((capability) => holdersOf(disclosure, capability)),
  ];
  const meaning = (group: string): string | undefined => {
    if (Object.hasOwn(groups, group)) return say(groups[group]!).replace(/\.$/, '');
    const roles = PEOPLE_ROLES.filter((role) => people.roles[role].includes(group));
    return roles.length > 0 ? roles.map((role) => words.roles[role]).join('; ') : undefined;
  };
  return [
    ...[...new Set(named)].flatMap((group) => {
      const means = meaning(group);
      return means === undefined ? [] : [words.terms.group(group, means)];
    }),
    ...(Object.values(redaction.actions).includes('tokenise') ? [words.terms.codeWord()] : []),
    ...(redaction.actions.DIRECTORY ? [words.terms.directory()] : []),
    words.terms.incident(),
  ];
}

function reviewed({ disclosure: { review }, words: { review: says } }: Telling): string[] {
  if (!review) return [];
  return [
    says.by(review.reviewer, review.date),
    ...(review.document ? [says.document(review.document)] : []),
    ...(review.signature ? [says.signature(shortened(review.signature))] : []),
  ];
}

/** Enough to compare by eye: the file has all of it. */
const shortened = (signature: string): string => (signature.length > 60 ? `${signature.slice(0, 40)}...` : signature);

/** What people are told in a whole disclosure, and files of before say nothing of. */
export const TOLD = ['controller', 'legalBasis', 'place', 'recipients', 'complaints', 'review'] as const;

/** Silence is said: nobody takes it for "nobody else". */
function notSaid({ disclosure, words: { missing } }: Telling): string[] {
  const what = TOLD.filter((key) => disclosure[key] === undefined).map((key) => missing[key]);
  return what.length > 0 ? [missing.line(what, disclosure.contact)] : [];
}
