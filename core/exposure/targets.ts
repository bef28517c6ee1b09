import type { Value } from './context.ts';
import type { Attachment, Request } from './evaluate.ts';
import type { Need, Way } from './needs.ts';
import { type ArnPattern, type Fit, fitArn, isOpen } from './patterns.ts';

/**
 * Data sets (or roles) that differ in nothing but their names, and which of them a pattern of a policy names. A policy that names ten
 * tables of 45,000 costs ten, and one for the rest.
 */
export interface Target {
  id: string;
  ways: readonly Way[];
}

/** Places in the list of targets. */
export interface Groups {
  touched: readonly (readonly number[])[];
  rest: readonly { place: number; example: number }[];
}

export class Targets {
  readonly all: readonly Target[];
  /** Place of each target's class. */
  readonly classOf: Int32Array;
  readonly classes: readonly (readonly number[])[];
  readonly actions: readonly string[];
  readonly #arns: Arns;
  /** By place of an ARN: targets that ask for it. */
  readonly #asking: readonly (readonly { at: number; rank: number }[])[];
  readonly #grouped = new Map<string, Groups>();

  /** @param looksAt keys that any policy looks at: facts under others tell nobody apart */
  constructor(all: readonly Target[], looksAt: (key: string) => boolean) {
    this.all = all;
    const keys = new Map<string, number>();
    const classes: number[][] = [];
    this.classOf = new Int32Array(all.length);
    const texts = new Texts(looksAt);
    const arns = new Map<string, { arn: ArnPattern; place: number }>();
    const asking: { at: number; rank: number }[][] = [];
    const actions = new Set<string>();
    all.forEach(({ ways }, at) => {
      const key = texts.of(ways);
      let place = keys.get(key);
      if (place === undefined) {
        place = classes.length;
        keys.set(key, place);
        classes.push([]);
      }
      classes[place]!.push(at);
      this.classOf[at] = place;
      requestsOf(ways).forEach(({ action, resource }, rank) => {
        actions.add(action);
        const text = typeof resource === 'string' ? resource : resource.join(':');
        let known = arns.get(text);
        if (!known) {
          known = { arn: resource, place: arns.size };
          arns.set(text, known);
          asking.push([]);
        }
        // Which of the target's ARNs it is: the same place in two targets of a class.
        if (asking[known.place]!.at(-1)?.at !== at) asking[known.place]!.push({ at, rank });
      });
    });
    this.classes = classes;
    this.actions = [...actions];
    this.#asking = asking;
    this.#arns = new Arns([...arns.values()].map(({ arn }) => arn));
  }

  /** Targets that a pattern tells apart from others of their class, in groups that are alike; and one of the rest of each class. */
  groups(patterns: ReadonlyMap<string, ArnPattern>): Groups {
    const key = [...patterns.keys()].sort().join('\n');
    const known = this.#grouped.get(key);
    if (known) return known;
    // A target's mark is a number for the patterns that name it so far, and how; equal marks are equal names.
    const marks = new Map<number, number>();
    const numbers = new Map<number, number>();
    [...patterns.values()].forEach((pattern, place) => {
      for (const { at, how } of this.#telling(pattern)) {
        const next = (marks.get(at) ?? 0) * MOST_WORDS + place * MOST_HOWS + how;
        let number = numbers.get(next);
        if (number === undefined) {
          number = numbers.size + 1;
          numbers.set(next, number);
        }
        marks.set(at, number);
      }
    });
    const touched = new Map<number, number[]>();
    const counts = new Map<number, number>();
    for (const [at, mark] of marks) {
      const place = this.classOf[at]!;
      counts.set(place, (counts.get(place) ?? 0) + 1);
      const name = place * MOST_WORDS + mark;
      const members = touched.get(name);
      if (members) members.push(at);
      else touched.set(name, [at]);
    }
    const rest = this.classes.flatMap((members, place) => {
      const gone = counts.get(place) ?? 0;
      if (gone === members.length) return [];
      return [{ place, example: gone === 0 ? members[0]! : members.find((at) => !marks.has(at))! }];
    });
    const groups = { touched: [...touched.values()], rest };
    if (this.#grouped.size < MOST_KEPT) this.#grouped.set(key, groups);
    return groups;
  }

  readonly #told = new Map<string, readonly { at: number; how: number }[]>();

  /** Targets that a pattern names; those of a class that it names all alike, it does not tell apart. */
  #telling(pattern: ArnPattern): readonly { at: number; how: number }[] {
    const key = typeof pattern === 'string' ? pattern : pattern.join(':');
    const known = this.#told.get(key);
    if (known) return known;
    const all = this.#arns
      .matching(pattern)
      .flatMap(([place, fits]) =>
        this.#asking[place]!.map(({ at, rank }) => ({ at, how: rank * 2 + (fits === 'all' ? 0 : 1) })),
      );
    const counts = new Map<number, number>();
    const name = ({ at, how }: { at: number; how: number }): number => this.classOf[at]! * MOST_HOWS + how;
    for (const one of all) counts.set(name(one), (counts.get(name(one)) ?? 0) + 1);
    const telling = all.filter((one) => counts.get(name(one)) !== this.classes[this.classOf[one.at]!]!.length);
    if (this.#told.size < MOST_KEPT * 10) this.#told.set(key, telling);
    return telling;
  }
}

/** Above the number of patterns of a principal by the ways in which one names a target: so that a pair is one number. */
const MOST_WORDS = 2 ** 26;
const MOST_HOWS = 2 ** 10;

/** Lists of groups that are kept: principals with the same patterns come again. */
const MOST_KEPT = 2000;

export const requestsOf = (ways: readonly Way[]): Request[] => ways.flatMap(({ needs }) => needs.flatMap(requestsIn));

const requestsIn = ({ any, opened = [], openedBy = [], orElse = [] }: Need): Request[] => [
  ...any,
  ...opened,
  ...[...openedBy, ...orElse].flat().flatMap(requestsIn),
];

/** ARNs by what they begin with, so that a pattern is asked of those alone that it could fit. */
class Arns {
  readonly #arns: readonly ArnPattern[];
  readonly #texts: readonly string[];
  /** Without open places, sorted by their last part, by service. */
  readonly #whole = new Map<string, { tail: string; place: number }[]>();
  readonly #open: number[] = [];
  readonly #fits = new Map<string, readonly (readonly [number, Fit])[]>();

  constructor(arns: readonly ArnPattern[]) {
    this.#arns = arns;
    this.#texts = arns.map((arn) => (typeof arn === 'string' ? arn : arn.join(':')));
    arns.forEach((arn, place) => {
      if (typeof arn === 'string' || arn.some(isOpen)) this.#open.push(place);
      else {
        const list = this.#whole.get(arn[2]!);
        if (list) list.push({ tail: arn[5]!, place });
        else this.#whole.set(arn[2]!, [{ tail: arn[5]!, place }]);
      }
    });
    for (const list of this.#whole.values()) list.sort((a, b) => (a.tail < b.tail ? -1 : 1));
    this.#openByStart();
  }

  text = (place: number): string => this.#texts[place]!;

  matching(pattern: ArnPattern): readonly (readonly [number, Fit])[] {
    // A star is about everything, and tells nothing apart.
    if (typeof pattern === 'string') return [];
    const key = pattern.join(':');
    let found = this.#fits.get(key);
    if (!found) {
      found = [...this.#candidates(pattern)].flatMap((place) => {
        const fits = fitArn(pattern, this.#arns[place]!);
        return fits === 'none' ? [] : [[place, fits] as const];
      });
      if (this.#fits.size < MOST_KEPT * 10) this.#fits.set(key, found);
    }
    return found;
  }

  *#candidates(pattern: readonly string[]): Generator<number> {
    const [, , service, , , tail] = pattern as [string, string, string, string, string, string];
    const lists = isOpen(service) ? [...this.#whole.values()] : [this.#whole.get(service) ?? []];
    const start = literal(tail);
    for (const list of lists) {
      for (let at = firstFrom(list, start); at < list.length && list[at]!.tail.startsWith(start); at++)
        yield list[at]!.place;
    }
    // An open thing and a pattern meet where the one begins as the other does.
    for (const [begin, places] of this.#starts(start)) {
      if (begin.startsWith(start) || start.startsWith(begin)) yield* places;
    }
  }

  readonly #byStart = new Map<string, number[]>();
  #sortedStarts: string[] = [];
  #openByStart(): void {
    for (const place of this.#open) {
      const arn = this.#arns[place]!;
      const begin = typeof arn === 'string' ? '' : literal(arn[5]!);
      const list = this.#byStart.get(begin);
      if (list) list.push(place);
      else this.#byStart.set(begin, [place]);
    }
    this.#sortedStarts = [...this.#byStart.keys()].sort();
  }

  *#starts(start: string): Generator<readonly [string, readonly number[]]> {
    for (let length = 0; length < start.length; length++) {
      const begin = start.slice(0, length);
      const places = this.#byStart.get(begin);
      if (places) yield [begin, places];
    }
    const sorted = this.#sortedStarts;
    let low = 0;
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < start) low = middle + 1;
      else high = middle;
    }
    for (; low < sorted.length && sorted[low]!.startsWith(start); low++)
      yield [sorted[low]!, this.#byStart.get(sorted[low]!)!];
  }
}

/** What stands before the first open place. */
const literal = (text: string): string => /^[^\uE000\uE001]*/.exec(text)![0];

function firstFrom(list: readonly { tail: string }[], start: string): number {
  let low = 0;
  for (let high = list.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (list[middle]!.tail < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is alike in two targets: everything that their ways ask, but for the names of what they ask it of. */
class Texts {
  readonly #looksAt: (key: string) => boolean;
  readonly #numbers = new Map<string, number>();

  constructor(looksAt: (key: string) => boolean) {
    this.#looksAt = looksAt;
  }

  of(ways: readonly Way[]): string {
    return ways.map(({ needs }) => this.#needs(needs)).join('|');
  }

  #needs(needs: readonly Need[]): string {
    return needs
      .map(
        ({ any, opened = [], openedBy = [], orElse = [], rule }) =>
          `${rule?.same ?? ''}(${this.#requests(any)})(${this.#requests(opened)})${this.#lists(openedBy)}/${this.#lists(orElse)}`,
      )
      .join('&');
  }

  #lists = (lists: readonly (readonly Need[])[]): string => lists.map((all) => `[${this.#needs(all)}]`).join('');

  /** Most requests of a need differ in their actions alone. */
  #requests(requests: readonly Request[]): string {
    let text = '';
    let before: Request | undefined;
    for (const request of requests) {
      const alike =
        before?.resource === request.resource &&
        before.policies === request.policies &&
        before.facts === request.facts &&
        before.grants === request.grants &&
        before.lent === request.lent &&
        before.chosen === request.chosen;
      text += alike ? `,${request.action}` : ` ${this.#request(request)} ${request.action}`;
      before = request;
    }
    return text;
  }

  #request({
    resource,
    owner,
    policies = [],
    resourceControl = [],
    style,
    grants,
    restricted,
    chosen,
    lent,
    facts,
  }: Request): string {
    const arn = typeof resource === 'string' ? resource : resource.join(':');
    const said = [...policies, ...resourceControl.flat()].map((one) => this.#policy(one, resource, arn)).join(' ');
    const region = typeof resource === 'string' ? '' : `${resource[2]} ${resource[3]}`;
    return [
      owner,
      region,
      said,
      style ?? '',
      restricted ?? '',
      chosen ?? '',
      lent ?? '',
      this.#facts(facts),
      grants?.same ?? '',
    ].join(';');
  }

  /** A policy that names its own resource says the same as another one that names its own. */
  #policy({ policy }: Attachment, resource: ArnPattern, arn: string): string {
    if (!('statements' in policy)) return policy.malformed;
    const fits = policy.statements.flatMap(({ resources }) =>
      (resources?.patterns ?? []).map(({ text, pattern }) =>
        pattern === undefined ? `${text} ${arn}` : fitArn(pattern, resource)[0],
      ),
    );
    return `${this.#number(policy)}${fits.join('')}`;
  }

  readonly #objects = new WeakMap<object, number>();
  /** A number for each text of a policy, names of resources left out; for anything else, for each object. */
  #number(object: object): number {
    let number = this.#objects.get(object);
    if (number === undefined) {
      const text =
        'statements' in object
          ? JSON.stringify(object, (name, value) => (name === 'resources' ? { not: value.not } : value))
          : `#${this.#numbers.size}`;
      number = this.#numbers.get(text) ?? this.#numbers.size;
      this.#numbers.set(text, number);
      this.#objects.set(object, number);
    }
    return number;
  }

  #facts(facts: ReadonlyMap<string, Value> | undefined): string {
    let text = '';
    for (const [key, value] of facts ?? []) {
      if (this.#looksAt(key) || value.is === 'unknown')
        text += `${key}=${value.is === 'known' ? value.values.join() : value.is === 'unknown' ? value.why : value.is} `;
    }
    return text;
  }
}
