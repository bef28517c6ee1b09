/**
 * A data set on the local cloud, from frames on the stream to a sealed manifest: the deployed redactor, reader's gate and job, over as many events
 * as asked. One cloud, whose vault grows from one size to the next; each size is a data set of its own. Prints its figures, and fails where rows,
 * with the events that the manifest counts as dropped, are not what the books have as stored, less what is of who withdrew.
 * @param argv events, rising
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { createControlApi } from '../../../agent/sdk/control-api.ts';
import { readBooks } from '../../../api/books.ts';
import { enrol, withdrawConsent } from '../../../api/consent.ts';
import { createExport, fetchExport, showExport } from '../../../api/export.ts';
import { askGrant, giveGrant } from '../../../api/reading.ts';
import type { Manifest } from '../../../core/export/export.ts';
import { createRogueAgent } from '../../../test/fixtures/rogue-agent.ts';
import { deployLocally } from '../../demo/deployment.ts';
import { person } from '../../demo/people.ts';
import { consent, status } from '../../demo/scene.ts';
import { createStorage } from '../../demo/storage.ts';
import { until } from '../../local/index.ts';
import { repository } from '../../local/layout.ts';
import { body } from '../redactor/traffic.ts';

const sizes = process.argv.slice(2).map(Number);
const PURPOSE = 'interface-research';
const PEOPLE = 10;
/** Of a person: together their leases let through what a million events weigh. */
const DEVICES = ['desk', 'home', 'travel', 'lab', 'train'];
/** Events of a frame: half a minute of work. */
const FRAME = 500;
/** Frames of a device on the stream at a time. */
const AT_ONCE = 10;
const HOUR = 3_600_000;

const dir = join(repository, '.local', 'bench-export');
rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true });
const stage = { batch: { records: 500, windowSeconds: 1 } };
const deployment = await deployLocally({
  ...{ dir, port: 0, stage, onProgress: console.error },
  disclosure: [[['lease', 'seconds'], 300]],
});
const storage = createStorage(deployment);
const measured: object[] = [];
try {
  const [pat, sam] = await Promise.all([
    person(deployment, 'pat', ['platform']),
    person(deployment, 'sam', ['stewards']),
  ]);
  const { request } = await pat.api.call(askGrant, { body: { purpose: PURPOSE, hours: 8 } });
  await sam.api.call(giveGrant, { body: { reader: request.reader, purpose: PURPOSE, hours: 8 } });
  const agents: Awaited<ReturnType<typeof createRogueAgent>>[] = [];
  const people: Awaited<ReturnType<typeof person>>[] = [];
  for (let n = 0; n < PEOPLE; n++) {
    const who = await person(deployment, `bench-${n}`, ['employees']);
    for (const device of DEVICES) await who.api.call(enrol, { body: { device } });
    await consent(who);
    people.push(who);
    const api = createControlApi({ url: deployment.outputs.ApiUrl!, token: who.token });
    for (const device of DEVICES) agents.push(await createRogueAgent({ api, device }));
  }
  // What they did lies in the window of their leases, whenever it arrives.
  const captured = Date.now();
  const began = captured - HOUR;
  const gone = people[PEOPLE - 1]!;
  const { subject: whoWithdrew } = await status(gone);

  let [sent, withdrawn] = [0, false];
  for (const size of sizes) {
    const collecting = Date.now();
    while (sent < size) {
      const left = Math.ceil((size - sent) / FRAME / agents.length);
      const frames = Math.min(AT_ONCE, left);
      // Whose consent has ended sends nothing any more.
      const sending = withdrawn ? agents.slice(0, -DEVICES.length) : agents;
      await Promise.all(
        sending.map((agent) => agent.send(Array.from({ length: frames }, () => body(FRAME, Math.random, captured)))),
      );
      sent += sending.length * frames * FRAME;
      const { frames: seen } = await stored(sent / FRAME);
      console.error(`${sent} events sent, ${seen.admitted} frames stored`);
    }
    const collected = (Date.now() - collecting) / 1000;
    if (!withdrawn) await gone.api.call(withdrawConsent);
    withdrawn = true;
    const rows = await storage.index();
    const readable = Math.max(...rows.map(({ readableFrom }) => readableFrom));
    await until(async () => Date.now() > readable, 60_000, 250);
    const { events } = await pat.api.call(readBooks);
    const theirs = rows.filter(({ subject }) => subject === whoWithdrew).reduce((sum, row) => sum + row.events, 0);
    const figures = await exported(events.stored - theirs);
    measured.push({ stored: events.stored, withdrawn: theirs, segments: rows.length, collected, ...figures });
    console.error(JSON.stringify(measured.at(-1)));
  }
  for (const agent of agents) agent.close();

  async function stored(frames: number) {
    let last = await pat.api.call(readBooks);
    const done = await until(
      async () => {
        last = await pat.api.call(readBooks);
        if (Object.keys(last.frames.refused).length > 0) return true;
        return last.frames.admitted >= frames;
      },
      600_000,
      500,
    );
    if (!done || last.frames.admitted < frames)
      throw new Error(`not everything was stored: ${JSON.stringify(last.frames)}`);
    return last;
  }

  async function exported(expected: number): Promise<object> {
    const asked = Date.now();
    const id = ulid();
    await pat.api.call(createExport, { body: { export: id, purpose: PURPOSE, from: began, to: asked } });
    const made = await until(
      async () => {
        const { export: one } = await pat.api.call(showExport, { params: { export: id } });
        if (one.state === 'stopped') throw new Error(`the export was stopped: ${one.stopped}`);
        return one.state === 'sealed' && one;
      },
      3_600_000,
      500,
    );
    if (!made) throw new Error('not sealed in an hour');
    const seconds = (Date.now() - asked) / 1000;
    const { parts, sealed } = made;
    const { documents } = await pat.api.call(fetchExport, { params: { export: id }, body: {} });
    const { counts } = documents!.manifest.document as unknown as Manifest;
    const dropped = Object.values(counts.dropped).reduce((sum, by) => sum + by, 0);
    if (sealed!.rows + dropped !== expected)
      throw new Error(`${sealed!.rows} rows and ${JSON.stringify(counts.dropped)} dropped, of ${expected} stored`);
    return {
      rows: sealed!.rows,
      dropped: counts.dropped,
      people: sealed!.people,
      parts,
      seconds,
      eventsASecond: Math.round(expected / seconds),
    };
  }
} finally {
  storage.close();
  await deployment.cloud.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
console.log(JSON.stringify(measured));
