import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { movedTo, readSession } from '../../../agent/collectors/replay.ts';
import { enrol } from '../../../api/consent.ts';
import { requestLease } from '../../../api/lease.ts';
import { filterOf } from '../../../core/disclosure/filter.ts';
import { SESSION_FILES } from '../../../tools/demo/scene.ts';
import { repository } from '../../../tools/local/layout.ts';
import { createAdmission } from '../../../wire/filter.ts';
import { parseLines } from '../../../wire/lines.ts';
import { ndjson } from '../../fixtures/world.ts';
import { stage } from './stage.ts';

/** An agent in another language, written from the wire format's page alone. */
export const producer = () =>
  describe('the producer in Python', () => {
    test('what it streams to the deployed cloud is stored, event by event', async () => {
      const { deployment, employee, settled, readBack } = stage();
      const { person } = await employee('petra');
      const laptop = 'petra-python';
      await person.api.call(enrol, { body: { device: laptop } });
      const session = readSession(readFileSync(join(repository, SESSION_FILES[1]!)));
      const recorded = ndjson(movedTo(session, Date.now() - 60_000));

      const told = await stream(laptop, await person.token(), recorded);
      await person.api.call(requestLease, { body: { device: laptop, acked: told.acked } });
      await settled();

      const admit = createAdmission(filterOf(deployment.disclosure));
      const kept = parseLines(recorded)
        .map(admit)
        .flatMap((one) => ('event' in one ? [one.event] : []));
      expect(told.events).toBe(kept.length);
      expect(kept.length).toBeGreaterThan(0);
      const stored = await readBack(person);
      const identity = ({ kind, time, app }: { kind?: unknown; time?: unknown; app?: unknown }) =>
        `${time} ${kind} ${app}`;
      const { events } = await stage().books();
      expect(stored.length + (events.dropped.redaction ?? 0)).toBe(kept.length);
      const known = new Set(kept.map(identity));
      expect(stored.filter((event) => !known.has(identity(event)))).toEqual([]);
    });
  });

async function stream(device: string, token: string, events: Buffer): Promise<{ acked: number; events: number }> {
  const { deployment, folder } = stage();
  const script = [join(repository, 'test/fixtures/producer.py'), deployment.outputs.ApiUrl!, token, device];
  const child = spawn(join(repository, '.venv/bin/python'), [...script, join(folder, 'python-number')], {
    env: { PATH: process.env.PATH, AWS_ENDPOINT_URL: deployment.endpoint, HOME: folder },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += chunk));
  child.stderr.on('data', (chunk) => (output.stderr += chunk));
  child.stdin.end(events);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(output.stderr);
  return JSON.parse(output.stdout);
}
