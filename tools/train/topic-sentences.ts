import { readFileSync } from 'node:fs';
import { THINGS } from '../../redaction/topics/things.ts';
import { TOPICS, type Topic } from '../../redaction/topics/topics.ts';
import { LanguageValues } from './language-values.ts';
import type { Lists } from './lists.ts';
import type { Random } from './random.ts';
import { Values } from './values.ts';

/**
 * Sentences of a topic, and clean ones beside them, from the templates in `topics/`: `[topic]` begins a part, `name = a|b` is a list of it
 * (those of `[common]` are of all parts), every other line a template with `{name}` and `(a|b)`. `topics/heldout` has other templates and
 * other words, for measuring alone.
 */
interface TopicTemplates {
  readonly code: string;
  /** Words that say a topic whatever else a sentence says; none in the held-out part. */
  readonly strong: ReadonlyMap<Topic, readonly string[]>;
  /** Words that say it of a person, and may say something else of a thing; none in the parts for measuring. */
  readonly words: ReadonlyMap<Topic, readonly string[]>;
  /** What is said of things with the words of topics: see topics/things.txt. None in the parts for measuring. */
  readonly things: { readonly says: readonly string[]; readonly frames: readonly string[] };
  readonly lists: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  readonly templates: ReadonlyMap<Topic | 'clean', readonly string[]>;
}

/** Where the templates of a part stand, in `topics`: thresholds are set looking at the held-out ones, not at the unseen ones. */
const FOLDERS = { train: '', written: 'written/', 'held-out': 'heldout/', unseen: 'unseen/' } as const;

export function readTopicTemplates(code: string, part: keyof typeof FOLDERS): TopicTemplates {
  const file = new URL(`topics/${FOLDERS[part]}${code}.txt`, import.meta.url);
  const lists = new Map<string, Map<string, readonly string[]>>();
  const templates = new Map<Topic | 'clean', string[]>();
  let section = '';
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const head = /^\[(\w+)\]$/.exec(line)?.[1];
    const list = /^(\w+) = (.*)$/.exec(line);
    if (line === '') continue;
    if (head !== undefined) {
      section = head;
      lists.set(head, new Map());
      if (head !== 'common') templates.set(head as Topic, []);
    } else if (list !== null) lists.get(section)!.set(list[1]!, list[2]!.split('|'));
    else templates.get(section as Topic)!.push(line);
  }
  const missing = [...TOPICS, 'clean' as const].filter((topic) => !templates.get(topic)?.length);
  if (missing.length > 0) throw new Error(`${file.pathname}: nothing of ${missing.join(', ')}`);
  const wordsOf = (name: string) => (part === 'train' ? listed(name, code) : new Map());
  const ofThings = listed<'says' | 'frames'>('things', code);
  const things = { says: ofThings.get('says')!, frames: ofThings.get('frames')! };
  return { code, lists, templates, things, strong: wordsOf('strong'), words: wordsOf('words') };
}

/** From `topics/NAME.txt`: `[code]`, then `topic = a|b`. */
function listed<T extends string = Topic>(name: string, code: string): ReadonlyMap<T, readonly string[]> {
  const text = readFileSync(new URL(`topics/${name}.txt`, import.meta.url), 'utf8');
  const part = text.split(/^\[/m).find((one) => one.startsWith(`${code}]`));
  if (part === undefined) throw new Error(`topics/${name}.txt: nothing in ${code}`);
  return new Map([...part.matchAll(/^(\w+) = (.*)$/gm)].map(([, topic, words]) => [topic as T, outside(words!)]));
}

/** How often one of the words that say it whatever else is said stands in a sentence of nobody. */
const ALONE = 0.15;
/** Every so many things, and what is said of them, are in no training. */
const HELD_OUT = 5;

/** Splits at the bars that are in no brackets. */
function outside(list: string): string[] {
  let depth = 0;
  let split = '';
  for (const c of list) {
    if (c === '(') depth++;
    if (c === ')') depth--;
    split += c === '|' && depth === 0 ? '\n' : c;
  }
  return split.split('\n');
}

export class TopicSentences {
  readonly #random: Random;
  readonly #values: Values;
  readonly #from: TopicTemplates;

  constructor(random: Random, lists: Lists, from: TopicTemplates) {
    this.#random = random;
    this.#from = from;
    this.#values = from.code === 'en' ? new Values(random, lists) : new LanguageValues(random, lists, from.code);
  }

  /** A sentence as people write it: with something before or behind it at times, in any case. */
  sentence(topic: Topic | 'clean'): string {
    const templates = this.#from.templates.get(topic)!;
    // A template with many ways to say it stands for as many: of two, the richer one.
    const [one, other] = [this.#random.pick(templates), this.#random.pick(templates)];
    return this.written(one.length >= other.length ? one : other, topic);
  }

  /** A clean sentence about a thing, in words that a topic has of persons. @param heldOut of things and of what is said of them that are in no training */
  ofThing(heldOut = false): string {
    const random = this.#random;
    const { says, frames } = this.#from.things;
    const part = (list: readonly string[]) => list.filter((_, i) => (i % HELD_OUT === 2) === heldOut);
    const things = part(THINGS[this.#from.code as keyof typeof THINGS].split('|'));
    const words = part([...this.#from.words.values(), ...this.#from.strong.values()].flat());
    this.#values.begin();
    const text = random
      .pick(frames)
      .replaceAll('{T}', () => random.pick(things))
      .replaceAll('{V}', () => random.pick(part(says)))
      .replaceAll('{word}', () => random.pick(words));
    return inSomeCase(this.expand(text, 'clean'), random);
  }

  /** A clean sentence with a word in it that makes it one of the topic: any sentence, or one about a person. */
  planted(topic: Topic): string {
    const random = this.#random;
    const ofPerson = random.chance(0.6);
    const words = this.sentence('clean').split(' ');
    const word = random.pick((ofPerson ? this.#from.words : this.#from.strong).get(topic)!);
    if (!ofPerson) {
      words.splice(random.between(0, words.length), 0, word);
      // Where nobody is spoken of, a word says little.
      if (!random.chance(ALONE)) words.unshift(this.expand(random.pick(['{S}', '{S}', '{O}']), topic));
    } else {
      // Half of a sentence about anything, the word, and who it is said of before or behind it.
      const from = random.between(0, words.length - 1);
      const some = words.slice(from, from + random.between(0, 4));
      const common = this.#from.lists.get('common')!;
      const whose = this.expand(
        random.pick(['S', 'S', 'O', 'P', '']).replace(/^./, (name) => (common.has(name) ? `{${name}}` : '')),
        topic,
      );
      words.splice(0, words.length, ...some);
      words.splice(random.between(0, some.length), 0, word);
      if (random.chance(0.75)) words.unshift(whose);
      else words.push(whose);
    }
    const text = words.join(' ').replaceAll(/ {2,}/g, ' ').trim();
    return random.chance(0.5) ? text.toLowerCase() : text;
  }

  /** A clean text beside whom a topic would be said of: who is named says nothing of what is said. */
  ofPerson(text: string): string {
    const random = this.#random;
    const common = this.#from.lists.get('common')!;
    const name = random.pick(['S', 'S', 'S', 'O', 'P', 'D'].filter((one) => common.has(one)));
    const words = text.split(' ');
    const from = random.between(0, words.length - 1);
    const some = words.slice(from, from + random.between(1, 7)).join(' ');
    const whose = this.expand(`{${name}}`, 'clean');
    return inSomeCase(random.chance(0.75) ? `${whose} ${some}` : `${some} ${whose}`, random);
  }

  /** A clean text in which a topic's word stands and nobody does. */
  withWord(text: string): string {
    const random = this.#random;
    const lists = random.chance(0.5) ? this.#from.words : this.#from.strong;
    const words = text.split(' ').slice(0, 14);
    words.splice(
      random.between(0, words.length),
      random.chance(0.5) ? 1 : 0,
      random.pick(random.pick([...lists.values()])),
    );
    return words.join(' ');
  }

  /** A template as it stands, with nothing before or behind it, in any case. */
  asItStands(template: string, topic: Topic | 'clean'): string {
    this.#values.begin();
    return inSomeCase(this.expand(template, topic), this.#random);
  }

  /** A template with what people put before and behind it at times. */
  written(template: string, topic: Topic | 'clean'): string {
    const random = this.#random;
    this.#values.begin();
    const bare = this.expand(template, topic);
    const common = this.#from.lists.get('common');
    const pre = common?.get('pre');
    const post = common?.get('post');
    const text =
      pre && post ? `${this.expand(random.pick(pre), topic)}${bare}${this.expand(random.pick(post), topic)}` : bare;
    return inSomeCase(text.replaceAll(/ {2,}/g, ' ').trim(), random);
  }

  /** One text of a template. Lists of the part come before the common ones. */
  expand(template: string, topic: Topic | 'clean'): string {
    const random = this.#random;
    let text = template;
    // Innermost first: an option may hold options and slots.
    for (let turn = 0; turn < 12 && /[({]/.test(text); turn++) {
      const before = text;
      text = text.replaceAll(/\(([^()]*\|[^()]*)\)/g, (_, options: string) => random.pick(options.split('|')));
      text = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => this.#slot(name, topic));
      if (text === before) break;
    }
    return text;
  }

  #slot(name: string, topic: Topic | 'clean'): string {
    const list = this.#from.lists.get(topic)?.get(name) ?? this.#from.lists.get('common')?.get(name);
    if (list !== undefined) return this.#random.pick(list);
    if (name === 'first') return this.#values.first();
    if (name === 'last') return this.#values.last();
    if (name === 'city') return this.#values.city();
    throw new Error(`${this.#from.code}, ${topic}: no list ${name}`);
  }
}

/** Typed in lower case, with a capital and a full stop, or as it stands. */
function inSomeCase(text: string, random: Random): string {
  const roll = random.next();
  if (roll < 0.4) return text.toLowerCase();
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return roll < 0.85 && !/[?!.]$/.test(begun) ? `${begun}.` : begun;
}
