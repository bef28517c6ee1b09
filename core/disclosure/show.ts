import { createHash } from 'node:crypto';
import { CAPABILITIES, CAPABILITY_NAMES, holdersOf, peopleSchema } from '../../api/people.ts';
import { REDACTION_ACTIONS, SENSITIVE_TYPES } from '../../redaction/redactor.ts';
import { EVENT_KINDS, EVENTS, fieldsOf } from '../../wire/event.ts';
import { KEY_DETAILS } from '../../wire/field.ts';
import { erasureBound, KEY_RECOVERY_DAYS, STREAM_RETENTION_DAYS } from './bounds.ts';
import type { Disclosure } from './disclosure.ts';
import { ACTION_WORDS, KEY_DETAIL_WORDS } from './words.ts';

const DAY = 86_400_000;

/**
 * The plain-language text that a subject consents to: everything that may be stored, who may read it and why, for how
 * long, and how to stop. Made from the disclosure alone, so that text and enforcement cannot differ. Plain text with one
 * newline at its end; the same disclosure gives the same bytes.
 */
export function consentText(disclosure: Disclosure): string {
  const paragraphs = [
    `${disclosure.title}\nProgram ${disclosure.program}, disclosure ${disclosure.version}`,
    disclosure.summary.trim(),
    section('What is recorded', recorded(disclosure)),
    section('In which programs', [
      ...byDetail(disclosure),
      'Everything that you do in any other program is not recorded.',
    ]),
    section('What is never recorded', neverRecorded(disclosure)),
    section('What is taken out before anything is stored', redacted(disclosure)),
    section('Who may read it, and what for', readers(disclosure)),
    section('How long it is kept', kept(disclosure)),
    section('How you stop it', stopping(disclosure)),
    section('What happens when something goes wrong', incidents(disclosure)),
    section('Who is asked', [
      `Members of: ${list(disclosure.population.groups)}.`,
      ...(disclosure.population.excluded.length > 0 ? [`Never asked: ${list(disclosure.population.excluded)}.`] : []),
      'Nothing is recorded of you unless you have agreed to this text.',
    ]),
    ...otherRights(disclosure),
    `Questions: ${disclosure.contact}`,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

/** Hex SHA-256 of the text, UTF-8: what a consent is recorded against. */
export function consentHash(disclosure: Disclosure): string {
  return createHash('sha256').update(consentText(disclosure), 'utf8').digest('hex');
}

const section = (title: string, lines: string[]): string =>
  [`${title}:`, ...lines.map((line) => `- ${line}`)].join('\n');
const list = (names: readonly string[]): string => names.join(', ');
const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

function recorded({ events, collector }: Disclosure): string[] {
  const lines = EVENT_KINDS.flatMap((kind) => {
    const rule = events[kind];
    if (!rule) return [];
    const fields = ['time', 'app', ...rule.fields.filter((field) => field !== 'time' && field !== 'app')];
    const known = new Map(fieldsOf(kind));
    const words = fields.map((field) => known.get(field)!.words);
    return [`${EVENTS[kind].words}: ${list(words)}. ${rule.why}`];
  });
  return [...lines, `At most ${plural(collector.eventsPerMinute, 'event')} a minute.`];
}

function byDetail({ applications }: Disclosure): string[] {
  return [...KEY_DETAILS].reverse().flatMap((detail) => {
    const names = Object.keys(applications)
      .filter((app) => applications[app]?.keys === detail)
      .sort();
    return names.length > 0 ? [`${list(names)}: ${KEY_DETAIL_WORDS[detail]}`] : [];
  });
}

function neverRecorded({ events }: Disclosure): string[] {
  const absent = EVENT_KINDS.filter((kind) => !events[kind]).map((kind) => EVENTS[kind].words);
  return [
    'Your screen, camera and microphone.',
    'Passwords typed in password fields, where your device can tell that it is one.',
    ...absent.map((kind) => `${kind}.`),
  ];
}

function redacted({ redaction }: Disclosure): string[] {
  const lines = REDACTION_ACTIONS.filter((action) => action !== 'mask').flatMap((action) => {
    const types = SENSITIVE_TYPES.filter((type) => redaction.actions[type] === action);
    return types.length > 0 ? [`${types.map(typeWords).join(', ')}: ${ACTION_WORDS[action]}`] : [];
  });
  return [
    'Names, addresses, numbers, secrets and other sensitive values that are found in texts are ' +
      `${ACTION_WORDS.mask}, unless said otherwise here.`,
    ...lines,
    'What others wrote is masked whole, unless they take part too.',
    ...(redaction.deepPass
      ? [
          `What is left of texts is read once more before it is stored, by ${readAgainBy(redaction.deepPass)}; ` +
            'what that finds is masked too.',
        ]
      : []),
    `It is tested all the time with made-up values: when it misses more than ${Math.round(100 * (1 - redaction.recallBar))} in 100 of them, nothing is stored.`,
    'No program finds everything: some of it may be missed. That is why only few may read, and why it is deleted.',
  ];
}

function readAgainBy(deepPass: NonNullable<Disclosure['redaction']['deepPass']>): string {
  if (deepPass.by === 'model')
    return `a language model inside of this program, which passes them on to nobody (${deepPass.name})`;
  const language = deepPass.language === 'es' ? 'Spanish' : 'English';
  return `a service of the cloud in the same region (Amazon Comprehend, ${language})`;
}

function readers({ purposes, coolOffHours }: Disclosure): string[] {
  const lines = Object.entries(purposes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([purpose, { description, readers, longestGrantHours }]) =>
        `${purpose}: ${description} Read by: ${list(readers)}; a permission lasts ${plural(longestGrantHours, 'hour')} at most.`,
    );
  return [
    ...lines,
    'Inside, you are known by a code, never by name. Every reading is written into a record that cannot be changed unnoticed, and your representatives can see it.',
    coolOffHours > 0
      ? `For ${plural(coolOffHours, 'hour')} after it arrived, only you can read what was recorded of you.`
      : 'There is no waiting time before others can read what was recorded of you.',
  ];
}

function kept({ retention }: Disclosure): string[] {
  return [
    `${plural(retention.routine, 'day')}; with personal details in it ${plural(retention.personal, 'day')}; with sensitive ones ${plural(retention.sensitive, 'day')}.`,
    'It is encrypted with a key of your own.',
  ];
}

function stopping(disclosure: Disclosure): string[] {
  const { lease, gate } = disclosure;
  return [
    'Stop the recording on your device at any time; it shows whether it records.',
    'Withdraw your consent at any time, without a reason: from then on nothing more of you is stored, not even what is on its way.',
    `Have everything erased: your key is deleted at once. Backups of keys live ${plural(KEY_RECOVERY_DAYS, 'day')}; encrypted data may still be on its way for ${plural(lease.deliveryHours, 'hour')}, and lives ${plural(STREAM_RETENTION_DAYS, 'day')} from when it arrived. ${plural(Math.ceil(erasureBound(disclosure) / DAY), 'day')} after the erasure at the latest nobody can open anything of yours, in any copy.`,
    `While an incident is being investigated, erasure may be put on hold, for ${plural(gate.longestHoldDays, 'day')} at most.`,
    `What was recorded while your device was without a network may arrive up to ${plural(lease.deliveryHours, 'hour')} later.`,
  ];
}

function incidents({ gate, lease }: Disclosure): string[] {
  return [
    `Anyone of ${list(gate.closers)} can stop the whole program by a report that something is seriously wrong, up to ${plural(gate.closuresPerDay, 'time')} a day each. Storing and reading stop at once; devices stop recording within ${plural(lease.seconds, 'second')}.`,
    `It starts again only after the findings are published and two people of different groups of ${list(gate.approvers)} have agreed, neither of them who reported.`,
  ];
}

/** Who has a right that other groups have in a program that says nothing of people. */
function otherRights(disclosure: Disclosure): string[] {
  const usual = { ...disclosure, people: peopleSchema.parse(undefined) };
  const lines = CAPABILITY_NAMES.flatMap((capability) => {
    const holders = list(holdersOf(disclosure, capability));
    return holders === list(holdersOf(usual, capability)) ? [] : [`${holders}: may ${CAPABILITIES[capability].may}.`];
  });
  return lines.length > 0 ? [section('Who has which right', lines)] : [];
}

const typeWords = (type: string): string => type.toLowerCase().replaceAll('_', ' ');
