import { expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { Closure } from '../../core/incident/closures.ts';
import { personInIncidents } from '../../core/incident/person.ts';
import { pauseProgram } from '../../core/incident/report.ts';
import { memoryPseudonyms } from '../../core/shared/pseudonym.memory.ts';
import { incidentSetup, RITA } from '../../test/fixtures/incident.ts';
import { reporterOf } from './reporter.ts';

test('what counts the closures of somebody’s day names no incident, and none of their names in one', async () => {
  const { parts, clock } = await incidentSetup();
  const rita = personInIncidents(memoryPseudonyms(), 'https://issuer.example', 'rita');
  const counted: Closure[] = [];
  parts.closures.take = async (closure) => counted.push(closure) > 0;
  const ids = [ulid(clock.now()), ulid(clock.now()), ulid(clock.now())];
  const reporters: string[] = [];
  for (const incident of [...ids, ids[0]!]) {
    const reporter = { ...(await reporterOf(rita, incident, clock.now())), groups: RITA.groups };
    reporters.push(reporter.sub);
    await pauseProgram(parts, { incident, reporter, text: 'words' });
  }

  // One row holds all of them: whoever reads it must not find two incidents by it.
  const row = JSON.stringify(counted);
  for (const name of [...ids, ...reporters.map((one) => one.replace('reporter:', ''))]) expect(row).not.toContain(name);
  expect(new Set(counted.map(({ incident }) => incident)).size).toBe(3);
  expect(counted[3]).toEqual(counted[0]);
});
