import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** What redaction makes of a fixed set of inputs, by group and in the order of the inputs: one line for each. */
export type Outcomes = ReadonlyMap<string, readonly string[]>;

const fileOf = (name: string): URL => new URL(`./${name}.txt`, import.meta.url);

/** The outcomes that were approved last. Groups begin with `# `. */
export function readApproved(name: string): Outcomes {
  const outcomes = new Map<string, string[]>();
  if (!existsSync(fileOf(name))) return outcomes;
  let lines: string[] = [];
  for (const line of readFileSync(fileOf(name), 'utf8').split('\n').slice(0, -1)) {
    if (line.startsWith('# ')) {
      lines = [];
      outcomes.set(line.slice(2), lines);
    } else lines.push(line);
  }
  return outcomes;
}

/** Approves outcomes; says how many lines are other ones than before. */
export function approve(name: string, outcomes: Outcomes): number {
  const before = readApproved(name);
  let changed = 0;
  let text = '';
  for (const [group, lines] of outcomes) {
    text += `# ${group}\n${lines.map((line) => `${line}\n`).join('')}`;
    for (const [i, line] of lines.entries()) if (before.get(group)?.[i] !== line) changed++;
  }
  writeFileSync(fileOf(name), text);
  return changed;
}
