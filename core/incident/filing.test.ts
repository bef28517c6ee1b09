import { expect, test } from '@jest/globals';
import { brokeTheGlass, filedAgain, MOST_JOINED, UNKNOWN } from './filing.ts';
import type { Incident } from './incident.ts';

const ROLE = 'arn:aws:sts::123456789012:assumed-role/break-glass';

test.each([
  [`${ROLE}/sluice-pat`, ['pat'], true],
  [`${ROLE}/sluice-pat`, ['pat@example.com'], true],
  [`${ROLE}/pat@example.com`, ['Pat@Example.com'], true],
  ['arn:aws:iam::123456789012:user/ops/pat', ['pat@example.com'], true],
  [`${ROLE}/sluice-pat`, ['patricia@example.com'], false],
  [`${ROLE}/sluice-pat`, [], false],
  [`${ROLE}/`, [''], false],
  [`${ROLE}/not-sluice-pat`, ['not-pat'], false],
  [`${ROLE}/sluice-Pat`, ['PAT@example.com'], true],
  ['pat', ['pat'], false],
  ['unknown', ['unknown'], false],
])('%s and %j: the same person is %s', (reporter, names, same) => {
  expect(brokeTheGlass({ reporter }, names)).toBe(same);
  expect(brokeTheGlass({ reporter: 'rita', alsoBy: ['otto', reporter] }, names)).toBe(same);
});

const THERE: Incident = {
  ...{ incident: 'i', kind: 'report', severity: 'low', status: 'concluded', reporter: 'rita', alsoBy: ['eve'] },
  ...{ reportedAt: 10, from: 5, disclosure: '1.0', leaseSeconds: 60, closes: false, notClosed: 'severity' },
  ...{ startedAt: 11, execution: { number: 3, startedAt: 12 }, concludedAt: 20 },
  ...{ findings: { document: 'f', name: 'n', sha256: 's', bytes: 1 } },
};
const filedBy = (reporter: string, change: Partial<Incident> = {}): Incident => ({
  ...{ incident: 'i', kind: 'pause', severity: 'high', status: 'reported', reporter },
  ...{ reportedAt: 30, from: 8, disclosure: '1.1', leaseSeconds: 30, closes: true, ...change },
});

test('a report that closed nothing, closed under by somebody else: all of its way is before it, and its execution is numbered on', () => {
  expect(filedAgain(THERE, filedBy('otto'))).toEqual({
    ...{
      incident: 'i',
      kind: 'report',
      severity: 'high',
      status: 'reported',
      reporter: 'rita',
      alsoBy: ['eve', 'otto'],
    },
    ...{ reportedAt: 10, from: 5, disclosure: '1.0', leaseSeconds: 60, closes: true },
    execution: { number: 3, startedAt: 12 },
    // The next version amends it.
    ...{ version: 1, earlier: [THERE.findings] },
  });
});

test('the time that is looked into is the longer one, and so are the leases', () => {
  const { alsoBy: _, execution: __, ...alone } = THERE;
  const after = filedAgain(alone, filedBy('rita', { from: 2, leaseSeconds: 900 }));
  expect(after).toMatchObject({ from: 2, leaseSeconds: 900 });
  for (const none of ['alsoBy', 'execution', 'startedAt', 'concludedAt', 'findings', 'notClosed']) {
    expect(after).not.toHaveProperty(none);
  }
});

test.each<[string, Incident, Incident, object | undefined]>([
  ['by who reported', THERE, filedBy('rita', { closes: false }), undefined],
  ['by who joined', THERE, filedBy('eve', { closes: false }), undefined],
  ['by who closed already', { ...THERE, closes: true }, filedBy('rita'), undefined],
  ['by nobody knows whom, and it closes already', { ...THERE, closes: true }, filedBy(UNKNOWN), undefined],
  ['by nobody knows whom', THERE, filedBy(UNKNOWN), { closes: true, alsoBy: ['eve'] }],
  [
    'by another who closes',
    { ...THERE, closes: true },
    filedBy('otto'),
    { ...THERE, closes: true, alsoBy: ['eve', 'otto'] },
  ],
])('filed again %s', (_, there, filed, expected) => {
  const after = filedAgain(there, filed);
  if (expected) expect(after).toMatchObject(expected);
  else expect(after).toBeUndefined();
});

test('an id that is another’s is refused to who closes nothing', () => {
  const refusal = expect.objectContaining({ reason: 'exists', message: 'the id is another report’s' });
  expect(() => filedAgain(THERE, filedBy('otto', { closes: false }))).toThrow(refusal);
});

test('one more than fit into a row joins no more; who is among them files again', () => {
  const full = { ...THERE, alsoBy: Array.from({ length: MOST_JOINED }, (_, at) => `p${at}`) };
  expect(() => filedAgain(full, filedBy('otto'))).toThrow(expect.objectContaining({ reason: 'limit' }));
  expect(filedAgain(full, filedBy('p7'))?.alsoBy ?? full.alsoBy).toHaveLength(MOST_JOINED);
  expect(JSON.stringify(full.alsoBy.map(() => 'x'.repeat(36))).length).toBeLessThan(100_000);
});
