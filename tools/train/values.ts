import { Addresses } from './addresses.ts';
import { capital } from './names.ts';
import {
  FUND_WORDS,
  FUNDS,
  JOB_HEADS,
  LEGAL,
  MONTHS,
  ORG_HEADS,
  ORG_PLACES,
  ORG_PREFIXES,
  ORG_SYLLABLES,
  ORG_WORDS,
  SHARES,
  TITLES,
  WEEKDAYS,
} from './parts.ts';

/** Random values of each kind. */
export class Values extends Addresses {
  /** Slots that are no values. */
  readonly saysNothing: ReadonlySet<string> = new Set();

  org(): string {
    const { random, names } = this;
    const roll = random.next();
    const coined = (): string => {
      const word = Array.from({ length: random.between(2, 3) }, () => random.pick(ORG_SYLLABLES)).join('');
      return random.chance(0.12) ? capital(word.slice(0, 4)) + capital(word.slice(4)) : capital(word);
    };
    const legal = random.chance(0.35) ? ` ${random.pick(LEGAL)}` : '';
    if (roll < 0.08) return random.pick(this.lists.companies);
    if (roll < 0.16) return this.fund(coined());
    if (roll < 0.19)
      return `${random.pick(ORG_PREFIXES)}${random.chance(0.5) ? coined() : capital(random.pick(this.lists.nouns))} ${random.pick(ORG_WORDS)}${legal}`;
    if (roll < 0.22)
      return `${coined()} ${random.pick(ORG_WORDS)} (${random.pick([...ORG_WORDS, ...ORG_PLACES])})${legal}`;
    if (roll < 0.34) return coined() + legal;
    if (roll < 0.5) return `${coined()} ${random.pick(ORG_WORDS)}${legal}`;
    if (roll < 0.62) return `${capital(random.pick(this.lists.nouns))} ${random.pick(ORG_WORDS)}${legal}`;
    if (roll < 0.7)
      return `${capital(random.pick(this.lists.adjectives))} ${capital(random.pick(this.lists.nouns))}${legal}`;
    if (roll < 0.74)
      return `${capital(random.pick(this.lists.nouns))} ${capital(random.pick(this.lists.nouns))} ${random.pick(ORG_WORDS)}`;
    if (roll < 0.8)
      return `${this.local(names, (f) => f.person.lastName())}, ${this.local(names, (f) => f.person.lastName())} ${random.pick(['and', '&', 'und', 'et', 'y'])} ${this.local(names, (f) => f.person.lastName())}`;
    if (roll < 0.84)
      return `${this.local(names, (f) => f.person.lastName())}-${this.local(names, (f) => f.person.lastName())}`;
    if (roll < 0.85)
      return `${this.initials()} ${this.local(names, (f) => f.person.lastName())} ${random.pick([...LEGAL, ...ORG_WORDS])}`;
    if (roll < 0.89)
      return `${this.local(names, (f) => f.person.lastName())} ${random.pick(['&', 'and'])} ${random.pick(['Sons', 'Co.', 'Partners', 'Brothers', this.local(names, (f) => f.person.lastName())])}`;
    if (roll < 0.94) return `${this.local(names, (f) => f.person.lastName())} ${random.pick([...LEGAL, ...ORG_WORDS])}`;
    if (roll < 0.96) return `${random.pick(ORG_HEADS)} ${this.city()}`;
    return this.local(names, (f) => f.company.name());
  }

  /** `S. P.`, `J.C.`, `AB`. */
  private initials(): string {
    const { random } = this;
    const letters = Array.from({ length: random.between(1, 3) }, () => String.fromCharCode(65 + random.between(0, 25)));
    return random.pick([letters.map((letter) => `${letter}.`).join(random.pick(['', ' '])), letters.join('')]);
  }

  /** What is listed at an exchange: funds, trusts and classes of shares have long names of common words. */
  private fund(coined: string): string {
    const { random } = this;
    const words = Array.from({ length: random.between(1, 3) }, () => random.pick(FUND_WORDS));
    const head = random.chance(0.7)
      ? coined
      : random.pick([this.local(this.names, (f) => f.person.lastName()), random.pick(ORG_PLACES)]);
    const name = `${random.chance(0.1) ? 'The ' : ''}${head} ${words.join(' ')} ${random.pick(FUNDS)}`;
    const full = random.chance(0.3) ? `${name} ${random.chance(0.5) ? random.pick(SHARES) : this.coupon()}` : name;
    const roll = random.next();
    return roll < 0.12 ? full.toUpperCase() : roll < 0.2 ? this.abbreviated(full) : full;
  }

  /** `6.25% Notes 2031`: what the paper pays and when it ends. */
  private coupon(): string {
    const { random } = this;
    const rate = `${random.between(1, 12)}${random.pick(['', '', '.5', '.25', '.75', '.125'])}%`;
    const kind = random.pick(['Notes', 'Preferred', 'Pref. Shares', 'Bonds', 'Debentures', 'Cum. Pref.', 'Sub. Notes']);
    return random.pick([
      `${rate} ${kind}`,
      `${rate} ${kind} ${random.between(2026, 2089)}`,
      'Fully Paid Ord. Shares',
      'Ord. Shs',
    ]);
  }

  /** As exchanges shorten names: `VELLUM GLBL INCM/TRST`. */
  private abbreviated(name: string): string {
    const { random } = this;
    const short = (word: string): string =>
      word.length < 5
        ? word
        : word[0] +
          word
            .slice(1)
            .replace(/[aeiou]/gi, '')
            .slice(0, random.between(2, 4));
    return name
      .split(' ')
      .map((word) => short(word).toUpperCase())
      .reduce((all, word) => all + random.pick([' ', ' ', ' ', '/', '.']) + word);
  }

  date(): string {
    const { random } = this;
    const day = random.between(1, 28);
    const month = random.between(1, 12);
    const year = random.between(1930, 2032);
    const two = (n: number): string => String(n).padStart(2, '0');
    const name = random.chance(0.7) ? MONTHS[month - 1]! : MONTHS[month - 1]!.slice(0, 3);
    switch (random.between(0, 13)) {
      case 0:
        return `${month}/${day}/${year}`;
      case 1:
        return `${two(day)}.${two(month)}.${year}`;
      case 2:
        return `${year}-${two(month)}-${two(day)}`;
      case 3:
        return `${name} ${day}, ${year}`;
      case 4:
        return `${day} ${name} ${year}`;
      case 5:
        return `${name} ${day}`;
      case 6:
        return `${name} ${year}`;
      case 7:
        return `${year}-${two(month)}-${two(day)} ${two(random.between(0, 23))}:${two(random.between(0, 59))}:${two(random.between(0, 59))}`;
      case 8:
        return `${two(month)}/${two(day)}/${String(year).slice(2)}`;
      case 9:
        return `${random.pick(WEEKDAYS)}, ${name} ${day}`;
      case 10:
        return `${day}. ${name}`;
      default:
        return random.chance(0.5) ? String(year) : random.pick(WEEKDAYS);
    }
  }

  weekday(): string {
    return this.random.pick(WEEKDAYS);
  }

  year(): string {
    return String(this.random.chance(0.8) ? this.random.between(1940, 2035) : this.random.between(1700, 1940));
  }

  age(): string {
    return String(this.random.between(1, 99));
  }

  title(): string {
    return this.random.pick(TITLES);
  }

  job(): string {
    const { random } = this;
    const roll = random.next();
    if (roll < 0.2) {
      const field = random.chance(0.5) ? random.pick(this.lists.nouns) : random.pick(this.lists.adjectives);
      const head = random.pick(JOB_HEADS);
      return roll < 0.04
        ? `${capital(head)}, ${field}`
        : roll < 0.12
          ? `${capital(field)} ${head}`
          : `${field} ${head}`;
    }
    if (roll < 0.35) return capital(random.pick(this.lists.jobs));
    return roll < 0.8 ? random.pick(this.lists.jobs) : this.local(this.names, (f) => f.person.jobTitle());
  }

  nrp(): string {
    const { random } = this;
    const group = random.pick(this.lists.groups);
    return random.chance(0.2) && !/(ish|ese|ch)$/.test(group) ? `${group}s` : group;
  }

  phone(): string {
    const { random } = this;
    const roll = random.next();
    if (roll < 0.3) return this.local(this.names, (f) => f.phone.number());
    if (roll < 0.45) return `${this.digits(3)}-${this.digits(3)}-${this.digits(4)}`;
    if (roll < 0.6)
      return `+${this.digits(2)} ${this.digits(random.between(2, 3))} ${this.digits(3)} ${this.digits(random.between(2, 4))}`;
    if (roll < 0.75)
      return `0${this.digits(random.between(2, 3))} ${this.digits(3)} ${this.digits(random.between(2, 4))}`;
    if (roll < 0.85)
      return `(${this.digits(random.between(2, 3))}) ${this.digits(3)}-${this.digits(random.between(3, 4))}`;
    if (roll < 0.95) return this.digits(random.between(8, 11));
    return [2, 2, 2, 2].map((n) => this.digits(n)).join(random.pick(['-', '.', ' ']));
  }

  id(): string {
    const { random } = this;
    const letter = (): string => String.fromCharCode(65 + random.between(0, 25));
    const roll = random.next();
    if (roll < 0.35) return this.digits(random.between(6, 12));
    if (roll < 0.6) return letter() + this.digits(random.between(6, 13));
    if (roll < 0.8) return `${this.digits(3)}-${this.digits(2)}-${this.digits(4)}`;
    if (roll < 0.9) return `${letter()}${letter()}-${this.digits(random.between(4, 7))}`;
    return `${this.digits(4)}-${this.digits(2)}-${this.digits(4)}`;
  }

  card(): string {
    const { random } = this;
    const roll = random.next();
    if (roll < 0.6) return this.digits(random.between(12, 19));
    const separator = random.pick([' ', '-']);
    return [4, 4, 4, 4].map((n) => this.digits(n)).join(separator);
  }

  iban(): string {
    const { random } = this;
    const letters = (n: number): string =>
      Array.from({ length: n }, () => String.fromCharCode(65 + random.between(0, 25))).join('');
    return letters(2) + this.digits(2) + (random.chance(0.5) ? letters(4) : '') + this.digits(random.between(12, 20));
  }

  email(): string {
    return this.local(this.names, (f) => f.internet.email());
  }

  url(): string {
    return this.random.chance(0.5)
      ? this.local(this.names, (f) => f.internet.url())
      : `www.${this.local(this.names, (f) => f.internet.domainName())}`;
  }
}
