type Stream = Pick<NodeJS.WriteStream, 'on'>;

const DONE = 0;
const FAILED = 1;

/**
 * The end of the output is part of the work. A reader that has seen enough (`| head`) ends the command quietly, with what it had come to
 * by then; an output that cannot be written (a full disk) ends it with one line and exit code 1, never with a stack trace or with success.
 * What cannot be told on stderr ends nothing: a pause is asked for whether or not somebody reads how it goes.
 * @param name of the command
 */
export function guardStandardStreams(
  name: string,
  stdout: Stream = process.stdout,
  stderr: Stream & Pick<NodeJS.WriteStream, 'write'> = process.stderr,
  exit: (code: number) => void = process.exit,
): void {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return exit(Number(process.exitCode ?? DONE));
    stderr.write(`${name}: the output cannot be written (${error.code ?? 'unknown'}); it is not complete.\n`);
    exit(FAILED);
  });
  stderr.on('error', () => undefined);
}
