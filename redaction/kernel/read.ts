import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Where so many bytes are to stand: in the memory of a kernel they need not be copied there. */
export type Place = (bytes: number) => Uint8Array;

export const anywhere: Place = (bytes) => new Uint8Array(bytes);

/** The bytes of a file. */
export function readInto(file: URL, place: Place): Uint8Array {
  const opened = openSync(file, 'r');
  try {
    const bytes = place(fstatSync(opened).size);
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(opened, bytes, at, bytes.length - at, at);
      if (read === 0) throw new Error('a file of weights became shorter while it was read');
      at += read;
    }
    return bytes;
  } finally {
    closeSync(opened);
  }
}
