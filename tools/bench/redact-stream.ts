import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

/**
 * `sluice redact` on more text than fits into memory: so many megabytes of lines, one of them 100 MB long, through the command as
 * people run it. Its highest resident memory is read from the kernel (Linux, `VmHWM`), apart from what Node says of itself.
 */
const { values } = parseArgs({
  options: { megabytes: { type: 'string', default: '1000' }, long: { type: 'string', default: '100' } },
});
const MB = 1_000_000;
const total = Number(values.megabytes) * MB;
const long = Number(values.long) * MB;
const LIMIT_MB = 200;
const LINE =
  'Please ask Marta Lindqvist (marta.lindqvist@nordwind.example, +46 70 174 06 35) about invoice 4711 of last week.';

/** The long line stands in the middle; nothing here is ever held as a whole. */
function* text(): Generator<string> {
  const block = `${LINE}\n`.repeat(5_000);
  const piece = `${LINE} `.repeat(5_000);
  let written = 0;
  let longLeft = long;
  while (written < total) {
    if (longLeft > 0 && written >= (total - long) / 2) {
      for (; longLeft > 0; longLeft -= piece.length, written += piece.length) yield piece;
      yield '\n';
    }
    yield block;
    written += block.length;
  }
}

const begun = performance.now();
const child = spawn(process.execPath, ['bin/sluice.ts', 'redact'], { stdio: ['pipe', 'pipe', 'inherit'] });
let received = 0;
let leaked = false;
let peakKb = 0;
const look = () => {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0));
  } catch {
    // It has ended; the last look stands.
  }
};
const watch = setInterval(look, 250);
child.stdout.on('data', (chunk: Buffer) => {
  received += chunk.length;
  leaked ||= chunk.includes('marta.lindqvist@');
});
child.stdin.on('error', () => {}); // an early end shows in the exit code
await Promise.all([pipeline(Readable.from(text()), child.stdin), once(child, 'close')]);
clearInterval(watch);
const seconds = (performance.now() - begun) / 1000;

const figures = {
  megabytes: total / MB,
  longestLineMegabytes: long / MB,
  peakMegabytes: Math.round((peakKb * 1024) / MB),
  limitMegabytes: LIMIT_MB,
  seconds: Math.round(seconds),
  megabytesPerSecond: Math.round((total / MB / seconds) * 10) / 10,
  outputMegabytes: Math.round(received / MB),
  leaked,
  exitCode: child.exitCode,
};
mkdirSync('out/bench', { recursive: true });
writeFileSync('out/bench/redact-stream.json', `${JSON.stringify(figures, null, 2)}\n`);
console.log(JSON.stringify(figures, null, 2));
if (leaked || child.exitCode !== 0 || figures.peakMegabytes > LIMIT_MB) process.exitCode = 1;
