import type { ExportStore, PartRow } from './export.ts';

/** Page by page, in order of name. */
export async function* allParts(store: Pick<ExportStore, 'parts'>, id: string): AsyncGenerator<PartRow> {
  let after: string | undefined;
  do {
    const page = await store.parts(id, after);
    yield* page.parts;
    after = page.next;
  } while (after !== undefined);
}

/** Names of the parts: what the workflow goes through. */
export async function partNames(store: Pick<ExportStore, 'parts'>, id: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { part } of allParts(store, id)) names.push(part);
  return names;
}

/** How many parts of an export are cut. */
export async function cutSoFar(store: Pick<ExportStore, 'parts'>, id: string): Promise<number> {
  let count = 0;
  for await (const { cut } of allParts(store, id)) if (cut) count++;
  return count;
}
