import type { Explanation, Readable, Reader, Row, Scan } from '../core/exposure/answers.ts';
import type { Verdict } from '../core/exposure/formula.ts';
import { type Inventory, PROBLEMS } from '../core/exposure/load.ts';
import { toldText } from '../core/exposure/told-text.ts';
import { facts, table, time } from './output.ts';

/** What the exposure scanner answers, for people. */

/** What is wrong with the inventory itself: it stands before each answer. */
export function faultsText({ problems, gaps, head }: Inventory): string {
  const kinds = Map.groupBy(problems, ({ problem }) => problem);
  const lines = [...kinds].map(([problem, all]) => {
    const [first] = all;
    const where = first!.line === undefined ? '' : ` (first in line ${first!.line})`;
    return `${all.length > 1 ? `${all.length} times: ` : ''}${PROBLEMS[problem]}${where}${first!.detail === undefined ? '' : `: ${first!.detail}`}`;
  });
  if (gaps.length > 0)
    lines.push(
      `${gaps.length} ${gaps.length === 1 ? 'thing' : 'things'} could not be read: ${gaps[0]!.kind} ${gaps[0]!.id ?? ''}: ${gaps[0]!.why}`,
    );
  for (const one of head.omitted ?? []) lines.push(`left out: ${one}`);
  return lines.length === 0
    ? ''
    : `Of this inventory:\n${lines.map((line) => `  ${line}`).join('\n')}\nWhat that hides is unknown below, and never no.`;
}

const OPEN: Readonly<Record<Verdict, string>> = {
  yes: 'EVERYBODY',
  unknown: 'perhaps everybody',
  if: 'everybody, if',
  no: '',
};

/** What somebody should look at, in a word each. */
export function findingsOf({ open, over, budget, copy }: Row): string[] {
  return [
    ...(open === 'no' ? [] : [OPEN[open]]),
    ...(over ? [`over its ${budget} readers`] : []),
    ...(copy ? [copy.lacks.length > 0 ? `copy without ${copy.lacks.join(', ')}` : 'copy'] : []),
  ];
}

export function scanText({ rows, classes }: Scan, inventory: Inventory, limit: number): string {
  const shown = rows.slice(0, limit);
  const found = rows.filter((row) => findingsOf(row).length > 0).length;
  const head = facts({
    'data sets': `${rows.length}, ${found} of them with a finding`,
    'as of': time(inventory.head.begun),
    asked: `${classes.evaluations} questions for ${classes.pairs} pairs`,
  });
  const list = table(
    ['DATA SET', 'KIND', 'READ', 'IF', 'UNKNOWN', 'BECOME', 'OPEN', 'FINDING'],
    shown.map((row) => [
      row.id,
      row.kind,
      row.readers.yes,
      row.readers.if,
      row.readers.unknown,
      row.through,
      row.opens,
      findingsOf(row).join('; '),
    ]),
  );
  const more = rows.length > limit ? `\n\n${rows.length - limit} more: --limit ${rows.length}, or --json` : '';
  return `${head}\n\n${list}${more}`;
}

const HOW: Readonly<Record<Reader['how'], string>> = { itself: 'reads', through: 'becomes', opens: 'could open' };

const way = ({ how, chain }: Pick<Reader, 'how' | 'chain'>): string =>
  chain.length > 0 ? `${HOW[how]} ${chain.join(', then ')}` : HOW[how];

export const readersText = (readers: readonly Reader[]): string =>
  readers.length === 0
    ? 'Nobody that this inventory knows of.'
    : table(
        ['PRINCIPAL', 'HOW', 'ANSWER'],
        readers.map((one) => [one.principal, way(one), toldText(one)]),
      );

export const readableText = (found: readonly Readable[]): string =>
  found.length === 0
    ? 'Nothing that this inventory knows of.'
    : table(
        ['DATA SET', 'HOW', 'ANSWER'],
        found.map((one) => [one.dataSet, way(one), toldText(one)]),
      );

export function explanationText(one: Explanation): string {
  const head = facts({
    principal: one.principal,
    'data set': one.dataSet,
    answer: toldText(one),
    'could open it': one.opens,
  });
  const steps = one.steps.map(({ way: by, need, verdict, statements }) => {
    const lines = statements.map(
      ({ where, policy, statement, effect, applies, conditions }) =>
        `  ${effect.toLowerCase()}: ${where} policy, ${policy}, ${statement}${applies === 'yes' ? '' : `: ${toldText({ verdict: applies, conditions, moreConditions: false, unknown: ['see the answer'] })}`}`,
    );
    return [`${by}: ${need}: ${verdict}`, ...(lines.length > 0 ? lines : ['  no statement is about it'])].join('\n');
  });
  const chains = one.chains.map(({ chain, verdict }) => `  by becoming ${chain.join(', then ')}: ${verdict}`);
  return [head, ...steps, ...(chains.length > 0 ? [`As another:\n${chains.join('\n')}`] : [])].join('\n\n');
}
