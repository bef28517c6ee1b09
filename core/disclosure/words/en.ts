import { CAPABILITIES, CAPABILITY_NAMES, type Capability } from '../../../api/people.ts';
import type { SensitiveType, Tier } from '../../../redaction/redactor.ts';
import { EVENT_KINDS, EVENTS, type EventKind } from '../../../wire/event.ts';
import type { FieldName } from './fields.ts';
import { formatsOf } from './format.ts';
import { textLanguagesIn } from './text-languages.ts';

/**
 * The words of the consent text. English says which there are: a language that lacks one does not compile (`Catalogue`). A change
 * of any changes the text, and so its hash. Sentences are short: how hard a text is to read is measured in the tests.
 */

const { count, list, number, date } = formatsOf('en', {
  second: ['second', 'seconds'],
  hour: ['hour', 'hours'],
  day: ['day', 'days'],
  time: ['time', 'times'],
  event: ['event', 'events'],
  kind: ['kind of event', 'kinds of events'],
  program: ['program', 'programs'],
  group: ['group', 'groups'],
  purpose: ['purpose', 'purposes'],
  person: ['person', 'people'],
  piece: ['piece', 'pieces'],
});

const TIER_WORDS: Readonly<Record<Tier, string>> = {
  routine: 'without personal details',
  personal: 'with personal details',
  sensitive: 'with sensitive details',
};

/** What the catalogue of the wire says already. */
const kinds = Object.fromEntries(EVENT_KINDS.map((kind) => [kind, EVENTS[kind].words])) as Record<EventKind, string>;
const fields = Object.fromEntries(
  EVENT_KINDS.flatMap((kind) => Object.entries(EVENTS[kind].fields).map(([field, { words }]) => [field, words])),
) as Record<FieldName, string>;
const rights = Object.fromEntries(CAPABILITY_NAMES.map((name) => [name, CAPABILITIES[name].may])) as Record<
  Capability,
  string
>;
const types: Record<SensitiveType, string> = {
  PERSON: 'names of people',
  ORGANIZATION: 'names of organisations',
  LOCATION: 'places',
  ADDRESS: 'addresses',
  EMAIL: 'e-mail addresses',
  PHONE: 'phone numbers',
  CREDIT_CARD: 'numbers of credit cards',
  IBAN: 'IBANs',
  BANK_ACCOUNT: 'bank accounts',
  NATIONAL_ID: 'numbers of identity cards',
  PASSPORT: 'numbers of passports',
  DRIVER_LICENSE: 'numbers of driving licences',
  DATE: 'dates',
  AGE: 'ages',
  IP_ADDRESS: 'IP addresses',
  MAC_ADDRESS: 'network addresses of devices',
  URL: 'web addresses',
  COORDINATES: 'coordinates',
  VEHICLE_ID: 'numbers of vehicles',
  DEVICE_ID: 'numbers of devices',
  MEDICAL: 'health',
  FINANCIAL: 'money matters',
  PERFORMANCE: 'appraisals',
  RELIGION: 'religion and belief',
  UNION: 'trade unions',
  POLITICS: 'political opinions',
  ORIENTATION: 'sexual life and orientation',
  ETHNICITY: 'ethnic origin',
  BIOMETRICS: 'biometric and genetic data',
  CONVICTION: 'convictions and offences',
  DISMISSAL: 'dismissals',
  DEBT: 'debts',
  RESIDENCE: 'residence status',
  SECRET: 'keys and secrets',
  PASSWORD: 'passwords',
  DIRECTORY: 'names from the company directory',
  CANARY: 'values that test this',
  OTHER: 'whatever could not be judged',
  UNREAD: 'typing that would take too much work to read',
};

export const en = {
  kinds,
  fields,
  rights,
  types,
  keys: {
    content: 'with what is typed',
    class: 'with the class and timing of keys (that a letter was typed, not which)',
    none: 'without keys and texts',
  },
  textLanguages: textLanguagesIn('en'),
  actions: {
    mask: 'replaced by a placeholder',
    tokenise: 'replaced by a code word that is the same each time',
    generalise: 'made coarser (a year for a date, say)',
    drop: 'dropped together with the event that they are in',
    keep: 'KEPT AS THEY ARE',
  },
  /** What a role is: a group has its name unless the disclosure says which are. */
  roles: {
    investigators: 'people who look into incidents and check samples',
    representatives: 'people who speak for the employees; they see counts and records of reading, never content',
    stewards: 'people who decide who may read, and who never decide for themselves',
    platform: 'the team that runs the machines of this program',
  },
  languages: { en: 'in English', de: 'in German', fr: 'in French', es: 'in Spanish' },
  sections: {
    short: 'In short',
    who: 'Who is responsible',
    recorded: 'What is recorded',
    programs: 'In which programs',
    never: 'What is never recorded',
    redacted: 'What is taken out before anything is stored',
    where: 'Where it is, and who gets it',
    readers: 'Who may read it, and what for',
    kept: 'How long it is kept',
    models: 'What a trained model keeps',
    rights: 'Your rights, and how to use them',
    stop: 'How you stop it',
    wrong: 'What happens when something goes wrong',
    equal: 'Who is asked: the same terms for all',
    holders: 'Who has which right',
    terms: 'What words mean here',
    review: 'Who reviewed this',
  },
  title: (section: string) => `${section}:`,
  heading: (program: string, version: string) => `Program ${program}, disclosure ${version}`,
  short: {
    choice: () => 'You choose. Unless you agree, nothing of you is recorded.',
    recorded: (kinds: number, programs: number) =>
      `Recorded: ${count(kinds, 'kind')} in ${count(programs, 'program')}, all named below.`,
    models: () => 'AI models are trained with it. Each purpose is named below.',
    never: () => 'Your screen, camera and microphone are never recorded.',
    redacted: () => 'Names, numbers and secrets are taken out first. Some may be missed.',
    coolOff: (hours: number) =>
      hours > 0
        ? `For the first ${count(hours, 'hour')} only you can read it.`
        : 'Others may read it at once: there is no waiting time.',
    readers: (groups: number, purposes: number) =>
      `Then ${count(groups, 'group')} may read it for ${count(purposes, 'purpose')}. Each reading is noted.`,
    kept: (days: number) => `It is deleted after ${count(days, 'day')} at the latest.`,
    stop: () => 'Stop, withdraw or erase when you like. You need no reason.',
    keeps: () => 'But a model that was trained keeps what it learnt.',
  },
  who: {
    controller: (name: string, address: string) => `${name}, ${address}.`,
    officer: (officer: string) => `Data protection officer: ${officer}.`,
    basis: (basis: string) => `Legal basis: ${basis}`,
    questions: (contact: string) => `Questions: ${contact}.`,
  },
  recorded: {
    kind: (kind: string, fields: readonly string[], why: string) => `${kind}: ${list(fields)}. ${why}`,
    atMost: (events: number) => `At most ${count(events, 'event')} a minute.`,
    mark: () => 'A mark on your screen shows when it records. Where there can be none, nothing is recorded.',
  },
  programs: {
    detail: (names: readonly string[], detail: string) => `${list(names)}: ${detail}.`,
    noOther: () => 'Nothing that you do in any other program is recorded.',
  },
  never: {
    screen: () => 'Your screen, camera and microphone.',
    passwords: () => 'Passwords typed in password fields, where your device can tell that it is one.',
    kind: (kind: string) => `${kind}.`,
  },
  redacted: {
    usual: (action: string) =>
      `Names, addresses, numbers, secrets and other sensitive values in texts are ${action}, unless said otherwise here.`,
    types: (types: readonly string[], action: string) => `${list(types)}: ${action}.`,
    others: () => 'What others wrote is masked whole, unless they take part too.',
    sentences: () =>
      'Whole sentences are found, too, that say something of this kind of somebody without any name or number, in eight languages.',
    languages: (names: readonly string[]) => `Texts in ${list(names)} are read in full.`,
    otherLanguagesMasked: () => 'Texts in any other language are replaced whole.',
    otherLanguagesRead: () =>
      'In texts in any other language only numbers, addresses and secrets of a fixed form are looked for, and the company directory. Names may stay.',
    again: (by: string) =>
      `What is left of texts is read once more before it is stored, by ${by}. What that finds is masked too.`,
    byModel: (name: string) => `a language model inside of this program, which passes them on to nobody (${name})`,
    byService: (language: 'en' | 'es') =>
      `a service of the cloud in the same region (Amazon Comprehend, ${language === 'es' ? 'Spanish' : 'English'})`,
    tested: (missed: number) =>
      `It is tested all the time with made-up values. If it misses more than ${number(missed)} in 100, nothing is stored.`,
    imperfect: () =>
      'No program finds everything. Some of it may be missed. That is why few may read, and why it is deleted.',
  },
  where: {
    place: (country: string, region: string | undefined) =>
      `It is stored and worked on in ${country}${region ? ` (region of the cloud: ${region})` : ''}.`,
    processor: (name: string, why: string) => `${name} works on it for us, by our orders: ${why}`,
    recipient: (name: string, why: string) => `${name} gets it: ${why}`,
    nobodyElse: () => 'Nobody else gets it.',
  },
  readers: {
    purpose: (name: string, description: string, readers: readonly string[], hours: number) =>
      `${name}: ${description} Read by: ${list(readers)}. A permission lasts ${count(hours, 'hour')} at most.`,
    limits: {
      tiers: (tiers: readonly Tier[]) => `Only pieces ${list(tiers.map((tier) => TIER_WORDS[tier]))}.`,
      kinds: (kinds: readonly string[]) => `Only ${list(kinds)}.`,
      applications: (names: readonly string[]) => `Only of ${list(names)}.`,
      until: (day: string) => `Until ${date(day)}.`,
      perDay: (segments: number) => `One reader opens ${count(segments, 'piece')} a day at most.`,
      givers: (groups: readonly string[]) => `Permissions are given by: ${list(groups)}.`,
    },
    dataSets: (people: number, days: number) =>
      `Data sets for training may be made from it: of ${count(people, 'person')} at least, under other codes, for ${count(days, 'day')} at most.`,
    code: () => 'Inside, you are known by a code, never by name.',
    noted: () =>
      'Every reading is written into a record that cannot be changed unnoticed. Your representatives can see it.',
    coolOff: (hours: number) =>
      hours > 0
        ? `For ${count(hours, 'hour')} after it arrived, only you can read what was recorded of you.`
        : 'There is no waiting time before others can read what was recorded of you.',
  },
  kept: {
    days: (routine: number, personal: number, sensitive: number) =>
      `${count(routine, 'day')}. With personal details in it ${count(personal, 'day')}, with sensitive ones ${count(sensitive, 'day')}.`,
    key: () => 'It is encrypted with a key of your own.',
  },
  models: {
    trains: () => 'AI models may be trained with what was recorded.',
    keeps: () => 'A model that was trained keeps what it learnt. It stays as it is when you withdraw or erase.',
    later: () => 'What is erased can be read for no training that starts later.',
  },
  yours: {
    see: (command: string) => `See what is stored of you: ${command}`,
    readers: (command: string) => `See who read it, when and what for: ${command}`,
    copy: (command: string) => `Take a copy of all of it: ${command}`,
    leaveOut: (command: string, kinds: readonly string[]) =>
      `Leave out programs or kinds of events, and agree to the rest: ${command} (kinds: ${list(kinds)})`,
    pause: (command: string) => `Pause it on all your devices; nobody sees that you do: ${command}`,
    withdraw: (command: string) => `Withdraw your consent: ${command}`,
    trim: (command: string) => `Have a span of it erased: ${command}`,
    erase: (command: string) => `Have all of it erased: ${command}`,
    report: (command: string) => `Report that something is wrong: ${command}`,
    unnamed: (command: string) => `Report it without your name: ${command}`,
    ask: (contact: string) => `Have something corrected, or object: ask ${contact}.`,
    answered: (days: number) => `You get an answer within ${days === 1 ? 'a day' : `${days} days`}.`,
    free: () => 'None of this costs anything, and none of it needs a reason.',
    complain: (authority: string, contact: string) =>
      `Complain to ${authority} (${contact}). You need not ask us first.`,
  },
  /** What stands below the text at a terminal. */
  below: {
    agree: (command: string) => `To consent: ${command}`,
    withdraw: (command: string) => `Withdraw at any time: ${command}`,
  },
  stop: {
    device: () => 'Stop the recording on your device at any time. It shows whether it records.',
    withdraw: () =>
      'Withdraw your consent at any time. From then on nothing more of you is stored, not even what is on its way.',
    erase: () => 'Have everything erased. Your key is deleted at once.',
    copies: (keys: number, hours: number, stream: number) =>
      `Backups of keys live ${count(keys, 'day')}. Encrypted data may be on its way for ${count(hours, 'hour')} more, and lives ${count(stream, 'day')} from when it arrived.`,
    final: (days: number) =>
      `${count(days, 'day')} after the erasure at the latest nobody can open anything of yours, in any copy.`,
    hold: (days: number) =>
      `While an incident is looked into, erasure may be put on hold, for ${count(days, 'day')} at most.`,
    late: (hours: number) =>
      `What was recorded while your device was without a network may arrive up to ${count(hours, 'hour')} later.`,
  },
  wrong: {
    closers: (groups: readonly string[], times: number) =>
      `Anyone of ${list(groups)} can stop the whole program: by a report that something is seriously wrong, up to ${count(times, 'time')} a day each.`,
    stops: (seconds: number) =>
      `Storing and reading stop at once. Devices stop recording within ${count(seconds, 'second')}.`,
    again: (groups: readonly string[]) =>
      `It starts again only after the findings are published and two people have agreed. They are of different groups of ${list(groups)}, and neither of them reported it.`,
  },
  equal: {
    members: (groups: readonly string[]) => `Members of: ${list(groups)}.`,
    never: (groups: readonly string[]) => `Never asked: ${list(groups)}.`,
    exempt: (group: string, people: number | undefined, why: string) =>
      `Never asked: ${group}${people === undefined ? '' : ` (${count(people, 'person')})`}. ${why}`,
    noOther: () => 'There are no other exemptions, whatever the rank.',
    consent: () => 'Nothing is recorded of you unless you have agreed to this text.',
  },
  holders: (groups: readonly string[], right: string) => `${list(groups)}: may ${right}.`,
  terms: {
    group: (group: string, meaning: string) => `${group}: ${meaning}.`,
    codeWord: () => 'Code word: a word that was made up. It stands for the same value each time, and does not tell it.',
    directory: () => 'Company directory: the list of names that are looked for in texts. Nobody can read it back.',
    incident: () => 'Incident: a report that something is wrong, and all that follows from it.',
  },
  review: {
    by: (reviewer: string, day: string) => `${reviewer}, on ${date(day)}.`,
    document: (document: string) => `The whole review: ${document}`,
    signature: (signature: string) => `Signature: ${signature}`,
  },
  missing: {
    line: (what: readonly string[], contact: string) => `This text does not say ${list(what)}. Ask ${contact}.`,
    controller: 'who is responsible',
    legalBasis: 'on what legal basis',
    place: 'in which country it is',
    recipients: 'who else gets it',
    complaints: 'where to complain',
    review: 'who reviewed it',
  },
  /** What is told of a change; `parts` by the last word of its key. */
  changes: {
    effects: { widens: 'Wider than before', narrows: 'Narrower than before', rewords: 'Neither wider nor narrower' },
    since: (version: string) => `What has changed since version ${version}, which you agreed to`,
    nothing: () => 'Nothing has changed.',
    again: () => 'Something is wider. You are asked again: until you agree, nothing of you is recorded.',
    stays: () => 'Nothing is wider. Your consent stays as it is.',
    new: (what: string) => `new: ${what}`,
    gone: (what: string) => `no longer: ${what}`,
    moved: (from: string, to: string) => `${to}; it was ${from}`,
    reworded: () => 'in other words',
    value: (value: number) => number(value),
    guard: 'What follows when somebody reaches past the rules',
    otherLanguages: 'any other language',
    readings: { mask: 'replaced whole', read: 'read in full', structured: 'read for fixed forms alone' } as Readonly<
      Record<string, string>
    >,
    parts: {
      title: 'title',
      summary: 'what it is for',
      contact: 'who to ask',
      name: 'the company',
      address: 'address',
      officer: 'data protection officer',
      legalBasis: 'legal basis',
      country: 'country',
      region: 'region',
      complaints: 'where to complain',
      answerDays: 'by when you are answered',
      excluded: 'never asked',
      exemptions: 'reasons and numbers',
      description: 'description',
      readers: 'who reads',
      givers: 'who gives permissions',
      kinds: 'what of it is shown',
      applications: 'of which programs',
      pages: 'its pages',
      until: 'until when',
      segmentsPerDay: 'pieces that one reader opens a day',
      longestGrantHours: 'hours that a permission lasts',
      export: 'data sets for training',
      people: 'people that a data set is of, at least',
      days: 'days until a data set opens no more',
      why: 'reason',
      languages: 'texts in it',
      recallBar: 'share that has to be found',
      deepPass: 'second reading',
      tiers: 'how sensitive it counts',
      routine: 'days without personal details',
      personal: 'days with personal details',
      sensitive: 'days with sensitive details',
      coolOffHours: 'hours in which only you can read it',
      seconds: 'seconds until devices stop',
      deliveryHours: 'hours in which it may arrive late',
      eventsPerMinute: 'events a minute',
      mark: 'a mark on the screen',
      flushSeconds: 'seconds until it is sent',
      flushBytes: 'bytes that are sent at once',
      spoolBytes: 'bytes that wait on the device',
      closers: 'who can stop it',
      approvers: 'who can start it again',
      closuresPerDay: 'reports a day',
      longestHoldDays: 'days for which erasure may wait',
      hours: 'hours until a report that nobody judges stops everything',
      lowHours: 'hours until a low report goes to the next group',
      greenHours: 'hours for which nothing of it may have come back',
      toldHours: 'hours between telling people what was found and starting again',
      role: 'part',
    },
  },
};

export type Catalogue = typeof en;
