import { escapeHtml } from '../shared/html.ts';
import type { BlastRadius } from './blast-radius.ts';
import type { Step } from './could.ts';

/** The way in, as a picture: principal, role, policy, key, data, each a column; heavy where somebody went it. */

const COLUMNS = ['principal', 'role', 'policy', 'key', 'data'] as const satisfies readonly Step['is'][];
const HEADS: Readonly<Record<Step['is'], string>> = {
  principal: 'who',
  role: 'role',
  policy: 'policy',
  key: 'key',
  data: 'data',
};
/** More of a kind than a picture shows; the tables have all. */
const MOST = 12;
const [WIDTH, GAP, HEIGHT, ROW, TOP] = [170, 60, 26, 38, 34];

interface Node {
  step: Step;
  x: number;
  y: number;
  went: boolean;
}

/** The last part of an ARN, as people call it. */
export const shortName = (name: string): string => {
  if (!name.startsWith('arn:')) return name;
  const rest = name.split(':').slice(5).join(':');
  const part = rest.slice(rest.search(/[/:]/) + 1);
  return part === '' ? name : part;
};
const cut = (text: string): string => (text.length > 22 ? `${text.slice(0, 9)}…${text.slice(-12)}` : text);

export function wayPicture({ could, did }: Pick<BlastRadius, 'could' | 'did'>): string {
  const went = new Set(
    did
      .filter(({ refused }) => !refused)
      .flatMap(({ principal }) => [principal.name, principal.role ?? principal.name]),
  );
  const ways = [
    ...could.flatMap(({ ways: all, certainty, principal, dataset }) =>
      (all.length > 0
        ? all
        : [[{ is: 'principal', name: principal } as Step, { is: 'data', name: dataset } as Step]]
      ).map((way) => ({ way, certainty, went: went.has(principal) })),
    ),
    // Who went in by no way that is known.
    ...did
      .filter(({ could: known, refused }) => !known && !refused)
      .map(({ principal, certainty }) => ({
        way: [
          { is: 'principal', name: principal.name } as Step,
          ...(principal.role === undefined ? [] : [{ is: 'role', name: principal.role } as Step]),
          { is: 'data', name: 'what is stored' } as Step,
        ],
        certainty,
        went: true,
      })),
  ].sort((a, b) => Number(b.went) - Number(a.went));
  if (ways.length === 0) return '';
  const nodes = new Map<string, Node>();
  const columns = COLUMNS.map(() => 0);
  const hidden = COLUMNS.map(() => new Set<string>());
  const nodeOf = (step: Step, isWent: boolean): Node | undefined => {
    const column = COLUMNS.indexOf(step.is);
    const id = `${step.is} ${step.name}`;
    const there = nodes.get(id);
    if (there) {
      there.went ||= isWent;
      return there;
    }
    if (columns[column]! >= MOST) {
      hidden[column]!.add(step.name);
      return undefined;
    }
    const node = { step, x: column * (WIDTH + GAP), y: TOP + columns[column]! * ROW, went: isWent };
    columns[column]!++;
    nodes.set(id, node);
    return node;
  };
  const edges = new Map<string, string>();
  for (const { way, certainty, went: isWent } of ways) {
    const line = way.map((step) => nodeOf(step, isWent));
    for (const [index, to] of line.entries()) {
      const from = line[index - 1];
      if (!from || !to) continue;
      const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
      const key = `${x1} ${y1} ${x2} ${y2}`;
      // The first one is the one that was gone.
      if (edges.has(key)) continue;
      const middle = (x1 + x2) / 2;
      edges.set(
        key,
        `<path class="edge ${certainty}${isWent ? ' went' : ''}" d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}"/>`,
      );
    }
  }
  const used = COLUMNS.length * (WIDTH + GAP) - GAP;
  const tallest = TOP + Math.max(...columns) * ROW + 20;
  const more = hidden.map((names, column) =>
    names.size === 0
      ? ''
      : `<text class="more" x="${column * (WIDTH + GAP)}" y="${TOP + columns[column]! * ROW + 14}">and ${names.size} more</text>`,
  );
  return `<svg class="ways" viewBox="0 0 ${used} ${tallest}" role="img" aria-label="Ways from who could read to the data; the table below has all of them">
${COLUMNS.map((is, column) => `<text class="head" x="${column * (WIDTH + GAP)}" y="18">${HEADS[is]}</text>`).join('')}
${[...edges.values()].join('\n')}
${[...nodes.values()].map(box).join('\n')}
${more.join('')}
</svg>`;
}

const box = ({ step, x, y, went }: Node): string =>
  `<g class="box ${step.is}${went ? ' went' : ''}"><title>${escapeHtml(step.says === undefined ? step.name : `${step.name}: ${step.says}`)}</title>` +
  `<rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="4"/>` +
  `<text x="${x + 8}" y="${y + 17}">${escapeHtml(cut(shortName(step.name)))}</text></g>`;
