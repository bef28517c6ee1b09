import { execFileSync } from 'node:child_process';
import { FRAME_SHAPES } from '../../corpus/frame-shapes.ts';
import { bundled } from './bundle.ts';
import type { FrameCost } from './frame.ts';

/**
 * What Node takes for young objects where there is as much memory as the redactor has (1,769 MB, seen in a control group of that size). On
 * the machine of a developer it takes 64: up to 70 MB more, of which nothing is used.
 */
const YOUNG_MB = 32;

/** What a frame as large as the wire takes costs by its shape, each in a process of its own, from a bundle, nothing compiled yet. */
export function frames(shapes: readonly string[] = Object.keys(FRAME_SHAPES)) {
  const { module, remove } = bundled(new URL('./frame.ts', import.meta.url), 'frame-bundle');
  const costs = shapes.map((shape): [string, FrameCost] => {
    const out = execFileSync(process.execPath, [`--max-semi-space-size=${YOUNG_MB}`, module, shape], {
      encoding: 'utf8',
    });
    return [shape, JSON.parse(out) as FrameCost];
  });
  remove();
  return {
    shapes: shapes.length,
    worstSeconds: Math.max(...costs.map(([, { seconds }]) => seconds)),
    worstMemoryMb: Math.max(...costs.map(([, { memoryMb }]) => memoryMb)),
    byShape: Object.fromEntries(costs),
  };
}
