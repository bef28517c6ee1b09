import { LANGUAGES } from '../../api/languages.ts';
import { CAPABILITIES, CAPABILITY_NAMES, type Capability, holdersOf } from '../../api/people.ts';
import { type RedactionAction, SENSITIVE_TYPES, TIERS } from '../../redaction/redactor.ts';
import { EVENT_KINDS } from '../../wire/event.ts';
import { KEY_DETAILS } from '../../wire/field.ts';
import {
  bound,
  type DisclosureChange,
  type Effect,
  GONE,
  moved,
  NEW,
  REWORDED,
  ranked,
  rewords,
  sets,
  TRANSLATED,
} from './differences.ts';
import type { Disclosure } from './disclosure.ts';
import { answerOf, DOOR_NAMES, GUARD_ANSWERS } from './doors.ts';
import { consentHash } from './show.ts';
import { ownLanguage, type Spoken, textsOf } from './spoken.ts';
import { leavesMore, readingOf, TEXT_LANGUAGES, type TextLanguages } from './text-languages.ts';
import { compareVersions, majorOf } from './version.ts';

export interface DisclosureDiff {
  program: string;
  from: string;
  to: string;
  /** In the order of the file. */
  changes: DisclosureChange[];
  /** Whether subjects who consented to the old version must be asked again: something widens. */
  askAgain: boolean;
  /** Whether the text that subjects consent to differs. */
  textChanged: boolean;
  /** Why the new version may not follow the old one. */
  problems: string[];
}

/**
 * Compares two versions of one program's disclosure. What cannot be judged by a program (other words for a purpose or a
 * reason, actions that neither includes the other) counts as widening: in doubt people are asked.
 */
export function diffDisclosures(before: Disclosure, after: Disclosure): DisclosureDiff {
  const changes = [
    ...words(before, after),
    ...told(before, after),
    ...sets('population.groups', before.population.groups, after.population.groups, 'rewords', 'narrows'),
    ...sets('population.excluded', before.population.excluded, after.population.excluded, 'narrows', 'widens'),
    ...purposes(before, after),
    ...events(before, after),
    ...applications(before, after),
    ...redaction(before, after),
    ...numbers(before, after),
    ...sets('gate.closers', before.gate.closers, after.gate.closers, 'narrows', 'widens'),
    ...sets('gate.approvers', before.gate.approvers, after.gate.approvers, 'widens', 'narrows'),
    ...doors(before, after),
    ...people(before, after),
  ];
  const askAgain = changes.some(({ effect }) => effect === 'widens');
  return {
    program: after.program,
    from: before.version,
    to: after.version,
    changes,
    askAgain,
    textChanged: LANGUAGES.some((language) => consentHash(before, language) !== consentHash(after, language)),
    problems: problems(before, after, changes.length > 0, askAgain),
  };
}

function problems(before: Disclosure, after: Disclosure, changed: boolean, askAgain: boolean): string[] {
  const found: string[] = [];
  if (before.program !== after.program) found.push(`another program: ${before.program} and ${after.program}`);
  const order = compareVersions(after.version, before.version);
  if (order < 0) found.push(`the version goes back from ${before.version} to ${after.version}`);
  if (order === 0 && changed) found.push(`changed, but the version is still ${after.version}`);
  if (order > 0 && askAgain && majorOf(after.version) === majorOf(before.version)) {
    found.push(`something widens, so the first number of the version must grow: ${majorOf(before.version) + 1}.0`);
  }
  return found;
}

function words(before: Disclosure, after: Disclosure): DisclosureChange[] {
  const said = saying(before, after);
  return [
    ...said('title', before.title, after.title, { effect: 'rewords', words: 'other words', difference: REWORDED }),
    ...(before.contact === after.contact
      ? []
      : [{ key: 'contact', effect: 'rewords' as const, words: 'other words', difference: REWORDED }]),
    ...said('summary', before.summary, after.summary),
  ];
}

const JUDGED = { effect: 'widens', words: 'other words, which only people can judge', difference: REWORDED } as const;

/**
 * Compares what the author says in each language that both have: other words for the same language are `changed`, one more language or one
 * less is neither wider nor narrower.
 */
const saying =
  (before: Disclosure, after: Disclosure) =>
  (key: string, old: Spoken, now: Spoken, changed: Omit<DisclosureChange, 'key'> = JUDGED): DisclosureChange[] => {
    const [was, is] = [textsOf(old, ownLanguage(before)), textsOf(now, ownLanguage(after))];
    const there = LANGUAGES.filter((language) => was[language] !== undefined && is[language] !== undefined);
    // Not one language in common: nobody can compare.
    if (there.length === 0 || there.some((language) => was[language] !== is[language])) return [{ key, ...changed }];
    const [more, fewer] = [
      Object.keys(is).filter((one) => !(one in was)),
      Object.keys(was).filter((one) => !(one in is)),
    ];
    return [
      ...(more.length > 0
        ? [{ key, effect: 'rewords' as const, words: `said in ${more.join(', ')}, too`, difference: TRANSLATED }]
        : []),
      ...(fewer.length > 0
        ? [{ key, effect: 'rewords' as const, words: `no longer said in ${fewer.join(', ')}`, difference: TRANSLATED }]
        : []),
    ];
  };

/**
 * Who is behind it, and by what right. Said for the first time it tells people more of what was so before; only of recipients nobody can say
 * that they were ones before. What is said otherwise, or no longer, only people can judge. A review is of its version, and always another.
 */
function told(before: Disclosure, after: Disclosure): DisclosureChange[] {
  const said = saying(before, after);
  const first = (key: string): DisclosureChange => ({
    key,
    effect: 'rewords',
    words: 'said for the first time',
    difference: NEW,
  });
  const silent = (key: string): DisclosureChange => ({
    key,
    effect: 'widens',
    words: 'no longer said',
    difference: GONE,
  });
  const compared = <T>(
    key: string,
    old: T | undefined,
    now: T | undefined,
    both: (old: T, now: T) => DisclosureChange[],
  ) => {
    if (old === undefined) return now === undefined ? [] : [first(key)];
    return now === undefined ? [silent(key)] : both(old, now);
  };
  const plain = (key: string, old: unknown, now: unknown): DisclosureChange[] =>
    JSON.stringify(old) === JSON.stringify(now) ? [] : [{ key, ...JUDGED }];
  return [
    ...compared('controller.name', before.controller?.name, after.controller?.name, (old, now) =>
      plain('controller.name', old, now),
    ),
    ...rewords('controller.address', before.controller?.address, after.controller?.address),
    ...rewords('controller.officer', before.controller?.officer, after.controller?.officer),
    ...compared('legalBasis', before.legalBasis, after.legalBasis, (old, now) => said('legalBasis', old, now)),
    ...compared('place', before.place, after.place, (old, now) => [
      ...said('place.country', old.country, now.country),
      ...compared('place.region', old.region, now.region, (was, is) => plain('place.region', was, is)),
    ]),
    ...recipients(before, after),
    ...rewords('complaints', before.complaints, after.complaints),
    ...rewords('answerDays', before.answerDays, after.answerDays),
    ...rewords('groups', before.groups, after.groups),
    ...rewords('review', before.review, after.review),
    ...rewords('population.exemptions', before.population.exemptions, after.population.exemptions),
  ];
}

function recipients(before: Disclosure, after: Disclosure): DisclosureChange[] {
  const said = saying(before, after);
  const of = ({ recipients = [] }: Disclosure) => new Map(recipients.map((one) => [one.name, one]));
  const [old, now] = [of(before), of(after)];
  return union([...old.keys()], [...now.keys()]).flatMap((name): DisclosureChange[] => {
    const [was, is] = [old.get(name), now.get(name)];
    const key = `recipients.${name}`;
    if (!was) return [{ key, effect: 'widens', words: `${name} is new`, difference: NEW }];
    if (!is) return [{ key, effect: 'narrows', words: `${name} is gone`, difference: GONE }];
    return [
      ...(was.role === is.role
        ? []
        : [
            {
              key: `${key}.role`,
              effect: 'widens' as const,
              words: `${was.role} -> ${is.role}`,
              difference: { kind: 'moved' as const, from: was.role, to: is.role },
            },
          ]),
      ...said(`${key}.why`, was.why, is.why),
    ];
  });
}

function purposes(before: Disclosure, after: Disclosure): DisclosureChange[] {
  const said = saying(before, after);
  return union(Object.keys(before.purposes), Object.keys(after.purposes)).flatMap((purpose): DisclosureChange[] => {
    const [old, now] = [before.purposes[purpose], after.purposes[purpose]];
    const key = `purposes.${purpose}`;
    if (!old) return [{ key, effect: 'widens', words: 'a new purpose', difference: NEW }];
    if (!now) return [{ key, effect: 'narrows', words: 'this purpose is gone', difference: GONE }];
    return [
      ...said(`${key}.description`, old.description, now.description),
      ...sets(`${key}.readers`, old.readers, now.readers, 'widens', 'narrows'),
      ...moved(`${key}.longestGrantHours`, old.longestGrantHours, now.longestGrantHours, 'widens'),
      ...(['givers', 'tiers', 'kinds', 'applications'] as const).flatMap((list) =>
        allOr(`${key}.${list}`, old[list], now[list]),
      ),
      ...ending(`${key}.until`, old.until, now.until),
      ...bound(`${key}.segmentsPerDay`, old.segmentsPerDay, now.segmentsPerDay, 'widens', {
        without: 'one reader opens as much a day as there is',
        with: (value) => `one reader opens at most ${value} a day`,
      }),
      ...exported(`${key}.export`, old.export, now.export),
    ];
  });
}

/** A list without which it is all of them: who is left out of it comes with it. */
function allOr(
  key: string,
  old: readonly string[] | undefined,
  now: readonly string[] | undefined,
): DisclosureChange[] {
  if (old && now) return sets(key, old, now, 'widens', 'narrows');
  if (old) return [{ key, effect: 'widens', words: 'all of them from now on', difference: GONE }];
  return now ? [{ key, effect: 'narrows', words: `${now.join(', ')} alone`, difference: NEW }] : [];
}

function ending(key: string, old: string | undefined, now: string | undefined): DisclosureChange[] {
  if (old === now) return [];
  if (old === undefined) return [{ key, effect: 'narrows', words: `ends on ${now}`, difference: NEW }];
  if (now === undefined) return [{ key, effect: 'widens', words: 'does not end any more', difference: GONE }];
  const effect = now > old ? 'widens' : 'narrows';
  return [{ key, effect, words: `${old} -> ${now}`, difference: { kind: 'moved', from: old, to: now } }];
}

type Export = Disclosure['purposes'][string]['export'];

function exported(key: string, old: Export, now: Export): DisclosureChange[] {
  if (!old) return now ? [{ key, effect: 'widens', words: 'data sets may be made for it', difference: NEW }] : [];
  if (!now) return [{ key, effect: 'narrows', words: 'no data sets are made for it any more', difference: GONE }];
  return [
    ...moved(`${key}.people`, old.people, now.people, 'narrows'),
    ...moved(`${key}.days`, old.days, now.days, 'widens'),
  ];
}

function events(before: Disclosure, after: Disclosure): DisclosureChange[] {
  const said = saying(before, after);
  return EVENT_KINDS.flatMap((kind): DisclosureChange[] => {
    const [old, now] = [before.events[kind], after.events[kind]];
    const key = `events.${kind}`;
    if (!old && !now) return [];
    if (!old) return [{ key, effect: 'widens', words: 'a new kind of event', difference: NEW }];
    if (!now) return [{ key, effect: 'narrows', words: 'this kind of event is gone', difference: GONE }];
    return [
      ...sets(`${key}.fields`, old.fields, now.fields, 'widens', 'narrows'),
      ...said(`${key}.why`, old.why, now.why, {
        effect: 'widens',
        words: 'another reason, which only people can judge',
        difference: REWORDED,
      }),
    ];
  });
}

function applications(before: Disclosure, after: Disclosure): DisclosureChange[] {
  return union(Object.keys(before.applications), Object.keys(after.applications)).flatMap((app) => {
    const [old, now] = [own(before.applications, app), own(after.applications, app)];
    const key = `applications.${app}`;
    if (!old) return [{ key, effect: 'widens' as const, words: `a new program, keys: ${now?.keys}`, difference: NEW }];
    if (!now) return [{ key, effect: 'narrows' as const, words: 'this program is gone', difference: GONE }];
    return [
      ...ranked(`${key}.keys`, old.keys, now.keys, (detail) => KEY_DETAILS.indexOf(detail)),
      ...allOr(`${key}.pages`, old.pages, now.pages),
    ];
  });
}

/** How much of a value an action leaves. Tokenise and generalise leave different things: neither includes the other. */
const LEAVES: Readonly<Record<RedactionAction, number>> = { drop: 0, mask: 1, tokenise: 2, generalise: 2, keep: 3 };

function redaction(before: Disclosure, after: Disclosure): DisclosureChange[] {
  const [old, now] = [before.redaction, after.redaction];
  return [
    ...SENSITIVE_TYPES.flatMap((type) => [
      ...ranked(
        `redaction.actions.${type}`,
        old.actions[type] ?? 'mask',
        now.actions[type] ?? 'mask',
        (action) => LEAVES[action],
      ),
      // A lower tier is kept for longer.
      ...ranked(
        `redaction.tiers.${type}`,
        old.tiers[type] ?? 'personal',
        now.tiers[type] ?? 'personal',
        (tier) => -TIERS.indexOf(tier),
      ),
    ]),
    ...moved('redaction.recallBar', old.recallBar, now.recallBar, 'narrows'),
    ...languages(old.languages, now.languages),
    ...deepPass(old.deepPass, now.deepPass),
  ];
}

/** By language, one that nothing is known of among them: what was replaced whole and is read now leaves more, and what is no longer read leaves names. */
function languages(old: TextLanguages, now: TextLanguages): DisclosureChange[] {
  return [...TEXT_LANGUAGES, 'others'].flatMap((code) => {
    const [from, to] = [readingOf(old, code), readingOf(now, code)];
    if (from === to) return [];
    return [
      {
        key: `redaction.languages.${code}`,
        effect: leavesMore(from, to) ? ('widens' as const) : ('narrows' as const),
        words: `${from} -> ${to}`,
        difference: { kind: 'moved' as const, from, to },
      },
    ];
  });
}

/** With it another reader sees the texts, without it less is found in them: either way people are asked again. */
function deepPass(
  old: Disclosure['redaction']['deepPass'],
  now: Disclosure['redaction']['deepPass'],
): DisclosureChange[] {
  const key = 'redaction.deepPass';
  const name = (one: typeof old): string => {
    if (!one) return 'none';
    return one.by === 'model' ? `model ${one.name}, ${one.sha256}` : `${one.by}, ${one.language}`;
  };
  return name(old) === name(now)
    ? []
    : [{ key, effect: 'widens', words: `${name(old)} -> ${name(now)}`, difference: REWORDED }];
}

function mark(before: boolean, after: boolean): DisclosureChange[] {
  if (before === after) return [];
  const key = 'collector.mark';
  return after
    ? [{ key, effect: 'narrows', words: 'recorded only where a mark on the screen shows it', difference: NEW }]
    : [{ key, effect: 'widens', words: 'recorded also where no mark on the screen shows it', difference: GONE }];
}

function numbers(before: Disclosure, after: Disclosure): DisclosureChange[] {
  return [
    ...moved('retention.routine', before.retention.routine, after.retention.routine, 'widens'),
    ...moved('retention.personal', before.retention.personal, after.retention.personal, 'widens'),
    ...moved('retention.sensitive', before.retention.sensitive, after.retention.sensitive, 'widens'),
    ...moved('coolOffHours', before.coolOffHours, after.coolOffHours, 'narrows'),
    ...moved('lease.seconds', before.lease.seconds, after.lease.seconds, 'widens'),
    ...moved('lease.deliveryHours', before.lease.deliveryHours, after.lease.deliveryHours, 'widens'),
    ...moved('collector.eventsPerMinute', before.collector.eventsPerMinute, after.collector.eventsPerMinute, 'widens'),
    ...mark(before.collector.mark !== undefined, after.collector.mark !== undefined),
    ...moved('collector.flushSeconds', before.collector.flushSeconds, after.collector.flushSeconds, 'rewords'),
    ...moved('collector.flushBytes', before.collector.flushBytes, after.collector.flushBytes, 'rewords'),
    ...moved('collector.spoolBytes', before.collector.spoolBytes, after.collector.spoolBytes, 'rewords'),
    ...moved('gate.closuresPerDay', before.gate.closuresPerDay, after.gate.closuresPerDay, 'narrows'),
    ...moved('gate.longestHoldDays', before.gate.longestHoldDays, after.gate.longestHoldDays, 'widens'),
    ...moved('gate.triage.hours', before.gate.triage.hours, after.gate.triage.hours, 'widens'),
    ...moved('gate.triage.lowHours', before.gate.triage.lowHours, after.gate.triage.lowHours, 'widens'),
    ...bound('gate.resume.greenHours', before.gate.resume?.greenHours, after.gate.resume?.greenHours, 'narrows', {
      without: 'no probe is asked before a gate opens',
      with: (hours) => `every probe green for ${hours} hours before a gate opens`,
    }),
    ...moved('gate.resume.toldHours', before.gate.resume?.toldHours ?? 0, after.gate.resume?.toldHours ?? 0, 'narrows'),
    ...bound('exposure.readers', before.exposure?.readers, after.exposure?.readers, 'widens', {
      without: 'any number may be able to read',
      with: (readers) => `${readers} at most may be able to read`,
    }),
  ];
}

/** More people with a power widen; fewer with a brake do, and fewer who watch. More who watch take nothing from anybody. */
const MORE_AND_FEWER: Readonly<Record<(typeof CAPABILITIES)[Capability]['kind'], [Effect, Effect]>> = {
  power: ['widens', 'narrows'],
  brake: ['narrows', 'widens'],
  oversight: ['rewords', 'widens'],
};

/** A door that is answered less sternly widens. */
const doors = (before: Disclosure, after: Disclosure): DisclosureChange[] =>
  DOOR_NAMES.flatMap((door) =>
    ranked(`guard.${door}`, answerOf(door, before.guard), answerOf(door, after.guard), (answer) =>
      GUARD_ANSWERS.indexOf(answer),
    ),
  );

/** By who has a right in the end: other words for the same people are no change. */
const people = (before: Disclosure, after: Disclosure): DisclosureChange[] =>
  CAPABILITY_NAMES.flatMap((capability) =>
    sets(
      `people.rights.${capability}`,
      holdersOf(before, capability),
      holdersOf(after, capability),
      ...MORE_AND_FEWER[CAPABILITIES[capability].kind],
    ),
  );

const union = (a: string[], b: string[]): string[] => [...new Set([...a, ...b])].sort();
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
