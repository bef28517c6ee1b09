import { escapeHtml } from '../shared/html.ts';
import type { BlastRadius, Moment } from './blast-radius.ts';
import { shortName } from './way-picture.ts';

/** What was done when, a row for each who did it; hatched where no log tells. */

const [WIDTH, LABEL, ROW, TOP] = [1000, 190, 26, 28];
/** More rows than a picture shows; the table has all. */
const MOST = 24;

export const shortTime = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 19);

export function timePicture({
  window: { from, to },
  timeline,
  cause,
}: Pick<BlastRadius, 'window' | 'timeline' | 'cause'>): string {
  const marks = timeline.filter(({ who }) => who !== undefined);
  const gaps = timeline.filter(
    ({ who, certainty, to: end }) => who === undefined && certainty === 'unknown' && end !== undefined,
  );
  const rows = [...new Set(marks.map(({ who }) => who!))];
  const shown = rows.slice(0, MOST);
  if (marks.length + gaps.length === 0) return '';
  const x = (at: number): number =>
    LABEL + ((WIDTH - LABEL - 10) * (Math.min(Math.max(at, from), to) - from)) / Math.max(1, to - from);
  const height = TOP + (shown.length + 1) * ROW + 24;
  const band = ({ at, to: end, what }: Moment): string =>
    `<rect class="gap" x="${x(at)}" y="${TOP - 6}" width="${Math.max(2, x(end!) - x(at))}" height="${height - TOP - 18}"><title>${escapeHtml(what)}</title></rect>`;
  const mark = ({ at, to: end = at, what, who, certainty }: Moment): string => {
    const row = shown.indexOf(who!);
    if (row < 0) return '';
    const title = `${shortTime(at)} ${what}, ${certainty}: ${who}`;
    return `<rect class="mark ${certainty}" x="${x(at) - 3}" y="${TOP + row * ROW + 4}" width="${Math.max(6, x(end) - x(at) + 6)}" height="14" rx="3"><title>${escapeHtml(title)}</title></rect>`;
  };
  const ticks = Array.from({ length: 5 }, (_, index) => from + ((to - from) * index) / 4);
  const line =
    cause.at === undefined
      ? ''
      : `<line class="cause" x1="${x(cause.at)}" x2="${x(cause.at)}" y1="${TOP - 12}" y2="${height - 18}"><title>${escapeHtml(`${cause.cause} ${cause.name}`)}</title></line>`;
  return `<svg class="time" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="What was done when; the table below has all of it">
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" class="hatch"/></pattern></defs>
${gaps.slice(0, 200).map(band).join('\n')}
${ticks.map((at, index) => `<text class="tick" x="${x(at)}" y="14" text-anchor="${['start', 'middle', 'middle', 'middle', 'end'][index]}">${shortTime(at)}</text><line class="rule" x1="${x(at)}" x2="${x(at)}" y1="20" y2="${height - 18}"/>`).join('')}
${shown.map((who, row) => `<text class="who" x="0" y="${TOP + row * ROW + 16}">${escapeHtml(cutName(who))}<title>${escapeHtml(who)}</title></text>`).join('\n')}
${marks.map(mark).join('\n')}
${line}
${rows.length > shown.length ? `<text class="more" x="0" y="${TOP + shown.length * ROW + 16}">and ${rows.length - shown.length} more</text>` : ''}
</svg>`;
}

const cutName = (who: string): string => {
  const short = shortName(who);
  return short.length > 28 ? `${short.slice(0, 11)}…${short.slice(-16)}` : short;
};
