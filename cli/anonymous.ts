import { randomBytes } from 'node:crypto';
import { fileAnonymously, readAnswer } from '../api/anonymous.ts';
import { ApiError } from '../api/client.ts';
import type { Answer } from '../api/route.ts';
import type { Severity } from '../api/words.ts';
import { pseudonymOf } from '../core/shared/pseudonym.ts';
import { commandErrorOf, mayBeDone } from './api.ts';
import type { Context } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { facts, quoted, time } from './output.ts';

const KEEP = 'Keep it: it alone finds the answer, and nothing else tells that the report is yours.';

/** @throws CommandError `bad-receipt` */
export function checkedReceipt(given: string): string {
  const receipt = given.toLowerCase().trim();
  if (/^[a-z2-7]{26}$/.test(receipt)) return receipt;
  throw new CommandError(
    EXIT.usage,
    'bad-receipt',
    'That is not a receipt: 26 letters and digits, as "sluice report --anonymous" prints one.',
  );
}

/** Reports under a receipt that is told before the first try, so that a lost answer is the same report again. */
export async function reportAnonymously(
  { api, output }: Context,
  given: string | undefined,
  order: { severity: Severity; text: string },
): Promise<void> {
  const receipt = given ?? pseudonymOf(randomBytes(32));
  output.note({ receipt }, `Receipt ${receipt}\n${KEEP}`);
  try {
    const filed = await api.call(fileAnonymously, { body: { receipt, ...order } });
    output.result({ receipt, ...filed }, () =>
      [
        facts({ incident: filed.incident, severity: order.severity, reported: time(filed.reportedAt) }),
        '',
        'It closes no gate. People look into it; what they answer: sluice report --receipt with your receipt',
      ].join('\n'),
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { exitCode, reason, message } = commandErrorOf(error);
    const again = mayBeDone(error)
      ? ` It may have been taken all the same. The same again is one report: --receipt ${receipt}`
      : '';
    throw new CommandError(exitCode, reason, `${message}${again}`, { cause: error, details: { receipt } });
  }
}

export async function showAnswers({ api, output }: Context, receipt: string): Promise<void> {
  const told = await api.call(readAnswer, { body: { receipt } });
  output.result(told, () => [describe(told), ...answersIn(told.answers)].join('\n'));
}

const describe = ({ incident, status, reportedAt, concludedAt }: Answer<typeof readAnswer>): string =>
  facts({
    incident,
    status,
    reported: time(reportedAt),
    concluded: concludedAt === undefined ? undefined : time(concludedAt),
  });

export const answersIn = (answers: readonly { at: number; text: string }[]): string[] =>
  answers.length === 0
    ? ['', 'Nobody has answered yet.']
    : answers.flatMap(({ at, text }) => ['', `Answered at ${time(at)}:`, quoted(text)]);
