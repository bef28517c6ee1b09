import { ROOT_STATES } from '../../api/words.ts';
import type { Clock } from '../shared/clock.ts';
import { type Item, N, number, S, text } from '../shared/dynamodb.aws.ts';
import { Refused, SluiceError } from '../shared/errors.ts';
import { forgetting, REMEMBERED, type Remembered } from './forget.ts';
import {
  checkEnd,
  checkHold,
  checkRelease,
  GATES,
  type GateName,
  type GateRoot,
  type GateState,
  isOver,
  type Placed,
} from './gate.ts';
import { type GateRequests, Moved } from './requests.aws.ts';

export interface RootOptions {
  requests: GateRequests;
  gateTable: string;
  clock: Clock;
  /** May this caller make the root of a new program? One that may not sees a closed gate at epoch 0 instead. */
  initialise: boolean;
  /** @default `REMEMBERED` */
  remembered?: Remembered;
}

export const registryKey = (gate: GateName): Item => ({ pk: S(`${gate}#lanes`) });
export const rootKey = (gate: GateName): Item => ({ pk: S(gate) });

/** What the steps below move: one item, the root of one gate. */
interface Root extends Omit<RootOptions, 'gateTable'> {
  gate: GateName;
  item: { TableName: string; Key: Item };
}

/** The root of a gate: one item, moved by conditional updates alone. */
export function awsRoot(gate: GateName, { gateTable, ...options }: RootOptions): GateRoot {
  const root: Root = { gate, ...options, item: { TableName: gateTable, Key: rootKey(gate) } };
  const { again } = options.requests;
  return {
    read: () => read(root),
    hold: (incident, placed) => again(() => makingRoom(root, () => hold(root, incident, placed))),
    markClosed: (epoch, at) => markClosed(root, epoch, at),
    end: (incident) => again(() => end(root, incident)),
    async release(incident, epoch, at) {
      const state = await again(() => release(root, incident, epoch, at));
      // Of no consequence for who lets go: where it fails the next one does it.
      if (state.over.length > (root.remembered ?? REMEMBERED).most) await forget(root).catch(() => {});
      return state;
    },
  };
}

async function read(root: Root): Promise<GateState> {
  const { requests, item, clock, initialise } = root;
  const found = await requests.get(item.TableName, item.Key);
  if (found) return parseRoot(found);
  if (!initialise) return { state: 'closed', epoch: 0, holds: [], since: 0, over: [], placed: new Map() };
  await make(root, clock.now());
  return parseRoot(await requests.get(item.TableName, item.Key));
}

/** Puts the root of a new program. Refuses when there are lanes already: then a root was lost, and must not reopen. */
function make({ gate, requests, item: { TableName, Key } }: Root, since: number): Promise<boolean> {
  const absent = { TableName, ConditionExpression: 'attribute_not_exists(pk)' };
  const item = { ...Key, state: S('open'), epoch: N(1), holds: { M: {} }, since: N(since) };
  return requests.transact(
    [{ Put: { ...absent, Item: item } }, { ConditionCheck: { ...absent, Key: registryKey(gate) } }],
    (failed) => {
      // Somebody else made it.
      if (failed(0)) return false;
      if (failed(1)) throw new SluiceError(`the ${gate} gate has lanes but no root: restore it closed`);
      return undefined;
    },
  );
}

/** One try: closes an open gate, or joins the holds of one that is closed or about to be. */
async function hold(root: Root, incident: string, placed: Placed): Promise<GateState> {
  const closing = await putHold(root, incident, placed, {
    moves: '#state = :closing, epoch = epoch + :one, since = :at, ',
    from: '#state = :open',
    values: { ':open': S('open'), ':closing': S('closing'), ':one': N(1), ':at': N(placed.at) },
  });
  if ('done' in closing) return parseRoot(closing.done);
  if (!closing.failed) {
    // Before anything was collected: made first, then closed like any other.
    await make(root, placed.at);
    throw new Moved();
  }
  const seen = parseRoot(closing.failed);
  checkHold(seen, incident);
  if (seen.holds.includes(incident)) return seen;
  const joining = await putHold(root, incident, placed, {
    moves: '',
    from: '(#state = :closing OR #state = :closed)',
    values: { ':closing': S('closing'), ':closed': S('closed') },
  });
  if ('done' in joining) return parseRoot(joining.done);
  throw new Moved();
}

/** The incident has not let go: neither by its own note, nor by the one that earlier versions kept of the last release. */
const NOT_OVER = `NOT contains(#over, :incident) AND (attribute_not_exists(released) OR NOT released.incident = :incident)
  AND (attribute_not_exists(forgotten) OR forgotten < :incident OR attribute_exists(#holds.#hold))`;

/** An item of before anything was forgotten may be full, so that it takes no hold: the names of who let go have to go first. */
async function makingRoom<T>(root: Root, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!isFull(error) || !(await forget(root))) throw error;
    throw new Moved();
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationException' && /item size/i.test(error.message);

/** One try: forgets the oldest of who has let go. A write of its own: it changes what is remembered, and nothing that is so. */
async function forget(root: Root): Promise<boolean> {
  const { gate, requests, item, clock, remembered } = root;
  const bound = gate === GATES[0] ? {} : { bound: await forgottenByFirst(root) };
  const found = await requests.get(item.TableName, item.Key);
  const over = found?.over?.SS ?? [];
  const { holds, forgotten } = parseRoot(found);
  const left = forgetting({ over, holds, forgotten, now: clock.now(), ...bound }, remembered);
  if (!left) return false;
  const forgetful = await requests.update({
    ...item,
    UpdateExpression: 'SET #over = :over, forgotten = :forgotten',
    // Nobody has let go or come to hold since: sets only grow, but for what is forgotten.
    ConditionExpression: `size(#over) = :seen AND size(#holds) = :holding AND ${forgotten === undefined ? 'attribute_not_exists(forgotten)' : 'forgotten = :was'}`,
    ExpressionAttributeNames: { '#over': 'over', '#holds': 'holds' },
    ExpressionAttributeValues: {
      ':over': { SS: left.over },
      ':forgotten': S(left.forgotten),
      ':seen': N(over.length),
      ':holding': N(holds.length),
      ...(forgotten !== undefined && { ':was': S(forgotten) }),
    },
  });
  return 'done' in forgetful;
}

/** The watermark of the gate that is asked first, after it has forgotten what it may. */
async function forgottenByFirst(root: Root): Promise<string | undefined> {
  const [gate, item] = [GATES[0], { ...root.item, Key: rootKey(GATES[0]) }];
  await forget({ ...root, gate, item });
  return text(await root.requests.get(item.TableName, item.Key), 'forgotten');
}

/** Puts a hold unless it is there, from a state, with whatever else moves. */
function putHold(
  { requests, item }: Root,
  incident: string,
  placed: Placed,
  { moves, from, values }: { moves: string; from: string; values: Item },
) {
  return requests.update({
    ...item,
    UpdateExpression: `SET ${moves}#holds.#hold = if_not_exists(#holds.#hold, :placed)`,
    ConditionExpression: `${from} AND ${NOT_OVER}`,
    ExpressionAttributeNames: { '#state': 'state', '#holds': 'holds', '#over': 'over', '#hold': incident },
    ExpressionAttributeValues: { ':incident': S(incident), ':placed': placedItem(placed), ...values },
  });
}

async function markClosed({ requests, item }: Root, epoch: number, at: number): Promise<GateState> {
  const marked = await requests.update({
    ...item,
    UpdateExpression: 'SET #state = :closed, closedAt = :at',
    ConditionExpression: '#state = :closing AND epoch = :epoch',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':closing': S('closing'), ':closed': S('closed'), ':epoch': N(epoch), ':at': N(at) },
  });
  return parseRoot('done' in marked ? marked.done : marked.failed);
}

/** One try: takes the hold out, and opens the gate with the last one. */
async function release(root: Root, incident: string, epoch: number, at: number): Promise<GateState> {
  const seen = await read(root);
  checkRelease(seen, incident, epoch);
  if (isOver(seen, incident)) return seen;
  const last = seen.holds.length === 1;
  const released = await root.requests.update({
    ...root.item,
    UpdateExpression: `${last ? 'SET #state = :open, epoch = epoch + :one, since = :at REMOVE closedAt, ' : 'REMOVE '}#holds.#hold ADD #over :incident`,
    ConditionExpression: `#state = :closed AND epoch = :epoch AND attribute_exists(#holds.#hold) AND size(#holds) ${last ? '=' : '>'} :one AND (attribute_not_exists(ended) OR ended <> :who)`,
    ExpressionAttributeNames: { '#state': 'state', '#holds': 'holds', '#over': 'over', '#hold': incident },
    ExpressionAttributeValues: {
      ':closed': S('closed'),
      ':epoch': N(epoch),
      ':one': N(1),
      ':who': S(incident),
      ':incident': { SS: [incident] },
      ...(last && { ':open': S('open'), ':at': N(at) }),
    },
  });
  if ('done' in released) return parseRoot(released.done);
  throw new Moved();
}

/** One try: notes who ended the program, if nobody has. */
async function end({ requests, item }: Root, incident: string): Promise<GateState> {
  const ended = await requests.update({
    ...item,
    UpdateExpression: 'SET ended = if_not_exists(ended, :who)',
    ConditionExpression: '#state = :closed AND attribute_exists(#holds.#hold)',
    ExpressionAttributeNames: { '#state': 'state', '#holds': 'holds', '#hold': incident },
    ExpressionAttributeValues: { ':closed': S('closed'), ':who': S(incident) },
  });
  if ('done' in ended) return parseRoot(ended.done);
  // No root at all holds nothing.
  if (!ended.failed) throw new Refused('not-held', 'this incident does not hold the gate closed');
  checkEnd(parseRoot(ended.failed), incident);
  throw new Moved();
}

function parseRoot(item: Item | undefined): GateState {
  const state = ROOT_STATES.find((one) => one === text(item, 'state'));
  const [epoch, since, holds] = [number(item, 'epoch'), number(item, 'since'), item?.holds?.M];
  if (!item || !state || !holds || epoch === undefined || since === undefined) {
    throw new SluiceError('the root of the gate cannot be read');
  }
  const placed = new Map(Object.entries(holds).map(([incident, hold]) => [incident, parsePlaced(hold)]));
  const last = text(item.released?.M, 'incident');
  const over = new Set([...(item.over?.SS ?? []), ...(last === undefined ? [] : [last])]);
  const [closedAt, forgotten, ended] = [number(item, 'closedAt'), text(item, 'forgotten'), text(item, 'ended')];
  // One that cannot be read is none that was never written.
  if (item.ended !== undefined && !ended) throw new SluiceError('the root of the gate cannot be read');
  return {
    ...{ state, epoch, since, holds: [...placed.keys()].sort(), over: [...over], placed },
    ...(closedAt !== undefined && { closedAt }),
    ...(forgotten !== undefined && { forgotten }),
    ...(ended !== undefined && { ended }),
  };
}

/** A number alone is a hold of which only the time is known: all that earlier versions wrote. */
const placedItem = ({ at, by }: Placed): Item[string] => (by === undefined ? N(at) : { M: { at: N(at), by: S(by) } });

function parsePlaced(hold: Item[string]): Placed {
  if (hold.M === undefined) return { at: Number(hold.N ?? 0) };
  const by = text(hold.M, 'by');
  return { at: number(hold.M, 'at') ?? 0, ...(by !== undefined && { by }) };
}
