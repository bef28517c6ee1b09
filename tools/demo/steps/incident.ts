import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createControlApi } from '../../../agent/sdk/control-api.ts';
import { ApiError } from '../../../api/client.ts';
import { enrol } from '../../../api/consent.ts';
import { approve, fileReport, resume, showIncident } from '../../../api/incident.ts';
import { ledgerTips } from '../../../api/ledger.ts';
import { createRogueAgent } from '../../../test/fixtures/rogue-agent.ts';
import { until } from '../../local/index.ts';
import type { Figures } from '../report.ts';
import { rootSink } from '../root-sink.ts';
import { books, devicesOf, type Scene, settled, status } from '../scene.ts';

const IGNORED_FRAMES = 1000;
/** `closed within a second of being filed`. */
const BOUND_MS = 1000;

/** Somebody reports; both gates close; a producer that does not care changes nothing; two people open them again. */
export async function incident(scene: Scene, figures: Figures): Promise<void> {
  const { report, subjects, staff, storage, deployment, session } = scene;
  const apiUrl = deployment.outputs.ApiUrl!;
  const api = createControlApi({ url: apiUrl, token: subjects.grace.person.token });
  for (const device of ['grace-ignorant', 'grace-stubborn']) {
    await subjects.grace.person.api.call(enrol, { body: { device } });
  }
  // The one goes on with its own session, which IAM comes to deny; the other is stopped by nothing but the gate.
  const stubborn = await createRogueAgent({ api, device: 'grace-stubborn' });
  const rogue = await createRogueAgent({ api, device: 'grace-ignorant', sink: rootSink(deployment) });

  const begun = performance.now();
  const body = { severity: 'high' as const, text: 'I could open the table of prompts of other people.' };
  let opened = await subjects.grace.person.api.call(fileReport, { body });
  // On a busy machine the gates may be closed before the rest is there: the same report again is the same report.
  while (opened.filing === 'follows') {
    const again = { ...body, incident: opened.incident.incident };
    opened = { ...(await subjects.grace.person.api.call(fileReport, { body: again })), incident: opened.incident };
  }
  const answered = Math.round(performance.now() - begun);
  const { reportedAt, closedAt = Number.POSITIVE_INFINITY } = opened.incident;
  report.holds(
    closedAt - reportedAt < BOUND_MS,
    `report filed: both gates closed after ${closedAt - reportedAt} ms (answer with the receipt after ${answered} ms)`,
  );
  figures.closedAfterMs = closedAt - reportedAt;
  figures.answeredAfterMs = answered;
  const id = opened.incident.incident;

  const rowsAtClosure = await storage.index();
  const before = await books(scene);
  const bodies = Array.from({ length: IGNORED_FRAMES }, (_, at) => [
    { ...session[at % session.length]!, time: Date.now() },
  ]);
  const outcomes = await rogue.send(bodies);
  const acknowledged = outcomes.filter((outcome) => outcome === 'acknowledged').length;
  report.holds(
    acknowledged === IGNORED_FRAMES,
    `a producer that ignores the gate: ${acknowledged} frames acknowledged by Kinesis`,
  );
  scene.rogueAcknowledged += acknowledged;
  const refused = await until(
    async () => {
      const now = await books(scene);
      const count = (now.frames.refused.epoch ?? 0) - (before.frames.refused.epoch ?? 0);
      return count >= IGNORED_FRAMES && count;
    },
    60_000,
    200,
  );
  const rows = await storage.index();
  const known = new Set(rowsAtClosure.map(({ subject, segment }) => `${subject} ${segment}`));
  const added = rows.filter(({ subject, segment }) => !known.has(`${subject} ${segment}`)).length;
  // An object opens only with its head, which is in an index row.
  const heads = new Set(rows.flatMap(({ body }) => ('object' in body ? [body.object] : [])));
  const orphans = (await storage.objects()).filter((key) => !heads.has(key)).length;
  report.holds(
    refused === IGNORED_FRAMES && added === 0,
    `all ${refused} refused as epoch and counted; ${added} index rows and no object with a head remain of them (${orphans} objects without)`,
  );
  Object.assign(figures, { acknowledged, refused, added, orphans });

  const inDepth = await until(
    async () => {
      const { collection, reading } = (await status(staff.rosa)).gates;
      return [collection, reading].every(({ secondLine }) => secondLine?.state === 'in-force');
    },
    60_000,
    200,
  );
  report.holds(inDepth === true, 'and a second line is in force: IAM denies the reader its keys as well');
  const denied = await stubborn.send([[{ ...session[0]!, time: Date.now() }]]);
  stubborn.close();
  report.holds(denied[0] === 'denied', `and a producer with a session of before the pause the stream (${denied[0]})`);

  const paused = await Promise.all(devicesOf(scene).map(({ agent }) => agent.resume()));
  report.holds(
    paused.every(({ state }) => state === 'paused'),
    `the devices stand still: ${paused.map((state) => ('reason' in state ? state.reason : state.state)).join(', ')}`,
  );

  const params = { incident: id };
  const view = () => staff.rosa.api.call(showIncident, { params });
  report.say(`waiting for the longest lease (${deployment.disclosure.lease.seconds} s) to run out ...`);
  const published = await until(
    async () => {
      const now = await view();
      return now.incident.status === 'published' && now;
    },
    90_000,
    500,
  );
  if (!published) throw new Error(`no findings were published; the incident is ${(await view()).incident.status}`);
  figures.quiescenceAfterMs = published.certificate!.document.certifiedAt - closedAt;
  verifyApart(
    scene,
    { receipt: opened.receipt, certificate: published.certificate, findings: published.findings },
    await publicKey(scene),
  );
  report.holds(
    true,
    `receipt, certificate (${figures.quiescenceAfterMs} ms after the closure) and findings verified by node in an empty folder, with the public key alone`,
  );

  const { document } = published.findings!;
  for (const { finding, statement } of document.findings) report.say(`finding ${finding}: ${statement}`);
  const stored = document.findings.find((finding) => finding.finding === 'stored')!;
  const reads = document.findings.find((finding) => finding.finding === 'reads')!;
  report.holds(
    stored.subjects.length === 3 && stored.segments === rowsAtClosure.length && reads.reads.length > 0,
    `the findings name ${stored.segments} segments of ${stored.subjects.length} subjects, and ${reads.reads.length} reads by ${new Set(reads.reads.map(({ reader }) => reader)).size} readers`,
  );
  figures.findings = { segments: stored.segments, subjects: stored.subjects.length, reads: reads.reads.length };

  const { gates } = await status(staff.rosa);
  const approval = {
    decision: 'resume' as const,
    findings: published.incident.findings!.document,
    epoch: gates.collection.epoch,
  };
  await staff.rosa.api.call(approve, { params, body: approval });
  const early = await staff.pat.api.call(resume, { params }).then(
    () => 'resumed',
    (error: unknown) => (error instanceof ApiError ? error.reason : String(error)),
  );
  report.holds(early === 'approvals', `resume with one approval: refused (${early})`);
  await staff.sam.api.call(approve, { params, body: approval });
  await staff.pat.api.call(resume, { params });
  const open = await until(
    async () => {
      const now = await status(staff.rosa);
      const { collection, reading } = now.gates;
      return [collection, reading].every(({ state, secondLine }) => state === 'open' && !secondLine) && now;
    },
    60_000,
    200,
  );
  report.holds(
    open !== undefined && open.gates.collection.epoch > gates.collection.epoch,
    `with two, by a representative and a steward: open again at epoch ${open?.gates.collection.epoch}`,
  );

  // Sealed before the pause, sent after the resume.
  const late = await rogue.send([[{ ...session[0]!, time: Date.now() }]]);
  scene.rogueAcknowledged += late.length;
  await rogue.settle();
  rogue.close();
  const afterwards = await settled(scene);
  const old = (afterwards.frames.refused.epoch ?? 0) - (before.frames.refused.epoch ?? 0) - IGNORED_FRAMES;
  report.holds(old === 1, `a frame of before the pause, sent after the resume: refused as epoch (${old})`);

  for (const { agent } of devicesOf(scene)) await agent.resume();
  await Promise.all(devicesOf(scene).map((one) => one.play(session.slice(0, 200))));
  await Promise.all(devicesOf(scene).map((one) => one.settle()));
  const again = await settled(scene);
  report.holds(
    again.events.stored > afterwards.events.stored,
    `collection runs again: ${again.events.stored - afterwards.events.stored} more events stored`,
  );
}

async function publicKey({ staff }: Scene): Promise<string> {
  return (await staff.rosa.api.call(ledgerTips)).publicKey;
}

/** In a folder that holds the verifier, the documents and the key, and nothing else of ours. */
function verifyApart(scene: Scene, documents: Record<string, unknown>, pem: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-verify-'));
  copyFileSync('tools/verify/verify.mjs', join(folder, 'verify.mjs'));
  writeFileSync(join(folder, 'public.pem'), pem);
  const evidence = join(scene.folder, 'evidence');
  mkdirSync(evidence, { recursive: true });
  for (const [name, document] of Object.entries(documents)) {
    if (document === undefined) throw new Error(`there is no ${name}`);
    for (const place of [folder, evidence]) writeFileSync(join(place, `${name}.json`), JSON.stringify(document));
  }
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  try {
    execFileSync(process.execPath, ['verify.mjs', '--key', 'public.pem', ...files], { cwd: folder, stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
