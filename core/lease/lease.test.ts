import { describe, expect, it } from '@jest/globals';
import { CompactEncrypt } from 'jose';
import type { LeaseClaims } from '../../wire/lease.ts';
import { createLeaseOpener, NewerLease, sealLease } from './lease.ts';
import { memoryLeaseKeys } from './lease-keys.memory.ts';
import type { LeaseKeys } from './lease-keys.ts';

const NOON = Date.UTC(2026, 10, 25, 12);
const claims = (over: Partial<LeaseClaims> = {}): LeaseClaims => ({
  program: 'model-capability',
  subject: 'abcdefghijklmnopqrstuvwxyz',
  device: 'laptop',
  serial: '01KB00000000000000000000AA',
  disclosure: '1.0',
  epoch: 3,
  issued: NOON,
  expires: NOON + 60_000,
  deliverUntil: NOON + 86_400_000,
  frameKey: Buffer.alloc(32, 1).toString('base64url'),
  ...over,
});
const program = 'model-capability';

describe('lease', () => {
  it('opens to what was sealed, and shows nothing of it', async () => {
    const keys = memoryLeaseKeys();
    const token = await sealLease(claims(), keys);
    expect(await createLeaseOpener({ keys, program }).open(token)).toEqual(claims());
    expect(Buffer.from(token.split('.')[0]!, 'base64url').toString()).toBe(
      '{"alg":"dir","enc":"A256GCM","typ":"sluice-lease","kid":"2026-11-25"}',
    );
  });

  it('takes a new key each day, and still opens under the one before', async () => {
    const keys = memoryLeaseKeys();
    const before = await sealLease(claims(), keys);
    const after = await sealLease(claims({ issued: NOON + 86_400_000 }), keys);
    expect([...keys.keys.keys()]).toEqual(['2026-11-25', '2026-11-26']);
    const opener = createLeaseOpener({ keys, program });
    await expect(opener.open(before)).resolves.toBeDefined();
    await expect(opener.open(after)).resolves.toBeDefined();
  });

  it('opens a token once, however many frames carry it, and forgets the one unused for longest', async () => {
    const inner = memoryLeaseKeys();
    let opens = 0;
    const keys: LeaseKeys = {
      current: inner.current,
      note: inner.note,
      async open(kid) {
        opens++;
        return inner.open(kid);
      },
    };
    const tokens = await Promise.all([1, 2, 3].map((epoch) => sealLease(claims({ epoch }), keys)));
    const opener = createLeaseOpener({ keys, program, kept: 2 });
    const [first, second, third] = tokens as [string, string, string];

    for (const token of [first, first, second, first, third, first]) await opener.open(token);
    expect(opens).toBe(3);
    await opener.open(second);
    expect(opens).toBe(4);
  });

  it('fetches a key that it does not know yet, and drops nothing when it cannot', async () => {
    const shared = new Map<string, Uint8Array>();
    const token = await sealLease(claims(), memoryLeaseKeys(shared));
    const down: LeaseKeys = { current: async () => fail(), note: async () => fail(), open: async () => fail() };
    const fail = (): never => {
      throw new Error('KMS is down');
    };
    await expect(createLeaseOpener({ keys: down, program }).open(token)).rejects.toThrow('KMS is down');
    await expect(createLeaseOpener({ keys: memoryLeaseKeys(shared), program }).open(token)).resolves.toEqual(claims());
  });

  it('refuses by name what is no lease, or not of this program, or changed', async () => {
    const keys = memoryLeaseKeys();
    const opener = createLeaseOpener({ keys, program });
    const token = await sealLease(claims(), keys);
    const { key, kid } = await keys.current(NOON);
    const sealed = (body: string, header: object = {}) =>
      new CompactEncrypt(Buffer.from(body))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'sluice-lease', kid, ...header })
        .encrypt(key);
    const parts = token.split('.');
    const flipped = [
      ...parts.slice(0, 3),
      `${parts[3]!.startsWith('A') ? 'B' : 'A'}${parts[3]!.slice(1)}`,
      parts[4],
    ].join('.');

    const [none, other] = ['not a lease', 'what the lease holds is not a lease'];
    const [shut, unknown] = ['the lease does not open', 'the lease names a key that does not exist'];
    const cases: [reason: string, message: string, bad: string, caused: boolean][] = [
      ['lease-form', none, '', true],
      ['lease-form', none, 'a.b.c', true],
      ['lease-form', none, '....', true],
      ['lease-form', other, await sealed('{}'), true],
      ['lease-form', other, await sealed('not json'), true],
      ['lease-form', other, await sealed(JSON.stringify({ ...claims(), more: 1 })), true],
      ['lease-form', none, await sealed('{}', { typ: 'other' }), false],
      ['lease-form', none, await sealed('{}', { typ: undefined }), false],
      ['lease-form', none, await sealed('{}', { kid: undefined }), false],
      // Algorithms that take a key of as many bytes.
      ['lease-seal', shut, await sealed(JSON.stringify(claims()), { alg: 'A256GCMKW' }), true],
      ['lease-seal', shut, await sealed(JSON.stringify(claims()), { enc: 'A128CBC-HS256' }), true],
      ['lease-seal', shut, flipped, true],
      ['lease-seal', shut, `${token}A`, true],
      ['lease-seal', unknown, await sealed(JSON.stringify(claims()), { kid: '2026-11-24' }), false],
      ['lease-seal', unknown, await sealed(JSON.stringify(claims()), { kid: '../keys' }), false],
      ['lease-seal', shut, await sealLease(claims(), memoryLeaseKeys(new Map([[kid, new Uint8Array(32)]]))), true],
      ['lease-program', 'the lease is of another program', await sealLease(claims({ program: 'other' }), keys), false],
    ];
    for (const [reason, message, bad, caused] of cases) {
      const refused = await opener.open(bad).catch((error: Error) => error);
      expect(refused).toMatchObject({ name: 'Refused', reason, message });
      expect((refused as Error).cause !== undefined).toBe(caused);
    }
  });

  it('is not refused for a defect of ours: that would drop its frames', async () => {
    const token = await sealLease(claims(), memoryLeaseKeys());
    const defect: LeaseKeys = { ...memoryLeaseKeys(), open: async () => 'no bytes' as never };
    await expect(createLeaseOpener({ keys: defect, program }).open(token)).rejects.toMatchObject({ name: 'TypeError' });
  });

  it('of a later form, sealed by us, is not refused but waited with; anybody else’s is refused', async () => {
    const keys = memoryLeaseKeys();
    const opener = createLeaseOpener({ keys, program });
    const { kid } = await keys.current(NOON);
    const later = (by: typeof keys, typ = 'sluice-lease/3') =>
      by
        .current(NOON)
        .then(({ key }) =>
          new CompactEncrypt(Buffer.from(JSON.stringify({ ...claims(), epoch: { device: 7 } })))
            .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ, kid })
            .encrypt(key),
        );
    const newer = await later(keys)
      .then(opener.open)
      .catch((error: Error) => error);
    expect(newer).toBeInstanceOf(NewerLease);
    expect(newer).toMatchObject({ message: 'a lease of a form that this release does not know' });
    const forged = memoryLeaseKeys(new Map([[kid, new Uint8Array(32)]]));
    await expect(later(forged).then(opener.open)).rejects.toMatchObject({ reason: 'lease-seal' });
    for (const typ of ['sluice-lease/', 'sluice-lease/0', 'sluice-lease/3x', 'sluice-lease/22222']) {
      await expect(later(keys, typ).then(opener.open)).rejects.toMatchObject({ reason: 'lease-form' });
    }
  });
});
