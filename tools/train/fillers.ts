import type { Lists } from './lists.ts';
import { capital } from './names.ts';
import type { Random } from './random.ts';

/** Words, numbers and clauses that are no values: what stands around the values, and what looks like one. */
export class Fillers {
  private readonly random: Random;
  private readonly lists: Lists;

  constructor(random: Random, lists: Lists) {
    this.random = random;
    this.lists = lists;
  }

  private word(list: readonly string[]): string {
    // A third of the words are rare ones of the dictionary, so that a rare word is not taken for a name.
    return this.random.pick(this.random.chance(0.33) ? this.lists.dictionary : list);
  }

  make(name: string): string {
    const { random, lists } = this;
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
