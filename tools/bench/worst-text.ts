/**
 * What the dearest texts cost redaction, in seconds of processor time a megabyte, beside prose: `npm run bench -- worst-text [BYTES]`.
 * A device may send 2 MiB of a minute of its leases: twice the worst figure is what a device can ask of a redactor in that time. And of one
 * frame: a megabyte of the dearest bit in 15 texts, which is all redacted, since the budget refuses what is beyond it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRedactor } from '../../redaction/create.ts';
import { BYTES_PER_MINUTE } from '../../wire/byte-budget.ts';
import { cleanProse } from './redaction/prose.ts';

const bytes = Number(process.argv[2] ?? 60_000);
const redactor = createRedactor({ policy: { actions: {}, tiers: {} } });
const TRIES = 5;
/** READMEs one after the other: no sentence comes twice, as in what people write. */
const PROSE = cleanProse('node_modules').join('\n').slice(0, bytes);
/** By the bit that is repeated. */
const BITS = [
  PROSE,
  'the report for next week is still open please check ',
  '1 ',
  '12 ',
  '1-',
  '1.',
  '1/',
  '(1) ',
  '+1 ',
  '1:',
  'a1 ',
  'Ab ',
  'a@',
  'x=',
];

/** Seconds of processor time: others may be at work on the machine. */
function seconds(run: () => void): number {
  const begun = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

const nameOf = (bit: string) => (bit === PROSE ? 'prose' : JSON.stringify(bit).slice(0, 24));
const textOf = (bit: string) => bit.repeat(Math.ceil(bytes / bit.length));
for (const bit of BITS) redactor.find(textOf(bit).slice(0, 4_000));
const perMegabyte = Object.fromEntries(
  BITS.map((bit) => {
    const text = textOf(bit);
    // The best of some: what else a machine does, and its compiler, only adds.
    const best = Math.min(...Array.from({ length: TRIES }, () => seconds(() => redactor.find(text))));
    const figure = Number((best / (text.length / 1e6)).toFixed(2));
    console.log(`${nameOf(bit).padEnd(26)}${figure.toFixed(2).padStart(8)} s/MB`);
    return [nameOf(bit), figure];
  }),
);
const worst = Math.max(...Object.values(perMegabyte));
const most = Number(((worst * BYTES_PER_MINUTE) / 1e6).toFixed(1));
console.log(`the most that a device can ask for of a minute: ${most} s`);
const dearest = BITS.reduce((a, b) => (perMegabyte[nameOf(a)]! >= perMegabyte[nameOf(b)]! ? a : b));
const inFrame = dearest.repeat(Math.floor(1_048_000 / 15 / dearest.length));
const frame = Array.from({ length: 15 }, () => JSON.stringify({ kind: 'text', text: inFrame })).join('\n');
const frameBytes = gzipSync(frame, { level: 9 }).length;
const frameSeconds = Number(
  seconds(() => {
    for (let text = 0; text < 15; text++) redactor.find(inFrame);
  }).toFixed(1),
);
console.log(`one frame of ${frameBytes} bytes, ${frame.length} unpacked: ${frameSeconds} s`);
mkdirSync(join('out', 'bench'), { recursive: true });
writeFileSync(
  join('out', 'bench', 'worst-text.json'),
  `${JSON.stringify({ bytes, perMegabyte, worst, most, frameBytes, frameSeconds }, null, 2)}\n`,
);
