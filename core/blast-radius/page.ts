import { escapeHtml, HTML_END, htmlFacts, htmlHead } from '../shared/html.ts';
import { DID } from '../who-did/finding.ts';
import type { BlastRadius, Statement } from './blast-radius.ts';
import { shortTime, timePicture } from './time-picture.ts';
import { shortName, wayPicture } from './way-picture.ts';

/** One page that needs no network: what is known, how sure, and how it was found. Everything that somebody named is text in it. */

const STYLE = `
:root { --proven: #b3261e; --likely: #a15c00; --unknown: #5b6470; --edge: #8a94a0; --box: #eef1f4; --rule: #d5dae0; }
@media (prefers-color-scheme: dark) { :root { --proven: #ff8a80; --likely: #ffb74d; --unknown: #a9b3be; --edge: #6b7682; --box: #262b31; --rule: #3a4149; } }
body { max-width: 68rem; }
h2 { margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; min-width: 5.5rem; }
th { white-space: nowrap; }
.scroll { overflow-x: auto; }
.sure { white-space: nowrap; font-weight: 600; }
.proven { color: var(--proven); } .likely { color: var(--likely); } .unknown { color: var(--unknown); }
ul.says { list-style: none; padding: 0; } ul.says li { margin: .5rem 0; padding-left: .8rem; border-left: 4px solid currentColor; }
ul.says li > span { color: CanvasText; }
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; } svg text { fill: CanvasText; }
svg .head, svg .tick, svg .more { fill: var(--unknown); }
svg .box rect { fill: var(--box); stroke: var(--edge); } svg .box.went rect { stroke: var(--proven); stroke-width: 2; }
svg .edge { fill: none; stroke: var(--edge); } svg .edge.likely { stroke-dasharray: 6 4; } svg .edge.unknown { stroke-dasharray: 1 4; }
svg .edge.went { stroke: var(--proven); stroke-width: 2.5; }
svg .mark.proven { fill: var(--proven); } svg .mark.likely { fill: var(--likely); } svg .mark.unknown { fill: var(--unknown); }
svg .rule { stroke: var(--rule); } svg .cause { stroke: var(--proven); stroke-width: 2; stroke-dasharray: 4 3; }
svg .gap { fill: url(#hatch); } svg .hatch { stroke: var(--unknown); stroke-width: 1.5; opacity: .5; }
@media print { body { max-width: none; margin: 0; font-size: 10pt; } h2 { break-after: avoid; } tr, svg, li { break-inside: avoid; } .scroll { overflow: visible; } }
`;

/** Longer lists are cut, and say so; the JSON beside has all. */
const MOST_ROWS = 500;

export function blastRadiusPage(radius: BlastRadius): string {
  const { cause, window, could, did, concerned, statements, unknown, problems, timeline } = radius;
  const title = `Blast radius: ${cause.cause} ${shortName(cause.name)}`;
  return [
    htmlHead(title, STYLE),
    htmlFacts([
      ...(radius.program === undefined ? [] : [['program', radius.program] as const]),
      ['cause', `${cause.cause} ${cause.name}${cause.at === undefined ? '' : `, ${shortTime(cause.at)}`}`],
      ['window', `${shortTime(window.from)} to ${shortTime(window.to)} (UTC)`],
      ['inventory', radius.inventory === undefined ? 'none: who could was not looked at' : shortTime(radius.inventory)],
      [
        'first and last',
        radius.first === undefined ? 'nothing was done' : `${shortTime(radius.first)} to ${shortTime(radius.last!)}`,
      ],
      ['made', shortTime(radius.made)],
    ]),
    '<h2>What is known</h2>',
    `<ul class="says">${statements.map(said).join('')}</ul>`,
    section(
      'The way in',
      wayPicture(radius),
      'Heavy: somebody went it. Whole lines: proven; dashed: under a condition; dotted: not known.',
    ),
    section('When', timePicture(radius), 'Hatched: no log tells.'),
    '<h2>Who could</h2>',
    table(
      ['', 'who', 'what', 'how, and under which condition'],
      could.map((one) => [
        sure(one.certainty, one.isNew ? 'new since the cause' : undefined),
        escapeHtml(one.principal),
        escapeHtml(one.dataset),
        [
          ...one.ways.map((way) =>
            way
              .map((step) => `${step.is} ${shortName(step.name)}${step.says === undefined ? '' : ` (${step.says})`}`)
              .join(' → '),
          ),
          ...one.conditions.map((condition) => `if ${condition}`),
        ]
          .map(escapeHtml)
          .join('<br>'),
      ]),
    ),
    '<h2>Who did</h2>',
    table(
      ['', 'who', 'what', 'from, to (UTC)', 'calls', 'whose'],
      did.map((one) => [
        one.refused
          ? sure('proven', 'tried, got nothing')
          : sure(
              one.opened === 'no' ? 'proven' : one.opened,
              one.opened === 'no' ? 'not in the clear' : 'in the clear',
            ),
        escapeHtml(one.principal.name),
        `${one.findings.map((finding) => escapeHtml(DID[finding])).join('; ')}<br>${escapeHtml(one.why)}`,
        `${shortTime(one.first)}<br>${shortTime(one.last)}`,
        String(one.calls),
        one.ofAnybody ? 'can be anybody’s' : one.subjects.map(escapeHtml).slice(0, 20).join('<br>'),
      ]),
    ),
    '<h2>Whose</h2>',
    ...(concerned.ofAnybody
      ? [
          `<p>Some of what was done names nobody${concerned.anybody === undefined ? '' : `: it can be of any of ${concerned.anybody.subjects} people, ${concerned.anybody.segments} segments`}.</p>`,
        ]
      : []),
    table(
      ['', 'person', 'segments', 'kinds', 'tiers', 'by'],
      concerned.subjects.map(({ certainty, subject, count, kinds, tiers, by }) => [
        sure(certainty),
        escapeHtml(subject),
        String(count),
        ...[kinds, tiers, by].map((list) => list.map(escapeHtml).join('<br>')),
      ]),
    ),
    table(
      ['', 'what it can hold'],
      (['kinds', 'tiers', 'fields'] as const).flatMap((what) =>
        Object.entries(concerned[what]).map(([name, certainty]) => [
          sure(certainty),
          escapeHtml(`${what.slice(0, -1)} ${name}`),
        ]),
      ),
    ),
    '<h2>What nobody knows, and which log would have told</h2>',
    table(
      ['from', 'to (UTC)', 'of', 'why', 'would have told'],
      unknown.map(({ from, to, source, resource, why, wouldHave }) => [
        shortTime(from),
        shortTime(to),
        escapeHtml(resource ?? source),
        escapeHtml(why),
        escapeHtml(wouldHave),
      ]),
    ),
    ...(problems.length === 0
      ? []
      : [
          '<h2>What is wrong with what this rests on</h2>',
          `<ul>${problems
            .slice(0, MOST_ROWS)
            .map((one) => `<li>${escapeHtml(one)}</li>`)
            .join('')}</ul>`,
        ]),
    '<h2>All of it, by time</h2>',
    table(
      ['from (UTC)', 'to', '', 'what', 'who'],
      timeline.map(({ at, to, certainty, what, who }) => [
        shortTime(at),
        to === undefined ? '' : shortTime(to),
        sure(certainty),
        escapeHtml(what),
        escapeHtml(who ?? ''),
      ]),
    ),
    HTML_END,
  ].join('\n');
}

const sure = (certainty: Statement['certainty'], words?: string): string =>
  `<span class="sure ${certainty}">${certainty}</span>${words === undefined ? '' : `<br>${escapeHtml(words)}`}`;

const said = ({ certainty, says, wouldHave, evidence }: Statement): string =>
  `<li class="${certainty}"><span class="sure ${certainty}">${certainty}</span> <span>${escapeHtml(says)}${wouldHave === undefined || wouldHave === '' ? '' : ` <em>Would have told: ${escapeHtml(wouldHave)}.</em>`}${evidence.length === 0 ? '' : `<br><small>${evidence.slice(0, 5).map(escapeHtml).join(', ')}${evidence.length > 5 ? ` and ${evidence.length - 5} more` : ''}</small>`}</span></li>`;

const section = (title: string, picture: string, words: string): string =>
  picture === ''
    ? ''
    : `<h2>${escapeHtml(title)}</h2>\n<div class="scroll">${picture}</div>\n<p><small>${escapeHtml(words)}</small></p>`;

/** @param rows of HTML */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '<p>Nobody, and nothing.</p>';
  const cut = rows.length > MOST_ROWS ? `<p>${rows.length - MOST_ROWS} more are in the JSON.</p>` : '';
  return `<div class="scroll"><table><thead><tr>${heads.map((head) => `<th>${escapeHtml(head)}</th>`).join('')}</tr></thead><tbody>${rows
    .slice(0, MOST_ROWS)
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('\n')}</tbody></table></div>${cut}`;
}
