import type { RecallReport } from '../../redaction/recall/live-recall.ts';
import type { Redactor } from '../../redaction/redactor.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { InForce } from '../disclosure/in-force.ts';
import type { Signer } from '../ledger/ledger.ts';
import type { Policy } from '../policy/policy.ts';
import { volumeOf } from '../reading/limits.ts';
import { permitsBy } from '../reading/permits.ts';
import type { Records } from '../reading/reading.ts';
import { MOST_SEGMENTS, type SliceReading } from '../reading/slice.ts';
import { sha256 } from '../shared/canonical-json.ts';
import type { Clock } from '../shared/clock.ts';
import { isDenied, Refused, SluiceError } from '../shared/errors.ts';
import { usedUp } from '../shared/limit.ts';
import type { IndexRow } from '../vault/index-row.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import { openRow } from '../vault/open-row.ts';
import type { Vault } from '../vault/vault.ts';
import { allParts } from './all-parts.ts';
import type { CutFacts, Export, ExportObjects, ExportStore, PartRow, SealedObject, StoppedBy } from './export.ts';
import { documentsOf } from './manifest.ts';
import { type ExportNames, exportNames } from './names.ts';
import { PartMaker } from './part.ts';
import { newPartKey } from './part-key.ts';
import { planExport } from './plan.ts';
import { sealFile } from './sealed-part.ts';

export interface JobParts {
  program: string;
  store: ExportStore;
  objects: ExportObjects;
  records: Pick<Records, 'pages'>;
  slices: SliceReading;
  keys: Pick<KeyRing, 'open'>;
  vault: Pick<Vault, 'get'>;
  disclosure: Disclosure;
  inForce: Pick<InForce, 'check'>;
  policy: Policy;
  clock: Clock;
  signer: Signer;
  /** 32 bytes of an export, always the same for the same one. */
  secretOf: (id: string) => Promise<Uint8Array>;
  /** Today's detectors, with this key for tokens and ids. What it reports is what was found of what was planted. */
  redactorOf: (tokenKey: Uint8Array) => Promise<Pick<Redactor, 'redactFrames'> & { report(): RecallReport }>;
  /** Of the tagger's weights, hex SHA-256. */
  model: string;
}

/** What a task tells the workflow: ids and words, nothing of what it read. */
export type JobResult =
  | { outcome: 'planned'; parts: number }
  | { outcome: 'cut' | 'sealed' | 'ended' }
  /** The reading gate is closed: the same again, later. */
  | { outcome: 'closed' }
  /** IAM denies what opens segments, as it does beside a closed gate and until it has heard of the resume: the same again, later. */
  | { outcome: 'denied' }
  | { outcome: 'stopped'; by: StoppedBy };

const ENDED = { outcome: 'ended' } as const;

/** Segments that hold more than this are no segments of ours: a frame has a megabyte. Bounds what a worker holds. */
export const LONGEST_SEGMENT = 64 * 1024 * 1024;

/**
 * Lists whose segments there are, cuts the work into parts, and keeps them. Done again it is the same plan, unless there are more by now:
 * the first one that was kept stands.
 */
export async function planParts(parts: JobParts, id: string): Promise<JobResult> {
  const { store, records, slices } = parts;
  const made = await begun(store, id);
  if (!made) return ENDED;
  if (made.state === 'making') return { outcome: 'planned', parts: made.parts ?? 0 };
  return orStopped(parts, made, async () => {
    await parts.inForce.check();
    const { query, rules, reader } = made;
    // Who worked when is content: looked for on the grant, with the gate open, as a list is.
    await slices.beginExport(
      { export: id, reader, purpose: query.purpose, permits: permitsOf(parts, made) },
      { plan: 1 },
    );
    const names = exportNames(await parts.secretOf(id));
    const plan = await planExport(records.pages(query), query, rules, names);
    const volume = volumeOf(parts.disclosure, query.purpose);
    // It would end half-way: said before anything is read.
    if (volume && plan.segments > volume.most) throw usedUp('segments', volume, parts.clock.now());
    await store.plan(id, plan.parts, plan.people);
    return { outcome: 'planned', parts: plan.parts.length };
  });
}

/** Reads what one part is of, slice by slice, and seals what becomes of it. */
export async function cutPart(parts: JobParts, id: string, part: string): Promise<JobResult> {
  const { store } = parts;
  const made = await begun(store, id);
  if (made?.state !== 'making') return ENDED;
  const row = await store.part(id, part);
  if (!row || row.cut) return { outcome: 'cut' };
  return orStopped(parts, made, async () => {
    // For which purposes, and of whom: as people consented to it.
    await parts.inForce.check();
    const names = exportNames(await parts.secretOf(id));
    const facts = await cut(parts, made, row, names);
    // Where it is false somebody was faster, or it has ended: what was put is noise under a key that nobody has.
    await store.cut(id, part, facts);
    return { outcome: 'cut' };
  });
}

/** On the groups of when it was asked for: whether they are those of the purpose still is asked anew. */
const permitsOf = ({ policy }: JobParts, { reader, as, query: { purpose } }: Export) =>
  permitsBy(policy, { action: 'slice', reader, groups: as, purpose });

async function cut(parts: JobParts, made: Export, planned: PartRow, names: ExportNames): Promise<CutFacts> {
  const { slices, keys, disclosure, program } = parts;
  const { reader, query, expires } = made;
  const begin = async () => {
    const redactor = await orDenied(parts.redactorOf(names.tokenKey()));
    return { redactor, maker: new PartMaker(planned.subject, { disclosure, query, names, redactor }) };
  };
  let work: Awaited<ReturnType<typeof begin>> | undefined;
  let seen: (Pick<CutFacts, 'trims'> & { keyId: string }) | undefined;
  const permits = permitsOf(parts, made);
  const volume = volumeOf(disclosure, query.purpose);
  for (let at = 0; at < planned.segments.length; at += MOST_SEGMENTS) {
    const segments = planned.segments.slice(at, at + MOST_SEGMENTS);
    const order = {
      export: made.export,
      reader,
      purpose: query.purpose,
      subject: planned.subject,
      segments,
      slice: `${planned.part}#${at}`,
      permits,
      ...(volume && { volume }),
    };
    const { rows, left, trims } = await slices.beginSlice(order);
    // After the gate and the grant: what the redactor is made with is denied beside a closed one, too.
    work ??= await begin();
    const { maker } = work;
    for (const [reason, by] of Object.entries(left)) maker.left(reason as keyof typeof left, by);
    for (const row of rows) {
      const now = { keyId: row.keyId, ...(trims && { trims }) };
      // They trimmed, or enrolled anew, while this was cut: from the beginning, on what holds now.
      if (seen && JSON.stringify(seen) !== JSON.stringify(now))
        throw new Refused('state', 'the subject changed meanwhile');
      seen = now;
      // An export keeps nothing longer than it would have been kept.
      if (row.expiresSeconds * 1000 < expires) maker.left('retention');
      else await read(parts, row, maker);
    }
  }
  const { maker, redactor } = work ?? (await begin());
  const { data, trajectories, counts } = maker.finish({ export: made.export, purpose: query.purpose, program });
  const { planted, found } = redactor.report();
  const recall = { planted, found };
  const facts = { counts, recall, keyId: seen?.keyId ?? '', ...(seen?.trims && { trims: seen.trims }) };
  if (!data || !trajectories) return facts;
  const subjectKey = await orDenied(keys.open(facts.keyId));
  const context = { program, export: made.export, part: planned.part };
  const { key, wrapped } = await newPartKey({ ...context, key: facts.keyId }, subjectKey);
  subjectKey.fill(0);
  const put = async (file: 'data' | 'trajectories', bytes: Uint8Array): Promise<SealedObject> => {
    const sealed = sealFile(bytes, { ...context, file }, key);
    const object = await parts.objects.put(made.export, sealed);
    return { object, bytes: sealed.length, sha256: sha256(sealed) };
  };
  const objects = { data: await put('data', data), trajectories: await put('trajectories', trajectories) };
  key.fill(0);
  return { ...facts, wrapped, ...objects };
}

/** One that cannot be opened stays out by its reason, and takes no other with it. */
async function read({ keys, vault }: JobParts, row: IndexRow, maker: PartMaker): Promise<void> {
  let key: Uint8Array | undefined;
  let lines: string;
  try {
    key = await orDenied(keys.open(row.keyId));
    lines = await orDenied(openRow(row, vault, key, LONGEST_SEGMENT));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
    maker.left(code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : (LEFT_BY[error.reason] ?? 'damaged'));
    return;
  } finally {
    key?.fill(0);
  }
  maker.add(row, lines);
}
const LEFT_BY: Partial<Record<string, keyof CutFacts['counts']['left']>> = {
  ...{ 'wrong-object': 'foreign-object', unsealed: 'foreign-object', 'no-key': 'no-key', 'no-object': 'no-object' },
};

/** Signs what there is, once every part of the plan is there. */
export async function sealExport(parts: JobParts, id: string): Promise<JobResult> {
  const { store, objects, clock, signer } = parts;
  const made = await begun(store, id);
  if (made?.state !== 'making') return made ? ENDED : sealedBefore(store, id);
  return orStopped(parts, made, async () => {
    const rows: PartRow[] = [];
    for await (const row of allParts(store, id)) {
      if (!row.cut) throw new Refused('state', 'a part is not cut');
      rows.push(row);
    }
    if (rows.length !== made.parts) throw new Refused('state', 'a part of the plan is not there');
    const names = exportNames(await parts.secretOf(id));
    const documents = await documentsOf(signer, {
      ...{ made, rows, at: clock.now(), program: parts.program, disclosure: parts.disclosure, policy: parts.policy },
      person: names.person,
      model: parts.model,
    });
    const { manifest } = await objects.publish(id, documents);
    const { people, counts } = manifest.document;
    const hash = sha256(manifest.note);
    const isSealed = await store.seal(id, { at: manifest.document.sealed, hash, rows: counts.rows, people });
    return isSealed ? { outcome: 'sealed' } : ENDED;
  });
}

const sealedBefore = async (store: ExportStore, id: string): Promise<JobResult> =>
  (await store.find(id))?.state === 'sealed' ? { outcome: 'sealed' } : ENDED;

/** The export as long as it is being made. */
async function begun(store: ExportStore, id: string): Promise<Export | undefined> {
  const made = await store.find(id);
  return made && (made.state === 'planned' || made.state === 'making') ? made : undefined;
}

/** What opens segments is denied. The grant, which is asked for first each time, bounds how often it is tried. */
class Denied extends SluiceError {}

async function orDenied<T>(opening: Promise<T>): Promise<T> {
  try {
    return await opening;
  } catch (cause) {
    throw isDenied(cause) ? new Denied('what opens segments is denied', { cause }) : cause;
  }
}

/** What ends it for good is a state of it, what does not is the workflow's to repeat. */
async function orStopped(
  { store, clock }: JobParts,
  { export: id, denied }: Export,
  run: () => Promise<JobResult>,
): Promise<JobResult> {
  try {
    const result = await run();
    if (denied !== undefined) await store.denied(id, undefined);
    return result;
  } catch (error) {
    if (error instanceof Denied) {
      if (denied === undefined) await store.denied(id, clock.now());
      return { outcome: 'denied' };
    }
    if (!(error instanceof Refused)) throw error;
    if (error.reason === 'gate-closed') return { outcome: 'closed' };
    const by = STOPS[error.reason];
    if (!by) throw error;
    await stopExport(store, id, by);
    return { outcome: 'stopped', by };
  }
}
const STOPS: Partial<Record<string, StoppedBy>> = {
  'no-grant': 'no-grant',
  purpose: 'purpose',
  widened: 'disclosure',
  limit: 'limit',
  'too-few': 'too-few',
  'too-many': 'too-many',
};

/** Ends the making of one: nothing of it ever opens, and its keys go. */
export async function stopExport(store: ExportStore, id: string, by: StoppedBy): Promise<boolean> {
  const isStopped = await store.stop(id, by);
  if (isStopped) await store.forget(id);
  return isStopped;
}
