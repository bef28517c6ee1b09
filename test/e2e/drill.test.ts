/** The drill of June 2026, small, in an account of the local cloud: real policies, real reads, the product's own collector and the cloud's trail. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { createReport } from '../../tools/demo/report.ts';
import { juneStory } from '../../tools/drill/june/story.ts';
import { repository } from '../../tools/local/layout.ts';

const folder = mkdtempSync(join(repository, '.local', 'drill-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

interface Figures {
  step3: { recall: number; precision: number; score: Record<string, { planned: number; named: number }> };
  step4: { probes: string[]; still: number };
}

test('names who could, who still can and by which policy, who did and whose, and nobody else; the second patch is clean', async () => {
  const lines: string[] = [];
  const report = createReport((line) => lines.push(line));

  await juneStory(folder, report, { tables: 45, people: 8 });

  const { step3, step4 } = report.figures as unknown as Figures;
  expect(step3).toMatchObject({ recall: 1, precision: 1 });
  // None of it is empty.
  expect(Object.values(step3.score).map(({ planned }) => planned > 0)).not.toContain(false);
  expect(step4).toMatchObject({ probes: ['red', 'green'], still: 0 });
  expect(lines.join('\n')).toMatch(/45 tables in the catalog/);
});
