import type { AccessRecord, Outcome, Principal } from '../access-log/access-log.ts';
import type { DidFinding, Told } from './finding.ts';

const MOST_LISTED = 50;
const MOST_RECORDS = 10;

interface SeenIn {
  record: AccessRecord;
  arn?: string | undefined;
  subject?: string | undefined;
  segment?: string | undefined;
  object?: string | undefined;
}

/** What records say of one finding, put together as they come: millions of them are as much to hold as one. */
export class Gathered {
  readonly #principal: Principal;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #count = 0;
  #counted: string | undefined;
  #done = false;
  #denied = false;
  readonly #actions = new Least(MOST_LISTED);
  readonly #resources = new Least(MOST_LISTED);
  readonly #subjects = new Least(MOST_LISTED);
  readonly #segments = new Least(MOST_LISTED);
  readonly #objects = new Least(MOST_LISTED);
  readonly #records = new Least(MOST_RECORDS);

  /** @param principal of all its records */
  constructor(principal: Principal) {
    this.#principal = principal;
  }

  get first(): number {
    return this.#first;
  }
  get last(): number {
    return this.#last;
  }

  /** All of a record is added before the next one is. */
  add({ record, arn, subject, segment, object }: SeenIn): this {
    const { id, at, outcome, action } = record;
    this.#first = Math.min(this.#first, at);
    this.#last = Math.max(this.#last, at);
    if (id !== this.#counted) this.#count++;
    this.#counted = id;
    this.#came(outcome);
    this.#actions.add(action);
    this.#resources.add(arn);
    this.#subjects.add(subject);
    this.#segments.add(segment);
    this.#objects.add(object);
    this.#records.add(id);
    return this;
  }

  /** What another one of the same principal has. */
  join(other: Gathered): this {
    this.#first = Math.min(this.#first, other.#first);
    this.#last = Math.max(this.#last, other.#last);
    this.#count += other.#count;
    if (other.#done) this.#done = true;
    if (other.#denied) this.#denied = true;
    this.#actions.join(other.#actions);
    this.#resources.join(other.#resources);
    this.#subjects.join(other.#subjects);
    this.#segments.join(other.#segments);
    this.#objects.join(other.#objects);
    this.#records.join(other.#records);
    return this;
  }

  finding({ finding, certainty, why, role }: Told): DidFinding {
    return {
      ...{ finding, certainty, first: this.#first, last: this.#last, count: this.#count },
      outcome: this.#done ? 'done' : this.#denied ? 'denied' : 'failed',
      principal: this.#principal,
      ...(role !== undefined && { role }),
      actions: this.#actions.all(),
      resources: this.#resources.all(),
      subjects: this.#subjects.all(),
      segments: this.#segments.all(),
      objects: this.#objects.all(),
      records: this.#records.all(),
      why,
    };
  }

  #came(outcome: Outcome): void {
    if (outcome === 'done') this.#done = true;
    if (outcome === 'denied') this.#denied = true;
  }
}

/** The first of a list that is sorted, without holding all of it. */
class Least {
  readonly #most: number;
  #list: string[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(one: string | undefined): void {
    if (one === undefined) return;
    const list = this.#list;
    if (list.length === this.#most && one > list.at(-1)!) return;
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]! < one) low = middle + 1;
      else high = middle;
    }
    if (list[low] === one) return;
    list.splice(low, 0, one);
    if (list.length > this.#most) list.pop();
  }

  join(other: Least): void {
    for (const one of other.#list) this.add(one);
  }

  all(): string[] {
    return [...this.#list];
  }
}
