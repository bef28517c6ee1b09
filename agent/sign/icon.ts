import type { SignView } from './sign.ts';

/** The mark as pixels, drawn and not shipped as a file: A, R, G, B, in rows. Each state has a shape of its own, on a light ring, so that it is seen on dark and light panels. */

const SIZE = 22;
const MIDDLE = (SIZE - 1) / 2;

type Shape = (dx: number, dy: number) => boolean;
const SHAPES: Readonly<Record<SignView['mark'], { inside: Shape; colour: readonly [number, number, number] }>> = {
  recording: { inside: (dx, dy) => Math.hypot(dx, dy) <= 6.5, colour: [0xd0, 0x20, 0x20] },
  trouble: { inside: (dx, dy) => dy <= 5.5 && dy >= -6 && Math.abs(dx) <= (dy + 6) * 0.6, colour: [0xe0, 0x90, 0x00] },
  paused: {
    inside: (dx, dy) => Math.abs(dy) <= 6 && Math.abs(dx) >= 1.5 && Math.abs(dx) <= 5,
    colour: [0x50, 0x60, 0x70],
  },
  stopped: { inside: (dx, dy) => Math.max(Math.abs(dx), Math.abs(dy)) <= 5, colour: [0x50, 0x50, 0x50] },
};

export function pixelsOf(mark: SignView['mark']): { size: number; argb: Buffer } {
  const { inside, colour } = SHAPES[mark];
  const argb = Buffer.alloc(SIZE * SIZE * 4);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const [dx, dy] = [x - MIDDLE, y - MIDDLE];
      const at = (y * SIZE + x) * 4;
      if (inside(dx, dy)) argb.set([0xff, ...colour], at);
      else if (Math.hypot(dx, dy) <= MIDDLE) argb.set([0xff, 0xf4, 0xf4, 0xf4], at);
    }
  }
  return { size: SIZE, argb };
}
