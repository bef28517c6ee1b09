import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createRedactor } from '../../../redaction/create.ts';
import { FRAME_SHAPES, frameOf } from '../../corpus/frame-shapes.ts';

/** The wire's limit of a frame. */
const BYTES = 16e6;

interface FrameCost {
  readonly events: number;
  /** Of processor time. */
  readonly seconds: number;
  /** Of the process: a bare one has 46. */
  readonly memoryMb: number;
  /** Masked whole: it took more work than a frame is given. */
  readonly unread: boolean;
}

/** What a frame as large as the wire takes costs by its shape, each in a process of its own, nothing compiled yet. */
export function frames(shapes: readonly string[] = Object.keys(FRAME_SHAPES)) {
  const script = fileURLToPath(import.meta.url);
  const costs = shapes.map((shape): [string, FrameCost] => {
    const out = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, shape], {
      encoding: 'utf8',
    });
    return [shape, JSON.parse(out) as FrameCost];
  });
  return {
    shapes: shapes.length,
    worstSeconds: Math.max(...costs.map(([, { seconds }]) => seconds)),
    worstMemoryMb: Math.max(...costs.map(([, { memoryMb }]) => memoryMb)),
    byShape: Object.fromEntries(costs),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
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
}
