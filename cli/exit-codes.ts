/** Exit codes of every command; documented in the help and in docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** The command ran and found something wrong: an invalid file, a broken chain, books that do not balance. */
  failed: 1,
  /** Wrong usage: unknown option, missing argument, a value that the service cannot read. */
  usage: 2,
  /** A rule refused it: no grant, no consent, gate closed, approvals missing. The reason is printed. */
  refused: 3,
  /** Not logged in, or the token is no longer valid. */
  unauthenticated: 4,
  /** The API or the endpoint cannot be reached. */
  unreachable: 5,
  /** What was verified holds, and its newest entries are not signed yet: the next checkpoint signs them, within minutes. */
  unsigned: 6,
  /** What was verified holds, and the witness that was asked does not confirm its checkpoint (yet). */
  unwitnessed: 7,
  /** Nothing was found, and not everything could be looked at: unknown is not a clean bill. */
  unknown: 8,
  /** The person pressed Ctrl-C: 128 and the number of the signal, as in every shell. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** In words, for help and docs. */
export const EXIT_WORDS: Readonly<Record<ExitCode, string>> = {
  [EXIT.ok]: 'done',
  [EXIT.failed]: 'failed, or found something wrong',
  [EXIT.usage]: 'usage: an option, an argument or a value that is not as it should be',
  [EXIT.refused]: 'refused by a rule',
  [EXIT.unauthenticated]: 'not logged in, or not any more',
  [EXIT.unreachable]: 'the service, or what stands before it, does not answer',
  [EXIT.unsigned]: 'it holds, and its newest part is not signed yet',
  [EXIT.unwitnessed]: 'it holds, and the witness does not confirm it yet',
  [EXIT.unknown]: 'nothing was found, and not everything could be looked at',
  [EXIT.interrupted]: 'interrupted',
};

/** An error that a command ends with: one clear line, and what to do. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  /** Stable word for programs, printed with --json. */
  readonly reason: string;
  /** More for programs, printed with --json. */
  readonly details: Readonly<Record<string, string>>;

  constructor(
    exitCode: ExitCode,
    reason: string,
    message: string,
    options: ErrorOptions & { details?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, options);
    this.name = 'CommandError';
    this.exitCode = exitCode;
    this.reason = reason;
    this.details = options.details ?? {};
  }
}
