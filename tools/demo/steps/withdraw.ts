import { withdrawConsent } from '../../../api/consent.ts';
import type { Figures } from '../report.ts';
import { books, consent, type Scene, settled, status } from '../scene.ts';

const FRAMES = 10;

/** One subject withdraws while frames of theirs are under way, and consents again at once. */
export async function withdraw(scene: Scene, figures: Figures): Promise<void> {
  const { report, storage, subjects, deployment, session } = scene;
  const { linus } = subjects;
  const { subject } = await status(linus.person);
  const ofLinus = async () => (await storage.index()).filter((row) => row.subject === subject).length;
  const before = await books(scene);
  const segments = await ofLinus();

  // The event source is held back, so that frames stand in the stream, acknowledged and unread. Sluice never does this itself.
  const release = deployment.cloud.holdEventSource();
  let acknowledged: number;
  try {
    const from = linus.agent.counters.framesAcknowledged;
    for (let part = 0; part < FRAMES; part++) await linus.play(session.slice(part * 100, part * 100 + 100));
    await linus.settle();
    acknowledged = linus.agent.counters.framesAcknowledged - from;
    await linus.person.api.call(withdrawConsent);
    await consent(linus.person);
  } finally {
    release();
  }
  const after = await settled(scene);
  const refused = (after.frames.refused.consent ?? 0) - (before.frames.refused.consent ?? 0);
  const stored = (await ofLinus()) - segments;
  report.holds(
    acknowledged === FRAMES && refused === acknowledged && stored === 0,
    `${acknowledged} frames of Linus were acknowledged and unread when he withdrew: ${stored} stored, ${refused} refused as consent, though he consented again at once`,
  );
  // Under the new consent, with a new lease, he is collected again.
  await linus.agent.resume();
  await linus.play(session.slice(0, 400));
  await linus.settle();
  await settled(scene);
  const again = (await ofLinus()) - segments;
  report.holds(again > 0, `what he records under the new consent is stored again (${again} segments)`);
  Object.assign(figures, { acknowledged, refused, stored });
}
