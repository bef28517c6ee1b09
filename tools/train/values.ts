import { allFakers, allLocales, type Faker } from '@faker-js/faker';
import type { Label } from '../../core/redaction/tagger/labels.ts';
import type { Lists } from './lists.ts';
import type { Random } from './random.ts';

/** A piece of text and the label of its words; pieces without a label are context. */
export interface Piece {
  text: string;
  label: Label;
}

/** Locales with names of their own in Latin, Greek or Cyrillic script, weighted by repetition. */
const LOCALES = [
  ...Array.from({ length: 12 }, () => 'en' as const),
  ...['en_GB', 'en_AU', 'en_IN', 'en_NG', 'en_ZA', 'en_CA', 'en_US'],
  ...[
    'de',
    'de',
    'de_AT',
    'de_CH',
    'fr',
    'fr',
    'fr_BE',
    'fr_CH',
    'es',
    'es_MX',
    'it',
    'it',
    'pt_BR',
    'pt_PT',
    'nl',
    'nl_BE',
  ],
  ...[
    'sv',
    'sv',
    'da',
    'da',
    'nb_NO',
    'nb_NO',
    'fi',
    'fi',
    'cs_CZ',
    'cs_CZ',
    'sk',
    'pl',
    'pl',
    'hu',
    'hu',
    'hr',
    'sr_RS_latin',
  ],
  ...['ro', 'lv', 'tr', 'az', 'id_ID', 'vi', 'af_ZA', 'ru', 'uk', 'el', 'mk', 'ro_MD', 'eo', 'uz_UZ_latin', 'sl_SI'],
].filter((code): code is keyof typeof allFakers => code in allFakers && code in allLocales);

const TITLES = [
  'Mr.',
  'Mrs.',
  'Ms.',
  'Mr',
  'Mrs',
  'Ms',
  'Miss',
  'Dr.',
  'Dr',
  'Prof.',
  'Sir',
  'Mx.',
  'Herr',
  'Frau',
  'Madame',
  'Señor',
  'Sra.',
];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const SCREEN = ['Apt.', 'Apt', 'Suite', 'Unit', 'Floor', 'Room', 'Flat', 'Ste.', 'Box', 'Apartment', '#'];
const DIRECTIONS = ['N', 'S', 'E', 'W', 'North', 'South', 'West', 'East', 'NE', 'Upper', 'Old', 'New'];
const STREET_WORDS_AFTER = [
  'Street',
  'St',
  'St.',
  'Road',
  'Rd',
  'Avenue',
  'Ave',
  'Ave.',
  'Lane',
  'Drive',
  'Dr',
  'Court',
  'Place',
  'Blvd',
  'Way',
  'Square',
  'Terrace',
  'Crescent',
  'Close',
  'Parkway',
  'Highway',
  'Hill',
  'Row',
  'Circle',
  'Trail',
  'Gardens',
];
const STREET_WORDS_BEFORE = [
  'Rue',
  'Rue de',
  'Rue du',
  'Avenue',
  'Av',
  'Avenue de la',
  'Via',
  'Viale',
  'Piazza',
  'Calle',
  'Plaza',
  'Paseo',
  'Rua',
  'Avenida',
  'Travessa',
  'ul.',
  'Ulica',
  'Place',
  'Boulevard',
  'Chemin',
  'Impasse',
  'Strada',
  'Corso',
  'Largo',
  'Quai',
  'Praça',
  'Carrer',
];
const STREET_ENDINGS = [
  'straße',
  'strasse',
  'str.',
  'weg',
  'gasse',
  'platz',
  'allee',
  'ring',
  'straat',
  'laan',
  'plein',
  'gatan',
  'vägen',
  'gata',
  'veien',
  'vej',
  'gade',
  'gate',
  'stien',
  'vang',
  'katu',
  'tie',
  'kuja',
  'polku',
  'ova',
  'ská',
  'utca',
  ' utca',
  ' út',
  ' u.',
  ' tér',
  ' ulica',
  'dreef',
  'kade',
  'alléen',
  'toppen',
  'bakken',
  'lundin',
  'haven',
  'damm',
  'ufer',
  'berg',
];
const CITY_ENDINGS = [
  'ville',
  'burg',
  'berg',
  'stad',
  'ton',
  'ham',
  'ford',
  'dorf',
  'heim',
  'by',
  'sund',
  'vik',
  'holm',
  'lahti',
  'joki',
  'nen',
  'ov',
  'ice',
  'any',
  'hely',
  'fort',
  'mouth',
  'wick',
  'field',
  'port',
  'borough',
  'stead',
  'haven',
  'rup',
  'sted',
  'fjord',
  'dal',
  'bach',
  'feld',
  'ano',
  'ella',
  'etta',
  'ac',
  'eux',
  'igny',
];
const ORG_WORDS = [
  'Solutions',
  'Systems',
  'Group',
  'Partners',
  'Labs',
  'Health',
  'Media',
  'Capital',
  'Insurance',
  'Bank',
  'Energy',
  'Logistics',
  'Networks',
  'Analytics',
  'Software',
  'Technologies',
  'Foods',
  'Motors',
  'Airlines',
  'Consulting',
  'Financial',
  'Trust',
  'Ventures',
  'Insights',
  'Global',
  'International',
  'Markets',
  'Credit',
  'Data',
  'Cloud',
  'Mobile',
  'Interactive',
  'Studios',
  'Foundation',
  'Institute',
  'Academy',
  'Partners',
  'Services',
  'Holdings',
  'Care',
  'Pharma',
  'Robotics',
  'Digital',
  'Direct',
  'Online',
  'Weather',
  'Housing',
  'Legal',
  'Travel',
  'Transit',
  'Social',
  'Security',
  'Payments',
  'Realty',
];
const ORG_HEADS = [
  'University of',
  'Bank of',
  'Museum of',
  'Ministry of',
  'Institute of',
  'Department of',
  'Society of',
  'College of',
];
const LEGAL = [
  'Inc',
  'Inc.',
  'LLC',
  'Ltd',
  'Ltd.',
  'GmbH',
  'AG',
  'Corp',
  'Corp.',
  'Co.',
  'PLC',
  'S.A.',
  'AB',
  'A/S',
  'Oy',
  'BV',
  'SpA',
  'Sons',
  'and Sons',
  'Company',
  'Corporation',
  'Limited',
  'KG',
  'AS',
  'Kft.',
  's.r.o.',
  'LLP',
];
const ORG_SYLLABLES = [
  'zen',
  'ora',
  'cal',
  'nex',
  'ify',
  'sta',
  'tri',
  'vel',
  'lum',
  'quo',
  'ban',
  'pre',
  'dic',
  'ly',
  'xio',
  'med',
  'fin',
  'tel',
  'cor',
  'neo',
  'plex',
  'soft',
  'ware',
  'gen',
  'ix',
  'ia',
  'on',
  'era',
  'ico',
  'hub',
  'spot',
  'base',
  'logic',
  'wave',
  'bit',
  'map',
  'view',
  'mark',
  'trust',
  'spark',
  'able',
  'istics',
  'net',
  'fact',
  'set',
  'scope',
  'pay',
  'bright',
  'geo',
  'open',
  'smart',
  'info',
  'trans',
  'data',
  'auto',
  'health',
  'edu',
  'home',
  'green',
  'blue',
  'red',
  'sun',
  'star',
  'true',
  'clear',
  'deep',
  'live',
  'job',
  'car',
  'food',
  'rent',
  'legal',
  'point',
  'path',
  'gate',
  'works',
  'nest',
  'loop',
  'link',
  'cast',
  'ster',
  'zon',
  'ard',
  'ent',
];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Random values of each kind; every text gets one locale for names and, half of the time, another for places. */
export class Values {
  private readonly random: Random;
  private readonly lists: Lists;
  private names: Faker = allFakers.en;
  private places: Faker = allFakers.en;

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
  private local(faker: Faker, make: (faker: Faker) => string): string {
    try {
      return make(faker);
    } catch {
      return make(allFakers.en);
    }
  }

  private digits(length: number): string {
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
    return name;
  }

  person(): string {
    const { random } = this;
    const roll = random.next();
    const initial = capital(String.fromCharCode(97 + random.between(0, 25)));
    if (roll < 0.5) return `${this.first()} ${this.last()}`;
    if (roll < 0.6) return `${this.first()} ${initial}. ${this.last()}`;
    if (roll < 0.66) return `${this.first()} ${initial} ${this.last()}`;
    if (roll < 0.76) return this.first();
    if (roll < 0.82) return this.last();
    if (roll < 0.87) return `${this.first()} ${this.first()} ${this.last()}`;
    if (roll < 0.91) return `${this.first()} ${this.last()} ${this.last()}`;
    if (roll < 0.94) return `${initial}. ${this.last()}`;
    if (roll < 0.97) return `${this.last()} ${this.first()}`;
    return `${this.first()} ${this.last()} ${random.pick(['Jr.', 'Sr.', 'II', 'III', 'Jr'])}`;
  }

  city(): string {
    const { random, places } = this;
    const roll = random.next();
    if (roll < 0.62) return this.local(places, (f) => f.location.city());
    if (roll < 0.72) return random.pick(this.lists.places);
    if (roll < 0.84) return capital(this.syllables(1, 2)) + random.pick(CITY_ENDINGS);
    if (roll < 0.92) {
      const before = random.pick([
        'San',
        'Santa',
        'Saint',
        'St.',
        'Port',
        'Bad',
        'New',
        'Nova',
        'Los',
        'La',
        'Le',
        'El',
        'Fort',
        'Mount',
        'Lake',
        'East',
        'North',
        'Upper',
        'Novo',
        'Sankt',
        'Villa',
        'Monte',
        'Nagy',
        'Kis',
        'Stora',
        'Nørre',
      ]);
      return `${before} ${this.local(places, (f) => f.location.city())}`;
    }
    return `${this.local(places, (f) => f.location.city())} ${random.pick(['am See', 'sur Mer', 'di Sopra', 'Heights', 'Springs', 'City', 'Beach', 'Nord', 'Park', 'Valley', 'upon Sea', 'Bay', 'Hills', 'Ext', 'Falls', 'Junction', 'del Mar', 'Centrum', 'Village'])}`;
  }

  private syllables(low: number, high: number): string {
    let out = '';
    const count = this.random.between(low, high);
    for (let i = 0; i < count; i++) {
      out += this.random.pick([
        'b',
        'br',
        'd',
        'dr',
        'f',
        'g',
        'gr',
        'h',
        'k',
        'kr',
        'l',
        'm',
        'n',
        'p',
        'pr',
        'r',
        's',
        'st',
        'sch',
        't',
        'tr',
        'v',
        'w',
        'z',
        'sz',
        'cs',
        'hv',
        'kj',
        'ch',
        'sk',
        'bl',
        'fl',
        '',
      ]);
      out += this.random.pick([
        'a',
        'e',
        'i',
        'o',
        'u',
        'ä',
        'ö',
        'å',
        'ø',
        'é',
        'ai',
        'ei',
        'ou',
        'ee',
        'ie',
        'a',
        'e',
        'o',
        'aa',
        'ij',
      ]);
      out += this.random.pick(['', 'n', 'r', 'l', 's', 'm', 't', 'k', 'nd', 'rg', 'ck', 'll', 'nn', 'st', '']);
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

  street(): string {
    const { random, places } = this;
    const number = this.houseNumber();
    const roll = random.next();
    const name = (): string =>
      random.chance(0.5)
        ? this.local(places, (f) => f.person.lastName())
        : random.chance(0.5)
          ? this.local(places, (f) => f.person.firstName())
          : capital(this.syllables(1, 3));
    let street: string;
    if (roll < 0.3) street = this.local(places, (f) => f.location.street());
    else if (roll < 0.5)
      street = `${random.chance(0.15) ? `${random.pick(DIRECTIONS)} ` : ''}${random.chance(0.2) ? this.ordinal() : name()} ${random.pick(STREET_WORDS_AFTER)}`;
    else if (roll < 0.75)
      street = (random.chance(0.6) ? capital(this.syllables(1, 3)) : name()) + random.pick(STREET_ENDINGS);
    else if (roll < 0.93)
      street = `${random.pick(STREET_WORDS_BEFORE)} ${name()}${random.chance(0.2) ? ` ${name()}` : ''}`;
    else street = capital(this.syllables(2, 3));
    if (number === '') return street;
    return random.chance(0.5) ? `${number} ${street}` : `${street} ${number}`;
  }

  private ordinal(): string {
    const n = this.random.between(1, 120);
    return (
      n + (n % 10 === 1 && n !== 11 ? 'st' : n % 10 === 2 && n !== 12 ? 'nd' : n % 10 === 3 && n !== 13 ? 'rd' : 'th')
    );
  }

  private houseNumber(): string {
    const { random } = this;
    const roll = random.next();
    if (roll < 0.06) return '';
    if (roll < 0.72) return this.digits(random.between(1, 3));
    if (roll < 0.9) return this.digits(random.between(4, 5));
    if (roll < 0.96) return this.digits(random.between(1, 2)) + random.pick(['a', 'b', 'c', 'A', 'B', ' bis', ' A']);
    return `${this.digits(2)}${random.pick(['-', '/'])}${this.digits(2)}`;
  }

  zip(): string {
    const { random } = this;
    const roll = random.next();
    if (roll < 0.3) return this.digits(5);
    if (roll < 0.5) return this.digits(4);
    if (roll < 0.6) return `${this.digits(3)} ${this.digits(2)}`;
    if (roll < 0.66) return `${this.digits(2)}-${this.digits(3)}`;
    if (roll < 0.72) return `${this.digits(5)}-${this.digits(random.between(3, 4))}`;
    if (roll < 0.76) return this.digits(3);
    return this.local(this.places, (f) => f.location.zipCode());
  }

  secondary(): string {
    const { random } = this;
    return random.chance(0.8)
      ? `${random.pick(SCREEN)} ${this.digits(random.between(1, 3))}`
      : this.local(this.places, (f) => f.location.secondaryAddress());
  }

  /** Parts of an address in one of the usual orders, on one line or several. */
  address(): Piece[] {
    const special = this.random.next();
    if (special < 0.05) return [{ text: this.intersection(), label: 'ADDRESS' }];
    if (special < 0.09) return [{ text: this.military(), label: 'ADDRESS' }];
    const { random } = this;
    const line = random.pick([', ', ', ', '\n', '\n', '\n ', ' ', ',\n', '\n, ']);
    const pieces: Piece[] = [];
    const add = (text: string, label: Label): void => {
      if (pieces.length > 0) pieces.push({ text: pieces.length === 1 && random.chance(0.4) ? ' ' : line, label: 'O' });
      pieces.push({ text, label });
    };
    if (random.chance(0.05))
      add(
        random.pick(['PO Box', 'P.O. Box', 'Postfach', 'Box', 'BP', 'Unit']) + ` ${this.digits(random.between(2, 5))}`,
        'ADDRESS',
      );
    else
      add(
        random.chance(0.12)
          ? `${this.street()} ${capital(this.syllables(1, 2))} ${random.pick(STREET_WORDS_AFTER)}`
          : this.street(),
        'ADDRESS',
      );
    if (random.chance(0.35)) add(this.secondary(), 'ADDRESS');
    const city = random.chance(0.2) ? this.city().toUpperCase() : this.city();
    const roll = random.next();
    if (roll < 0.3) {
      add(this.zip(), 'ADDRESS');
      pieces.push({ text: ' ', label: 'O' }, { text: city, label: 'LOCATION' });
    } else if (roll < 0.6) {
      add(city, 'LOCATION');
      if (random.chance(0.6))
        add(random.chance(0.7) ? this.stateCode() : this.local(this.places, (f) => f.location.state()), 'LOCATION');
      pieces.push({ text: random.pick([' ', ' ', ', ', '\n']), label: 'O' }, { text: this.zip(), label: 'ADDRESS' });
    } else add(city, 'LOCATION');
    if (random.chance(0.35)) add(this.country(), 'LOCATION');
    if (pieces.length > 3 && random.chance(0.12))
      pieces.push({ text: ' ', label: 'O' }, { text: this.zip(), label: 'ADDRESS' });
    return pieces;
  }

  private intersection(): string {
    const { random } = this;
    const both = `${this.street()} ${random.pick(['and', 'and', '&', 'at', 'x'])} ${this.street()}`;
    return (
      random.pick(['', 'the corner of ', 'corner of ', 'corner ', 'the junction of ', 'the intersection of ']) + both
    );
  }

  /** The three forms of United States military mail. */
  private military(): string {
    const { random } = this;
    const line = random.pick(['\n', '\n', ', ', ' ']);
    const comma = random.pick([', ', ' ']);
    const unit = random.pick([
      `${random.pick(['PSC', 'CMR', 'UNIT', 'Unit'])} ${this.digits(random.between(3, 5))}${comma}${random.pick(['Box', 'BOX'])} ${this.digits(random.between(2, 5))}`,
      `${random.pick(['USS', 'USNS', 'USCGC'])} ${this.last()}`,
    ]);
    return `${unit}${line}${random.pick(['APO', 'FPO', 'DPO'])} ${random.pick(['AA', 'AE', 'AP'])} ${this.digits(5)}`;
  }

  private stateCode(): string {
    const code = (): string => capital(String.fromCharCode(97 + this.random.between(0, 25))).toUpperCase();
    if (this.random.chance(0.05)) return this.random.pick(['null', 'n/a', 'nan', 'none', '-', 'N/A', 'NULL']);
    return code() + code() + (this.random.chance(0.15) ? code() : '');
  }

  org(): string {
    const { random, names } = this;
    const roll = random.next();
    const coined = (): string => {
      const word = Array.from({ length: random.between(2, 3) }, () => random.pick(ORG_SYLLABLES)).join('');
      return random.chance(0.12) ? capital(word.slice(0, 4)) + capital(word.slice(4)) : capital(word);
    };
    const legal = random.chance(0.35) ? ` ${random.pick(LEGAL)}` : '';
    if (roll < 0.1) return random.pick(this.lists.companies);
    if (roll < 0.3) return coined() + legal;
    if (roll < 0.48) return `${coined()} ${random.pick(ORG_WORDS)}${legal}`;
    if (roll < 0.62) return `${capital(random.pick(this.lists.nouns))} ${random.pick(ORG_WORDS)}${legal}`;
    if (roll < 0.7)
      return `${capital(random.pick(this.lists.adjectives))} ${capital(random.pick(this.lists.nouns))}${legal}`;
    if (roll < 0.74)
      return `${capital(random.pick(this.lists.nouns))} ${capital(random.pick(this.lists.nouns))} ${random.pick(ORG_WORDS)}`;
    if (roll < 0.8)
      return `${this.local(names, (f) => f.person.lastName())}, ${this.local(names, (f) => f.person.lastName())} ${random.pick(['and', '&', 'und', 'et', 'y'])} ${this.local(names, (f) => f.person.lastName())}`;
    if (roll < 0.84)
      return `${this.local(names, (f) => f.person.lastName())}-${this.local(names, (f) => f.person.lastName())}`;
    if (roll < 0.89)
      return `${this.local(names, (f) => f.person.lastName())} ${random.pick(['&', 'and'])} ${random.pick(['Sons', 'Co.', 'Partners', 'Brothers', this.local(names, (f) => f.person.lastName())])}`;
    if (roll < 0.94) return `${this.local(names, (f) => f.person.lastName())} ${random.pick([...LEGAL, ...ORG_WORDS])}`;
    if (roll < 0.96) return `${random.pick(ORG_HEADS)} ${this.city()}`;
    return this.local(names, (f) => f.company.name());
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
    return random.chance(0.75) ? random.pick(this.lists.jobs) : this.local(this.names, (f) => f.person.jobTitle());
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
