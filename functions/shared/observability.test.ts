import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { Refused, SluiceError } from '../../core/shared/errors.ts';
import { describeError, observed } from './observability.ts';

const CONTENT = 'my password is hunter2';

/** As the Lambda runtime writes it into the log: message, stack, and every enumerable field. */
const asLogged = (error: Error) => JSON.stringify([error.message, error.stack, { ...error }]);

const thrownBy = async (thrown: unknown): Promise<Error> => {
  const handler = middy()
    .use(observed())
    .handler(async () => {
      throw thrown;
    });
  return handler({}, { functionName: 'f', awsRequestId: 'r' } as Context).then(
    () => Promise.reject(new Error('it was swallowed')),
    (error: Error) => error,
  );
};

describe('what leaves a function that fails', () => {
  const printed: string[] = [];
  beforeEach(() => {
    printed.length = 0;
    const take = (chunk: unknown) => printed.push(String(chunk)) > 0;
    for (const stream of [process.stdout, process.stderr])
      jest.spyOn(stream, 'write').mockImplementation(take as never);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('is counted as failed, whatever it is', async () => {
    await thrownBy(new Error('of a library'));
    await thrownBy(new Refused('wrong-document', 'not the one'));
    const counts = printed.map((line) => ['Failed', 'Broken'].filter((metric) => line.includes(`"${metric}":1`)));
    expect(counts.filter(({ length }) => length > 0)).toEqual([['Failed'], ['Failed', 'Broken']]);
  });

  test.each<[string, unknown]>([
    ['a library that quotes what it choked on', new SyntaxError(`Unexpected token, "${CONTENT}" is not valid JSON`)],
    ['a service that hands back an item', Object.assign(new Error('failed'), { Item: { text: { S: CONTENT } } })],
    ['a text', CONTENT],
  ])('of %s: nothing but its name', async (_what, thrown) => {
    const error = await thrownBy(thrown);
    expect(error).toBeInstanceOf(SluiceError);
    expect(asLogged(error)).not.toContain('hunter2');
    expect(printed.join('')).toContain('"message":"failed"');
    expect(printed.join('')).not.toContain('hunter2');
  });

  test('errors of our own as they are', async () => {
    const refused = new Refused('too-many', 'five of six');
    expect(await thrownBy(refused)).toBe(refused);
  });
});

test('of a message of several lines none is taken for a place in the code', () => {
  const place = (message: string) => describeError(new Error(message)).place;
  expect(place(`{\n    at ${CONTENT}`)).not.toContain('hunter2');
  expect(place('one line')).toMatch(/^at .*observability\.test/);
});
