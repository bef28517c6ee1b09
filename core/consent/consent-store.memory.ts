import { isSameKey } from '../../wire/device-proof.ts';
import type { GateStore } from '../gate/gate.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { SluiceError } from '../shared/errors.ts';
import { rowOf } from './change.ts';
import { type ConsentRow, type ConsentStore, countStates, type Device } from './consent-store.ts';
import { booksOf } from './device-books.ts';
import { trimsText } from './trims.ts';

export interface MemoryConsentStore extends ConsentStore {
  /** By subject. Intake's memory adapter moves windows in it. */
  readonly rows: Map<string, ConsentRow>;
  /** A device itself, which intake's memory adapter notes refusals in. */
  deviceOf(subject: string, device: string): Device | undefined;
}

export interface MemoryConsentOptions {
  ledger: Ledger;
  /** Asked by `unlessHeldSince` and `unlessEnded`. @default none */
  gates?: readonly Pick<GateStore, 'read'>[];
  rows?: Map<string, ConsentRow>;
}

export function memoryConsentStore({ ledger, gates = [], rows = new Map() }: MemoryConsentOptions): MemoryConsentStore {
  const devices = new Map<string, Map<string, Device>>();
  const of = (subject: string) => devices.get(subject) ?? new Map<string, Device>();

  return {
    rows,
    deviceOf: (subject, device) => of(subject).get(device),
    read: async (subject) => structuredClone(rows.get(subject)),
    device: async (subject, device) => structuredClone(of(subject).get(device)),
    devices: async (subject) => structuredClone([...of(subject).values()]),
    async change({ subject, seen, next, device, removes, erasedKey, entry, unlessHeldSince, unlessEnded }) {
      const states = await Promise.all(gates.map((gate) => gate.read()));
      // From here to the entry nothing is awaited: that is the transaction.
      const row = rows.get(subject);
      const same =
        row?.state === seen?.state &&
        row?.serial === seen?.serial &&
        row?.keyId === seen?.keyId &&
        trimsText(row?.trims ?? []) === trimsText(seen?.trims ?? []);
      const added = device && (of(subject).has(device.device) || row?.enrolments !== seen?.enrolments);
      const removed = removes && of(subject).get(removes.device);
      if (!same || added || (removes && !removed)) return 'stale';
      const held = ({ state, since }: (typeof states)[number]) =>
        state !== 'open' && since > (unlessHeldSince ?? Number.POSITIVE_INFINITY);
      if (states.some(held)) return 'held';
      if (unlessEnded && states.some(({ ended }) => ended !== undefined)) return 'ended';
      // Without `next` there is a row.
      const after = next ? rowOf(subject, row, next) : row!;
      const erasedKeys = [...(after.erasedKeys ?? []), ...(erasedKey === undefined ? [] : [erasedKey])].sort();
      rows.set(subject, {
        ...after,
        ...(device && { enrolments: (after.enrolments ?? 0) + 1 }),
        ...(erasedKeys.length > 0 && { erasedKeys }),
      });
      if (device) {
        const one: Device = { device: device.device, acked: 0, enrolledAt: device.at, leaseExpires: 0, delivers: 0 };
        devices.set(subject, of(subject).set(device.device, one));
      }
      if (removed) removed.removedAt = removes.at;
      if (entry) await ledger.append(entry);
      return 'done';
    },
    async tell(subject, device, { acked, lease, delivers = 0 }) {
      const known = of(subject).get(device);
      if (!known) throw new SluiceError('a device is enrolled before it tells');
      known.acked = Math.max(known.acked, acked);
      known.delivers = Math.max(known.delivers ?? 0, delivers);
      if (!lease) return true;
      const { leaseHour = Number.NEGATIVE_INFINITY, leases = 0 } = known;
      const goesOn = leaseHour >= lease.hour;
      if (goesOn && leases >= lease.most) return false;
      known.leaseHour = Math.max(leaseHour, lease.hour);
      known.leases = goesOn ? leases + 1 : 1;
      known.leaseExpires = Math.max(known.leaseExpires, lease.expires);
      return true;
    },
    async bind(subject, device, bound) {
      const known = of(subject).get(device);
      if (!known || known.removedAt !== undefined) return false;
      Object.assign(known, structuredClone(bound));
      return true;
    },
    async step(subject, seen, { lease, ...told }) {
      const known = of(subject).get(seen.device);
      const same =
        (known?.removedAt === undefined || !lease) &&
        known?.run?.turn === seen.run?.turn &&
        known?.leases === seen.leases &&
        known?.leaseHour === seen.leaseHour &&
        isSameKey(known?.key, seen.key);
      const used = told.nonceAt !== undefined && (known?.nonceAt ?? 0) >= told.nonceAt;
      if (!known || !same || used || known.acked > told.acked) return false;
      Object.assign(known, structuredClone({ ...told, ...lease }));
      return true;
    },
    books: async () => ({
      devices: [...devices].flatMap(([subject, some]) =>
        [...some.values()].flatMap((device) => booksOf(subject, device, rows.get(subject)!.windows.get(device.device))),
      ),
      damaged: [],
    }),
    erasedKeys: async () => ({
      keys: [...rows.values()].flatMap(({ subject, state, keyId, erasedKeys = [] }) =>
        [...erasedKeys, ...(state === 'erased' ? [keyId] : [])].map((one) => ({ subject, keyId: one })),
      ),
      subjects: [...rows.values()].flatMap(({ subject, state, enrolledAt, erasedKeys }) => {
        if (state === 'erased') return [{ subject }];
        return erasedKeys ? [{ subject, before: enrolledAt }] : [];
      }),
      damaged: [],
    }),
    trimmed: async () => ({
      subjects: [...rows.values()].flatMap(({ subject, trims }) => (trims ? [{ subject, trims }] : [])),
      damaged: [],
    }),
    states: async () => countStates([...rows.values()].map(({ state }) => state)),
  };
}
