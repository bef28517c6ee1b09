import { decodeTime, ulid } from 'ulid';
import { ApiError } from '../api/client.ts';
import type { Reported } from '../api/incident.ts';
import type { NotClosed } from '../api/words.ts';
import { commandErrorOf, mayBeDone } from './api.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { facts, type Output, time } from './output.ts';

/**
 * Opens an incident under an id that is known before the first try, so that a lost answer is the same request again, and
 * that whoever asked can look it up whatever became of the answer.
 * @param given an id of an earlier call that is made again. @default a new one
 */
export async function openIncident(
  output: Output,
  given: string | undefined,
  open: (incident: string) => Promise<Reported>,
): Promise<void> {
  const id = given === undefined ? ulid() : checkedId(given);
  try {
    await openUnder(output, id, open);
  } catch (error) {
    // Nothing was done. An id of this computer's own may be of tomorrow, or too old to be known, where its clock is wrong: no reason to
    // close nothing.
    const retried = given === undefined && error instanceof CommandError ? error.cause : undefined;
    if (!(retried instanceof ApiError) || retried.at === undefined) throw error;
    const isOfTomorrow = retried.reason === 'malformed' && decodeTime(id) > retried.at;
    if (!isOfTomorrow && retried.reason !== 'stale-id') throw error;
    await openUnder(output, ulid(retried.at), open);
  }
}

async function openUnder(output: Output, id: string, open: (incident: string) => Promise<Reported>): Promise<void> {
  output.note({ incident: id }, `Incident ${id}`);
  try {
    printOpened(output, await open(id));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { exitCode, reason, message } = commandErrorOf(error);
    const more = mayBeDone(error)
      ? ` The gates may be closed all the same: sluice incidents show ${id}. Sent again with --incident ${id} it is the same one.`
      : '';
    throw new CommandError(exitCode, reason, `${message}${more}`, { cause: error, details: { incident: id } });
  }
}

/**
 * In capital letters, however it was copied: a hold under any other could not be filed afterwards, and nothing is found under it.
 * @throws CommandError `bad-incident`
 */
export function checkedId(id: string): string {
  const capital = id.toUpperCase();
  if (/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(capital)) return capital;
  throw new CommandError(EXIT.usage, 'bad-incident', `${id}: not an id of an incident (ULID).`);
}

const WHY_NOT_CLOSED: Readonly<Record<NotClosed, string>> = {
  severity: 'left as they are: only high severity closes them',
  'not-closer': 'left as they are: you are not among those whose reports close them',
  anonymous: 'left as they are: a report without a name closes nothing',
  limit: 'left as they are: your closures of the day are used up; the report is investigated all the same',
};

/** The reason comes from the service, which may be a newer one. */
const whyNotClosed = (reason: string | undefined): string =>
  new Map<string | undefined, string>(Object.entries(WHY_NOT_CLOSED)).get(reason) ?? 'left as they are';

const FOLLOWS =
  'The gates are closed. Something else did not answer: incident and receipt follow by themselves; send it again under its id to keep what you wrote.';

/** A report that is sent again may find its incident over, and what was filed after the closing took no time to close. */
function gatesOf({ closes, notClosed, status, concludedAt, reportedAt, closedAt }: Reported['incident']) {
  if (!closes) return { gates: whyNotClosed(notClosed) };
  if (concludedAt !== undefined)
    return { gates: `this incident is over (${status}): nothing was closed anew. ${ANEW}` };
  const took = closedAt === undefined ? -1 : closedAt - reportedAt;
  return { gates: `closed at ${time(closedAt)}`, took: took < 0 ? undefined : `${took} ms` };
}

const ANEW = 'To close them again give no --incident';

function printOpened(output: Output, opened: Reported): void {
  const { incident } = opened;
  output.result(opened, () =>
    [
      facts({
        incident: incident.incident,
        severity: incident.severity,
        ...gatesOf(incident),
        epoch: incident.epochs?.collection,
        receipt: opened.receipt ? 'signed; keep it with --json' : undefined,
      }),
      ...(opened.filing ? ['', FOLLOWS] : []),
      '',
      `Follow it: sluice incidents show ${incident.incident}`,
    ].join('\n'),
  );
}
