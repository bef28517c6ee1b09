import type { Language } from '../../api/languages.ts';
import type { Capability } from '../../api/people.ts';
import type { RedactionAction, SensitiveType } from '../../redaction/redactor.ts';
import type { EventKind } from '../../wire/event.ts';
import type { KeyDetail } from '../../wire/field.ts';
import { type DisclosureDiff, diffDisclosures } from './diff.ts';
import type { DisclosureChange, Effect } from './differences.ts';
import type { Disclosure } from './disclosure.ts';
import { CATALOGUES } from './words/catalogues.ts';
import type { Catalogue } from './words/en.ts';
import type { FieldName } from './words/fields.ts';
import { wrapped } from './wrap.ts';

/** What is otherwise than in a version that somebody agreed to, in their language. */
export interface ToldChanges {
  since: string;
  /** Something widens: they are asked again. */
  askAgain: boolean;
  changes: { effect: Effect; words: string }[];
  /** All of it, in lines. */
  text: string;
}

/** @param agreed the version that they agreed to */
export function toldChanges(agreed: Disclosure, now: Disclosure, language: Language): ToldChanges {
  const words = CATALOGUES[language];
  const diff = diffDisclosures(agreed, now);
  const changes = diff.changes
    .filter(({ difference }) => difference.kind !== 'translated')
    .map((change) => ({ effect: change.effect, words: sentence(change, words) }));
  // Two keys may be told by the same words.
  const told = [...new Map(changes.map((one) => [`${one.effect} ${one.words}`, one])).values()];
  return { since: agreed.version, askAgain: diff.askAgain, changes: told, text: inLines(diff, told, words) };
}

function inLines({ from, askAgain }: DisclosureDiff, told: ToldChanges['changes'], words: Catalogue): string {
  const { changes: says } = words;
  const groups = (['widens', 'narrows', 'rewords'] as const).flatMap((effect) => {
    const lines = told.filter((one) => one.effect === effect).map((one) => wrapped(one.words, '- '));
    return lines.length > 0 ? [[words.title(says.effects[effect]), ...lines].join('\n')] : [];
  });
  const end = told.length === 0 ? says.nothing() : askAgain ? says.again() : says.stays();
  return [wrapped(words.title(says.since(from))), ...groups, wrapped(end)].join('\n\n');
}

/** Under which title of the text a part of the file is told; what stands in none has words of its own. */
const PLACES: Readonly<Record<keyof Disclosure, keyof Catalogue['sections'] | undefined>> = {
  program: 'short',
  version: 'short',
  language: 'short',
  title: 'short',
  summary: 'short',
  contact: 'who',
  controller: 'who',
  legalBasis: 'who',
  place: 'where',
  recipients: 'where',
  complaints: 'rights',
  answerDays: 'rights',
  groups: 'terms',
  review: 'review',
  population: 'equal',
  purposes: 'readers',
  events: 'recorded',
  applications: 'programs',
  redaction: 'redacted',
  retention: 'kept',
  coolOffHours: 'readers',
  lease: 'stop',
  collector: 'recorded',
  gate: 'wrong',
  guard: undefined,
  exposure: 'readers',
  people: 'holders',
};

/** `What is recorded: Clicks: new: which button`. */
function sentence({ key, difference }: DisclosureChange, words: Catalogue): string {
  const { changes: says } = words;
  const [top = '', ...rest] = key.split('.');
  const place = PLACES[top as keyof Disclosure];
  const title = place ? words.sections[place] : says.guard;
  const { name, part } = whatOf(top, rest, words);
  const about = [name, part && own(says.parts, part)].filter(Boolean);
  const value = (one: string | number): string =>
    typeof one === 'number' ? says.value(one) : wordOf(one, top, part, words);
  const what = about.join(', ');
  switch (difference.kind) {
    case 'new':
    case 'gone': {
      // Of a member of a list the list is named before it, of a whole part the part itself.
      const { value: member } = difference;
      const named = member === undefined ? what || title : value(member);
      return label(words, title, member === undefined ? '' : what, says[difference.kind](named));
    }
    case 'moved':
      return label(words, title, what, says.moved(value(difference.from), value(difference.to)));
    case 'reworded':
    case 'translated':
      return label(words, title, what, says.reworded());
  }
}

const label = (words: Catalogue, ...parts: string[]): string => {
  const [last = '', ...before] = parts.filter(Boolean).reverse();
  return [...before.reverse().map((part) => words.title(part)), last].join(' ');
};

/** The name that stands in a key, in words, and the part of it that changed. Names of programs and companies may hold dots. */
function whatOf(top: string, rest: string[], words: Catalogue): { name?: string; part?: string } {
  const last = rest.at(-1);
  switch (top) {
    case 'events':
      return { name: words.kinds[rest[0] as EventKind], ...(rest[1] !== undefined && { part: rest[1] }) };
    case 'purposes':
      return { name: rest[0]!, ...(rest[1] !== undefined && { part: rest[1] }) };
    case 'applications':
    case 'recipients': {
      const part = last === 'keys' || last === 'pages' || last === 'why' || last === 'role' ? last : undefined;
      return { name: rest.slice(0, part && rest.length > 1 ? -1 : undefined).join('.'), ...(part && { part }) };
    }
    case 'redaction':
      if (rest[0] === 'languages' && last !== undefined) {
        return { name: own(words.textLanguages, last) ?? words.changes.otherLanguages, part: 'languages' };
      }
      return rest.length > 1
        ? { name: words.types[last as SensitiveType], part: rest[0]! }
        : { ...(last !== undefined && { part: last }) };
    case 'people':
      return { name: words.rights[last as Capability] };
    case 'guard':
      return { name: last! };
    default:
      return { part: last ?? (top === 'place' ? 'country' : top) };
  }
}

/** A word of the disclosure in words of the language; a name that its author gave as it is. */
function wordOf(value: string, top: string, part: string | undefined, words: Catalogue): string {
  if (top === 'events') return own(words.fields, value as FieldName) ?? value;
  if (top === 'applications') return own(words.keys, value as KeyDetail) ?? value;
  if (top === 'redaction' && part === 'languages') return own(words.changes.readings, value) ?? value;
  if (top === 'redaction' && part === 'actions') return own(words.actions, value as RedactionAction) ?? value;
  return value;
}

const own = (record: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
