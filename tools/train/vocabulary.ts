import { allLocales, type LocaleDefinition } from '@faker-js/faker';
import { commonness, FLAG, Lexicon } from '../../redaction/tagger/lexicon.ts';
import { CASE, Words } from '../../redaction/tagger/words.ts';
import { formsOf, INFLECTED, type Kind } from './inflection.ts';
import type { Parts } from './language-parts.ts';
import type { Lists } from './lists.ts';
import { PET_NAMES } from './pet-names.ts';

/** Words that say what kind of value they are part of; own lists, beside what the locale data holds. */
const STREET =
  'street st road rd avenue ave lane ln drive dr court ct place pl blvd boulevard way square sq terrace crescent close parkway highway hwy hill row circle trail suite apt apartment unit floor room flat ste box po postfach rue av allee chemin impasse quai via viale piazza corso strada largo calle plaza paseo avenida carrer rua travessa praca ulica ul strasse str weg gasse platz ring straat laan plein gatan vagen gata veien vej gade gate katu tie kuja utca ut ter u lgh etage stock apo fpo ap street points islands estate estates views meadows station knoll harbour gardens crossing';
const COMPANY =
  'inc llc ltd gmbh ag corp corporation company co plc sa ab as oy bv nv spa srl sarl kg ohg kft bt zrt sro llp sons brothers group holdings partners associates foundation university institute bank college hospital museum ministry department agency insurance limited ventures labs';
const TITLE =
  'mr mrs ms miss mx dr prof professor sir madam madame herr frau monsieur senor senora sra lord lady doctor';
const GROUPS =
  'saudi emirati qatari kuwaiti omani yemeni pakistani bangladeshi nepali israeli iraqi afghan uzbek kazakh tajik turkmen kyrgyz azeri salvadoran ecuadorean costarican lao monegasque maltese basque catalan flemish walloon breton corsican sicilian bavarian texan californian muslim christian jew jewish catholic protestant buddhist hindu sikh sunni shia shii shiite mormon orthodox lutheran anglican baptist methodist atheist agnostic evangelical democrat republican liberal conservative socialist communist tory labour green libertarian marxist european asian african arab latino latina hispanic caucasian kurd kurdish roma inuit berber tamil bengali punjabi zulu slav scandinavian balkan caribbean';
const CALENDAR =
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre';

/** Classes that words fall in at most; beyond that, the rarest combinations of flags lose their least telling flag. */
const MAX_CLASSES = 255;

/** What a lexicon of many languages knows beside that of English. */
export interface World {
  /** Clean strings by language: what words are common in it. */
  readonly clean: ReadonlyMap<string, readonly string[]>;
  /** Words that are known to be of a language, however rare, by language. */
  readonly known: ReadonlyMap<string, readonly string[]>;
  /** Given names, surnames, places, jobs and groups by language: lists of `language-parts.ts`. */
  readonly parts: Readonly<Record<string, Parts>>;
  readonly lexiconBits: number;
}

export function buildLexicon(lists: Lists, templates: readonly string[], world?: World): Lexicon {
  const entries = new Map<string, { hash: number; check: number; flags: number }>();
  const words = new Words();
  const each = (text: string, visit: (key: string, lower: boolean, i: number) => void): void => {
    for (let offset = 0; offset < text.length; ) {
      offset = words.read(text, offset);
      for (let i = 0; i < words.count; i++) visit(`${words.hash[i]}/${words.check[i]}`, words.casing[i]! < 2, i);
    }
  };
  const flag = (text: string, bit: number): void =>
    each(text, (key, _, i) => {
      if (words.casing[i] === 9 || words.end[i]! - words.start[i]! > 24) return;
      const entry = entries.get(key) ?? { hash: words.hash[i]!, check: words.check[i]!, flags: 0 };
      entry.flags |= bit;
      entries.set(key, entry);
    });
  // Particles are in too many names and places to say anything, so only words of three letters and more are flagged.
  const flagAll = (list: readonly string[] | null | undefined, bit: number): void => {
    for (const text of list ?? []) for (const word of text.split(/[\s'’-]+/)) if (word.length > 2) flag(word, bit);
  };
  for (const locale of Object.values(allLocales) as LocaleDefinition[]) {
    for (const gender of ['generic', 'female', 'male'] as const) {
      flagAll(locale.person?.first_name?.[gender], FLAG.GIVEN);
      flagAll(locale.person?.last_name?.[gender], FLAG.SURNAME);
    }
    flagAll(locale.location?.city_name, FLAG.CITY);
    flagAll(locale.location?.state as string[] | undefined, FLAG.CITY);
  }
  flagAll(lists.places, FLAG.CITY);
  flagAll(lists.countries, FLAG.COUNTRY);
  flagAll(lists.countriesEnglish, FLAG.COUNTRY);
  flagAll(lists.groups, FLAG.GROUP);
  flagAll(GROUPS.split(' '), FLAG.GROUP);
  // Plurals, and the regular nationalities of all countries: lists of them are never complete.
  flagAll(
    [...lists.groups, ...GROUPS.split(' ')].map((group) => `${group}s`),
    FLAG.GROUP,
  );
  for (const country of lists.countriesEnglish) {
    const stem = country.replace(/(ia|ea|y|a|e|o|as|os|us)$/, '');
    for (const ending of [
      'n',
      'ns',
      'an',
      'ans',
      'ian',
      'ians',
      'ean',
      'eans',
      'ese',
      'eses',
      'i',
      'is',
      'ish',
      'er',
      'ers',
    ])
      if (!country.includes(' ')) flag(`${ending.startsWith('n') ? country : stem}${ending}`, FLAG.GROUP);
  }
  for (const [list, bit] of [
    [STREET, FLAG.STREET],
    [COMPANY, FLAG.COMPANY],
    [TITLE, FLAG.TITLE],
    [CALENDAR, FLAG.CALENDAR],
  ] as const)
    for (const word of list.split(' ')) flag(word, bit);
  for (const job of lists.jobs) flag(job.split(' ').at(-1)!, FLAG.JOB);
  addCommon(lists, templates, entries, each, words);
  if (world === undefined) return compile(entries);
  const split = (list = ''): string[] => list.split('|').map((word) => word.replace('~', ' '));
  for (const [code, { first, last, cities, jobs, groups, streets, orgs }] of Object.entries(world.parts)) {
    flagAll(split(first), FLAG.GIVEN);
    flagAll(split(last), FLAG.SURNAME);
    flagAll(split(cities), FLAG.CITY);
    flagAll(split(groups), FLAG.GROUP);
    for (const job of split(jobs)) flag(job.split(' ')[0]!, FLAG.JOB);
    for (const word of split(streets)) if (word.trim().length > 2) flag(word.trim().split(' ')[0]!, FLAG.STREET);
    for (const word of split(orgs)) for (const part of word.split(' ')) if (part.length > 1) flag(part, FLAG.COMPANY);
    const month = new Intl.DateTimeFormat(code, { day: 'numeric', month: 'long', timeZone: 'UTC' });
    const weekday = new Intl.DateTimeFormat(code, { weekday: 'long', timeZone: 'UTC' });
    for (let i = 0; i < 12; i++) flag(month.format(new Date(Date.UTC(2024, i, 3))), FLAG.CALENDAR);
    for (let i = 1; i < 8; i++) flag(weekday.format(new Date(Date.UTC(2024, 0, i))), FLAG.CALENDAR);
  }
  for (const texts of world.clean.values()) addLocalCommon(texts, entries, each, words);
  for (const texts of world.known.values()) addKnown(texts, entries, each, words);
  for (const code of INFLECTED) addForms(code, world.parts[code]!, entries, each, words);
  return compile(entries, world.lexiconBits);
}

/** Words of everyday things are no names, but for those that a list has. */
function addKnown(
  texts: readonly string[],
  entries: Map<string, { hash: number; check: number; flags: number }>,
  each: (text: string, visit: (key: string, lower: boolean, i: number) => void) => void,
  words: Words,
): void {
  for (const text of texts) {
    each(text, (key, _, i) => {
      if (words.casing[i] === CASE.DIGITS || words.end[i]! - words.start[i]! < 3) return;
      const entry = entries.get(key) ?? { hash: words.hash[i]!, check: words.check[i]!, flags: 0 };
      if (commonness(entry.flags) === 0) entry.flags |= FLAG.COMMON;
      entries.set(key, entry);
    });
  }
}

const BIT_OF: Readonly<Record<Kind, number>> = { first: FLAG.GIVEN, last: FLAG.SURNAME, city: FLAG.CITY };

/** Names of a language in its cases, and the pet names with theirs. What is a word of clean text stays what it is. */
function addForms(
  code: string,
  parts: Parts,
  entries: Map<string, { hash: number; check: number; flags: number }>,
  each: (text: string, visit: (key: string, lower: boolean, i: number) => void) => void,
  words: Words,
): void {
  const add = (word: string, bit: number): void =>
    each(word, (key, _, i) => {
      const entry = entries.get(key) ?? { hash: words.hash[i]!, check: words.check[i]!, flags: 0 };
      if (commonness(entry.flags) > 0 || words.end[i]! - words.start[i]! > 24) return;
      entry.flags |= bit;
      entries.set(key, entry);
    });
  for (const name of PET_NAMES[code]!.split(' ')) add(name, FLAG.GIVEN);
  for (const [kind, names] of Object.entries(namesOf(code, parts)) as [Kind, Set<string>][])
    for (const name of names) for (const form of formsOf(code, kind, name)) add(form, BIT_OF[kind]);
}

/** Single words of the names of a language: locale data and own lists. */
function namesOf(code: string, parts: Parts): Record<Kind, Set<string>> {
  const names = { first: new Set<string>(), last: new Set<string>(), city: new Set<string>() };
  const all = (kind: Kind, list: readonly string[] | null | undefined): void => {
    for (const name of list ?? [])
      for (const word of name.split(/[\s'’|~-]+/)) if (word.length > 2) names[kind].add(word);
  };
  for (const locale of new Set(parts.locales.split('|'))) {
    const { person, location } = (allLocales as Record<string, LocaleDefinition>)[locale]!;
    for (const gender of ['generic', 'female', 'male'] as const) {
      all('first', person?.first_name?.[gender]);
      all('last', person?.last_name?.[gender]);
      // Patronymics, where the locale has them.
      if (code === 'ru' || code === 'uk') all('last', person?.middle_name?.[gender]);
    }
    // The list of Hungary has three thousand villages, each with a dozen of endings.
    if (code !== 'hu') all('city', location?.city_name);
  }
  all('first', [...(parts.first ?? '').split('|'), ...PET_NAMES[code]!.split(' ')]);
  all('last', (parts.last ?? '').split('|'));
  all('city', parts.cities.split('|'));
  return names;
}

/** The same by language: each has its own few words that are everywhere. What is there once may be anything. */
function addLocalCommon(
  texts: readonly string[],
  entries: Map<string, { hash: number; check: number; flags: number }>,
  each: (text: string, visit: (key: string, lower: boolean, i: number) => void) => void,
  words: Words,
): void {
  const counts = new Map<string, { hash: number; check: number; count: number }>();
  for (const text of texts) {
    each(text, (key, _, i) => {
      if (words.casing[i] === CASE.DIGITS || words.casing[i] === CASE.ALPHANUMERIC) return;
      const entry = counts.get(key) ?? { hash: words.hash[i]!, check: words.check[i]!, count: 0 };
      entry.count++;
      counts.set(key, entry);
    });
  }
  const ranked = [...counts].sort(([, a], [, b]) => b.count - a.count || a.hash - b.hash);
  for (const [rank, [key, { hash, check, count }]] of ranked.entries()) {
    const tier = rank < 150 ? 3 : rank < 1500 && count >= 4 ? 2 : count >= 2 ? 1 : 0;
    if (tier === 0) continue;
    const entry = entries.get(key) ?? { hash, check, flags: 0 };
    const known = commonness(entry.flags);
    entry.flags = (entry.flags & ~(3 * FLAG.COMMON)) | (Math.max(known, tier) * FLAG.COMMON);
    entries.set(key, entry);
  }
}

/** How common a word is comes from how often it stands in lower case in the clean text; templates are seen once each. */
function addCommon(
  lists: Lists,
  templates: readonly string[],
  entries: Map<string, { hash: number; check: number; flags: number }>,
  each: (text: string, visit: (key: string, lower: boolean, i: number) => void) => void,
  words: Words,
): void {
  const counts = new Map<string, { hash: number; check: number; count: number }>();
  const count = (text: string, weight: number): void =>
    each(text, (key, lower, i) => {
      if (!lower) return;
      const entry = counts.get(key) ?? { hash: words.hash[i]!, check: words.check[i]!, count: 0 };
      entry.count += weight;
      counts.set(key, entry);
    });
  for (const text of lists.prose) count(`X ${text}`, 1);
  // Everyday speech is a tenth of the clean text and names live in it: its words count for more.
  for (const text of lists.chat) count(`X ${text}`, 4);
  for (const text of templates) count(text.replace(/\\n|\{\w+\}/g, ' '), 3);
  const known = new Set<string>();
  for (const list of [lists.english, lists.dictionary]) {
    for (const text of list) {
      count(text, 1);
      each(text, (key) => known.add(key));
    }
  }
  const ranked = [...counts.values()].sort((a, b) => b.count - a.count || a.hash - b.hash);
  for (const [rank, word] of ranked.entries()) {
    const key = `${word.hash}/${word.check}`;
    const tier = rank < 400 ? 3 : rank < 6000 && word.count >= 4 ? 2 : word.count >= 3 || known.has(key) ? 1 : 0;
    if (tier === 0) continue;
    const entry = entries.get(key) ?? { hash: word.hash, check: word.check, flags: 0 };
    entry.flags |= tier * FLAG.COMMON;
    entries.set(key, entry);
  }
}

function compile(entries: Map<string, { hash: number; check: number; flags: number }>, bits?: number): Lexicon {
  const DROP = [FLAG.JOB, FLAG.COMPANY, FLAG.STREET, FLAG.CITY, FLAG.SURNAME, FLAG.GIVEN];
  for (const bit of [0, ...DROP]) {
    const counts = new Map<number, number>();
    for (const { flags } of entries.values()) counts.set(flags, (counts.get(flags) ?? 0) + 1);
    if (counts.size <= MAX_CLASSES) break;
    const keep = new Set(
      [...counts]
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])
        .slice(0, MAX_CLASSES - 60)
        .map(([flags]) => flags),
    );
    for (const entry of entries.values()) if (!keep.has(entry.flags)) entry.flags &= ~bit;
  }
  const counts = new Map<number, number>();
  for (const { flags } of entries.values()) counts.set(flags, (counts.get(flags) ?? 0) + 1);
  const order = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([flags]) => flags);
  const table = new Uint16Array(256);
  const classOf = new Map<number, number>();
  for (const [i, flags] of order.slice(0, MAX_CLASSES).entries()) {
    table[i + 1] = flags;
    classOf.set(flags, i + 1);
  }
  const lexicon = Lexicon.empty(table, bits);
  console.log(`${entries.size} words in the lexicon, ${order.length} classes`);
  const sorted = [...entries.values()].sort((a, b) => a.hash - b.hash || a.check - b.check);
  for (const { hash, check, flags } of sorted) if (flags !== 0) lexicon.insert(hash, check, classOf.get(flags) ?? 1);
  return lexicon;
}

/**
 * The lists without the clean lines that name people, countries or nationalities after all: as negatives they would
 * teach that such words are nothing.
 */
export function cleanOnly(lists: Lists, lexicon: Lexicon): Lists {
  const software = new Set(lists.technology.flatMap((name) => name.split(' ')));
  const words = new Words();
  const clean = (text: string): boolean => {
    words.read(text, 0);
    for (let i = 0; i < words.count; i++) {
      const casing = words.casing[i]!;
      if (casing !== CASE.CAPITAL && casing !== CASE.CAPITAL_IN_TITLE && casing !== CASE.CAPITAL_AT_START) continue;
      const flags = lexicon.flags[lexicon.lookup(words.hash[i]!, words.check[i]!)]!;
      const named = flags & (FLAG.GROUP | FLAG.COUNTRY) || (flags & FLAG.GIVEN && commonness(flags) === 0);
      if (named && commonness(flags) < 2 && !software.has(text.slice(words.start[i]!, words.end[i]!))) return false;
    }
    return true;
  };
  return { ...lists, prose: lists.prose.filter(clean), chat: lists.chat.filter(clean) };
}
