/** What a label says of its piece: where in a value it stands, and of which entity. */
interface Tag {
  /** `O`utside, `B`egin, `I`nside, `E`nd, `S`ingle. */
  readonly place: 'O' | 'B' | 'I' | 'E' | 'S';
  readonly entity: string;
}

/** Other letters for the same places: BILOU and BMEWO. */
const PLACES: Readonly<Record<string, Tag['place']>> = {
  ...{ B: 'B', I: 'I', E: 'E', S: 'S' },
  ...{ L: 'E', U: 'S', M: 'I', W: 'S' },
};
export const LABEL_FORM = new RegExp(`^(?:O|[${Object.keys(PLACES).join('')}]-.+)$`);

/** Nats for an inside that begins a value where the scheme wants a begin: models that were trained otherwise do so. */
const STRAY = 4;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * The labels of a token classifier, and the likeliest row of them that the scheme admits (Viterbi): behind `B-NAME` comes no `E-PHONE`. The scheme
 * is told from the labels: with ends (BIOES) rows are admitted as it says, without (BIO) a stray inside costs.
 */
export class LabelScheme {
  readonly outside: number;
  readonly #tags: readonly Tag[];
  /** From label to label, in nats; row `tags.length` is the begin of a sequence, the column its end. */
  readonly #costs: readonly Float64Array[];

  constructor(labels: readonly string[]) {
    this.#tags = labels.map((label) =>
      label === 'O' ? { place: 'O', entity: '' } : { place: PLACES[label[0]!]!, entity: label.slice(2) },
    );
    this.outside = labels.indexOf('O');
    const ends = this.#tags.some(({ place }) => place === 'E' || place === 'S');
    const begun = new Set(this.#tags.filter(({ place }) => place === 'B').map(({ entity }) => entity));
    const none: Tag = { place: 'O', entity: '' };
    const all = [...this.#tags, none];
    this.#costs = all.map((from) => Float64Array.from(all, (to) => (ends ? strict(from, to) : loose(from, to, begun))));
  }

  entity(label: number): string {
    return this.#tags[label]!.entity;
  }

  /** Whether a piece with that label goes on with the value of the piece before it. */
  goesOn(before: number, label: number): boolean {
    const [from, to] = [this.#tags[before]!, this.#tags[label]!];
    return (
      from.entity === to.entity && from.place !== 'E' && from.place !== 'S' && (to.place === 'I' || to.place === 'E')
    );
  }

  /**
   * A label for each of `count` pieces. All of a piece's labels but `O` together stand against `O`: from the probability `least` on a piece is part of
   * a value, whatever the scheme makes of it.
   * @param logits `count` rows of one value a label
   * @returns undefined where they are no numbers
   */
  decode(logits: Float32Array, count: number, least: number): Int32Array | undefined {
    const size = this.#tags.length;
    const lean = Math.log(least / (1 - least));
    const scores = new Float64Array(count * size);
    for (let i = 0; i < count; i++) if (!this.#score(logits, scores, i * size, lean)) return undefined;
    const labels = new Int32Array(count);
    if (count === 0) return labels;
    const back = new Int32Array(count * size);
    let previous = new Float64Array(size);
    let current = new Float64Array(size);
    for (let to = 0; to < size; to++) previous[to] = scores[to]! - this.#costs[size]![to]!;
    for (let i = 1; i < count; i++) {
      for (let to = 0; to < size; to++) {
        let best = Number.NEGATIVE_INFINITY;
        let from = this.outside;
        for (let before = 0; before < size; before++) {
          const score = previous[before]! - this.#costs[before]![to]!;
          if (score > best) {
            best = score;
            from = before;
          }
        }
        back[i * size + to] = from;
        current[to] = best + scores[i * size + to]!;
      }
      [previous, current] = [current, previous];
    }
    let label = this.outside;
    let best = Number.NEGATIVE_INFINITY;
    for (let from = 0; from < size; from++) {
      const score = previous[from]! - this.#costs[from]![size]!;
      if (score > best) {
        best = score;
        label = from;
      }
    }
    for (let i = count - 1; i >= 0; i--) {
      labels[i] = label;
      label = back[i * size + label]!;
    }
    // No row of labels takes back what the piece alone says.
    for (let i = 0; i < count; i++) if (labels[i] === this.outside) labels[i] = this.#alone(scores, i * size);
    return labels;
  }

  /**
   * Of one piece: `O` against all others together, and each of these as far below that as it is below the likeliest of them.
   * @returns false where a logit is no number, or the highest is not finite
   */
  #score(logits: Float32Array, scores: Float64Array, at: number, lean: number): boolean {
    const size = this.#tags.length;
    let top = Number.NEGATIVE_INFINITY;
    let first = Number.NEGATIVE_INFINITY;
    for (let label = 0; label < size; label++) {
      const logit = logits[at + label]!;
      if (Number.isNaN(logit)) return false;
      top = Math.max(top, logit);
      if (label !== this.outside) first = Math.max(first, logit);
    }
    // An overflow, or all ruled out: differences to it are no numbers, and would be taken for `O`.
    if (!Number.isFinite(top)) return false;
    let inside = 0;
    for (let label = 0; label < size; label++)
      if (label !== this.outside) inside += Math.exp(logits[at + label]! - first);
    const together = first + Math.log(inside);
    for (let label = 0; label < size; label++)
      scores[at + label] =
        label === this.outside ? logits[at + label]! - top + lean : together - top - (first - logits[at + label]!);
    return true;
  }

  /** The likeliest label of a piece. */
  #alone(scores: Float64Array, at: number): number {
    let best = -1;
    for (let label = 0; label < this.#tags.length; label++)
      if (label !== this.outside && (best < 0 || scores[at + label]! > scores[at + best]!)) best = label;
    return best >= 0 && scores[at + best]! >= scores[at + this.outside]! ? best : this.outside;
  }
}

const opens = ({ place }: Tag): boolean => place === 'B' || place === 'I';

function strict(from: Tag, to: Tag): number {
  const inside = to.place === 'I' || to.place === 'E';
  if (opens(from)) return inside && from.entity === to.entity ? 0 : NEVER;
  return inside ? NEVER : 0;
}

function loose(from: Tag, to: Tag, begun: ReadonlySet<string>): number {
  if (to.place !== 'I' || from.entity === to.entity) return 0;
  return begun.has(to.entity) ? STRAY : 0;
}
