/**
 * Beside `npm run bench -- export`: what one worker of a data set holds in memory, alone in a process, for a part of so many events of about so
 * many characters each. Its answer is one line of JSON.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import { exportNames } from '../../core/export/names.ts';
import { PartMaker } from '../../core/export/part.ts';
import { redactorOf } from '../../core/intake/redactor-of.ts';
import type { Event } from '../../wire/event.ts';

const { values } = parseArgs({ options: { events: { type: 'string', default: '50000' } } });
const wanted = Number(values.events);
const SEGMENT = 300;

const recorded = readFileSync('programs/model-capability/session.ndjson', 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Event);
const disclosure = parseDisclosure(readFileSync('programs/model-capability/disclosure.yaml', 'utf8'));
const redactor = redactorOf(disclosure, { seed: Buffer.alloc(32, 1), tokenKey: Buffer.alloc(32, 2) });
const query = { purpose: 'interface-research', from: 0, to: Date.now() };
const maker = new PartMaker('anna', { disclosure, query, names: exportNames(Buffer.alloc(32, 3)), redactor });

const span = recorded.at(-1)!.time - recorded[0]!.time + 60_000;
for (let done = 0; done < wanted; done += SEGMENT) {
  const lines = Array.from({ length: Math.min(SEGMENT, wanted - done) }, (_, n) => {
    const event = recorded[(done + n) % recorded.length]!;
    return `${JSON.stringify({ ...event, time: event.time + Math.floor((done + n) / recorded.length) * span })}\n`;
  });
  maker.add({ tier: 'routine' }, lines.join(''));
}
const { data, counts } = maker.finish({});
// KB, of the process from its start.
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ events: wanted, rows: counts.rows, parquet: data?.length ?? 0, megabytes }));
