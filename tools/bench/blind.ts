/**
 * The figures of the blind set (tools/corpus/blind) alone: `npm run bench -- blind [--misses]`. With `--misses` each value left, each
 * stretch redacted falsely and each sentence missed or touched is written, too: what was read is blind no more.
 */
import { parseArgs } from 'node:util';
import { createRedactor } from '../../redaction/create.ts';
import { blind, everyday, inflected, redactedTwice, stranger, stranger2, stranger3 } from './redaction/blind.ts';

const { values: args } = parseArgs({ options: { misses: { type: 'boolean', default: false } } });
const policy = { actions: {}, tiers: {} };
const say = args.misses ? (line: string) => void process.stdout.write(`${line.replaceAll('\n', '\\n')}\n`) : undefined;
const rows = blind(createRedactor({ policy }).find, createRedactor({ policy, topics: false }).find, say);
console.table(rows.map(({ single: _single, registers: _registers, messages: _messages, ...row }) => row));
console.table(
  rows.flatMap(({ code, single, registers, messages }) =>
    single === undefined ? [] : [{ code, ...single, ...registers, ...messages }],
  ),
);
console.table(everyday(createRedactor({ policy }).find, say));
console.table(inflected(createRedactor({ policy }).find, say));
console.table(stranger(createRedactor({ policy }).find, say));
console.table(stranger2(createRedactor({ policy }).find));
console.table(stranger3(createRedactor({ policy }).find, say));
const redactor = createRedactor({ policy });
console.table(redactedTwice((text) => redactor.redactText(text)));
