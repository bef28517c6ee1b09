import { createRedactor } from '../../../redaction/create.ts';
import { FRAME_SHAPES, frameOf } from '../../corpus/frame-shapes.ts';

/** The wire's limit of a frame. */
const BYTES = 16e6;

export interface FrameCost {
  readonly events: number;
  /** Of processor time. */
  readonly seconds: number;
  /** Of the process: a bare one has 46. */
  readonly memoryMb: number;
  /** Masked whole: it took more work than a frame is given. */
  readonly unread: boolean;
}

const shape = FRAME_SHAPES[process.argv[2]!]!;
const each = shape.reduce((sum, event) => sum + JSON.stringify(event).length + 1, 0) / shape.length;
const events = frameOf(shape, Math.floor(BYTES / each));
const redactor = createRedactor({ policy: { actions: {}, tiers: {} } });
const from = process.cpuUsage();
const [frame] = redactor.redactFrames([{ device: 'd', number: 1, events }]);
const { user } = process.cpuUsage(from);
const cost: FrameCost = {
  events: events.length,
  seconds: Math.round(user / 1e4) / 100,
  memoryMb: Math.round(process.resourceUsage().maxRSS / 1e3),
  unread: frame!.found.UNREAD !== undefined,
};
process.stdout.write(JSON.stringify(cost));
