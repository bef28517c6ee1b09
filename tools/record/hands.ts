import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** A person's hands: real input events through xdotool (XTEST), with a rhythm that a seed repeats. */
export class Hands {
  readonly #random: () => number;
  #x = 640;
  #y = 400;

  constructor(random: () => number) {
    this.#random = random;
  }

  async type(text: string): Promise<void> {
    for (const sign of text) {
      await xdotool(sign === '\n' ? ['key', 'Return'] : ['type', '--delay', '0', '--', sign]);
      // 40 to 110 ms between keys, and a thought before some words.
      await pause(40 + this.#random() * 70 + (sign === ' ' && this.#random() < 0.1 ? 250 : 0));
    }
  }

  async press(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await xdotool(['key', key]);
      await pause(60 + this.#random() * 60);
    }
  }

  /** Along a bent path, fast in the middle, as hands move. */
  async move(x: number, y: number): Promise<void> {
    const [fromX, fromY] = [this.#x, this.#y];
    const bend = (this.#random() - 0.5) * 0.3;
    const steps = Math.max(8, Math.round(Math.hypot(x - fromX, y - fromY) / 12));
    const path: string[] = [];
    for (let step = 1; step <= steps; step++) {
      const t = step / steps;
      const eased = t * t * (3 - 2 * t);
      const side = Math.sin(Math.PI * eased) * bend;
      const at = [fromX + (x - fromX) * eased - (y - fromY) * side, fromY + (y - fromY) * eased + (x - fromX) * side];
      path.push('mousemove', ...at.map((value) => String(Math.max(0, Math.round(value)))), 'sleep', '0.011');
    }
    await xdotool(path);
    this.#x = x;
    this.#y = y;
  }

  /** Short ways within a window, each with a rest after it, as long as who looks. */
  async wander(
    { x, y, width, height }: { x: number; y: number; width: number; height: number },
    times: number,
  ): Promise<void> {
    const near = (at: number, from: number, size: number) =>
      Math.round(Math.min(from + size - 5, Math.max(from + 5, at + (this.#random() - 0.5) * 160)));
    for (let time = 0; time < times; time++) {
      await this.move(near(this.#x, x, width), near(this.#y, y, height));
      await pause(270 + this.#random() * 120);
    }
  }

  async click(button: number, times: number): Promise<void> {
    await pause(80 + this.#random() * 120);
    await xdotool(['click', '--repeat', String(times), '--delay', '90', String(button)]);
    await pause(150);
  }

  /** Wheel notches down, or up when below 0. */
  async scroll(notches: number): Promise<void> {
    await xdotool(['click', '--repeat', String(Math.abs(notches)), '--delay', '70', notches > 0 ? '5' : '4']);
    await pause(200);
  }
}

export async function xdotool(args: readonly string[]): Promise<string> {
  const child = spawn('xdotool', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`xdotool ${args[0]} failed with ${code}`);
  return output;
}

/** mulberry32: the same seed, the same rhythm. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
