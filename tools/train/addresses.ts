import type { Label } from '../../redaction/tagger/labels.ts';
import { capital, Names } from './names.ts';
import { DIRECTIONS, SCREEN, STREET_ENDINGS, STREET_WORDS_AFTER, STREET_WORDS_BEFORE } from './parts.ts';

/** A piece of text and the label of its words; pieces without a label are context. */
export interface Piece {
  text: string;
  label: Label;
}

/** Addresses of many countries. */
export class Addresses extends Names {
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
    // Flat and house: `14 102 King Street`.
    if (random.chance(0.08)) return `${this.digits(random.between(1, 5))} ${number} ${street}`;
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
    if (special < 0.08) return [{ text: this.intersection(), label: 'ADDRESS' }];
    if (special < 0.13) return [{ text: this.military(), label: 'ADDRESS' }];
    const { random } = this;
    const line = random.pick([', ', ', ', '\n', '\n', '\n ', ' ', ',\n', '\n, ']);
    const pieces: Piece[] = [];
    const add = (text: string, label: Label): void => {
      if (pieces.length > 0) pieces.push({ text: pieces.length === 1 && random.chance(0.4) ? ' ' : line, label: 'O' });
      pieces.push({ text, label });
    };
    if (random.chance(0.05))
      add(
        `${random.pick(['PO Box', 'P.O. Box', 'Postfach', 'Box', 'BP', 'Unit'])} ${this.digits(random.between(2, 5))}`,
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
    } else {
      add(city, 'LOCATION');
      // On one line the state comes without a comma: `12 Mill Lane Apt. 3 Springfield IL`.
      if (random.chance(0.4))
        pieces.push({ text: random.pick([' ', ' ', ', ']), label: 'O' }, { text: this.stateCode(), label: 'LOCATION' });
    }
    if (random.chance(0.35)) add(this.country(), 'LOCATION');
    if (pieces.length > 3 && random.chance(0.12))
      pieces.push({ text: ' ', label: 'O' }, { text: this.zip(), label: 'ADDRESS' });
    return pieces;
  }

  /** Two streets that cross, one value with the word between them; people leave out what kind of street the first one is. */
  crossing(): string {
    const { random } = this;
    const first = random.chance(0.3)
      ? this.local(this.places, (f) => (random.chance(0.5) ? f.person.firstName() : f.person.lastName()))
      : this.street();
    return `${first} ${random.pick(['and', 'and', 'and', '&', 'at', 'x'])} ${this.street()}`;
  }

  private intersection(): string {
    const at = ['', '', 'the corner of ', 'corner of ', 'corner ', 'the junction of ', 'the intersection of '];
    return this.random.pick(at) + this.crossing();
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
    if (this.random.chance(0.1)) return this.random.pick(['null', 'n/a', 'nan', 'none', '-', 'N/A', 'NULL']);
    return code() + code() + (this.random.chance(0.15) ? code() : '');
  }
}
