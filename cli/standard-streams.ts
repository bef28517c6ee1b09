import { EXIT } from './exit-codes.ts';

type Stream = Pick<NodeJS.WriteStream, 'on'>;

/**
 * The end of the output is part of the work. A reader that has seen enough (`| head`) ends the command quietly; an output that cannot
 * be written (a full disk) ends it with one line and exit code 1, never with a stack trace or with success.
 */
export function guardStandardStreams(
  stdout: Stream = process.stdout,
  stderr: Stream & Pick<NodeJS.WriteStream, 'write'> = process.stderr,
  exit: (code: number) => void = process.exit,
): void {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return exit(EXIT.ok);
    stderr.write(`sluice: the output cannot be written (${error.code ?? 'unknown'}); it is not complete.\n`);
    exit(EXIT.failed);
  });
  stderr.on('error', () => exit(EXIT.failed));
}
