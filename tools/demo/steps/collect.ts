import { readRecord } from '../../../api/reading.ts';
import { filterOf } from '../../../core/disclosure/filter.ts';
import { OWN_DATA } from '../../../core/reading/reading.ts';
import type { Event } from '../../../wire/event.ts';
import { createAdmission } from '../../../wire/filter.ts';
import type { Played } from '../device.ts';
import { readMessage } from '../message.ts';
import { passages, readable } from '../passage.ts';
import type { Figures } from '../report.ts';
import { consent, devicesOf, type Scene, settled, status } from '../scene.ts';

/** Three subjects consent and work; what is stored of them is shown beside what they typed. */
export async function collect(scene: Scene, figures: Figures): Promise<void> {
  const { report, storage, session, parts, deployment } = scene;
  const devices = devicesOf(scene);
  for (const { person } of devices) await consent(person);
  for (const { agent, name } of devices) {
    const state = await agent.start();
    report.holds(state.state === 'recording', `${name} records, visibly: ${state.state}`);
  }
  const begun = performance.now();
  const played: Played[] = [];
  // One part after the other is stored: the second is small enough to stay in DynamoDB.
  for (const part of parts) {
    played.push(...(await Promise.all(devices.map((device) => device.play(part)))));
    await Promise.all(devices.map((device) => device.settle()));
    await settled(scene);
  }
  const { frames, events } = await settled(scene);
  const seconds = (performance.now() - begun) / 1000;
  const kept = played.reduce((sum, { outcomes }) => sum + (outcomes.kept ?? 0), 0);
  report.holds(
    events.stored + (events.dropped.redaction ?? 0) === kept,
    `${session.length} recorded events x 3: ${kept} passed the filter, ${events.stored} stored in ${frames.admitted} frames, ${events.dropped.redaction ?? 0} dropped by redaction (${seconds.toFixed(1)} s until stored)`,
  );
  Object.assign(figures, { recorded: session.length * 3, kept, stored: events.stored, frames: frames.admitted });

  const ada = scene.subjects.ada;
  const { subject } = await status(ada.person);
  const rows = (await storage.index()).filter((row) => row.subject === subject);
  const stored: Event[] = [];
  for (const row of rows.sort((a, b) => (a.segment < b.segment ? -1 : 1))) {
    const read = await ada.person.api.call(readRecord, {
      params: { subject: 'me', segment: row.segment },
      body: { purpose: OWN_DATA, reason: 'to see what is stored of me' },
    });
    stored.push(...(read.events as unknown as Event[]));
  }
  const admit = createAdmission(filterOf(deployment.disclosure));
  // Ada's device is the first of each part.
  const capturedAt = new Map(
    parts.flatMap((part, at) =>
      part.map((event, index) => [event, played[at * devices.length]!.times[index]!] as const),
    ),
  );
  const choices = parts.flatMap((part) => passages(part.filter((event) => 'event' in admit(event))));
  const passage = choices[scene.seed % choices.length]!;
  const identity = (event: Event, time = event.time) =>
    `${event.kind} ${time} ${event.kind === 'key' ? event.type : ''}`;
  const wanted = new Set(passage.events.map((event) => identity(event, capturedAt.get(event))));
  const after = stored.filter((event) => wanted.has(identity(event)));
  report.say(`captured (${passage.app}, seed ${scene.seed}): ${readable(passage.events)}`);
  report.say(`stored:   ${readable(after)}`);
  figures.passage = { captured: readable(passage.events), stored: readable(after) };
  report.holds(
    after.length > 0,
    `${after.length} of its ${passage.events.length} events are stored, read back by Ada through the reader`,
  );

  const inline = rows.find(({ body }) => 'message' in body);
  const large = rows.find(({ body }) => 'object' in body);
  for (const [where, row] of [
    ['DynamoDB', inline],
    ['DynamoDB and S3', large],
  ] as const) {
    if (!row) {
      report.holds(false, `a segment in ${where}`);
      continue;
    }
    const message = await storage.message(row);
    const { suite, context, wrappedUnder } = readMessage(message);
    report.say(`${where}: ${message.length} bytes, ${message.subarray(0, 24).toString('hex')}...`);
    report.holds(
      context.key === row.keyId && context.segment === row.segment && wrappedUnder[0] === row.keyId,
      `the SDK's parser reads a message of this subject: ${suite}, ${JSON.stringify(context)}`,
    );
  }
}
