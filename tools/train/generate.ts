import type { Label } from '../../core/redaction/tagger/labels.ts';
import type { Lists } from './lists.ts';
import { Random } from './random.ts';
import { expand, parseTemplate, type Template } from './template.ts';
import { type Piece, Values } from './values.ts';

/** A text and the labelled stretches in it. */
export interface Example {
  text: string;
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
  private readonly lists: Lists;
  private readonly positives: Template[];
  private readonly negatives: Template[];

  constructor(seed: number, lists: Lists, positives: string[], negatives: string[]) {
    this.random = new Random(seed);
    this.values = new Values(this.random, lists);
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

  /** A clean sentence in which values stand in the place of ordinary words. */
  replaced(): Example {
    const { random, lists } = this;
    for (let tries = 0; tries < 30; tries++) {
      const text = random.pick(random.chance(0.7) ? lists.chat : lists.prose);
      let out = text;
      for (const [words, slot] of REPLACEABLE)
        out = out.replace(words, (word) => (random.chance(0.7) ? `\u0001${slot}\u0002` : word));
      if (out === text) continue;
      const source = out
        .replace(/[{}()[\]|\\]/g, ' ')
        .replace(/\u0001/g, '{')
        .replace(/\u0002/g, '}');
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
    const label = SLOTS[name];
    if (name === 'address') return this.values.address();
    if (label !== undefined) {
      const make = this.values[name as 'first'];
      return [{ text: make.call(this.values), label }];
    }
    return [{ text: this.filler(name), label: 'O' }];
  }

  private word(list: readonly string[]): string {
    // A third of the words are rare ones of the dictionary, so that a rare word is not taken for a name.
    return this.random.pick(this.random.chance(0.33) ? this.lists.dictionary : list);
  }

  private filler(name: string): string {
    const { random, lists } = this;
    const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
    switch (name) {
      case 'noun':
        return this.word(lists.nouns);
      case 'Noun':
        return capital(this.word(lists.nouns));
      case 'adj':
        return this.word(lists.adjectives);
      case 'NOUN':
        return this.word(random.chance(0.5) ? lists.english : lists.nouns).toUpperCase();
      case 'Tech':
        return random.pick(lists.technology);
      case 'work':
        return random.pick(lists.jobs);
      case 'ACR':
        return Array.from({ length: random.between(2, 5) }, () => String.fromCharCode(65 + random.between(0, 25))).join(
          '',
        );
      case 'Coined':
        return (
          capital(this.word(lists.nouns)) +
          random.pick([
            'JS',
            'Kit',
            'Script',
            'Lint',
            'DB',
            'CLI',
            'Bus',
            'Parser',
            'Box',
            'Form',
            'Query',
            '.js',
            'UI',
            'Map',
            'Hub',
          ])
        );
      case 'Adj':
        return capital(this.word(lists.adjectives));
      case 'verb':
        return random.pick(lists.verbs)[0];
      case 'Verb':
        return capital(random.pick(lists.verbs)[0]);
      case 'verbs':
        return random.pick(lists.verbs)[random.chance(0.5) ? 0 : 1];
      case 'clause':
        return this.clause();
      case 'quote':
        return random.chance(0.5) ? random.pick(lists.chat) : capital(this.clause());
      case 'num':
        return this.number();
      case 'num2':
        return String(random.between(1, 31));
      case 'time':
        return `${random.between(0, 23)}:${String(random.between(0, 59)).padStart(2, '0')}${random.pick(['', '', ' am', ' pm', 'pm'])}`;
      case 'money':
        return (
          random.pick(['$', '€', '£', 'USD ', 'EUR ', '']) +
          this.number() +
          random.pick(['', '', ' dollars', ' euros', '.50'])
        );
      case 'version':
        return `${random.between(0, 24)}.${random.between(0, 30)}${random.chance(0.5) ? `.${random.between(0, 40)}` : ''}`;
      case 'handle':
        return random.pick(lists.nouns) + random.pick(['', '42', '_x', '99', 'xx']);
      case 'code':
        return String.fromCharCode(65 + random.between(0, 25), 65 + random.between(0, 25)) + random.between(1, 9999);
      default:
        throw new Error(`no such slot: {${name}}`);
    }
  }

  private number(): string {
    const { random } = this;
    const roll = random.next();
    if (roll < 0.5) return String(random.between(1, 99));
    if (roll < 0.75) return String(random.between(100, 9999));
    if (roll < 0.85) return `${random.between(1, 999)},${String(random.between(0, 999)).padStart(3, '0')}`;
    if (roll < 0.93) return `${random.between(0, 99)}.${random.between(0, 99)}`;
    return `${random.between(1, 50)}${random.pick(['k', 'M', 'th', 'x', '%', 'kg', 'ms', 'GB'])}`;
  }

  private clause(): string {
    const { random, lists } = this;
    const noun = (): string => this.word(lists.nouns);
    const verb = random.pick(lists.verbs);
    const determiner = random.pick(['the', 'a', 'this', 'my', 'our', 'your', 'every', 'no', 'his', 'their', 'some']);
    switch (random.between(0, 5)) {
      case 0:
        return `${random.pick(['it', 'this', 'that', 'everything', 'nothing'])} ${random.pick(['is', 'was', 'will be', 'seems', 'looks'])} ${random.pick(['', 'very ', 'quite ', 'not '])}${this.word(lists.adjectives)}`;
      case 1:
        return `${random.pick(['we', 'they', 'you', 'i', 'she', 'he'])} ${random.pick(['should', 'can', 'will', 'could', 'must', 'might', 'did not', 'do not'])} ${verb[0]} ${determiner} ${noun()}`;
      case 2:
        return `${determiner} ${noun()} ${verb[1]} ${random.pick(['the', 'a', 'its', 'another'])} ${noun()}`;
      case 3:
        return `there ${random.pick(['is', 'was', 'will be'])} ${random.pick(['a', 'no', 'another', 'some'])} ${this.word(lists.adjectives)} ${noun()} ${random.pick(['in', 'for', 'behind', 'without', 'at', 'on'])} ${determiner} ${noun()}`;
      case 4:
        return `${noun()} and ${noun()} are ${random.pick(['important', 'expensive', 'needed', 'on the way', this.word(lists.adjectives)])}`;
      default:
        return random.pick(lists.chat).replace(/[.!?]+$/, '');
    }
  }
}
