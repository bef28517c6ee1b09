import { createCipheriv, createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { EVENT_FIELDS, EVENT_KINDS } from '../event.ts';
import { exampleEvent } from '../example.ts';
import { createAdmission, type Filter } from '../filter.ts';
import { COMPRESSIONS, type Compression, type FrameFault, sealFrame } from '../frame.ts';
import { type GateNews, newsToSign, readNews, signedNews } from '../gate-news.ts';
import { parseLines, Unparsed } from '../lines.ts';
import { withTables } from '../page.ts';

/** Makes the test vectors again, and the tables of the wire format page. Everything secret-looking in them is derived from a label, so they never change. */

const bytes = (label: string, length: number) => createHash('sha512').update(label).digest().subarray(0, length);
const frameKey = bytes('frame key of the test vectors', 32);
const lease = `${Buffer.from('{"alg":"dir","enc":"A256GCM","kid":"vectors"}').toString('base64url')}..bm9uY2U.c2VhbGVk.dGFn`;
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');
const write = (name: string, value: unknown) =>
  writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(value, null, 2)}\n`);

const bodies: [string, number, string][] = [
  ['no events', 1, ''],
  ['one key', 2, '{"kind":"key","time":1764028800000,"app":"mousepad","type":"keydown","code":"KeyA","key":"a"}\n'],
  [
    'text beyond ASCII',
    300,
    '{"kind":"text","time":1764028800001.5,"app":"code","inputType":"insertText","data":"Grüße 한 😀"}\n',
  ],
  [
    'largest number',
    Number.MAX_SAFE_INTEGER,
    '{"kind":"window","time":1764028800002,"app":"xterm","type":"focus"}\n'.repeat(40),
  ],
];
const frames = bodies.flatMap(([name, number, body]) =>
  COMPRESSIONS.map((compression) => {
    const nonce = bytes(`nonce ${name} ${compression}`, 12);
    const frame = sealFrame({ lease, number, compression }, frameKey, Buffer.from(body), nonce);
    return {
      name: `${name}, ${compression}`,
      frameKey: hex(frameKey),
      nonce: hex(nonce),
      lease,
      number,
      compression,
      body,
      frame: hex(frame),
    };
  }),
);
write('frames.json', frames);

/** A frame whose body is these bytes as they are, whatever the header claims of them. */
function claiming(compression: Compression, packed: Uint8Array): Buffer {
  const empty = sealFrame({ lease, number: 9, compression: 'none' }, frameKey, Buffer.alloc(0), bytes('claim', 12));
  const header = Buffer.from(empty.subarray(0, -28));
  header[5] = COMPRESSIONS.indexOf(compression);
  const nonce = bytes(`claim ${compression} ${hex(packed.subarray(0, 64))} ${packed.length}`, 12);
  const cipher = createCipheriv('aes-256-gcm', frameKey, nonce).setAAD(header);
  return Buffer.concat([header, nonce, cipher.update(packed), cipher.final(), cipher.getAuthTag()]);
}
const good = Buffer.from(frames[4]!.frame, 'hex');
const other = Buffer.from(frames[7]!.frame, 'hex');
const changed = (at: number, ...values: number[]) => {
  const copy = Buffer.from(good);
  copy.set(values, at);
  return copy;
};
const nonceAt = 16 + lease.length;
const bomb = Buffer.alloc(17 * 1024 * 1024);
const faults: [string, FrameFault, Uint8Array][] = [
  ['nothing', 'not-a-frame', Buffer.alloc(0)],
  ['another magic', 'not-a-frame', changed(0, 0x58)],
  ['a header cut short', 'truncated', good.subarray(0, 12)],
  ['a lease cut short', 'truncated', good.subarray(0, 40)],
  ['no room for a tag', 'truncated', good.subarray(0, nonceAt + 20)],
  ['version 2', 'unknown-version', changed(4, 2)],
  ['compression 3', 'unknown-compression', changed(5, 3)],
  ['number 0', 'bad-number', changed(6, 0, 0, 0, 0, 0, 0, 0, 0)],
  ['number 2^53', 'bad-number', changed(6, 0, 0x20, 0, 0, 0, 0, 0, 0)],
  ['a lease of 4,097 bytes', 'lease-too-long', changed(14, 0x10, 0x01)],
  ['a space in the lease', 'bad-lease', changed(20, 0x20)],
  ['no lease', 'bad-lease', changed(14, 0, 0)],
  ['another number under the seal', 'bad-seal', changed(13, 99)],
  ['another lease under the seal', 'bad-seal', changed(18, 0x41)],
  ['another compression under the seal', 'bad-seal', changed(5, 0)],
  ['headers swapped', 'bad-seal', Buffer.concat([other.subarray(0, nonceAt), good.subarray(nonceAt)])],
  ['the last byte flipped', 'bad-seal', changed(good.length - 1, good[good.length - 1]! ^ 1)],
  ['a cut end', 'bad-seal', good.subarray(0, -1)],
  ['no gzip under a good seal', 'bad-compression', claiming('gzip', Buffer.from('not gzip'))],
  ['no zstd under a good seal', 'bad-compression', claiming('zstd', Buffer.from('not zstd'))],
  [
    'zstd cut short',
    'bad-compression',
    claiming('zstd', zstdCompressSync(Buffer.from('x'.repeat(999))).subarray(0, -2)),
  ],
  ['17 MiB of zeros in gzip', 'too-large', claiming('gzip', gzipSync(bomb, { level: 9 }))],
  ['17 MiB of zeros in zstd', 'too-large', claiming('zstd', zstdCompressSync(bomb))],
  ['300,000 empty lines', 'too-many-lines', claiming('zstd', zstdCompressSync(Buffer.alloc(300_000, '\n')))],
];
write(
  'faults.json',
  faults.map(([name, fault, frame]) => ({ name, fault, frameKey: hex(frameKey), frame: hex(frame) })),
);

const lines = [
  '{"a":1}',
  '{"a":"é😀","b":[1,"x",null,true]}',
  '{"a":"\\ud83d\\ude00"}',
  '{"a":"{[\\"a\\":","b":"[["}',
  '',
  ' \t',
  '{',
  '{"a":1}{"b":2}',
  '\uFEFF{"a":1}',
  '7',
  'null',
  '[{"a":1}]',
  '{"a":{}}',
  '{"a":[[1]]}',
  '{"a":1,"a":1}',
  '{"a":1,"\\u0061":2}',
  '{"__proto__":1,"__proto__":2}',
  '{"a":"\\ud800"}',
  '{"a":["\\udc00"]}',
].map((line) => Buffer.from(line));
lines.push(Buffer.from([0x7b, 0xff, 0x7d]), Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]));
write(
  'lines.json',
  lines.map((line) => {
    // With a second line, so that an empty first one is a line.
    const [first] = parseLines(Buffer.concat([line, Buffer.from('\n{}')]));
    return { line: line.toString('base64'), detail: first instanceof Unparsed ? first.detail : 'good' };
  }),
);

const filter: Filter = {
  program: 'vectors',
  disclosure: '1.0',
  kinds: {
    click: ['x', 'y', 'button'],
    key: ['type', 'code', 'key', 'class', 'fieldType'],
    text: ['inputType', 'data'],
    prompt: ['text'],
    window: ['type', 'title'],
  },
  applications: { editor: { keys: 'content' }, terminal: { keys: 'class' }, viewer: { keys: 'none' } },
};
const key = { kind: 'key', time: 1, app: 'editor', type: 'keydown', code: 'KeyA', key: 'a' };
const events = [
  key,
  { ...key, app: 'terminal' },
  { ...key, app: 'terminal', code: undefined, key: undefined, class: 'letter' },
  { ...key, app: 'viewer' },
  { ...key, app: 'bank' },
  { ...key, app: 'Editor' },
  { ...key, app: 3 },
  { ...key, fieldType: 'password' },
  { ...key, fieldType: 'New Pass-Word' },
  { ...key, fieldType: 'ｐａｓｓｗｄ' },
  { ...key, fieldType: 'passport' },
  { ...key, key: 7 },
  { ...key, type: 'keypress' },
  { ...key, repeat: false, surprise: 'undisclosed' },
  { ...key, time: '1' },
  { kind: 'sound', time: 1, app: 'editor' },
  { kind: 'scroll', time: 1, app: 'editor', deltaX: 0, deltaY: 1 },
  { kind: 'click', time: 1, app: 'viewer', x: 1, y: 2, button: 0, detail: 2, window: 'w1' },
  { kind: 'click', time: 1, app: 'viewer', x: 1.5, y: 2, button: 0 },
  { kind: 'click', time: 1, app: 'viewer', x: 1, button: 0 },
  { kind: 'text', time: 1, app: 'editor', inputType: 'insertFromPaste', data: 'pasted' },
  { kind: 'text', time: 1, app: 'terminal', inputType: 'insertFromPaste', data: 'pasted' },
  { kind: 'prompt', time: 1, app: 'editor', text: 'why?', author: 'self' },
  { kind: 'prompt', time: 1, app: 'terminal', text: 'why?' },
  { kind: 'window', time: 1, app: 'editor', type: 'focus', title: 'draft' },
  { kind: 'window', time: 1, app: 'terminal', type: 'focus', title: 'draft' },
].map((event) => JSON.parse(JSON.stringify(event)) as unknown);
const judged = (rules: Filter, some: readonly unknown[]) => ({
  filter: rules,
  cases: some.map((event) => ({ event, expected: createAdmission(rules)(event) })),
});
write('admission.json', judged(filter, events));

/** Every kind with every field, in applications of every key detail; and each field in turn with a value of a wrong type. */
const everything: Filter = { ...filter, kinds: EVENT_FIELDS };
write(
  'catalogue.json',
  judged(
    everything,
    EVENT_KINDS.flatMap((kind) => [
      ...Object.keys(everything.applications).map((app) => ({ ...exampleEvent(kind), app })),
      ...EVENT_FIELDS[kind].map((field) => ({ ...exampleEvent(kind), [field]: null })),
    ]),
  ),
);

const newsKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytes('key of the news', 32)]),
  ...{ format: 'der', type: 'pkcs8' },
});
const told: GateNews = {
  ...{ v: 1, program: 'vectors', stage: 'prod', gate: 'collection' },
  ...{ state: 'closed', epoch: 7, at: 1_764_028_800_000, spread: 30 },
};
const signed = (text: string, signature = sign(null, Buffer.from(text), newsKey)) => signedNews(text, signature);
const saying = (payload: string) =>
  signed(`${newsToSign(told).split('.')[0]}.${Buffer.from(payload).toString('base64url')}`);
const reader = {
  key: createPublicKey(newsKey).export({ format: 'der', type: 'spki' }),
  ...{ program: 'vectors', stage: 'prod' },
};
const messages: [string, string][] = [
  ['closed', signed(newsToSign(told))],
  ['open, later', signed(newsToSign({ ...told, state: 'open', epoch: 8, at: 1_764_115_200_000 }))],
  ['another program’s', signed(newsToSign({ ...told, program: 'other' }))],
  ['another stage’s', signed(newsToSign({ ...told, stage: 'dev' }))],
  ['by nobody', signed(newsToSign(told), Buffer.alloc(64))],
  ['of version 2', saying(JSON.stringify({ ...told, v: 2 }))],
  ['with blanks', saying(JSON.stringify(told, null, 1))],
  ['with a member more', saying(JSON.stringify({ ...told, more: 1 }))],
  ['of a fraction of an epoch', saying(JSON.stringify({ ...told, epoch: 7.5 }))],
  ['of the reading gate', saying(JSON.stringify({ ...told, gate: 'reading' }))],
  ['empty', ''],
];
write('gate-news.json', {
  ...reader,
  key: reader.key.toString('base64'),
  messages: messages.map(([name, message]) => ({ name, message, expected: readNews(message, reader) })),
});

const page = new URL('../../docs/wire-format.md', import.meta.url);
writeFileSync(page, withTables(readFileSync(page, 'utf8')));
