import type { SliceReading } from '../reading/slice.ts';
import type { Held } from './export.ts';

/** Where people are held, data sets and runs alike, and who of them has gone since. */

/** A person in an export, or in a run that used it, as they were when their part was cut. */
export interface HeldIn extends Held {
  export: string;
  /** Of a run. */
  run?: string;
  /** Where its row stands, when that is not where it would be put today. */
  under?: string;
}

/** Port. */
export interface HeldIndex {
  /** All, page by page, those of one person together. Of a run that died while it was declared, too. */
  people(): AsyncIterable<readonly HeldIn[]>;
}

/** How many are in it, and how many of them have withdrawn, were erased, enrolled anew or trimmed something since. */
export interface Departed {
  people: number;
  gone: number;
}

/** Names an export, or one of its runs. */
export const placeOf = ({ export: id, run }: Pick<HeldIn, 'export' | 'run'>): string =>
  run === undefined ? id : `${id}#${run}`;

export interface DepartureParts {
  index: HeldIndex;
  slices: Pick<SliceReading, 'confirmParts'>;
}

/** As `confirmParts` knows them: a person has one part in a place. */
const partOf = (held: HeldIn) => ({ ...held, part: `${placeOf(held)}#${held.subject}` });

/** Of a page, those who have gone. */
export async function goneOf<Place extends HeldIn>(
  { slices }: Pick<DepartureParts, 'slices'>,
  page: readonly Place[],
): Promise<Place[]> {
  const here = new Set(await slices.confirmParts(page.map(partOf)));
  return page.filter((held) => !here.has(partOf(held).part));
}

/** By place. Each person is looked at once, however many data sets hold them. */
export async function departedIn(parts: DepartureParts): Promise<Map<string, Departed>> {
  const places = new Map<string, Departed>();
  for await (const page of parts.index.people()) {
    const gone = new Set(await goneOf(parts, page));
    for (const held of page) {
      const place = placeOf(held);
      const so = places.get(place) ?? { people: 0, gone: 0 };
      places.set(place, { people: so.people + 1, gone: so.gone + (gone.has(held) ? 1 : 0) });
    }
  }
  return places;
}
