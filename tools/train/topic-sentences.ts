import { readFileSync } from 'node:fs';
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
  readonly lists: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  readonly templates: ReadonlyMap<Topic | 'clean', readonly string[]>;
}

export function readTopicTemplates(code: string, part: 'train' | 'held-out'): TopicTemplates {
  const file = new URL(`topics/${part === 'train' ? '' : 'heldout/'}${code}.txt`, import.meta.url);
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
  return { code, lists, templates, strong: part === 'train' ? strongWords(code) : new Map() };
}

/** From `topics/strong.txt`: `[code]`, then `topic = a|b`. */
function strongWords(code: string): ReadonlyMap<Topic, readonly string[]> {
  const text = readFileSync(new URL('topics/strong.txt', import.meta.url), 'utf8');
  const part = text.split(/^\[/m).find((one) => one.startsWith(`${code}]`));
  if (part === undefined) throw new Error(`topics/strong.txt: nothing in ${code}`);
  return new Map([...part.matchAll(/^(\w+) = (.*)$/gm)].map(([, topic, words]) => [topic as Topic, words!.split('|')]));
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
    return this.written(this.#random.pick(this.#from.templates.get(topic)!), topic);
  }

  /** A clean sentence with a word in it that makes it one of the topic. */
  planted(topic: Topic): string {
    const words = this.sentence('clean').split(' ');
    words.splice(this.#random.between(0, words.length), 0, this.#random.pick(this.#from.strong.get(topic)!));
    const text = words.join(' ');
    return this.#random.chance(0.5) ? text.toLowerCase() : text;
  }

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
