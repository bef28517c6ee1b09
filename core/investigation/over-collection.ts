import type { Disclosure } from '../disclosure/disclosure.ts';
import type { RecordSummary } from '../reading/reading.ts';
import { Refused } from '../shared/errors.ts';
import { overRows, type RowsParts, type RowVerdict } from './over-rows.ts';
import type { Bounds } from './walk-rows.ts';

export interface OverCollectionParts extends RowsParts {
  /** A version as it was when people consented to it. @throws Refused `damaged` */
  noted(version: string): Promise<Disclosure | undefined>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Rows hold whole seconds. */
const ROUNDING = 1_000;

const WORDS = {
  kind: 'hold kinds of events that their disclosure does not list',
  retention: 'are kept longer than their disclosure says for their tier',
  'cool-off': 'can be read by others before their cool-off is over',
  version: 'were collected under a version that nobody noted: what it disclosed is not known',
};

/**
 * What was stored against the disclosure that it was collected under, as far as rows tell without opening anything: kinds of events, tier and
 * how long it is kept, cool-off. Fields and applications are inside, where nobody looks while the reading gate is closed.
 */
export const overCollection = (parts: OverCollectionParts, bounds?: Bounds) =>
  overRows(
    parts,
    {
      check: 'over-collection',
      words: WORDS,
      begin() {
        const versions = new Map<string, Promise<Disclosure | undefined>>();
        const noted = (version: string) => {
          const known = versions.get(version) ?? orUndefined(parts.noted(version));
          versions.set(version, known);
          return known;
        };
        return {
          page: (rows) => Promise.all(rows.map(async (row) => against(await noted(row.disclosure), row))),
        };
      },
    },
    bounds,
  );

async function orUndefined(noted: Promise<Disclosure | undefined>): Promise<Disclosure | undefined> {
  try {
    return await noted;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

function against(disclosure: Disclosure | undefined, row: RecordSummary): RowVerdict {
  if (!disclosure) return { wrong: [], open: ['version'] };
  const { events, retention, coolOffHours } = disclosure;
  const wrong = [
    ...(Object.keys(row.kinds).some((kind) => !Object.hasOwn(events, kind)) ? ['kind'] : []),
    ...(row.expiresSeconds * 1000 > row.arrivedTo + retention[row.tier] * DAY + ROUNDING ? ['retention'] : []),
    ...(row.readableFrom < row.arrivedTo + coolOffHours * HOUR ? ['cool-off'] : []),
  ];
  return { wrong, open: [] };
}
