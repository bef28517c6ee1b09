/**
 * Promise 12, second half. "A field that no rule covers is text; a hint adds a reading and never replaces one."
 *
 * Mechanism: one catalogue says of each field what it is (wire/event.ts); admission strips what is not in it (wire/filter.ts),
 * and redaction goes by the field's role (redaction/plan.ts): ids become keyed hashes, words of lists are kept or replaced by
 * the list's word for unknown ones, names go whole, the rest is read as text. Of a frame's header nothing that a device
 * chooses freely is kept.
 *
 * Here: through the whole of intake, with the widest disclosure that there can be, a needle in every field of every kind, in
 * every form (alone, in words, in lists, in objects, as the name of a field), made from the catalogue, so that a new field is
 * among them by itself; and in every place of a frame's header. Everything that the stores hold is searched, opened.
 *
 * What is stored of a header, and may be: the frame's number, up to 2^40, as the height of the device's replay window.
 *
 * Fails when a role is stored as it came, when an unknown field or word passes, when a header's text reaches a store.
 */
import { describe, expect, test } from '@jest/globals';
import { sampleDisclosure } from '../../core/disclosure/sample.ts';
import type { StreamRecord } from '../../core/intake/intake.ts';
import { EVENT_FIELDS, EVENT_KINDS } from '../../wire/event.ts';
import { exampleEvent } from '../../wire/example.ts';
import { HIGHEST_NUMBER, type SealOptions, sealFrame } from '../../wire/frame.ts';
import { NEEDLES, type Needle, plantedLines, saysOf } from '../fixtures/planted.ts';
import { createWorld, frameKey } from '../fixtures/world.ts';

const widest = sampleDisclosure((disclosure) => {
  const events = EVENT_KINDS.map((kind) => [kind, { fields: [...EVENT_FIELDS[kind]], why: 'Everything, for a test.' }]);
  disclosure.events = Object.fromEntries(events);
  disclosure.applications = { editor: { keys: 'content' }, terminal: { keys: 'class' }, viewer: { keys: 'none' } };
});

async function workbench() {
  const world = createWorld({ disclosure: widest });
  await world.enrol('anna');
  const lease = await world.lease('anna', 'anna-device', { issued: 0 });
  return {
    world,
    lease,
    process: (records: StreamRecord[]) => world.pipeline().process({ shard: world.shard, records }),
    /** All that is held anywhere, segments opened, and what a log would be told. */
    async held(result: object): Promise<string> {
      const plain = (_: string, value: unknown) => {
        if (value instanceof Map) return [...value];
        if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
        return typeof value === 'bigint' ? value.toString() : value;
      };
      const { lanes, subjects, index } = world.tables;
      return JSON.stringify([lanes, subjects, index, await world.stored(), [...world.vault.objects], result], plain);
    },
  };
}

describe('a needle in any place of an event', () => {
  const beside = [...'beside '].map((key) => JSON.stringify({ ...exampleEvent('key'), key }));

  test.each(NEEDLES.map((needle) => [needle.name, needle] as const))('%s', async (_, needle) => {
    const { world, lease, process, held } = await workbench();
    const planted = plantedLines().filter((one) => one.needle === needle && one.isForbidden);
    const lines = planted.flatMap(({ line }) => [...beside, line, ...beside]);

    const result = await process([world.record(world.frame(lease, 1, Buffer.from(lines.join('\n'))), 'anna')]);

    expect(result.counters).toMatchObject({ admitted: 1, events: lines.length, stored: expect.any(Number) });
    expect(result.counters.stored).toBeGreaterThan(planted.length);
    expect(saysOf(await held(result), needle)).toBe(false);
  });
});

describe('a needle in any place of a header', () => {
  /** In the alphabet of a lease. */
  const needle: Needle = { name: 'words', text: 'quince_zebra', isProse: true };
  const nonce = Buffer.from(needle.text);
  const base64 = (text: string) => Buffer.from(text).toString('base64url');
  const event = Buffer.from(JSON.stringify(exampleEvent('click')));

  type Made = { data: Buffer; partitionKey?: string };
  type Make = (seal: (change?: Partial<SealOptions>, bytes?: Buffer) => Buffer, token: string) => Made;
  const changed = (data: Buffer, at: number, bytes: Buffer): Made => {
    bytes.copy(data, at);
    return { data };
  };
  const places: [string, Make, object][] = [
    ['the whole record', () => ({ data: nonce }), { 'refused:malformed': 1 }],
    ['magic', (seal) => changed(seal(), 0, nonce.subarray(0, 4)), { 'refused:malformed': 1 }],
    ['version', (seal) => changed(seal(), 4, nonce.subarray(0, 1)), { 'refused:malformed': 1 }],
    ['compression', (seal) => changed(seal(), 5, nonce.subarray(0, 1)), { 'refused:malformed': 1 }],
    ['number', (seal) => changed(seal(), 6, nonce.subarray(0, 8)), { 'refused:malformed': 1 }],
    ['length of the lease', (seal) => changed(seal(), 14, nonce.subarray(0, 2)), { 'refused:malformed': 1 }],
    ['lease', (seal) => ({ data: seal({ lease: needle.text }) }), { 'refused:malformed': 1 }],
    [
      'key id of the lease',
      (seal, token) => {
        const header = base64(JSON.stringify({ alg: 'dir', enc: 'A256GCM', typ: 'sluice-lease', kid: needle.text }));
        return { data: seal({ lease: [header, ...token.split('.').slice(1)].join('.') }) };
      },
      { 'refused:unsealed': 1 },
    ],
    [
      'lease, behind its end',
      (seal, token) => ({ data: seal({ lease: `${token}.${needle.text}` }) }),
      { 'refused:malformed': 1 },
    ],
    ['nonce', (seal) => ({ data: seal({}, nonce) }), { admitted: 1, stored: 1 }],
    [
      'ciphertext',
      (seal) => ({ data: Buffer.concat([seal().subarray(0, -20), nonce, nonce]) }),
      { 'refused:unsealed': 1 },
    ],
    ['behind the tag', (seal) => ({ data: Buffer.concat([seal(), nonce]) }), { 'refused:unsealed': 1 }],
    ['partition key', (seal) => ({ data: seal(), partitionKey: needle.text }), { 'refused:misrouted': 1 }],
  ];

  test.each(places)('%s', async (_, make, counters) => {
    const { world, lease, process, held } = await workbench();
    const seal = (change: Partial<SealOptions> = {}, bytes?: Buffer) =>
      sealFrame({ lease: lease.token, number: 1, ...change }, frameKey(lease), event, bytes);
    const { data, partitionKey = 'anna' } = make(seal, lease.token);

    const result = await process([world.record(data, partitionKey)]);

    expect(result.error).toBeUndefined();
    expect(result.counters).toMatchObject(counters);
    expect(saysOf(await held(result), needle)).toBe(false);
    expect(await held(result)).not.toContain(base64(needle.text));
  });

  test('a number that is none of a device is refused, and leaves nothing', async () => {
    const { world, lease, process, held } = await workbench();
    const card = 4_111_111_111_111_111;

    const result = await process([world.record(world.frame(lease, card, event), 'anna')]);

    expect(card).toBeGreaterThan(HIGHEST_NUMBER);
    expect(result).toMatchObject({ counters: { 'refused:malformed': 1 }, faults: { 'bad-number': 1 } });
    expect(await held(result)).not.toContain(String(card));
  });
});
