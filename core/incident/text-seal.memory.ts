import { Refused } from '../shared/errors.ts';
import type { TextSeal } from './text-seal.ts';

/** Hides nothing, and opens nothing under another name than it was sealed for. */
export const memoryTextSeal = (): TextSeal => ({
  seal: async (name, text) => ({ wrapped: Buffer.from(name), message: Buffer.from(text) }),
  async open(name, { wrapped, message }) {
    if (Buffer.from(wrapped).toString() !== name) throw new Refused('damaged', 'the text is the one of another');
    return Buffer.from(message).toString();
  },
});
