import { TransactionCanceledException, type TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { AGAIN, transact, untilDone } from './transact.aws.ts';

const metadata = { $metadata: {}, message: '' };
const named = (name: string) => Object.assign(new Error(name), { name });
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ ...metadata, CancellationReasons: codes.map((Code) => ({ Code })) });

/** Answers with each error in turn, then takes. */
async function run(...errors: Error[]) {
  const tokens: unknown[] = [];
  const send = async ({ input }: TransactWriteItemsCommand) => {
    tokens.push(input.ClientRequestToken);
    const error = errors[tokens.length - 1];
    if (error) throw error;
    return {};
  };
  const came = await transact({ send } as never, []).catch((error: Error) => error);
  return { came, tokens };
}

describe('a transaction', () => {
  test('of which nobody knows whether it was made goes again under its token, so that it is made once', async () => {
    const { came, tokens } = await run(named('TimeoutError'), named('ThrottlingException'));
    expect(came).toEqual({ done: true });
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens).size).toBe(1);
    expect((await run()).tokens[0]).not.toBe(tokens[0]);
  });

  test.each<[string, string[], number[]]>([
    ['a condition', ['None', 'ConditionalCheckFailed'], [1]],
    [
      'two conditions, beside a conflict',
      ['ConditionalCheckFailed', 'TransactionConflict', 'ConditionalCheckFailed'],
      [0, 2],
    ],
    ['a conflict', ['None', 'TransactionConflict'], []],
    ['throttling', ['ThrottlingError'], []],
  ])('cancelled for %s is the caller’s to judge, and is not sent again', async (_what, codes, failed) => {
    const { came, tokens } = await run(cancelled(...codes));
    expect(came).toEqual({ done: false, failed });
    expect(tokens).toHaveLength(1);
  });

  test.each<[string, Error]>([
    ['a defect', named('ValidationException')],
    ['a lack of rights', named('AccessDeniedException')],
    ['a defect of an item', cancelled('None', 'ValidationError')],
    ['no reason at all', cancelled()],
    ['reasons that are not told', new TransactionCanceledException(metadata)],
  ])('that fails for %s fails', async (_what, error) => {
    const { came, tokens } = await run(error);
    expect(came).toBe(error);
    expect(tokens).toHaveLength(1);
  });

  test('that never takes is given up', async () => {
    let time = 0;
    const sleep = async () => {
      time += 1_000;
    };
    const pace = { now: () => time, sleep, random: () => 0.5 };
    let attempts = 0;
    const never = untilDone(async () => {
      attempts++;
      return AGAIN;
    }, pace);
    await expect(never).rejects.toThrow('did not take within 10000 ms, 11 tries');
    expect(attempts).toBe(11);
    const away = new Error('away');
    await expect(untilDone(() => Promise.reject(away), pace)).rejects.toBe(away);
  });
});
