import type { ConsentStore, DeviceBooks } from '../consent/consent-store.ts';
import { ahead, pending } from './replay-window.ts';

/**
 * The books (promise 6). Two sides that do not know each other: what devices say the stream acknowledged, and what the
 * lanes counted. Between them stand the replay windows, which say of each number whether it was accounted for.
 */

/** The counters of one lane, retired ones included: numbers by attribute name (docs/data-model.md, Lanes). */
export type LaneCounters = Readonly<Record<string, number>>;

/** Port. */
export interface CountedLanes {
  /** Of every lane that ever was, and the names of rows that cannot be read. */
  lanes(): Promise<{ lanes: LaneCounters[]; damaged: string[] }>;
}

export interface Books {
  frames: {
    /** Frames 1..n of each device that the stream acknowledged, as devices told. */
    acknowledged: number;
    /** Accounted for beyond what was told: their acknowledgement comes with the next renewal. */
    ahead: number;
    /** The same of starts of devices that are over: nobody tells it any more, e.g. since a folder was lost. */
    untold: number;
    admitted: number;
    /** By reason, `repeated` left out. */
    refused: Record<string, number>;
    missing: number;
    /** Acknowledged, and neither counted nor missing yet. */
    pending: number;
    /** Frames that were sent again and refused for it: no number of their own. */
    repeated: number;
    /** Of the refused: records whose number could not be believed. Their numbers show as missing or pending. */
    unreadable: number;
  };
  events: {
    /** In admitted frames. Undefined when the lanes do not count it: then stored + dropped is all there is. */
    admitted?: number;
    stored: number;
    dropped: Record<string, number>;
    /** Undisclosed fields taken from stored events, and from copies beside frames. */
    stripped: number;
  };
  /** acknowledged + ahead + untold = admitted + refused - unreadable + missing + pending, and the events' equation. */
  balances: boolean;
  /** Balanced, and nothing is pending or untold: what devices told equals what was counted, number for number. */
  settled: boolean;
  /** In words, where it does not balance. */
  differences: string[];
  /** Rows that cannot be read, by name: what they would tell is in no sum. */
  damaged: string[];
  /** Devices with most frames pending or ahead, at most 20: where it is not settled. */
  unsettled: { subject: string; device: string; epoch?: number | 'closed'; pending: number; ahead: number }[];
}

const by = (counters: LaneCounters, prefix: string): Record<string, number> =>
  Object.fromEntries(
    Object.keys(counters)
      .filter((name) => name.startsWith(prefix) && counters[name] !== 0)
      .sort()
      .map((name) => [name.slice(prefix.length), counters[name]!]),
  );
const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);

const UNSETTLED_SHOWN = 20;

export function drawBooks(
  lanes: readonly LaneCounters[],
  devices: readonly DeviceBooks[],
  damaged: readonly string[] = [],
): Books {
  const total: Record<string, number> = {};
  for (const lane of lanes) for (const [name, count] of Object.entries(lane)) total[name] = (total[name] ?? 0) + count;
  const of = (name: string) => total[name] ?? 0;

  const told = devices.map(({ subject, device, epoch, acked, window }) => ({
    subject,
    device,
    ...(epoch !== undefined && { epoch }),
    pending: pending(window, acked),
    ahead: ahead(window, acked),
  }));
  const open = told.map((one) => (one.epoch === 'closed' ? { ...one, ahead: 0 } : one));
  const { repeated = 0, ...refused } = by(total, 'refused:');
  const dropped = by(total, 'dropped:');
  const frames: Books['frames'] = {
    acknowledged: sum(devices.map(({ acked }) => acked)),
    ahead: sum(open.map((device) => device.ahead)),
    untold: sum(told.filter(({ epoch }) => epoch === 'closed').map((device) => device.ahead)),
    admitted: of('admitted'),
    refused,
    missing: of('missing'),
    pending: sum(open.map((device) => device.pending)),
    repeated,
    unreadable: of('unreadable'),
  };
  const events: Books['events'] = { stored: of('stored'), dropped, stripped: of('stripped') };
  if (total.events !== undefined) events.admitted = total.events;

  const differences: string[] = [];
  const compare = (what: string, left: number, right: number) => {
    if (left !== right) differences.push(`${what}: ${left} against ${right}`);
  };
  const counted = frames.admitted + sum(Object.values(refused)) - frames.unreadable + frames.missing;
  // What a device told is `accounted - ahead + pending` of its window (replay-window.ts), so this compares the windows,
  // number for number, with the lanes' sums; a frame that was lost on the way stays pending, and is seen in `settled`.
  compare(
    'frames: told by devices, counted by lanes',
    frames.acknowledged + frames.ahead + frames.untold,
    counted + frames.pending,
  );
  if (events.admitted !== undefined) {
    compare(
      'events: in admitted frames, stored and dropped',
      events.admitted,
      events.stored + sum(Object.values(dropped)),
    );
  }
  if (damaged.length > 0) differences.push(`rows that cannot be read: ${damaged.length}`);
  const balances = differences.length === 0;
  const unsettled = open
    .filter((device) => device.pending > 0 || device.ahead > 0)
    .sort((a, b) => b.pending + b.ahead - (a.pending + a.ahead))
    .slice(0, UNSETTLED_SHOWN);
  const settled = balances && unsettled.length === 0;
  return { frames, events, balances, settled, differences, damaged: [...damaged], unsettled };
}

/**
 * Reads both sides and draws the books. Neither side stands still while it is read, and each commit moves both: a difference
 * that is only the reading's goes away when they are read again.
 */
export async function books(lanes: CountedLanes, store: Pick<ConsentStore, 'books'>, looks = 3): Promise<Books> {
  let drawn: Books;
  do {
    // Lanes on both sides of the devices: if they did not move, nothing was committed in between.
    const before = await lanes.lanes();
    const { devices, damaged } = await store.books();
    const after = await lanes.lanes();
    drawn = drawBooks(after.lanes, devices, [...after.damaged, ...damaged]);
    if (JSON.stringify(before) === JSON.stringify(after)) return drawn;
  } while (--looks > 0 && !drawn.balances);
  return drawn;
}
