import * as z from 'zod';

const report = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string().optional() })),
});

/**
 * Of what `npm audit --json` prints: packages with an advisory of high or critical severity, a sentence each.
 * @returns undefined when the registry gave no answer
 */
export function advisoriesIn(printed: string): string[] | undefined {
  const parsed = report.safeParse(parse(printed));
  if (!parsed.success) return undefined;
  return Object.entries(parsed.data.vulnerabilities).flatMap(([name, { severity, range = 'any version' }]) =>
    severity === 'high' || severity === 'critical' ? [`${name} ${range} has an advisory (${severity})`] : [],
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
