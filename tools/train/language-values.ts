import { allFakers, type Faker } from '@faker-js/faker';
import { formsOf, INFLECTED, type Kind } from './inflection.ts';
import { PARTS, type Parts } from './language-parts.ts';
import type { Lists } from './lists.ts';
import { capital } from './names.ts';
import { PET_NAMES } from './pet-names.ts';
import type { Random } from './random.ts';
import { Values } from './values.ts';

const split = (list: string | undefined): readonly string[] => (list ?? '').split('|').filter((word) => word !== '');
/** Of all names, so many are of the language's own people; the others are of everybody. */
const OWN = 0.78;
/** Of names in a language with cases, so many stand in another case than that of the lists, and so many given names are pet names. */
const IN_A_CASE = 0.3;
const PET = 0.18;

/** Values as texts of one language hold them: its names, places, dates, kinds of firm; names of others now and then. */
export class LanguageValues extends Values {
  /** A day of the week tells nobody; in English it is one in the sets that judge redaction. */
  override readonly saysNothing: ReadonlySet<string> = new Set(['weekday']);
  readonly #code: string;
  readonly #parts: Parts;
  readonly #months: readonly string[];
  readonly #weekdays: readonly string[];
  readonly #countries: readonly string[];
  #own = true;

  constructor(random: Random, lists: Lists, code: string) {
    super(random, lists);
    this.#code = code;
    this.#parts = PARTS[code]!;
    const day = (n: number) => new Date(Date.UTC(2024, 0, n));
    const part = (options: Intl.DateTimeFormatOptions, type: string, date: Date): string =>
      new Intl.DateTimeFormat(code, { ...options, timeZone: 'UTC' }).formatToParts(date).find((p) => p.type === type)
        ?.value ?? '1';
    this.#months = Array.from({ length: 12 }, (_, i) =>
      part({ day: 'numeric', month: 'long' }, 'month', new Date(Date.UTC(2024, i, 3))),
    );
    this.#weekdays = Array.from({ length: 7 }, (_, i) => part({ weekday: 'long' }, 'weekday', day(i + 1)));
    const names = new Intl.DisplayNames(code, { type: 'region' });
    this.#countries =
      'DE FR ES IT PT NL PL GB US CN IN TR UA RU SE NO FI AT CH BE IE GR CZ HU RO MA EG SY IR PK BR MX AR CO VN ID JP KR NG KE GH ZA'
        .split(' ')
        .map((region) => names.of(region)!);
  }

  override begin(): void {
    super.begin();
    const { random } = this;
    this.#own = random.chance(OWN);
    if (!this.#own) return;
    const faker = (): Faker => allFakers[random.pick(split(this.#parts.locales)) as 'de']!;
    this.names = faker();
    this.places = faker();
    this.names.seed(random.between(0, 2 ** 31));
    this.places.seed(random.between(0, 2 ** 31));
  }

  #listed(list: string | undefined, share: number): string | undefined {
    const words = split(list);
    return this.#own && words.length > 0 && this.random.chance(share) ? this.random.pick(words) : undefined;
  }

  /** In a sentence names take the endings of its case. */
  #inflected(name: string, kind: Kind): string {
    const { random } = this;
    if (INFLECTED.includes(this.#code)) {
      const forms = this.#own && random.chance(IN_A_CASE) ? formsOf(this.#code, kind, name) : [];
      return forms.length === 0 ? name : random.pick(forms);
    }
    const ending = this.#own && kind !== 'city' && random.chance(0.16) ? split(this.#parts.endings) : [];
    if (ending.length === 0) return name;
    return (/[aeiouyаяыйі]$/i.test(name) && random.chance(0.6) ? name.slice(0, -1) : name) + random.pick(ending);
  }

  override first(): string {
    const { first, locales } = this.#parts;
    const pets = PET_NAMES[this.#code];
    if (pets !== undefined && this.#own && this.random.chance(PET))
      return this.#inflected(this.random.pick(pets.split(' ')), 'first');
    return this.#inflected(this.#listed(first, locales === 'en_IN' ? 1 : 0.5) ?? super.first(), 'first');
  }

  override last(): string {
    const { last, locales } = this.#parts;
    return this.#inflected(this.#listed(last, locales === 'en_IN' ? 1 : 0.5) ?? super.last(), 'last');
  }

  override person(): string {
    // In Hungarian, and on lists everywhere, the family comes first.
    if (this.#own && this.random.chance(this.#code === 'hu' ? 0.8 : 0.04)) return `${this.last()} ${this.first()}`;
    return super.person();
  }

  override city(): string {
    return this.#inflected(this.#listed(this.#parts.cities, 0.6) ?? super.city(), 'city');
  }

  override country(): string {
    return this.random.chance(0.75) ? this.random.pick(this.#countries) : super.country();
  }

  override street(): string {
    const form = this.#listed(this.#parts.streets, 0.75);
    if (form === undefined) return super.street();
    const { random } = this;
    const joined = /^~[^ ]/.test(form);
    const name = random.chance(0.4) ? this.last() : random.chance(0.5) ? this.city() : capital(this.syllables(1, 3));
    const street = form.replace('~', joined ? name.replace(/\s+/g, '') : name);
    const number =
      random.pick(['', ' ', ' ', ' ']) &&
      ` ${this.digits(random.between(1, 3))}${random.chance(0.15) ? random.pick(['a', 'b', 'A', '/2', '-4', ' bis']) : ''}`;
    return ['fr', 'vi'].includes(this.#code) && number !== '' && random.chance(0.8)
      ? `${number.trim()}${random.pick([' ', ', '])}${street}`
      : `${street}${random.chance(0.2) && number !== '' ? random.pick([',', ', nº', ' n.']) : ''}${number}`;
  }

  override org(): string {
    const form = this.#listed(this.#parts.orgs, 0.6);
    if (form === undefined) return super.org();
    const { random } = this;
    const roll = random.next();
    const name =
      roll < 0.35
        ? this.last()
        : roll < 0.55
          ? this.city()
          : roll < 0.9
            ? capital(this.syllables(2, 3))
            : `${this.last()} & ${this.last()}`;
    return form.replace('~', name);
  }

  override job(): string {
    return this.#listed(this.#parts.jobs, 0.9) ?? super.job();
  }

  override nrp(): string {
    return this.#listed(this.#parts.groups, 0.9) ?? super.nrp();
  }

  override weekday(): string {
    return this.random.pick(this.#weekdays);
  }

  override date(): string {
    const { random } = this;
    const month = random.pick(this.#months);
    const day = random.between(1, 28);
    const year = random.between(1940, 2031);
    const two = (n: number): string => String(n).padStart(2, '0');
    switch (random.between(0, 9)) {
      case 0:
        return `${day}. ${month} ${year}`;
      case 1:
        return `${day} ${month} ${year}`;
      case 2:
        return ['es', 'pt', 'ca'].includes(this.#code) ? `${day} de ${month} de ${year}` : `${day} ${month}`;
      case 3:
        return `${two(day)}.${two(random.between(1, 12))}.${year}`;
      case 4:
        return `${two(day)}/${two(random.between(1, 12))}/${year}`;
      case 5:
        return `${day}.${random.between(1, 12)}.${random.chance(0.5) ? '' : year}`;
      case 6:
        return `${random.pick(this.#weekdays)}, ${day}. ${month}`;
      case 7:
        return `${two(day)}-${two(random.between(1, 12))}-${year}`;
      default:
        return super.date();
    }
  }
}
