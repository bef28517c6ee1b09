import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import type { SubjectRow } from '../../../core/consent/subject.ts';
import type { Disclosure } from '../../../core/disclosure/disclosure.ts';
import type { StreamRecord } from '../../../core/intake/intake.ts';
import { sealFrame } from '../../../wire/frame.ts';
import type { Subject } from './bundle.ts';

/** Shares of events: the mixed traffic that the figures are for. */
export const MIX = { pointer: 0.8, key: 0.15, text: 0.05 } as const;

const WORDS =
  'the report for next week is still open please check figures in sheet two before we send it to finance and ask about delivery of new chairs because old ones squeak when moved also update slides with numbers from march so that meeting can start early thanks many greetings from office'.split(
    ' ',
  );
const NAMES = ['Ada Quillfeather', 'Henrike Zielinski', 'Marta Lindqvist', 'Dmitri Halvorsen', 'Tom Becker'];
const PLANTED = [
  'mail me at tom.becker@example.com',
  'call +49 30 901820',
  'card 4111 1111 1111 1111',
  'IBAN DE89 3704 0044 0532 0130 00',
  'on 2026-03-14 at noon',
];

export type Random = () => number;
const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)]!;

/** Prose of so many words; every tenth text names somebody, every tenth has an identifier. */
function prose(words: number, random: Random): string {
  const some = Array.from({ length: words }, () => pick(WORDS, random));
  if (random() < 0.1) some.splice(Math.floor(random() * words), 0, pick(NAMES, random));
  if (random() < 0.1) some.push(pick(PLANTED, random));
  return some.join(' ');
}

/** NDJSON of about 30 seconds of one person's work. Typing is words, one key after the other, in one field. */
export function body(events: number, random: Random, now: number): Buffer {
  const lines: string[] = [];
  let time = now - 30_000;
  let typing = '';
  let [x, y] = [400, 300];
  const line = (event: object) => lines.push(JSON.stringify(event));
  while (lines.length < events) {
    time += 20 + Math.floor(random() * 60);
    const common = { time, app: 'mousepad', window: 'w1000003' };
    const draw = random();
    if (draw < MIX.pointer) {
      const path: number[] = [];
      for (let at = 0; at < 12; at++) {
        x = Math.max(0, Math.min(1919, x + Math.floor(random() * 40) - 20));
        y = Math.max(0, Math.min(1079, y + Math.floor(random() * 40) - 20));
        path.push(at * 36, x, y);
      }
      line({ kind: 'pointer', ...common, pointerType: 'mouse', path });
    } else if (draw < MIX.pointer + MIX.key) {
      if (typing === '') typing = `${prose(1 + Math.floor(random() * 3), random)} `;
      const key = typing[0]!;
      typing = typing.slice(1);
      const code = /[a-z]/i.test(key) ? `Key${key.toUpperCase()}` : key === ' ' ? 'Space' : 'Digit1';
      line({ kind: 'key', ...common, type: 'keydown', field: 'f1', code, key });
    } else {
      const kind = random();
      if (kind < 0.6) {
        const data = prose(6 + Math.floor(random() * 12), random);
        line({ kind: 'text', ...common, field: 'f2', inputType: 'insertFromPaste', data });
      } else {
        const text = prose(10 + Math.floor(random() * 20), random);
        const app = 'assistant';
        line({ kind: 'prompt', ...common, app, text, author: pick(['self', 'assistant'], random), conversation: 'c1' });
      }
    }
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

export interface TrafficOptions {
  subject: Subject;
  disclosure: Disclosure;
  subjects: number;
  eventsPerFrame: number;
  passes: number;
  /** Bodies that differ; frames take turns in them. */
  bodies: number;
  random: Random;
  now: number;
}

export interface Traffic {
  rows: SubjectRow[];
  keys: Map<string, Uint8Array>;
  leaseKeys: Map<string, Uint8Array>;
  /** One record of each subject, a pass. */
  passes: StreamRecord[][];
  /** By record: the frame's key, for the reference. */
  frameKeys: Map<string, Buffer>;
  clearBytes: number;
}

export async function makeTraffic(options: TrafficOptions): Promise<Traffic> {
  const { subject: modules, disclosure, subjects, eventsPerFrame, passes, bodies, random, now } = options;
  const keyRing = modules.memoryKeyRing();
  const leaseKeys = modules.memoryLeaseKeys();
  const made = Array.from({ length: bodies }, () => body(eventsPerFrame, random, now));
  const rows: SubjectRow[] = [];
  const devices: { subject: string; token: string; key: Buffer }[] = [];
  for (let at = 0; at < subjects; at++) {
    const subject = randomBytes(16).toString('hex').slice(0, 26);
    const key = randomBytes(32);
    const row: SubjectRow = {
      ...{ subject, state: 'live', serial: ulid(now), disclosure: disclosure.version, windows: new Map(), revision: 0 },
      keyId: await keyRing.create(subject),
    };
    const token = await modules.sealLease(
      {
        ...{ program: disclosure.program, subject, device: `device-${at}`, serial: row.serial, epoch: 1 },
        ...{ disclosure: disclosure.version, issued: now, expires: now + 60_000, deliverUntil: now + 3_600_000 },
        frameKey: key.toString('base64url'),
      },
      leaseKeys,
    );
    rows.push(row);
    devices.push({ subject, token, key });
  }
  let sequence = 49_000_000_000n;
  let clearBytes = 0;
  const frameKeys = new Map<string, Buffer>();
  const records = Array.from({ length: passes }, (_, pass) =>
    devices.map(({ subject, token, key }, at): StreamRecord => {
      const clear = made[(at * 7 + pass) % bodies]!;
      clearBytes += clear.length;
      sequence += 2n;
      frameKeys.set(sequence.toString(), key);
      const data = sealFrame({ lease: token, number: pass + 1 }, key, clear);
      return { sequence: sequence.toString(), partitionKey: subject, arrival: now, data };
    }),
  );
  return { rows, keys: keyRing.keys, leaseKeys: leaseKeys.keys, passes: records, frameKeys, clearBytes };
}
