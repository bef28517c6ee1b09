import { type Assembled, assemble } from './assemble.ts';
import type { BatchCache, IntakePorts } from './batch.ts';
import type { BatchContext } from './decide.ts';
import { decideSubjects } from './decide-subjects.ts';
import type { Chunk } from './intake.ts';
import { openSubjects } from './open-subjects.ts';
import type { Position } from './position.ts';
import { sealSubjects } from './seal-subjects.ts';

/** Of which there is something to write. */
export type Prepared = Assembled & { chunk: Chunk };

/**
 * Opens, decides, redacts and seals the frames of the next subjects. Nothing is committed; bodies are put.
 * @returns `undefined` when nothing can be done for what is left now
 */
export async function prepareChunk(
  position: Position,
  context: BatchContext,
  cache: BatchCache,
  ports: IntakePorts,
): Promise<Prepared | undefined> {
  for (let at = position; ; ) {
    const opened = await openSubjects(at, context, cache, ports);
    if (opened.frames.length === 0) return undefined;
    const decided = await decideSubjects(opened, context, cache, ports);
    const sealed = await sealSubjects(decided, context, cache, ports);
    const { chunk, ...rest } = assemble(decided, sealed, context);
    if (chunk) return { chunk, ...rest };
    // Frames that move no window, behind others that wait: the transaction that passes them counts them.
    at = rest.after;
  }
}
