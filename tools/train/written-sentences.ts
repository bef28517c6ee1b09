import type { Topic } from '../../redaction/topics/topics.ts';
import { readTopicTemplates } from './topic-sentences.ts';

/** Every so many sentences of a part are in no training: what they say of a set of weights no other sentence of the same words says. */
const HELD_OUT = 8;

/**
 * Sentences that were written one by one, as people write at work (`topics/written`): each says one thing in words of its own, which templates cannot.
 * @param heldOut those that no training has
 */
export function writtenSentences(code: string, heldOut = false): ReadonlyMap<Topic | 'clean', readonly string[]> {
  const { templates } = readTopicTemplates(code, 'written');
  return new Map(
    [...templates].map(([topic, all]) => [topic, all.filter((_, i) => (i % HELD_OUT === HELD_OUT - 1) === heldOut)]),
  );
}
