import { allFakers, type Faker } from '@faker-js/faker';
import type { Lists } from './lists.ts';
import { CITY_ENDINGS, CITY_ENDS, CITY_STARTS, CODAS, LOCALE_CODES, NAME_ENDS, NUCLEI, ONSETS } from './parts.ts';
import type { Random } from './random.ts';

const LOCALES = LOCALE_CODES.filter((code): code is keyof typeof allFakers => code in allFakers);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Names of people and places; every text gets one locale for people and, half of the time, another for places. */
export class Names {
  protected readonly random: Random;
  protected readonly lists: Lists;
  protected names: Faker = allFakers.en;
  protected places: Faker = allFakers.en;

  constructor(random: Random, lists: Lists) {
    this.random = random;
    this.lists = lists;
  }

  /** To be called before each text. Seeds the generators too, so that a text depends on its own number only. */
  begin(): void {
    const { random } = this;
    this.names = allFakers[random.pick(LOCALES)]!;
    this.places = random.chance(0.5) ? this.names : allFakers[random.pick(LOCALES)]!;
    allFakers.en.seed(random.between(0, 2 ** 31));
    this.names.seed(random.between(0, 2 ** 31));
    this.places.seed(random.between(0, 2 ** 31));
  }

  /** Not every locale has every kind of data; English has. */
  protected local(faker: Faker, make: (faker: Faker) => string): string {
    try {
      return make(faker);
    } catch {
      return make(allFakers.en);
    }
  }

  protected digits(length: number): string {
    let out = '';
    for (let i = 0; i < length; i++) out += this.random.between(i === 0 ? 1 : 0, 9);
    return out;
  }

  first(): string {
    const name = this.random.chance(0.85)
      ? this.local(this.names, (f) => f.person.firstName())
      : allFakers.en.person.firstName();
    return this.random.chance(0.04) ? `${name}-${this.local(this.names, (f) => f.person.firstName())}` : name;
  }

  last(): string {
    const { random, names } = this;
    const name = this.local(names, (f) => f.person.lastName());
    const roll = random.next();
    if (roll < 0.04) return `${name}-${this.local(names, (f) => f.person.lastName())}`;
    if (roll < 0.07)
      return `${random.pick(['de', 'van', 'von', 'van der', 'de la', 'di', 'da', 'ten', 'bin', 'Le', 'La', 'Mac', 'Al', 'el', 'dos', 'del'])} ${name}`;
    if (roll < 0.09) return `${random.pick(["O'", "D'", 'Mc', 'Mac', 'Le', 'De', 'Fitz'])}${name}`;
    // Surnames that are words: Key, Rest, Goodenough.
    if (roll < 0.11) return capital(random.pick(random.chance(0.5) ? this.lists.nouns : this.lists.adjectives));
    return name;
  }

  person(): string {
    const { random } = this;
    const roll = random.next();
    const initial = capital(String.fromCharCode(97 + random.between(0, 25)));
    if (roll < 0.49) return `${this.first()} ${this.last()}`;
    if (roll < 0.58) return `${this.first()} ${initial}. ${this.last()}`;
    if (roll < 0.66) return `${this.first()} ${initial} ${this.last()}`;
    if (roll < 0.76) return this.first();
    if (roll < 0.82) return this.last();
    if (roll < 0.87) return `${this.first()} ${this.first()} ${this.last()}`;
    if (roll < 0.91) return `${this.first()} ${this.last()} ${this.last()}`;
    if (roll < 0.94) return `${initial}. ${this.last()}`;
    if (roll < 0.97) return `${this.last()} ${this.first()}`;
    return `${this.first()} ${this.last()}${random.pick([' ', ', ', ' '])}${random.pick(NAME_ENDS)}`;
  }

  city(): string {
    const city = this.cityName();
    return this.random.chance(0.06) ? city.toUpperCase() : city;
  }

  private cityName(): string {
    const { random, places } = this;
    const roll = random.next();
    if (roll < 0.62) return this.local(places, (f) => f.location.city());
    if (roll < 0.72) return random.pick(this.lists.places);
    if (roll < 0.84) return capital(this.syllables(1, 2)) + random.pick(CITY_ENDINGS);
    if (roll < 0.92) {
      const before = random.pick(CITY_STARTS);
      return `${before} ${this.local(places, (f) => f.location.city())}`;
    }
    return `${this.local(places, (f) => f.location.city())} ${random.pick(CITY_ENDS)}`;
  }

  protected syllables(low: number, high: number): string {
    let out = '';
    const count = this.random.between(low, high);
    for (let i = 0; i < count; i++) {
      out += this.random.pick(ONSETS);
      out += this.random.pick(NUCLEI);
      out += this.random.pick(CODAS);
    }
    return out;
  }

  country(): string {
    const { random } = this;
    return random.chance(0.6) ? random.pick(this.lists.countriesEnglish) : random.pick(this.lists.countries);
  }

  place(): string {
    const { random } = this;
    const roll = random.next();
    if (roll < 0.55) return this.city();
    if (roll < 0.9) return this.country();
    return this.local(this.places, (f) => f.location.state());
  }
}
