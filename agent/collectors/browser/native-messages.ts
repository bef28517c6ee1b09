import { endianness } from 'node:os';
import { addAbortSignal, type Readable, type Writable } from 'node:stream';

/** How browsers talk to programs of the device: a length in the machine's own order, then that many bytes of JSON. */

/** What an extension sends is shorter by far; whatever is longer ends the talk. */
const LONGEST = 16 * 1024 * 1024;

const isLittle = endianness() === 'LE';

/** @throws RangeError a message that is too long */
export async function* readMessages(input: Readable, signal: AbortSignal): AsyncGenerator<unknown> {
  addAbortSignal(signal, input);
  let waiting: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of input) {
      waiting.push(chunk);
      bytes += chunk.length;
      while (bytes >= 4) {
        const all = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting);
        const length = isLittle ? all.readUInt32LE(0) : all.readUInt32BE(0);
        if (length > LONGEST) throw new RangeError('a message of the browser that is too long');
        waiting = [all];
        if (bytes < 4 + length) break;
        const text = all.toString('utf8', 4, 4 + length);
        waiting = [all.subarray(4 + length)];
        bytes -= 4 + length;
        yield parsed(text);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function writeMessage(output: Writable, message: unknown): void {
  const body = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(4);
  if (isLittle) head.writeUInt32LE(body.length);
  else head.writeUInt32BE(body.length);
  output.write(Buffer.concat([head, body]));
}
