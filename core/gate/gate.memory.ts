import { forgetting, type Remembered } from './forget.ts';
import { checkEnd, checkHold, checkRelease, type GateState, type GateStore, held, releasedFrom } from './gate.ts';

export interface MemoryLane {
  state: 'open' | 'closed';
  epoch?: number;
  checkpoint?: string;
}

export interface MemoryGate extends GateStore {
  /** The rows of the lanes, for those who commit against them (the memory adapters of intake and reading). */
  readonly rows: Map<string, MemoryLane>;
  /** What a commit's condition asks: is the lane open at that epoch? */
  admits(lane: string, epoch: number): boolean;
  /** Its watermark. */
  forgotten(): string | undefined;
  /** The same gate, seen through another `step`: one caller of several. */
  seenBy(step: Step): GateStore;
}

/** Awaited before each atomic step: where tests interleave callers and kill them. */
export type Step = (what: string) => Promise<void>;

export interface MemoryGateOptions {
  /** @default open at epoch 1 */
  state?: GateState;
  /** @default as much as on AWS */
  remembered?: Remembered;
  /** The watermark of the gate that is asked before this one. @default none is */
  bound?: () => string | undefined;
  /** For what is forgotten, ms. @default the times that callers give */
  now?: () => number;
  /** @default nothing */
  step?: Step;
}

/** One gate in memory. Between two awaited steps nothing else runs, so each step is atomic as a conditional write is. */
export function memoryGate(options: MemoryGateOptions = {}): MemoryGate {
  const { state, step = async () => {}, remembered } = options;
  let root: GateState = state ?? { state: 'open', epoch: 1, holds: [], since: 0, over: [], placed: new Map() };
  const registry = new Set<string>();
  const rows = new Map<string, MemoryLane>();

  const forget = (now: number) => {
    const { over, holds, forgotten } = root;
    const bound = options.bound && { bound: options.bound() };
    root = { ...root, ...forgetting({ over, holds, forgotten, now, ...bound }, remembered) };
  };

  const seenBy = (step: Step): GateStore => ({
    async read() {
      await step('read');
      return structuredClone(root);
    },
    async hold(incident, placed) {
      await step('hold');
      checkHold(root, incident);
      root = held(root, incident, placed);
      return structuredClone(root);
    },
    async markClosed(epoch, at) {
      await step('mark-closed');
      if (root.state === 'closing' && root.epoch === epoch) root = { ...root, state: 'closed', closedAt: at };
      return structuredClone(root);
    },
    async release(incident, epoch, at) {
      await step('release');
      checkRelease(root, incident, epoch);
      root = releasedFrom(root, incident, at);
      forget(options.now?.() ?? at);
      return structuredClone(root);
    },
    async end(incident) {
      await step('end');
      checkEnd(root, incident);
      root = { ...root, ended: root.ended ?? incident };
      return structuredClone(root);
    },
    async lanes() {
      await step('lanes');
      return [...registry];
    },
    async closeLane(lane, epoch) {
      await step('close-lane');
      const row = rows.get(lane);
      if (row?.epoch === undefined || row.epoch < epoch) rows.set(lane, { ...row, state: 'closed', epoch });
      return row?.checkpoint === undefined ? { lane } : { lane, checkpoint: row.checkpoint };
    },
    async addLane(lane) {
      await step('add-to-registry');
      registry.add(lane);
      await step('put-lane');
      if (!rows.has(lane)) rows.set(lane, { state: 'closed' });
    },
    async openLane(lane, epoch) {
      await step('open-lane');
      if (root.state !== 'open' || root.epoch !== epoch || !registry.has(lane)) return false;
      const row = rows.get(lane);
      if (!row) return false;
      if ((row.epoch ?? -1) >= epoch) return row.epoch === epoch && row.state === 'open';
      rows.set(lane, { ...row, state: 'open', epoch });
      return true;
    },
    async retireLane(lane) {
      await step('retire-lane');
      registry.delete(lane);
      const row = rows.get(lane);
      if (!row) return;
      const { epoch: _, ...rest } = row;
      rows.set(lane, { ...rest, state: 'closed' });
    },
  });

  return {
    ...seenBy(step),
    seenBy,
    rows,
    forgotten: () => root.forgotten,
    admits: (lane, epoch) => {
      const row = rows.get(lane);
      return row?.state === 'open' && row.epoch === epoch;
    },
  };
}
