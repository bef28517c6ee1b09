import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { movedTo } from '../../../agent/collectors/replay.ts';
import { createControlApi } from '../../../agent/sdk/control-api.ts';
import { enrol } from '../../../api/consent.ts';
import { filterOf } from '../../../core/disclosure/filter.ts';
import { createRogueAgent } from '../../../test/fixtures/rogue-agent.ts';
import type { Figures } from '../report.ts';
import { books, devicesOf, type Scene, settled } from '../scene.ts';

/** What tools/record/count.py finds in a recording: a separate program, which shares no code with agent and redactor. */
export interface Expected {
  events: number;
  kept: number;
  dropped: Record<string, number>;
  stripped: number;
}

export function countApart(scene: Pick<Scene, 'folder' | 'deployment' | 'session'>): Expected {
  const session = join(scene.folder, 'session.ndjson');
  const filter = join(scene.folder, 'filter.json');
  writeFileSync(session, scene.session.map((event) => `${JSON.stringify(event)}\n`).join(''));
  writeFileSync(filter, JSON.stringify(filterOf(scene.deployment.disclosure)));
  const out = execFileSync('python3', ['tools/record/count.py', filter, session], { encoding: 'utf8' });
  return JSON.parse(out) as Expected;
}

const same = (a: Record<string, number>, b: Record<string, number>): boolean => {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => (a[name] ?? 0) === (b[name] ?? 0));
};
const difference = (after: Record<string, number>, before: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(after)
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, count]) => count !== 0),
  );

const EVENTS_PER_FRAME = 50;

/** The recording holds more than was disclosed. Neither an honest nor a careless agent gets it stored. */
export async function overCollection(scene: Scene, figures: Figures): Promise<void> {
  const { report, subjects, deployment, parts } = scene;
  const expected = countApart(scene);
  report.say(`counted by a separate program: ${JSON.stringify(expected)}`);
  figures.expected = expected;

  for (const { name, agent } of devicesOf(scene)) {
    const { dropped, stripped } = agent.counters;
    report.holds(
      same(dropped, expected.dropped) && stripped === expected.stripped,
      `${name}: its filter dropped ${JSON.stringify(dropped)} and stripped ${stripped} fields, as counted`,
    );
  }

  const device = 'grace-careless';
  await subjects.grace.person.api.call(enrol, { body: { device } });
  const before = await books(scene);
  const rogue = await createRogueAgent({
    api: createControlApi({ url: deployment.outputs.ApiUrl!, token: subjects.grace.person.token }),
    device,
  });
  // Of its lease, as clocks may differ: what it sends is dropped for what it is, not for when it was.
  const session = parts.flatMap((part) => movedTo(part, Date.now() - 60_000));
  const bodies: object[][] = [];
  for (let at = 0; at < session.length; at += EVENTS_PER_FRAME) {
    bodies.push(session.slice(at, at + EVENTS_PER_FRAME));
  }
  const outcomes = await rogue.send(bodies);
  await rogue.settle();
  rogue.close();
  scene.rogueAcknowledged += rogue.acknowledged.length;
  report.holds(
    outcomes.every((outcome) => outcome === 'acknowledged'),
    `an agent without a filter sent all ${session.length} events in ${bodies.length} frames; Kinesis acknowledged them`,
  );
  const after = await settled(scene);
  const { redaction: byRedaction = 0, ...dropped } = difference(after.events.dropped, before.events.dropped);
  const stripped = after.events.stripped - before.events.stripped;
  const stored = after.events.stored - before.events.stored;
  report.holds(
    same(dropped, expected.dropped) && stripped === expected.stripped && stored + byRedaction === expected.kept,
    `the redactor dropped ${JSON.stringify(dropped)}, stripped ${stripped} fields and stored ${stored} (${byRedaction} dropped by redaction): as counted`,
  );
  Object.assign(figures, { dropped, stripped, stored });
}
