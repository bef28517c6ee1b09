type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Narrower than this nothing is laid out. */
const LEAST = 20;

/** Places in a line; without end where nobody looks at a terminal. `COLUMNS` says otherwise. */
export function terminalWidth(stream: Stream = process.stdout, env: Environment = process.env): number {
  const said = Number(env.COLUMNS);
  if (Number.isInteger(said) && said > 0) return Math.max(LEAST, said);
  return stream.isTTY && stream.columns ? Math.max(LEAST, stream.columns) : Number.POSITIVE_INFINITY;
}

/** https://no-color.org; `FORCE_COLOR` as in Node. */
export function hasColour(stream: Stream = process.stdout, env: Environment = process.env): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

const GOOD = 32;
const WAITS = 33;
const BAD = 31;
/** The words that say how something stands. What others wrote is coloured by no word of theirs: a state stands alone in its cell. */
const STATES: Readonly<Record<string, number>> = {
  ...{ open: GOOD, live: GOOD, ok: GOOD, green: GOOD, active: GOOD, confirmed: GOOD },
  ...{
    closing: WAITS,
    pending: WAITS,
    enrolled: WAITS,
    withdrawn: WAITS,
    paused: WAITS,
    outdated: WAITS,
    expired: WAITS,
  },
  ...{ closed: BAD, erased: BAD, failed: BAD, refused: BAD, missing: BAD, broken: BAD, revoked: BAD },
};

/** A state at the beginning of a cell or of a fact, e.g. `collection  open since ...`. */
const STATE = new RegExp(`(^| {2})(${Object.keys(STATES).join('|')})(?=$| {2}| since | \\()`, 'gm');

/** Colours what stands for a state. @param text without controls */
export const coloured = (text: string): string =>
  text.replace(STATE, (_, before: string, word: string) => `${before}\u001b[${STATES[word]}m${word}\u001b[39m`);
