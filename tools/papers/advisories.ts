import * as z from 'zod';
import type { Package } from './licences.ts';

const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.string(), range: z.string().optional(), nodes: z.array(z.string()) }),
  ),
});

/**
 * Of what `npm audit --json` prints: packages that ship and have an advisory of high or critical severity, a sentence each.
 * @returns undefined when the registry gave no answer
 */
export function advisoriesIn(printed: string, packages: readonly Package[]): string[] | undefined {
  const parsed = report.safeParse(parse(printed));
  if (!parsed.success) return undefined;
  const shipped = new Set(packages.filter(({ ships }) => ships).map(({ folder }) => folder));
  return Object.entries(parsed.data.vulnerabilities)
    .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
    .filter(([, { nodes }]) => nodes.some((folder) => shipped.has(folder)))
    .map(([name, { severity, range = 'any version' }]) => `${name} ${range} has an advisory (${severity})`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
