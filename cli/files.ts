import { isUtf8 } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { withoutMark } from '../wire/line-stream.ts';
import { CommandError, EXIT } from './exit-codes.ts';

/**
 * A text that a person names, or that is piped in: UTF-8, with or without a byte order mark.
 * @param file path, or `-` for stdin @throws CommandError `unreadable`, `encoding`: both say what to do
 */
export function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new CommandError(EXIT.usage, 'unreadable', `${file} cannot be read (${code}).`, { cause });
  }
  if (!isText(bytes)) {
    throw new CommandError(
      EXIT.usage,
      'encoding',
      `${file === '-' ? 'stdin' : file} is not UTF-8 text. Convert it first, e.g. iconv -f UTF-16 -t UTF-8.`,
    );
  }
  return withoutMark(bytes.toString('utf8'));
}

/** UTF-16 of plain text is half NUL bytes, some of it valid UTF-8: texts have none. */
const isText = (bytes: Uint8Array): boolean => isUtf8(bytes) && !bytes.includes(0);

/** For its owner alone: it names people. */
export const PRIVATE = 0o600;

/** New, or not at all. @param mode of the file. @default what the umask leaves. @throws CommandError `there`, `unwritable` */
export function writeNew(file: string, content: string | Uint8Array, mode = 0o666): void {
  try {
    writeFileSync(file, content, { flag: 'wx', mode });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    if (code !== 'EEXIST')
      throw new CommandError(EXIT.usage, 'unwritable', `${file} cannot be written (${code}).`, { cause });
    throw new CommandError(
      EXIT.usage,
      'there',
      `${file} is there already, and is not written over. Name another file.`,
      {
        cause,
      },
    );
  }
}
