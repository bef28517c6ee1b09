/** A disclosure that was made wider under the version that people consented to, and deployed: what each function does about it. */
import { describe, expect, test } from '@jest/globals';
import { sampleDisclosure } from '../../../core/disclosure/sample.ts';
import { frames } from './frames.ts';
import { loadHandler, printedBy } from './run-function.ts';

/** What is noted of the version that the functions' bundles hold: less. */
const notes = async () => {
  const { compileDisclosure } = await import('../../../core/disclosure/compiled.ts');
  const narrower = sampleDisclosure((one) => {
    delete one.events.key;
  });
  return { read: async () => ({ versions: new Map([['1.0', compileDisclosure(narrower)]]), revision: 1 }) };
};

async function answerOf(name: string, routeKey: string, body?: object, pathParameters = {}) {
  const handler = await loadHandler(name, async () => ({
    awsDisclosureNotes: await notes(),
    awsPseudonyms: { of: async () => 'abcdefghijklmnopqrstuvwxyz' },
  }));
  const event = {
    ...{ routeKey, rawPath: '/', headers: {}, isBase64Encoded: false, requestContext: { requestId: 'request' } },
    ...(body && { body: JSON.stringify(body) }),
    pathParameters,
  };
  let answer: unknown;
  const printed = await printedBy(async () => {
    answer = await handler(event);
  });
  const { statusCode, body: text } = answer as { statusCode: number; body: string };
  const { error, message } = JSON.parse(text) as { error: string; message: string };
  return { statusCode, error, message, alarms: printed.some((line) => line.includes('"Broken":1')) };
}

describe('a disclosure that was widened under its version', () => {
  const device = 'anna-laptop';
  const reason = 'sample of the week';
  const record = { subject: 'abcdefghijklmnopqrstuvwxyz', segment: '01KB0000000000000000000000' };

  test.each<[name: string, routeKey: string, body: object, path: object]>([
    ['control', 'POST /enrolments', { device }, {}],
    ['control', 'POST /consents', { disclosure: '1.0', hash: 'a'.repeat(64) }, {}],
    ['control', 'POST /leases', { device, acked: 0 }, {}],
    ['reader', 'POST /grants', { reader: 'ivan', purpose: 'research', hours: 1 }, {}],
    ['reader', 'POST /listings', { purpose: 'research', reason }, {}],
    ['reader', 'POST /records/{subject}/{segment}', { purpose: 'research', reason }, record],
  ])('%s refuses %s, says what to do, and alarms', async (name, routeKey, body, path) => {
    expect(await answerOf(name, routeKey, body, path)).toMatchObject({
      statusCode: 500,
      error: 'widened',
      message: expect.stringMatching(/events\.key .*2\.0/),
      alarms: true,
    });
  });

  test.each<[name: string, routeKey: string, body: object | undefined, path: object]>([
    ['control', 'DELETE /consents', undefined, {}],
    ['control', 'DELETE /subject', undefined, {}],
    ['control', 'GET /books', undefined, {}],
    ['reader', 'POST /records/{subject}/{segment}', { purpose: 'own-data', reason }, record],
  ])('%s goes on with %s', async (name, routeKey, body, path) => {
    // Everything else that it asks is away.
    expect((await answerOf(name, routeKey, body, path)).error).toBe('failed');
  });

  test('the redactor opens nothing: frames wait, and it alarms', async () => {
    let asked = 0;
    let given: unknown;
    const handler = await loadHandler('redactor', async () => {
      const { inForceOf } = await import('../../../core/disclosure/in-force.ts');
      const look = inForceOf({ disclosure: sampleDisclosure(), notes: (await notes()) as never, writes: false });
      const change = async () => ({ intake: { readLane: async () => void asked++ } as never });
      const { ports, event } = await frames({ change, inForce: look.check })();
      given = event;
      return ports;
    });
    const printed = await printedBy(() => expect(handler(given)).rejects.toMatchObject({ reason: 'widened' }));
    expect([asked, printed.some((line) => line.includes('"Broken":1'))]).toEqual([0, true]);
  });
});
