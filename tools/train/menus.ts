import { capital } from './names.ts';
import type { Random } from './random.ts';

/** Words that join two things in a language. */
const WITH: Readonly<Record<string, string>> = {
  ...{ de: 'mit und an', fr: 'aux et avec', es: 'con y de', it: 'con e al', pt: 'com e de', nl: 'met en', pl: 'z i' },
  ...{
    cs: 's a',
    hu: 'és',
    ro: 'cu și',
    sv: 'med och',
    da: 'med og',
    no: 'med og',
    fi: 'ja',
    tr: 've',
    vi: 'và',
    id: 'dan',
  },
  ...{ ru: 'с и', uk: 'з і', el: 'με και', ar: 'مع و', he: 'עם', hi: 'और' },
};
const UNITS = 'g kg ml l cm mm m x % € kWh Nm min h MB GB W V'.split(' ');

/** Lists of everyday things, as meals of a week, recipes, lists of what to buy, and notes on what was done have them. Nobody is named. */
export class Menus {
  readonly #random: Random;
  readonly #with: readonly string[];
  readonly #weekdays: readonly string[];
  readonly #words: readonly string[];

  constructor(random: Random, code: string, words: readonly (readonly string[])[]) {
    this.#random = random;
    this.#with = WITH[code]!.split(' ');
    this.#words = words.flat();
    this.#weekdays = (['long', 'short'] as const).flatMap((weekday) =>
      Array.from({ length: 7 }, (_, i) =>
        new Intl.DateTimeFormat(code, { weekday, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, i + 1))),
      ),
    );
  }

  text(): string {
    const r = this.#random;
    const lines = Array.from({ length: r.chance(0.4) ? 1 : r.between(2, 6) }, () => this.#line());
    return lines.join(r.pick(['\n', '\n', ' ', '. ', '; ']));
  }

  #thing(): string {
    const word = this.#random.pick(this.#words);
    return this.#random.chance(0.35) ? capital(word) : word;
  }

  #amount(): string {
    const r = this.#random;
    return `${r.between(1, r.pick([9, 60, 900]))}${r.chance(0.2) ? `,${r.between(0, 9)}0` : ''}${r.pick([' ', ' ', ''])}${r.pick(UNITS)}`;
  }

  #line(): string {
    const r = this.#random;
    const things = Array.from({ length: r.between(1, 5) }, () => {
      const one = this.#thing();
      return r.chance(0.2) ? `${this.#amount()} ${one}` : one;
    });
    let line = things[0]!;
    for (const thing of things.slice(1))
      line += r.chance(0.4) ? ` ${r.pick(this.#with)} ${thing}` : r.pick([`, ${thing}`, ` ${thing}`]);
    const roll = r.next();
    const day = r.pick(this.#weekdays);
    if (roll < 0.22) line = `${r.chance(0.6) ? capital(day) : day}${r.pick([': ', ' ', ' – ', '\t'])}${line}`;
    else if (roll < 0.35) line = `${capital(r.pick(this.#words))}: ${line}`;
    else if (roll < 0.45) line = `${r.pick(['- ', '* ', `${r.between(1, 9)}. `, `${r.between(1, 9)}) `])}${line}`;
    return r.chance(0.2) ? `${line} ${this.#amount()}` : line;
  }
}
