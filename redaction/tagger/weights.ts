import { statSync } from 'node:fs';
import { anywhere, type Place, readInto } from '../kernel/read.ts';
import { modelBytes, type TaggerWeights } from './model.ts';
import about from './tagger.weights.json' with { type: 'json' };
import world from './world.weights.json' with { type: 'json' };

/**
 * The weights as they are shipped, written by `npm run train`: those for English, and those for all other languages. They
 * stand beside this module, and beside a bundle that it is part of (whoever makes the bundle puts them there): inside of a
 * module they would be in memory three times, and unpacking them would be a third of the start of a function.
 */
export const WEIGHTS_FILE = new URL('./tagger.weights.bin', import.meta.url);
export const WORLD_WEIGHTS_FILE = new URL('./world.weights.bin', import.meta.url);

/** Which model it is, for whoever says with what a text was looked at: of the weights for English, and of those for all others. */
export const MODEL_DIGESTS = { english: about.sha256, world: world.sha256 } as const;

export const shippedWeights = (place: Place = anywhere): TaggerWeights => ({
  ...about,
  bytes: readInto(WEIGHTS_FILE, place),
});

export const worldWeights = (place: Place = anywhere): TaggerWeights => ({
  ...world,
  bytes: readInto(WORLD_WEIGHTS_FILE, place),
});

/**
 * Looks whether they are there, without reading them: a third of what a start would read, and many a process never meets a text that
 * needs them. What is damaged in them is seen when they are read.
 * @throws Error
 */
export function expectWorldWeights(file = WORLD_WEIGHTS_FILE): void {
  if (statSync(file).size !== modelBytes(1 << world.lexiconBits))
    throw new Error('tagger weights for other languages are not as long as they should be');
}
