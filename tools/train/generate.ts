import type { Label } from '../../redaction/tagger/labels.ts';
import type { Piece } from './addresses.ts';
import { Fillers } from './fillers.ts';
import type { Lists } from './lists.ts';
import { Random } from './random.ts';
import { expand, parseTemplate, type Template } from './template.ts';
import { Values } from './values.ts';

/** A text and the labelled stretches in it. */
export interface Example {
  text: string;
  /** For weights that tell languages apart. @default 0 */
  language?: number;
  spans: { start: number; end: number; label: Label }[];
}

const SLOTS: Record<string, Label> = {
  first: 'PERSON',
  last: 'PERSON',
  person: 'PERSON',
  org: 'ORGANIZATION',
  city: 'LOCATION',
  country: 'LOCATION',
  place: 'LOCATION',
  street: 'ADDRESS',
  crossing: 'ADDRESS',
  zip: 'ADDRESS',
  date: 'DATE',
  weekday: 'DATE',
  year: 'DATE',
  age: 'AGE',
  title: 'TITLE',
  job: 'TITLE',
  nrp: 'GROUP',
  phone: 'NUMBER',
  card: 'NUMBER',
  iban: 'NUMBER',
  id: 'NUMBER',
  email: 'CONTACT',
  url: 'CONTACT',
};

/** What `{any}` stands for. */
const ANY = ['person', 'first', 'first', 'last', 'org', 'org', 'place', 'city', 'country'];

/** Words of clean sentences in whose place a name, a place or an organisation can stand. */
const REPLACEABLE: readonly [RegExp, string][] = [
  [/\b(he|she|someone|somebody|him|nobody|everyone|anyone)\b/gi, 'first'],
  [
    /\b(my|your|his|the|a|our) (friend|boss|brother|sister|wife|man|boy|girl|woman|teacher|king|doctor|child|user|author|guest|dog|cat|mother|father|fool|student|lady|driver)\b/gi,
    'person',
  ],
  [
    /\b(home|the (city|town|country|world|beach|house|north|sea|hill|island|river|market|garden|road|park|shore|valley|woods?))\b/gi,
    'place',
  ],
  [
    /\b(the|your|our|a|this) (company|bank|team|government|school|store|shop|club|firm|website|server|app|army|band|provider|project|library|package)\b/gi,
    'org',
  ],
];

const MARK = /\ue000(\d+)\ue001/g;

export class Generator {
  private readonly random: Random;
  private readonly values: Values;
  private readonly fillers: Fillers;
  private readonly lists: Lists;
  private readonly positives: Template[];
  private readonly negatives: Template[];

  /** @param values makes the values of the texts. @default those of everybody, in texts of English */
  constructor(
    seed: number,
    lists: Lists,
    positives: string[],
    negatives: string[],
    values: (random: Random, lists: Lists) => Values = (random, of) => new Values(random, of),
  ) {
    this.random = new Random(seed);
    this.values = values(this.random, lists);
    this.fillers = new Fillers(this.random, lists);
    this.lists = lists;
    this.positives = positives.map(parseTemplate);
    this.negatives = negatives.map(parseTemplate);
  }

  /** A text with values in it. */
  positive(): Example {
    return this.fill(this.random.pick(this.positives));
  }

  /** A text of our own templates without any value. */
  negative(): Example {
    return this.fill(this.random.pick(this.negatives));
  }

  /** Frozen clean prose or chat, one to three pieces of it. */
  clean(): Example {
    const { random, lists } = this;
    const chat = random.chance(0.35);
    const parts = Array.from({ length: random.between(1, 3) }, () => random.pick(chat ? lists.chat : lists.prose));
    return this.restyle(parts.join(random.pick(['\n', ' ', '\n\n'])), []);
  }

  /** A clean string with a name set between two of its words: names stand in more sentences than anybody writes templates for. */
  planted(): Example {
    const { random, lists } = this;
    for (let tries = 0; tries < 30; tries++) {
      const words = random
        .pick(lists.prose)
        .replace(/[{}()[\]|\\]/g, ' ')
        .split(/\s+/);
      if (words.length < 4) continue;
      const at = random.between(0, words.length);
      const slot = random.pick(['first', 'first', 'person', 'person', 'last', 'city', 'org']);
      const follows = at === words.length ? '' : random.pick([' ', ' ', ' ', ', ']);
      const source = `${words.slice(0, at).join(' ')} {${slot}}${follows}${words.slice(at).join(' ')}`;
      return this.fill(parseTemplate(source.trim()));
    }
    return this.clean();
  }

  /** One to three words of a clean string, as menus and table heads are. */
  fragment(): Example {
    const { random, lists } = this;
    const words = random.pick(lists.prose).split(' ');
    const from = random.between(0, words.length - 1);
    const text = words.slice(from, from + random.between(1, 3)).join(' ');
    return this.restyle(random.chance(0.5) ? text.charAt(0).toUpperCase() + text.slice(1) : text, []);
  }

  /** A clean sentence in which values stand in the place of ordinary words. */
  replaced(): Example {
    const { random, lists } = this;
    for (let tries = 0; tries < 30; tries++) {
      const text = random.pick(random.chance(0.7) ? lists.chat : lists.prose);
      let out = text;
      for (const [words, slot] of REPLACEABLE)
        out = out.replace(words, (word) => (random.chance(0.7) ? `\ue002${slot}\ue003` : word));
      if (out === text) continue;
      const source = out
        .replace(/[{}()[\]|\\]/g, ' ')
        .replace(/\ue002/g, '{')
        .replace(/\ue003/g, '}');
      return this.fill(parseTemplate(source));
    }
    return this.negative();
  }

  /** A clean text into which a sentence with values is set: most long texts have few of them. */
  mixed(): Example {
    const inner = this.positive();
    const before = this.random.pick(this.random.chance(0.6) ? this.lists.chat : this.lists.prose);
    const glue = this.random.pick([' ', '\n', '\n\n']);
    const after = this.random.chance(0.5) ? glue + this.random.pick(this.lists.chat) : '';
    const shift = before.length + glue.length;
    return {
      text: before + glue + inner.text + after,
      spans: inner.spans.map((span) => ({ ...span, start: span.start + shift, end: span.end + shift })),
    };
  }

  private fill(template: Template): Example {
    const { random } = this;
    this.values.begin();
    const pieces: Piece[][] = [];
    const context = random.next();
    const source = expand(template, random, (name) => {
      pieces.push(this.value(name));
      return `\ue000${pieces.length - 1}\ue001`;
    });
    let text = '';
    const spans: Example['spans'] = [];
    let last = 0;
    for (const match of source.matchAll(MARK)) {
      text += this.contextCase(source.slice(last, match.index), context);
      last = match.index + match[0].length;
      for (const piece of pieces[Number(match[1])]!) {
        if (piece.label !== 'O')
          spans.push({ start: text.length, end: text.length + piece.text.length, label: piece.label });
        text += piece.text;
      }
    }
    text += this.contextCase(source.slice(last), context);
    // Most people begin a sentence with a capital; half of what is typed in chats does not.
    if (context < 0.6) text = text.charAt(0).toUpperCase() + text.slice(1);
    return this.restyle(text, spans);
  }

  /** Templates are written in lower case: "i" is a capital in edited text. */
  private contextCase(text: string, context: number): string {
    return context < 0.7
      ? text.replace(/\bi\b/g, 'I').replace(/([.?!] )([a-z])/g, (_, stop, letter) => stop + letter.toUpperCase())
      : text;
  }

  /** The whole text in lower, upper or title case now and then; sometimes only its values are in lower case. */
  private restyle(text: string, spans: Example['spans']): Example {
    const roll = this.random.next();
    const same = (changed: string): Example => ({ text: changed.length === text.length ? changed : text, spans });
    if (roll < 0.27) return same(text.toLowerCase());
    if (roll < 0.32) return same(text.toUpperCase());
    if (roll < 0.335)
      return same(text.replace(/(^|[\s"(])(\p{Ll})/gu, (_, before, letter) => before + letter.toUpperCase()));
    if (roll < 0.4 && spans.length > 0) {
      let out = text;
      const upper = this.random.chance(0.35);
      for (const { start, end } of spans) {
        const value = out.slice(start, end);
        const changed = upper ? value.toUpperCase() : value.toLowerCase();
        if (changed.length === value.length) out = out.slice(0, start) + changed + out.slice(end);
      }
      return same(out);
    }
    return { text, spans };
  }

  private value(name: string): Piece[] {
    if (name === 'any') return this.value(this.random.pick(ANY));
    const label = this.values.saysNothing.has(name) ? 'O' : SLOTS[name];
    if (name === 'address') return this.values.address();
    if (label !== undefined) {
      const make = this.values[name as 'first'];
      return [{ text: make.call(this.values), label }];
    }
    return [{ text: this.fillers.make(name), label: 'O' }];
  }
}
