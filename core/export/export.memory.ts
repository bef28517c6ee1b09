import { type HeldIn, type HeldIndex, placeOf } from './departures.ts';
import type { CutFacts, Export, ExportDocuments, ExportObjects, ExportStore, Held, PartRow } from './export.ts';
import type { TrainingRun, TrainingRuns } from './runs.ts';

interface Kept {
  export: Export;
  parts: Map<string, PartRow>;
}

export interface MemoryExports extends ExportStore {
  readonly kept: Map<string, Kept>;
}

/** @param pageParts parts of a page */
export function memoryExports(pageParts = 40): MemoryExports {
  const kept = new Map<string, Kept>();
  const moved = (id: string, from: readonly Export['state'][], to: Partial<Export>): boolean => {
    const there = kept.get(id);
    if (!there || !from.includes(there.export.state)) return false;
    there.export = { ...there.export, ...to };
    return true;
  };
  return {
    kept,
    async create(asked) {
      const there = kept.get(asked.export);
      if (there) return there.export;
      kept.set(asked.export, { export: asked, parts: new Map() });
      return asked;
    },
    find: async (id) => kept.get(id)?.export,
    list: async () => [...kept.values()].map((one) => one.export),
    async plan(id, parts, people) {
      if (kept.get(id)?.export.state !== 'planned') return;
      kept.get(id)!.parts.clear();
      for (const part of parts) kept.get(id)!.parts.set(part.part, { ...part });
      moved(id, ['planned'], { state: 'making', parts: parts.length, people });
    },
    part: async (id, part) => kept.get(id)?.parts.get(part),
    async parts(id, after = '') {
      const all = [...(kept.get(id)?.parts.values() ?? [])].sort((a, b) => (a.part < b.part ? -1 : 1));
      const page = all.filter(({ part }) => part > after).slice(0, pageParts);
      const last = page.at(-1)?.part;
      return { parts: page, ...(page.length === pageParts && last !== undefined && { next: last }) };
    },
    async cut(id, part, facts: CutFacts) {
      const row = kept.get(id)?.parts.get(part);
      if (!row || row.cut || kept.get(id)!.export.state !== 'making') return false;
      kept.get(id)!.parts.set(part, { ...row, cut: facts });
      return true;
    },
    async held(id, after = '') {
      const held = [...heldOf(kept.get(id)).values()].sort((a, b) => (a.subject < b.subject ? -1 : 1));
      const page = held.filter(({ subject }) => subject > after).slice(0, pageParts);
      const last = page.at(-1)?.subject;
      return { held: page, ...(page.length === pageParts && last !== undefined && { next: last }) };
    },
    holding: async (subject) => [...kept].filter(([, one]) => heldOf(one).has(subject)).map(([id]) => id),
    seal: async (id, sealed) => moved(id, ['making'], { state: 'sealed', sealed }),
    stop: async (id, by) => moved(id, ['planned', 'making'], { state: 'stopped', stopped: by }),
    async denied(id, since) {
      const there = kept.get(id);
      if (!there || !['planned', 'making'].includes(there.export.state)) return;
      const { denied, ...rest } = there.export;
      if (since === undefined) there.export = rest;
      else there.export = { ...rest, denied: denied ?? since };
    },
    revoke: async (id) => moved(id, ['planned', 'making', 'sealed', 'stopped'], { state: 'revoked' }),
    async copy(id, copy, there) {
      const row = kept.get(id);
      if (!row) return false;
      const { copies = [], ...rest } = row.export;
      if (copies.includes(copy) === there) return false;
      const now = there ? [...copies, copy].sort() : copies.filter((one) => one !== copy);
      row.export = { ...rest, ...(now.length > 0 && { copies: now }) };
      return true;
    },
    async forget(id) {
      for (const [name, { cut, ...row }] of kept.get(id)?.parts ?? []) {
        const { wrapped: _, ...facts } = cut ?? ({} as CutFacts);
        kept.get(id)!.parts.set(name, { ...row, ...(cut && { cut: facts as CutFacts }) });
      }
    },
  };
}

function heldOf(kept: Kept | undefined): Map<string, Held> {
  const held = new Map<string, Held>();
  for (const { subject, cut } of kept?.parts.values() ?? []) {
    if (!cut || cut.counts.rows === 0) continue;
    held.set(subject, { subject, keyId: cut.keyId, ...(cut.trims && { trims: cut.trims }) });
  }
  return held;
}

export interface MemoryRuns extends TrainingRuns {
  readonly declared: Map<string, { run: TrainingRun; people: readonly Held[] }>;
}

export function memoryRuns(): MemoryRuns {
  const declared: MemoryRuns['declared'] = new Map();
  const name = (id: string, run: string) => `${id}#${run}`;
  return {
    declared,
    async declare(run, people) {
      const key = name(run.export, run.run);
      if (!declared.has(key)) declared.set(key, { run, people });
      return declared.get(key)!.run;
    },
    holding: async (subject) =>
      [...declared.values()]
        .filter(({ people }) => people.some((one) => one.subject === subject))
        .map(({ run }) => run),
    find: async (id, run) => declared.get(name(id, run))?.run,
    runs: async () => [...declared.values()].map(({ run }) => run),
  };
}

/** @param pagePeople people of a page */
export function memoryHeldIndex(
  exports: Pick<MemoryExports, 'kept'>,
  runs: Pick<MemoryRuns, 'declared'>,
  pagePeople = 40,
): HeldIndex {
  return {
    async *people() {
      const all: HeldIn[] = [];
      for (const [id, one] of exports.kept) for (const held of heldOf(one).values()) all.push({ ...held, export: id });
      for (const { run, people } of runs.declared.values())
        for (const held of people) all.push({ ...held, export: run.export, run: run.run });
      all.sort((a, b) => (`${a.subject}#${placeOf(a)}` < `${b.subject}#${placeOf(b)}` ? -1 : 1));
      for (let at = 0; at < all.length; at += pagePeople) yield all.slice(at, at + pagePeople);
    },
  };
}

export interface MemoryExportObjects extends ExportObjects {
  readonly objects: Map<string, Uint8Array>;
}

export function memoryExportObjects(): MemoryExportObjects {
  const objects = new Map<string, Uint8Array>();
  const documents = new Map<string, ExportDocuments>();
  return {
    objects,
    async put(id, bytes) {
      const object = `${id}/${objects.size}`;
      objects.set(object, Buffer.from(bytes));
      return object;
    },
    async publish(id, made) {
      if (!documents.has(id)) documents.set(id, made);
      return documents.get(id)!;
    },
    names: async () => undefined,
    documents: async (id) => documents.get(id),
    link: async (object) => `memory:${object}`,
  };
}
