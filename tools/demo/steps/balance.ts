import type { Figures } from '../report.ts';
import { devicesOf, type Scene, settled } from '../scene.ts';

const sum = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** The books. Their left side is what the producers saw Kinesis acknowledge, counted here, apart from Sluice. */
export async function balance(scene: Scene, figures: Figures): Promise<void> {
  const { report } = scene;
  const { frames, events } = await settled(scene);
  const told =
    devicesOf(scene).reduce((total, { agent }) => total + agent.counters.framesAcknowledged, 0) +
    scene.rogueAcknowledged;
  const refused = sum(frames.refused) - frames.unreadable;
  report.holds(
    told === frames.admitted + refused + frames.missing,
    `frames: ${told} acknowledged to devices = ${frames.admitted} admitted + ${refused} refused ${JSON.stringify(frames.refused)} + ${frames.missing} missing`,
  );
  const dropped = sum(events.dropped);
  report.holds(
    events.admitted === events.stored + dropped,
    `events: ${events.admitted} in admitted frames = ${events.stored} stored + ${dropped} dropped ${JSON.stringify(events.dropped)}`,
  );
  Object.assign(figures, { told, frames, events });
}
