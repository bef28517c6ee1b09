/** One thing that is not as released, or that could not be looked at. */
export interface Finding {
  /** `function <name>`, `role <name>`, `stack <name>` ...: no values of anybody. */
  place: string;
  reason: string;
}

export interface Comparison {
  differences: Finding[];
  /** What is the same or not, nobody can say: never counted as the same. */
  notCompared: Finding[];
  /** What is not in the release, and the program's own doing. */
  explained: Finding[];
}

/** Collects findings. */
export class Findings implements Comparison {
  readonly differences: Finding[] = [];
  readonly notCompared: Finding[] = [];
  readonly explained: Finding[] = [];

  differs(place: string, reason: string): void {
    this.differences.push({ place, reason });
  }

  skipped(place: string, reason: string): void {
    this.notCompared.push({ place, reason });
  }

  explain(place: string, reason: string): void {
    this.explained.push({ place, reason });
  }

  /** Compares two tables of texts, name by name. @param what says what a name is, e.g. `file` */
  names(
    place: string,
    what: string,
    expected: Readonly<Record<string, string>>,
    found: Readonly<Record<string, string>>,
  ): void {
    for (const name of [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort()) {
      const [wanted, there] = [own(expected, name), own(found, name)];
      if (there === undefined) this.differs(place, `${what} ${name} is missing`);
      else if (wanted === undefined) this.differs(place, `${what} ${name} is not of the release`);
      else if (wanted !== there) this.differs(place, `${what} ${name} differs`);
    }
  }
}

/** What others named may be called as a member of every object is. */
const own = (of: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined;
