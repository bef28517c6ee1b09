import { execFileSync } from 'node:child_process';
import { bundled } from './bundle.ts';

/**
 * Speed by processor time, so that what else runs on the machine disturbs little; the best of several rounds.
 * MB are 10^6 bytes of UTF-8.
 */
export async function speed(texts: readonly string[], work: (text: string) => unknown, seconds = 1.5): Promise<number> {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  let best = 0;
  const begin = process.cpuUsage().user;
  do {
    const from = process.cpuUsage().user;
    let rounds = 0;
    do {
      for (const text of texts) {
        const result = work(text);
        if (result instanceof Promise) await result;
      }
      rounds++;
    } while (process.cpuUsage().user - from < 100_000);
    best = Math.max(best, (bytes * rounds) / (process.cpuUsage().user - from));
  } while (process.cpuUsage().user - begin < seconds * 1e6);
  return Math.round(best * 100) / 100;
}

/** The same of one that works in a process of its own: each text once. */
export async function speedElsewhere(
  texts: readonly string[],
  work: (text: string) => unknown,
  cpuSeconds: () => Promise<number>,
): Promise<number> {
  await work(texts[0]!);
  const from = await cpuSeconds();
  for (const text of texts) await work(text);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return Math.round((bytes / 1e6 / ((await cpuSeconds()) - from)) * 1e4) / 1e4;
}

/** A start is short beside what else a machine does: the best of some says what it costs, the median what was waited for. */
const STARTS = 15;
const SIZES = 3;

/** Start-up (milliseconds) and memory of a process that does nothing but redact, from a bundle as functions are shipped. */
export function startUp() {
  const { module, remove } = bundled(new URL('../../../redaction/create.ts', import.meta.url), 'redactor-bundle');
  const run = (script: string): { ms: number; rss: number } => {
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    return JSON.parse(out) as { ms: number; rss: number };
  };
  const report = 'process.stdout.write(JSON.stringify({ ms: Number(ms), rss: process.memoryUsage.rss() / 1e6 }))';
  const start = `const from = performance.now();
    const { createRedactor } = await import(${JSON.stringify(module)});
    const redactor = createRedactor({ policy: { actions: {}, tiers: {} } });
    redactor.find('mail jane@example.com');
    const ms = performance.now() - from;`;
  const work = `for (let i = 0; i < 20000; i++) redactor.find('Please mail the invoice ' + i + ' to jane@example.com before noon, thanks.');
    globalThis.gc?.();`;
  const starts = Array.from({ length: STARTS }, () => run(`${start} ${report}`).ms).sort((a, b) => a - b);
  const sizes = Array.from({ length: SIZES }, () => run(`${start} ${work} ${report}`).rss);
  remove();
  const bare = run(`const ms = 0; ${report}`);
  return {
    startUpMs: Math.round(starts[0]!),
    medianStartUpMs: Math.round(starts[STARTS >> 1]!),
    memoryMb: Math.round(Math.min(...sizes)),
    bareMemoryMb: Math.round(bare.rss),
  };
}
