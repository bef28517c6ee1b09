import type { readBooks } from '../api/books.ts';
import type { Answer } from '../api/route.ts';
import { escapeHtml, HTML_END, htmlFacts, htmlHead } from '../core/shared/html.ts';
import { inOneLine } from '../wire/printable.ts';
import { widthOf } from './layout.ts';

export type Books = Answer<typeof readBooks>;

/** Numbers that add up to one. */
export interface Side {
  what: string;
  parts: readonly (readonly [name: string, count: number])[];
  sum: number;
}

/** One equation of the books: what its sides say is the same where they balance. */
export interface Account {
  title: string;
  sides: readonly Side[];
  /** Counted, and in neither side. */
  beside: readonly (readonly [name: string, count: number])[];
}

const sideOf = (what: string, parts: Side['parts']): Side => ({
  what,
  parts,
  sum: parts.reduce((sum, [, count]) => sum + count, 0),
});
const byReason = (word: string, counts: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(counts).map(([reason, count]) => [`${word} ${reason}`, count]);

/**
 * The equations of the books, so that all their parts are added and none is taken away: frames whose number could not be believed
 * are among the refused, and no device told of them, so that they stand on the devices' side too.
 */
export function accountsOf({ frames, events }: Books): Account[] {
  return [
    {
      title: 'FRAMES',
      sides: [
        sideOf('told by devices', [
          ['acknowledged', frames.acknowledged],
          ...(frames.ahead > 0 ? [['not told yet', frames.ahead] as const] : []),
          ...(frames.untold > 0 ? [['never told', frames.untold] as const] : []),
          ...(frames.unreadable > 0 ? [['of no number', frames.unreadable] as const] : []),
        ]),
        sideOf('counted', [
          ['admitted', frames.admitted],
          ...byReason('refused', frames.refused),
          ['missing', frames.missing],
          ...(frames.pending > 0 ? [['under way', frames.pending] as const] : []),
        ]),
      ],
      beside: frames.repeated > 0 ? [['sent again', frames.repeated]] : [],
    },
    {
      title: 'EVENTS',
      sides: [
        ...(events.admitted === undefined ? [] : [sideOf('in admitted frames', [['admitted', events.admitted]])]),
        sideOf('decided', [['stored', events.stored], ...byReason('dropped', events.dropped)]),
      ],
      beside: events.stripped > 0 ? [['fields taken out', events.stripped]] : [],
    },
  ];
}

/** Below it bars say nothing. */
export const LEAST_PICTURE = 40;
const MOST_PICTURE = 100;
/** Places that a bar has at least. */
const LEAST_BAR = 8;
const GAP = 2;

/**
 * Where each part's bar begins, and how long it is, in places: each begins where the one before ended, so that they add up to see.
 * What is there is never nothing.
 */
export function barsOf(counts: readonly number[], whole: number, places: number): { from: number; length: number }[] {
  const at = (count: number) => (whole === 0 ? 0 : Math.round((count / whole) * places));
  let before = 0;
  return counts.map((count) => {
    const [from, to] = [at(before), at(before + count)];
    before += count;
    if (count === 0 || to > from) return { from, length: to - from };
    return { from: Math.min(from, places - 1), length: 1 };
  });
}

const total = (what: string) => `= ${what}`;
const aside = (said: string) => `(${said})`;

const FULL = '\u2588';

/** The books as bars. @param width of the terminal, from `LEAST_PICTURE` on */
export function booksPicture(books: Books, width: number): string {
  const accounts = accountsOf(books);
  const rows = accounts.flatMap(({ sides, beside }) => [
    ...sides.flatMap(({ what, parts, sum }) => [...parts, [total(what), sum] as const]),
    ...beside.map(([said, count]) => [aside(said), count] as const),
  ]);
  const names = rows.map(([name]) => widthOf(inOneLine(name)));
  const digits = Math.max(...rows.map(([, count]) => String(count).length));
  const room = Math.min(width, MOST_PICTURE) - digits - 2 * GAP;
  const name = Math.min(Math.max(...names), room - LEAST_BAR);
  const places = room - name;
  const line = (said: string, count: number, bar = ''): string[] => {
    const one = inOneLine(said);
    const figures = `${' '.repeat(GAP)}${String(count).padStart(digits)}${' '.repeat(GAP)}${bar}`.trimEnd();
    // A name that has no room stands whole, above.
    return widthOf(one) > name ? [one, ' '.repeat(name) + figures] : [one + ' '.repeat(name - widthOf(one)) + figures];
  };
  return accounts
    .map(({ title, sides, beside }) => {
      const whole = Math.max(...sides.map(({ sum }) => sum));
      return [
        title,
        ...sides.flatMap(({ what, parts, sum }) => {
          const bars = barsOf(
            parts.map(([, count]) => count),
            whole,
            places,
          );
          return [
            ...parts.flatMap(([said, count], index) => {
              const { from, length } = bars[index]!;
              return line(said, count, ' '.repeat(from) + FULL.repeat(length));
            }),
            ...line(total(what), sum),
          ];
        }),
        ...beside.flatMap(([said, count]) => line(aside(said), count)),
      ].join('\n');
    })
    .join('\n\n');
}

const STYLE = `table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; }
th { text-align: left; font-weight: 400; width: 14rem; overflow-wrap: anywhere; } td { text-align: right; width: 8rem; }
td + td { width: auto; padding-left: 1rem; } td div { height: .875rem; background: currentColor; min-width: 2px; }
tr.sum > * { border-top: 1px solid; font-weight: 600; }
`;

/** The books as one page that a browser opens without a network. @param about when they were drawn, and of what */
export function booksPage(books: Books, about: readonly (readonly [string, string])[], verdict: string): string {
  const row = (said: string, count: number, bar = '') =>
    `<tr><th scope="row">${escapeHtml(said)}</th><td>${count}</td><td>${bar}</td></tr>`;
  const part = (count: number, { from, length }: { from: number; length: number }) =>
    count === 0 ? '' : `<div style="margin-left:${from / 100}%;width:${length / 100}%"></div>`;
  const tables = accountsOf(books).map(({ title, sides, beside }) => {
    const whole = Math.max(...sides.map(({ sum }) => sum));
    const rows = sides.flatMap(({ what, parts, sum }) => {
      // In hundredths of a percent.
      const bars = barsOf(
        parts.map(([, count]) => count),
        whole,
        10_000,
      );
      return [
        ...parts.map(([said, count], index) => row(said, count, part(count, bars[index]!))),
        row(what, sum).replace('<tr>', '<tr class="sum">'),
      ];
    });
    return `<table>\n<caption>${escapeHtml(title)}</caption>\n${[...rows, ...beside.map(([said, count]) => row(aside(said), count))].join('\n')}\n</table>`;
  });
  return `${htmlHead('The books', STYLE)}
${htmlFacts(about)}
<p>${escapeHtml(verdict)}</p>
${tables.join('\n')}
${HTML_END}`;
}
